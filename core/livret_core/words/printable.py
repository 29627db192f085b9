"""Text from elsewhere, made harmless for a terminal and for the eye."""

import json
import unicodedata
from typing import Final

from livret_core.unseen import INVISIBLE

# Cc and Cf hold escape sequences, bidirectional overrides and zero-width marks; Cs,
# Co and Cn have no agreed picture; Zl and Zp break a line that we meant to be one.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

_ACTS: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_ANY: Final = 1 << 20


def printable(text: str, *, max_chars: int = 200) -> str:
    r"""Write *text* so that what is seen is what is there.

    Controls, bidirectional and invisible characters become ``\xNN`` or ``\uNNNN``, a
    backslash doubles, and what is longer than *max_chars* ends in an ellipsis.
    """
    cut = text if len(text) <= max_chars else text[: max_chars - 1] + "…"
    if cut.isascii() and cut.isprintable() and "\\" not in cut:
        return cut
    return "".join(_shown(char) for char in cut)


def harmless(text: str) -> str:
    """Spell out a line that acts on a terminal, should anything have got so far: the last door."""
    if any(unicodedata.category(char) in _ACTS for char in text):
        return printable(text, max_chars=_ANY)
    return text


def _shown(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if unicodedata.category(char) not in _HIDDEN and char not in INVISIBLE:
        return char
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def printable_json(value: object, *, indent: int | None = 2) -> str:
    r"""Write *value* as JSON in which no character can act on a terminal.

    Still JSON: a control, bidirectional or invisible character stands as ``\uNNNN``.
    Without *indent* it is one line, as ``--json`` writes an event.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii() and "\x7f" not in text:
        return text  # JSON itself escapes the other controls
    return "".join(char if char == "\n" else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    if unicodedata.category(char) not in _HIDDEN and char not in INVISIBLE:
        return char
    return json.dumps(char)[1:-1]
