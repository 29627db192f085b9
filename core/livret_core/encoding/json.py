"""JSON in the I-JSON profile (RFC 7493): one member one value, finite numbers, real text.

Untrusted bytes go through :func:`parse`, which the standard library's scanner does
with hooks (fast parsers accept a member twice, and the last one wins silently).
What livret writes itself goes through :func:`format`.
"""

import json
import re
from collections.abc import Callable, Iterable
from json.scanner import make_scanner
from typing import Any, Final, NoReturn, TypeAlias

import msgspec

from livret_core import limits
from livret_core.errors import MalformedInput

JsonValue: TypeAlias = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject: TypeAlias = dict[str, JsonValue]

_MAX_SAFE_INTEGER: Final = (1 << 53) - 1

# Whole strings (the last one perhaps cut short) and everything else that opens or
# closes nothing. Possessive, so that no text makes it look twice.
_NOT_BRACKETS: Final = re.compile(
    r'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))++', re.DOTALL
)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedInput("input.duplicate_member")
    return members


def _integer(text: str) -> int:
    # Longer than 17 characters cannot be inside ±(2^53 - 1), and int() on a long
    # text is quadratic.
    if len(text) > 17 or not -_MAX_SAFE_INTEGER <= (number := int(text)) <= _MAX_SAFE_INTEGER:
        raise MalformedInput("input.json", "integer outside ±(2^53 - 1)")
    return number


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise MalformedInput("input.json", "number too large for a double")
    return number


def _constant(name: str) -> NoReturn:
    raise MalformedInput("input.json", f"{name} is not JSON")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)


_SPACE: Final = " \t\n\r"
# The decoder's own scanner, without its search for white space in front.
_scan: Final[Callable[[str, int], tuple[Any, int]]] = make_scanner(
    _DECODER  # type: ignore[arg-type]  # typeshed knows it by the name of the class alone
)


def parse(raw: bytes | str, *, max_bytes: int = limits.JSON_BYTES) -> JsonValue:
    """Read one JSON text.

    Args:
        raw: UTF-8 bytes without a byte-order mark, or text.
        max_bytes: cap on the length of *raw*; bytes, or characters for text.

    Raises:
        MalformedInput: ``input.too_large``, ``input.too_deep`` (more than
            :data:`livret_core.limits.JSON_DEPTH` levels), ``input.duplicate_member``
            or ``input.json``.
    """
    if len(raw) > max_bytes:
        raise MalformedInput("input.too_large", max_bytes=max_bytes)
    try:
        if isinstance(raw, str):
            text = raw
            if not raw.isascii():
                raw.encode("utf-8")  # a lone surrogate is a str that no UTF-8 can carry
        else:
            glanced = _at_a_glance(raw)
            if glanced is not None:
                return glanced
            text = raw.decode("utf-8")
        if text.count("[") + text.count("{") > limits.JSON_DEPTH:
            _check_depth(text)
        if text[:1] in _SPACE:
            text = text.lstrip(_SPACE)
        value: JsonValue
        value, end = _scan(text, 0)
        if end != len(text) and text[end:].strip(_SPACE):
            raise MalformedInput("input.json", "something after the value")
        if "\\u" in text:
            # The same, escaped.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except StopIteration:
        raise MalformedInput("input.json", "no value") from None
    except (ValueError, RecursionError) as error:
        raise MalformedInput("input.json", type(error).__name__) from None
    return value


_decode: Final = msgspec.json.Decoder().decode
_encode: Final = msgspec.json.Encoder().encode
_DIGITS: Final = bytes(ord("0") if chr(code).isdigit() else 0 for code in range(128)) + bytes(128)
_SIXTEEN_DIGITS: Final = b"0" * 16


def _at_a_glance(raw: bytes) -> JsonValue:
    """Read JSON that is written as we write it ourselves; None for any other.

    A fast decoder keeps the last of two members with one name, and writing what it read
    gives a shorter text. So a text that comes out as it went in has no member twice, no
    second spelling of a character or number, and needs no second look but for two
    limits: nesting, and integers beyond ±(2^53 - 1), which have 16 digits or more.
    """
    if raw.count(b"[") + raw.count(b"{") > limits.JSON_DEPTH:
        return None
    try:
        value: JsonValue = _decode(raw)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    if _encode(value) != raw or has_long_number(raw):
        return None
    return value


def has_long_number(raw: bytes) -> bool:
    """Say whether 16 digits stand in a row: without, no integer is beyond ±(2^53 - 1)."""
    return _SIXTEEN_DIGITS in raw.translate(_DIGITS)


def parse_object(raw: bytes | str, *, max_bytes: int = limits.JSON_BYTES) -> JsonObject:
    """Read one JSON text that is an object; errors as :func:`parse`."""
    value = parse(raw, max_bytes=max_bytes)
    if not isinstance(value, dict):
        raise MalformedInput("input.json", "not an object")
    return value


def _check_depth(text: str) -> None:
    """Measure the nesting of *text* before the recursive scanner sees it."""
    depth = 0
    for bracket in _NOT_BRACKETS.sub("", text):
        depth += 1 if bracket in "[{" else -1
        if depth > limits.JSON_DEPTH:
            raise MalformedInput("input.too_deep", max_depth=limits.JSON_DEPTH)


#: Write compact JSON, members in the order they stand. For values livret made.
format: Final[Callable[[object], bytes]] = _encode


def format_lines(values: Iterable[object]) -> bytes:
    """Write one compact JSON text a line (JSON Lines)."""
    return b"".join(_encode(value) + b"\n" for value in values)
