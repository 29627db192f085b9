"""What every part of a query is held to: its kind, its size, and a place to name when it fails."""

import re
from typing import Final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput

MAX_TEXT: Final = 2_048
# The text says "alphanumeric": ASCII, as everywhere else in OAuth.
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
_MAX_SAFE_INTEGER: Final = (1 << 53) - 1


def wrong(place: str, why: str) -> MalformedInput:
    """The error for a part of a query; *place* is made of member names and positions only."""
    return MalformedInput("request.malformed", f"`{place}` {why}", place=place)


def read_object(value: JsonValue, place: str) -> JsonObject:
    """Read an object.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    if not isinstance(value, dict):
        raise wrong(place, "is not an object")
    return value


def read_array(value: JsonValue, place: str, most: int, *, least: int = 1) -> list[JsonValue]:
    """Read an array of *least* to *most* elements.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise wrong(place, f"is not an array of {least} to {most}")
    return value


def read_text(value: JsonValue, place: str) -> str:
    """Read a text of 1 to :data:`MAX_TEXT` characters.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT:
        raise wrong(place, "is not a short text")
    return value


def read_texts(value: JsonValue, place: str, most: int) -> tuple[str, ...]:
    """Read a non-empty array of texts.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    texts = enumerate(read_array(value, place, most))
    return tuple(read_text(text, f"{place}[{index}]") for index, text in texts)


def read_id(value: JsonValue, place: str) -> str:
    """Read an identifier: letters, digits, ``_`` and ``-``.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise wrong(place, "is not a short name of letters, digits, _ and -")
    return value


def read_ids(value: JsonValue, place: str, most: int, *, least: int = 1) -> tuple[str, ...]:
    """Read an array of identifiers, each kept once.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    ids = enumerate(read_array(value, place, most, least=least))
    return tuple(dict.fromkeys(read_id(one, f"{place}[{index}]") for index, one in ids))


def read_flag(value: JsonValue, place: str) -> bool:
    """Read a boolean; a number is none, nor is null.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    if not isinstance(value, bool):
        raise wrong(place, "is not true or false")
    return value


def whole(value: object) -> int | None:
    """Give a JSON number that is an integer, None for anything else.

    JSON has one kind of number: ``1.0`` is the number 1, whoever wrote it that way. ``true``
    is none, though Python counts with it.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not abs(value) <= _MAX_SAFE_INTEGER or value != int(value):  # NaN is not below anything
        return None
    return int(value)
