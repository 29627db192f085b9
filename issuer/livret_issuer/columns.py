"""The columns a list of people may have: one for each claim that is not the issuer's own.

A column is called by the path of its claim, as ``livret types`` prints it, with a
position where the claim is a list: ``address.locality``, ``parents.0.family_name``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias, final

from livret_core.credential.claim_path import PlacedPath, format_path
from livret_core.credential.types import CredentialType

CellKind: TypeAlias = Literal["text", "integer", "date", "day"]

_DATES: Final[Mapping[str, CellKind]] = {"partial-date": "date", "full-date": "day"}


@final
@dataclass(frozen=True, slots=True)
class Column:
    """Where the cells of a column go, and how they are read.

    Attributes:
        path: the claim; a number is a place in a list.
        kind: ``date`` is a year, a month or a day in ISO 8601, ``day`` a day.
        required: whether a list without this column cannot be right.
    """

    path: PlacedPath
    kind: CellKind
    required: bool


def columns(kind: CredentialType) -> Mapping[str, Column]:
    """The columns a list for this type may have, by name, in the schema's order."""
    root: Any = kind.schema
    return MappingProxyType(
        {
            format_path(column.path): column
            for column in _walk(root, root, (), required=True)
            if column.path[0] not in kind.law.standing
        }
    )


def _walk(
    root: dict[str, Any], node: dict[str, Any], path: PlacedPath, *, required: bool
) -> Iterator[Column]:
    reference = node.get("$ref", "")
    if reference:
        node = root["$defs"][reference.removeprefix("#/$defs/")]
    if node.get("type") == "object":
        wanted = node.get("required", ())
        for name, member in node["properties"].items():
            yield from _walk(root, member, (*path, name), required=required and name in wanted)
    elif node.get("type") == "array":
        for index in range(node["maxItems"]):
            yield from _walk(root, node["items"], (*path, index), required=False)
    else:
        yield Column(path, _kind(node), required)


def _kind(node: dict[str, Any]) -> CellKind:
    if node.get("format") in _DATES:
        return _DATES[node["format"]]
    numbers = node.get("enum", ())
    if node.get("type") == "integer" or (
        numbers and all(isinstance(value, int) for value in numbers)
    ):
        return "integer"
    return "text"
