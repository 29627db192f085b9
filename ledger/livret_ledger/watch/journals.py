"""An owner's journal as a file: ids of operations, or the events that tell them. Pure."""

import re
from typing import Final

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput

FILE_BYTES: Final = 64 << 20

_ID: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_LINE_BYTES: Final = 4_096


def read(raw: bytes) -> frozenset[str]:
    """Read a journal, one operation a line: its id, or an event with a member ``id``.

    `livret issuer ledger journal --json` writes such events.

    Raises:
        MalformedInput: ``watch.journal`` with the ``line``, counted from 1.
    """
    found = set()
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            found.add(_id(line.strip(), number))
    return frozenset(found)


def _id(line: bytes, number: int) -> str:
    try:
        text: object = line.decode("ascii")
        if line.startswith(b"{"):
            text = json_encoding.parse_object(line, max_bytes=_LINE_BYTES).get("id")
    except (LivretError, UnicodeDecodeError):
        text = None
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise MalformedInput("watch.journal", line=number)
    return text
