"""What the packaged types are called, for a list that needs nothing else of them.

Reading a type whole compiles its JSON Schema; a name does not take that.
"""

from functools import cache

import livret_schemas
from livret_core.encoding import json as json_encoding


def type_name(vct: str, language: str) -> str:
    """Name the packaged type *vct* in *language*, else in English; *vct* when it is none."""
    names = _names().get(vct, {})
    return names.get(language) or names.get("en") or vct


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
