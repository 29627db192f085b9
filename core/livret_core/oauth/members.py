"""Reading the members of a published document: typed, bounded, unknown ones ignored."""

from collections.abc import Iterator
from typing import Final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri

MAX_NAMES: Final = 128

_MAX_NAME: Final = 512
_CODE: Final = "metadata.malformed"


def names(members: JsonObject, name: str) -> tuple[str, ...]:
    """Read an array of short texts; empty when it is absent, never when it is there."""
    value = members.get(name)
    if name not in members:
        return ()
    if not isinstance(value, list) or not 0 < len(value) <= MAX_NAMES:
        raise MalformedInput(_CODE, f"`{name}` is not a short non-empty array")
    texts = tuple(one for one in value if isinstance(one, str) and 0 < len(one) <= _MAX_NAME)
    if len(texts) != len(value):
        raise MalformedInput(_CODE, f"`{name}` holds what is not a name")
    return texts


def text(members: JsonObject, name: str, *, max_chars: int = _MAX_NAME) -> str | None:
    """Read a text; None when it is absent."""
    value = members.get(name)
    if name not in members:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= max_chars:
        raise MalformedInput(_CODE, f"`{name}` is not a short text")
    return value


def flag(members: JsonObject, name: str, *, default: bool | None = None) -> bool:
    """Read true or false; required when there is no *default*."""
    value = members.get(name, default)
    if not isinstance(value, bool):
        raise MalformedInput(_CODE, f"`{name}` is not true or false")
    return value


def uri(members: JsonObject, name: str) -> HttpsUri | None:
    """Read an https URI; None when it is absent."""
    value = text(members, name, max_chars=4_096)
    return None if value is None else HttpsUri.parse(value)


def required(value: HttpsUri | None, name: str) -> HttpsUri:
    """Take *value*, which may not be absent."""
    if value is None:
        raise MalformedInput(_CODE, f"`{name}` is required")
    return value


def object_of(value: JsonValue, name: str) -> JsonObject:
    """Take *value*, which must be an object."""
    if not isinstance(value, dict):
        raise MalformedInput(_CODE, f"`{name}` is not an object")
    return value


def objects(members: JsonObject, name: str) -> Iterator[JsonObject]:
    """Walk an array of objects; nothing when it is absent, never an empty one."""
    value = members.get(name)
    if name not in members:
        return
    if not isinstance(value, list) or not 0 < len(value) <= 2 * MAX_NAMES:
        raise MalformedInput(_CODE, f"`{name}` is not a non-empty array")
    for one in value:
        yield object_of(one, name)


def present(members: dict[str, JsonValue | tuple[str, ...] | None]) -> JsonObject:
    """Write what is there: members that are None or empty are left out."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in members.items()
        if value is not None and value != ()
    }
