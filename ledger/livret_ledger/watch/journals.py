"""An owner's journal as a file: ids of operations, or the events that tell them. Pure."""

import re
from typing import Final

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput

FILE_BYTES: Final = 64 << 20

_ID: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_LINE_BYTES: Final = 4_096
_UNANSWERED: Final = "unanswered"


def read(raw: bytes) -> frozenset[str]:
    """Read a journal, one operation a line: its id, or an event with a member ``id``.

    `livret issuer ledger journal --json` writes such events. What it says is not answered yet is
    left out: a watch goes on telling it.

    Raises:
        MalformedInput: ``watch.journal`` with the ``line``, counted from 1.
    """
    found = set()
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip() and (name := _id(line.strip(), number)) is not None:
            found.add(name)
    return frozenset(found)


def _id(line: bytes, number: int) -> str | None:
    try:
        text: object = line.decode("ascii")
        if line.startswith(b"{"):
            event = json_encoding.parse_object(line, max_bytes=_LINE_BYTES)
            text = event.get("id")
            if event.get("stand") == _UNANSWERED:
                return None
    except (LivretError, UnicodeDecodeError):
        text = None
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise MalformedInput("watch.journal", line=number)
    return text
