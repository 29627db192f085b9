"""Which claims of a credential may be disclosed one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeAlias, final

from livret_core.errors import MalformedInput

# A name, an array index, or None for every element (SD-JWT VC "Claim Path").
ClaimPath: TypeAlias = tuple[str | int | None, ...]


@final
@dataclass(frozen=True, slots=True)
class ConcealPlan:
    """A tree shaped like the claims: here, is this claim concealed, and what below it?

    Attributes:
        concealed: whether this node itself becomes a disclosure.
        children: plan for members and elements; the key None stands for every
            element of an array.
        decoys: digests without a disclosure to add at this level (RFC 9901 §4.2.7).
    """

    concealed: bool = False
    children: Mapping[str | int | None, "ConcealPlan"] = field(default_factory=dict)
    decoys: int = 0

    @classmethod
    def of(
        cls, paths: Iterable[ClaimPath], *, decoys: Mapping[ClaimPath, int] | None = None
    ) -> Self:
        """Build the plan that conceals each of *paths*.

        Concealing both ``("address",)`` and ``("address", "locality")`` nests the
        second inside the first (recursive disclosure, RFC 9901 §6.3).

        Args:
            paths: the claims to conceal; the empty path is not one.
            decoys: how many decoys to add inside the object or array at a path; the
                empty path is the top level.

        Raises:
            MalformedInput: ``sdjwt.malformed`` for the empty path.
        """
        wanted = frozenset(paths)
        if () in wanted:
            raise MalformedInput("sdjwt.malformed", "the whole payload cannot be concealed")
        return cls._grow((), wanted, decoys or {})

    @classmethod
    def _grow(
        cls, here: ClaimPath, paths: frozenset[ClaimPath], decoys: Mapping[ClaimPath, int]
    ) -> Self:
        depth = len(here)
        keys = {path[depth] for path in (*paths, *decoys) if path[:depth] == here != path}
        return cls(
            concealed=here in paths,
            children={key: cls._grow((*here, key), paths, decoys) for key in keys},
            decoys=decoys.get(here, 0),
        )

    def child(self, key: str | int) -> "ConcealPlan | None":
        """The plan for one member, or one element (its own index before every)."""
        found = self.children.get(key)
        if found is None and isinstance(key, int):
            return self.children.get(None)
        return found
