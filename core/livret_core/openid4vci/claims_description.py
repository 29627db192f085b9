"""What an issuer says of the claims of a credential, for showing it (OpenID4VCI 1.0, Appendix B)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.oauth import members as read
from livret_core.sdjwt.plan import ClaimPath

_MAX_LABEL: Final = 512


@final
@dataclass(frozen=True, slots=True)
class ClaimDescription:
    """One claim, or every element of an array.

    Attributes:
        path: where it is.
        is_mandatory: whether the issuer always includes it.
        names: what it is called, by language tag.
    """

    path: ClaimPath
    is_mandatory: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, members: JsonObject) -> Self:
        """Read one description; errors as :func:`parse_claims`."""
        path = members.get("path")
        if not isinstance(path, list) or not 0 < len(path) <= limits.JSON_DEPTH:
            raise _malformed("`path` is not a short non-empty array")
        parts: list[str | int | None] = []
        for part in path:
            if part is None or isinstance(part, str) or (type(part) is int and part >= 0):
                parts.append(part)
            else:
                raise _malformed("`path` holds neither a name nor a position")
        return cls(
            tuple(parts),
            read.flag(members, "mandatory", default=False),
            parse_names(members),
        )

    def format(self) -> JsonObject:
        """Write the description."""
        members: JsonObject = {"path": list(self.path), "mandatory": self.is_mandatory}
        if self.names:
            members["display"] = format_names(self.names)
        return members


def parse_claims(members: JsonObject) -> tuple[ClaimDescription, ...]:
    """Read ``claims``, in the order to show them in.

    Raises:
        MalformedInput: ``metadata.malformed``, also where two descriptions are about one
            claim or contradict each other about what holds it (Appendix B.3).
    """
    claims = tuple(map(ClaimDescription.parse, read.objects(members, "claims")))
    _check_consistent(claim.path for claim in claims)
    return claims


def parse_names(members: JsonObject) -> Mapping[str, str]:
    """Read the names of a ``display`` array, one a language; one without language is ``""``."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for entry in read.objects(members, "display"):
        locale = read.text(entry, "locale", max_chars=64) or ""
        if locale in seen:
            raise _malformed("two names in one language")
        seen.add(locale)
        name = read.text(entry, "name", max_chars=_MAX_LABEL)
        if name is not None:
            found[locale] = name
    return MappingProxyType(found)


def format_names(names: Mapping[str, str]) -> list[JsonValue]:
    """Write a ``display`` array."""
    return [
        {"name": name, "locale": locale} if locale else {"name": name}
        for locale, name in names.items()
    ]


def _check_consistent(paths: Iterable[ClaimPath]) -> None:
    seen: set[ClaimPath] = set()
    parts_at: dict[ClaimPath, type] = {}
    for path in paths:
        if path in seen:
            raise _malformed("one claim, described twice")
        seen.add(path)
        for depth, part in enumerate(path):
            # A name, a position or "every element": one place has parts of one kind.
            if parts_at.setdefault(path[:depth], type(part)) is not type(part):
                raise _malformed("descriptions that contradict each other")


def _malformed(detail: str) -> MalformedInput:
    return MalformedInput("metadata.malformed", detail)
