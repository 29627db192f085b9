"""The shape of one claim by itself, cut out of the schema of its type. Pure."""

from typing import Any

from livret_core.credential.claim_path import ClaimPath, format_path
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput


def shape_of(schema: JsonObject, path: ClaimPath) -> JsonObject:
    """Give the JSON Schema of what *path* selects of a type with this *schema*.

    A path through every element of an array selects a list, of one value at least.

    Raises:
        MalformedInput: ``claims.unknown`` for a path to nothing that the schema has.
    """
    definitions: Any = schema.get("$defs", {})
    try:
        return {**_resolved(definitions, _part(definitions, schema, path)), "$defs": definitions}
    except (KeyError, TypeError):
        raise MalformedInput("claims.unknown", path=format_path(path)) from None


def _part(definitions: dict[str, Any], node: dict[str, Any], path: ClaimPath) -> dict[str, Any]:
    if not path:
        return node
    node = _resolved(definitions, node)
    if isinstance(path[0], str):
        return _part(definitions, node["properties"][path[0]], path[1:])
    one = _part(definitions, node["items"], path[1:])
    if path[0] is not None:
        return one
    most = {"maxItems": node["maxItems"]} if "maxItems" in node else {}
    return {"type": "array", "items": one, "minItems": 1, **most}


def _resolved(definitions: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference to a definition of the same schema, which is all that ours have."""
    return definitions[node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else node
