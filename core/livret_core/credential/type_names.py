"""What the packaged types are called, for a list that needs nothing else of them.

Reading a type whole compiles its JSON Schema; a name does not take that.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import livret_schemas
from livret_core.encoding import json as json_encoding

_PREFIX: Final = "urn:livret:"


def short_name(vct: str) -> str:
    """Give the name that a type has in every version, by which ledgers know it: ``residency``.

    A short name stays what it is. Of a type that is none of ours, what stands before its first colon.
    """
    return vct.removeprefix(_PREFIX).partition(":")[0]


def type_name(vct: str, language: str) -> str:
    """Name the packaged type *vct* in *language*, else in English; *vct* when it is none."""
    names = _names().get(vct, {})
    return names.get(language) or names.get("en") or vct


def claim_name(vct: str, path: Sequence[str | int], language: str) -> str:
    """Name a claim of the packaged type *vct* in *language*, else in English.

    A place in a list finds the name that stands for every element; a claim that no type
    of ours has is called by its path.
    """
    wanted = tuple(None if isinstance(part, int) else part for part in path)
    names = _claim_names().get(vct, {}).get(wanted, {})
    return names.get(language) or names.get("en") or ".".join(map(str, path))


@cache
def _claim_names() -> dict[str, dict[tuple[str | None, ...], dict[str, str]]]:
    named: dict[str, dict[tuple[str | None, ...], dict[str, str]]] = {}
    for files in livret_schemas.load():
        match json_encoding.parse_object(files.metadata):
            case {"vct": str(vct), "claims": list(claims)}:
                named[vct] = {}
                for claim in claims:
                    match claim:
                        case {"path": list(path), "display": list(display)}:
                            named[vct][tuple(None if p is None else str(p) for p in path)] = {
                                str(entry["locale"]): str(entry["label"])
                                for entry in display
                                if isinstance(entry, dict)
                            }
    return named


@cache
def _names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for files in livret_schemas.load():
        match json_encoding.parse_object(files.metadata):
            case {"vct": str(vct), "display": list(display)}:
                names[vct] = {
                    str(entry["locale"]): str(entry["name"])
                    for entry in display
                    if isinstance(entry, dict)
                }
    return names
