"""Standard streams as they are found: closed, full, or without our characters.

A stream that cannot show a character gets another way of writing it; with ``--json`` that
is JSON's own escape, which loses nothing. A stream that takes no more ends the command
with *could not*, never with a traceback and never with a verdict.
"""

import codecs
import os
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from types import MappingProxyType
from typing import Final, TextIO

# What is drawn, and what has a customary spelling of its own. The rest loses its accents.
_SPELLED: Final = MappingProxyType(
    str.maketrans(
        {
            "✓": "OK",
            "✗": "X",
            "∅": "0",
            "↻": "@",
            "→": "->",
            "←": "<-",
            "▸": ">",
            "●": "*",
            "○": "o",
            "•": "*",
            "·": "-",
            "…": "...",
            "–": "-",
            "—": "-",
            "−": "-",
            "‖": "||",
            "≤": "<=",
            "≥": ">=",
            "×": "x",
            "’": "'",
            "‘": "'",
            "“": '"',
            "”": '"',
            "„": '"',
            "«": '"',
            "»": '"',
            "€": "EUR",
            "°": "o",
            "§": "S.",
            "ß": "ss",
            "ẞ": "SS",
            "œ": "oe",
            "Œ": "OE",
            "æ": "ae",
            "Æ": "AE",
            "ø": "o",
            "Ø": "O",
            "ł": "l",
            "Ł": "L",
            "đ": "d",
            "Đ": "D",
            **{chr(code): "-" for code in range(0x2500, 0x2502)},
            **{chr(code): "|" for code in range(0x2502, 0x2504)},
            **{chr(code): "+" for code in range(0x250C, 0x254C)},
            **{chr(code): "#" for code in range(0x2580, 0x25A0)},
        }
    )
)
_TO_THE_EYE: Final = "livret.spelled"
_TO_A_PROGRAM: Final = "livret.escaped"


def spelled(text: str) -> str:
    """Write *text* in ASCII, as close as a reader would: ``é`` is ``e``, ``✓`` is ``OK``."""
    bare = unicodedata.normalize("NFKD", text.translate(_SPELLED)).translate(_SPELLED)
    return "".join(
        char if char.isascii() else "?" for char in bare if not unicodedata.combining(char)
    )


def escaped(text: str) -> str:
    r"""Write *text* as JSON may write it inside a string: ``\u00e9``."""
    octets = text.encode("utf-16-be", "surrogatepass")
    pairs = zip(octets[::2], octets[1::2], strict=True)
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in pairs)


def _handler(write: Callable[[str], str]) -> Callable[[UnicodeError], tuple[str, int]]:
    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        return write(error.object[error.start : error.end]), error.end

    return handle


def prepare(*, as_json: bool) -> None:
    """Make the three streams safe to use, whatever they are.

    Args:
        as_json: whether standard output carries JSON, in which nothing may be lost.
    """
    codecs.register_error(_TO_THE_EYE, _handler(spelled))
    codecs.register_error(_TO_A_PROGRAM, _handler(escaped))
    _reopen_closed()
    _soften(sys.stdout, _TO_A_PROGRAM if as_json else _TO_THE_EYE)
    _soften(sys.stderr, _TO_THE_EYE)


def _reopen_closed() -> None:
    """Put something in the place of streams this process was started without.

    Otherwise the first file opened, a vault perhaps, would get the number of standard
    output. What is written to it fails as it should; what is said to a closed standard
    error was asked not to be said.
    """
    for number, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            given = os.open(os.devnull, flags)  # the lowest number free
            if given != number:  # pragma: no cover  # only when 0 to 2 were closed out of turn
                os.dup2(given, number)
                os.close(given)
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)


def _soften(stream: TextIO, errors: str) -> None:
    reconfigure = getattr(stream, "reconfigure", None)  # a test's stream may have none
    if reconfigure is not None:
        reconfigure(errors=errors)


def takes_no_more(stream: TextIO) -> bool:
    """Tell whether what was written to *stream* cannot leave; if so, let it go nowhere."""
    try:
        stream.flush()
    except (OSError, ValueError):
        silence(stream)
        return True
    return False


def silence(stream: TextIO) -> None:
    """Send what *stream* holds, and all that follows, into nothing.

    The interpreter flushes once more on its way out, and would end with a status of its own.
    """
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()
