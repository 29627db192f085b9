"""Claim paths: which claim of a credential a rule, a label or a query is about.

A path is an array of member names, array positions and ``null`` (every element);
SD-JWT VC "Claim Path". It is evaluated against the credential **as issued**: array
positions count the elements a holder kept to himself.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Final, Self, TypeAlias, final

import msgspec

from livret_core import limits
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt.plan import ClaimPath
from livret_core.sdjwt.reveal import PlacedPath, Revealed

__all__ = [
    "UNDISCLOSED",
    "ClaimPath",
    "IssuedClaims",
    "PlacedPath",
    "format_path",
    "parse_path",
    "select",
]

_MAX_NAME: Final = 256
# Asking whether something is a Mapping is ten times as dear, and this is asked often.
_OBJECTS: Final = (dict, MappingProxyType)


@final
class _Undisclosed:
    """An array element that exists and whose content was not disclosed."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNDISCLOSED"


UNDISCLOSED: Final = _Undisclosed()
IssuedValue: TypeAlias = JsonValue | _Undisclosed


@final
class IssuedClaims(msgspec.Struct, frozen=True):
    """What is known of a credential's claims as they were issued.

    Attributes:
        claims: the processed payload (RFC 9901 §7.1): nothing undisclosed in it.
        disclosed: where each disclosure given belongs.
        hidden_elements: array elements that were issued and not disclosed.
        hiding_objects: the objects that still hold digests without a disclosure; the
            empty path is the top level. None when that is not known, so that every
            absent claim may be a hidden one. A holder who has every disclosure knows
            that the digests left are decoys and passes the empty set.
    """

    claims: Mapping[str, JsonValue]
    disclosed: Collection[PlacedPath] = ()
    hidden_elements: Collection[PlacedPath] = ()
    hiding_objects: Collection[PlacedPath] | None = None

    @classmethod
    def of(cls, revealed: Revealed) -> Self:
        """What a verifier knows from the disclosures he was given."""
        return cls(
            MappingProxyType(revealed.claims),
            frozenset(placed.path for placed in revealed.placed),
            revealed.hidden_elements,
            revealed.hiding_objects,
        )

    def complete(self) -> "IssuedClaims":
        """The same for a holder, who has every disclosure: what digests are left are decoys."""
        return msgspec.structs.replace(self, hiding_objects=())

    def may_hide(self, name: str, place: PlacedPath, value: object) -> bool:
        """Say whether the object *value* at *place* may hold *name* without it being seen."""
        return (
            isinstance(value, _OBJECTS)
            and name not in value
            and (self.hiding_objects is None or place in self.hiding_objects)
        )

    def elements(
        self, place: PlacedPath, disclosed: list[JsonValue]
    ) -> Iterator[tuple[PlacedPath, IssuedValue]]:
        """Walk the array at *place* as issued, its disclosed elements being *disclosed*."""
        depth = len(place)
        hidden = sum(
            1 for path in self.hidden_elements if len(path) == depth + 1 and path[:depth] == place
        )
        rest = iter(disclosed)
        for index in range(len(disclosed) + hidden):
            here = (*place, index)
            # More positions than elements is a caller's mistake; what is not there
            # is not disclosed.
            yield here, UNDISCLOSED if here in self.hidden_elements else next(rest, UNDISCLOSED)


def parse_path(value: JsonValue) -> ClaimPath:
    """Read a path from JSON: a non-empty array of text, positions and null.

    Raises:
        MalformedInput: ``type.malformed``.
    """
    if not isinstance(value, list) or not 0 < len(value) <= limits.JSON_DEPTH:
        raise MalformedInput("type.malformed", "`path` is not a short non-empty array")
    path: list[str | int | None] = []
    for part in value:
        match part:
            case None:
                path.append(None)
            case str() if len(part) <= _MAX_NAME:
                path.append(part)
            case int() if part >= 0 and not isinstance(part, bool):
                path.append(part)
            case _:
                raise MalformedInput("type.malformed", "a `path` part of another kind")
    return tuple(path)


def format_path(path: ClaimPath | PlacedPath) -> str:
    """Write a path for people and tables: ``address.locality``, ``parents.*.given_name``."""
    return ".".join("*" if part is None else str(part) for part in path)


def select(path: ClaimPath, issued: IssuedClaims) -> tuple[tuple[PlacedPath, IssuedValue], ...]:
    """Find the claims that *path* selects, each with its place; possibly none.

    Raises:
        Refused: ``claims.path`` when the path asks for a member of what is not an
            object, or an element of what is not an array.
    """
    # Most paths are names alone and select one claim or none: follow them directly.
    value: object = issued.claims
    for part in path:
        if not isinstance(part, str):
            return _select_many(path, issued)
        if not isinstance(value, _OBJECTS):
            raise Refused("claims.path", "a member of no object", path=format_path(path))
        if part not in value:
            return ()
        value = value[part]
    return ((path, value),)  # type: ignore[return-value]  # names alone, to a JSON value


def _select_many(
    path: ClaimPath, issued: IssuedClaims
) -> tuple[tuple[PlacedPath, IssuedValue], ...]:
    """Follow a path that goes through arrays."""
    selected: list[tuple[PlacedPath, IssuedValue]] = [((), dict(issued.claims))]
    for part in path:
        found: list[tuple[PlacedPath, IssuedValue]] = []
        for place, value in selected:
            if value is UNDISCLOSED:
                continue  # it was issued; what is inside, nobody here knows
            if isinstance(part, str):
                if not isinstance(value, dict):
                    raise Refused("claims.path", "a member of no object", path=format_path(path))
                if part in value:
                    found.append(((*place, part), value[part]))
            elif not isinstance(value, list):
                raise Refused("claims.path", "an element of no array", path=format_path(path))
            else:
                elements = issued.elements(place, value)
                found.extend(
                    element for element in elements if part is None or element[0][-1] == part
                )
        selected = found
    return tuple(selected)
