"""A PIN as people type it, and whether it can be the one that is wanted. Pure.

One that cannot be is not sent: the town hall would count it as a try.
"""

import re
import unicodedata
from typing import Final

from livret_core.errors import MalformedInput
from livret_core.openid4vci.offer import TransactionCode

# People write digits in groups, with whatever their keyboard or their paper has between them.
_BETWEEN: Final = re.compile(r"[\s.\u00b7\u002d\u2010-\u2015]+")
_MAX_CHARS: Final = 64


def read_pin(typed: str, wanted: TransactionCode) -> str:
    """Read a PIN.

    Args:
        typed: as it was typed, or stands in a file.
        wanted: what the offer says of it.

    Raises:
        MalformedInput: ``usage.pin``, with the number of ``digits`` where the offer says it.
    """
    if wanted.input_mode == "numeric":
        pin = "".join(map(_digit, _BETWEEN.sub("", typed)))
        is_fit = pin.isascii() and pin.isdigit()
    else:
        pin, is_fit = typed.strip(), True
    if not is_fit or not 0 < len(pin) <= _MAX_CHARS or wanted.length not in {None, len(pin)}:
        if wanted.input_mode == "numeric" and wanted.length is not None:
            raise MalformedInput("usage.pin", digits=wanted.length)
        raise MalformedInput("usage.pin")
    return pin


def _digit(char: str) -> str:
    """Write a digit of any script as one of ours."""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)
