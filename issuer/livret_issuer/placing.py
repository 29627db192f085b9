"""Decide where a town hall's DID goes. Pure.

Without a ledger its owner says so. With one nobody chooses a word: it lies at the ledger's own
address, under the number of the legal person it is of (LEDGER §2, docs/spec/operations.md §5).
"""

import re
from dataclasses import dataclass
from typing import Final, final

from livret_core.errors import MalformedInput
from livret_issuer.identity import OnLedger

_NUMBER: Final = re.compile(r"[2-9]|[1-9][0-9]{1,3}")


@final
@dataclass(frozen=True, slots=True)
class Place:
    """Where a DID log is published.

    Attributes:
        host: DNS name.
        port: None for 443.
        path: segments after the host.
        ledger: the ledger that it is made for; None without one.
    """

    host: str
    port: int | None
    path: tuple[str, ...]
    ledger: OnLedger | None


def at_address(text: str) -> Place:
    """Read HOST[:PORT]/PATH; whether it will do is for the DID method to say.

    Raises:
        MalformedInput: ``did.host``.
    """
    place, _, rest = text.partition("/")
    host, colon, port = place.partition(":")
    if colon and not (port.isascii() and port.isdigit() and len(port) <= 5):
        raise MalformedInput("did.host", "the port is not a number")
    return Place(host, int(port) if colon else None, tuple(filter(None, rest.split("/"))), None)


def on_ledger(origin: str, who: str) -> Place:
    """Find the place of a legal person's DID on a ledger.

    Args:
        origin: the ledger's name.
        who: the legal person; with ``/2`` behind it, the second of its DIDs.

    Raises:
        MalformedInput: ``did.host`` for what names no ledger, ``ledger.legal_id``,
            ``did.path`` for a number that no DID has.
    """
    who, slash, number = who.partition("/")
    if slash and not _NUMBER.fullmatch(number):
        raise MalformedInput("did.path", "the how manieth DID: 2 to 9999")
    ledger = OnLedger(origin, who)
    own = at_address(origin)
    extra = (number,) if slash else ()
    return Place(own.host, own.port, (*own.path, *who.split(":"), *extra), ledger)
