"""Claims by path and value (OpenID4VP 1.0 §6.3, §6.4.1, §7), and which of a credential's answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self, TypeAlias, final

from livret_core.credential.claim_path import (
    UNDISCLOSED,
    ClaimPath,
    IssuedClaims,
    PlacedPath,
    select,
)
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Refused
from livret_core.openid4vp.dcql.shape import (
    MAX_TEXT,
    read_array,
    read_flag,
    read_id,
    read_object,
    whole,
    wrong,
)

Wanted: TypeAlias = str | int | bool

_MAX_PATH: Final = 32
_MAX_VALUES: Final = 256


@final
@dataclass(frozen=True, slots=True)
class ClaimsQuery:
    """One claim asked for, or all those that one path selects.

    Attributes:
        path: which claim.
        id: names it in ``claim_sets``.
        values: what it must say to be asked for at all; None for whatever it says. A way
            to learn less, **never a check**: a wallet may not look, or may lie.
        intent_to_retain: of an mdoc, whether the service says it will keep the claim.
    """

    path: ClaimPath
    id: str | None = None
    values: tuple[Wanted, ...] | None = None
    intent_to_retain: bool | None = None

    @classmethod
    def parse(cls, value: JsonValue, place: str, *, of_mdoc: bool = False) -> Self:
        """Read one element of ``claims``.

        Raises:
            MalformedInput: ``request.malformed``.
        """
        claim = read_object(value, place)
        retain = None
        if of_mdoc and "intent_to_retain" in claim:
            retain = read_flag(claim["intent_to_retain"], f"{place}.intent_to_retain")
        return cls(
            _path(claim.get("path"), f"{place}.path"),
            read_id(claim["id"], f"{place}.id") if "id" in claim else None,
            _values(claim["values"], f"{place}.values") if "values" in claim else None,
            retain,
        )

    def format(self) -> JsonObject:
        """Write it; the inverse of :meth:`parse`."""
        claim: JsonObject = {"path": list(self.path)}
        if self.id is not None:
            claim["id"] = self.id
        if self.values is not None:
            claim["values"] = list(self.values)
        if self.intent_to_retain is not None:
            claim["intent_to_retain"] = self.intent_to_retain
        return claim

    def find(self, issued: IssuedClaims) -> tuple[PlacedPath, ...]:
        """Find the claims it asks for, each by its place; none where it is not answered.

        A claim that says something else than ``values`` counts as not there (§6.4.1), each
        of those that a path selects for itself. A path that asks for a member of a text, or
        an element of an object, is an error to the specification and answers nothing.

        Args:
            issued: all that was issued, nothing undisclosed but decoys.
        """
        try:
            selected = select(self.path, issued)
        except Refused:
            return ()
        return tuple(
            place
            for place, value in selected
            if value is not UNDISCLOSED and (self.values is None or _is_one_of(value, self.values))
        )


def find_first(
    options: Iterable[Iterable[ClaimsQuery]], issued: IssuedClaims
) -> tuple[int, tuple[PlacedPath, ...]] | None:
    """Find the first option all of whose claims are answered: its place, and theirs.

    A claim that stands in many options is looked for once, so that a long query costs no
    more than its length. By identity: to Python a claim wanted to be 1 equals one wanted to
    be true.
    """
    known: dict[int, tuple[PlacedPath, ...]] = {}
    for index, option in enumerate(options):
        places: dict[PlacedPath, None] = {}
        for claim in option:
            if id(claim) not in known:
                known[id(claim)] = claim.find(issued)
            found = known[id(claim)]
            if not found:
                break
            places.update(dict.fromkeys(found))
        else:
            return index, tuple(places)
    return None


def _is_one_of(value: object, wanted: tuple[Wanted, ...]) -> bool:
    """Compare by kind and value: ``1`` is not ``true``, and not ``"1"`` either."""
    if isinstance(value, str | bool):
        return any(type(one) is type(value) and one == value for one in wanted)
    number = whole(value)
    return number is not None and any(number == one and not isinstance(one, bool) for one in wanted)


def _path(value: JsonValue, place: str) -> ClaimPath:
    parts: list[str | int | None] = []
    for index, part in enumerate(read_array(value, place, _MAX_PATH)):
        if part is None or (isinstance(part, str) and len(part) <= MAX_TEXT):
            parts.append(part)
            continue
        position = whole(part)
        if position is None or position < 0:
            raise wrong(f"{place}[{index}]", "is no name, position or null")
        parts.append(position)
    return tuple(parts)


def _values(value: JsonValue, place: str) -> tuple[Wanted, ...]:
    wanted: list[Wanted] = []
    for index, one in enumerate(read_array(value, place, _MAX_VALUES)):
        if isinstance(one, bool) or (isinstance(one, str) and len(one) <= MAX_TEXT):
            wanted.append(one)
            continue
        number = whole(one)
        if number is None:
            raise wrong(f"{place}[{index}]", "is no text, integer, true or false")
        wanted.append(number)
    return tuple(wanted)
