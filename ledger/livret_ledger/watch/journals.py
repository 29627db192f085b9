"""An owner's journal as a file: ids of operations, or the events that tell them. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.encoding.timestamp import NS, parse_utc_ns
from livret_core.errors import LivretError, MalformedInput
from livret_core.ledger.watching import Claim

FILE_BYTES: Final = 64 << 20

_ID: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_LINE_BYTES: Final = 4_096
_UNANSWERED: Final = "unanswered"


@final
@dataclass(frozen=True, slots=True)
class Known(Collection[str]):
    """What an owner knows of: ids of operations.

    Attributes:
        ids: of all that the owner made, signed for others, or took note of.
        claims: what of it the owner has as taken, with the place that a proof named.
        dids: those that it says operations to be of; none where it is bare ids.
    """

    ids: frozenset[str]
    claims: tuple[Claim, ...] = ()
    dids: frozenset[str] = frozenset()

    def check_of(self, did: str) -> None:
        """Check that this can be the journal of a DID's owner, who made it.

        By another's, all that the owner did would be called a theft. An empty one is right where all
        that is in a name is asked for.

        Raises:
            MalformedInput: ``watch.other_journal``.
        """
        if self.dids and did not in self.dids:
            raise MalformedInput("watch.other_journal")

    def __contains__(self, name: object) -> bool:
        return name in self.ids

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)


def read(raw: bytes) -> Known:
    """Read a journal, one operation a line: its id, or an event with a member ``id``.

    `livret issuer ledger journal --json` writes such events. What it says is not answered yet is
    left out: a watch goes on telling it.

    Raises:
        MalformedInput: ``watch.journal`` with the ``line``, counted from 1; also where an event
            says that an operation was taken, but not when in ISO 8601 and UTC: without that time
            the claim would be left out unnoticed.
    """
    found: set[str] = set()
    claims: list[Claim] = []
    dids: set[str] = set()
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        event = _event(line.strip(), number)
        name = event.get("id")
        if not isinstance(name, str) or not _ID.fullmatch(name):
            raise MalformedInput("watch.journal", line=number)
        if event.get("stand") != _UNANSWERED:
            found.add(name)
        kind, _, of = str(event.get("record", "")).partition("/")
        if kind == "did":
            dids.add(of)
        match event:
            case {
                "stand": "taken",
                "type": str(kind),
                "index": int(index),
                "settled_at": settled,
            } if 0 <= index <= limits.LOG_SIZE and type(index) is not bool:
                claims.append(Claim(name, kind, index, _instant(settled, number)))
    return Known(frozenset(found), tuple(claims), frozenset(dids))


def _instant(value: object, line: int) -> int:
    try:
        if isinstance(value, str):
            return parse_utc_ns(value) // NS
    except LivretError:
        pass
    raise MalformedInput("watch.journal", line=line)


def _event(line: bytes, number: int) -> JsonObject:
    try:
        if line.startswith(b"{"):
            return json_encoding.parse_object(line, max_bytes=_LINE_BYTES)
        return {"id": line.decode("ascii")}
    except (LivretError, UnicodeDecodeError):
        raise MalformedInput("watch.journal", line=number) from None
