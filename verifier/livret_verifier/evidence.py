"""What the verifying machine may ask the outside for, and what it is told.

A need names a thing; evidence is that thing as bytes, with where and when it was had,
or word that it could not be had. Failing to get something is a value, not an
exception: the machine decides what it means.
"""

from dataclasses import dataclass
from typing import TypeAlias, final

from livret_core.tlog.tiles import Tile


@final
@dataclass(frozen=True, slots=True)
class DidLogNeed:
    """The log of a DID that the policy names (``did.jsonl``, and its witness file)."""

    did: str


@final
@dataclass(frozen=True, slots=True)
class StatusListNeed:
    """The Status List Token at a URI that a trusted issuer's signature covers.

    Attributes:
        uri: of the list.
        commit_uri: of the digests that the issuer committed to last, if it is on a ledger
            and did: what shows that the list is not an older one.
    """

    uri: str
    commit_uri: str | None = None


@final
@dataclass(frozen=True, slots=True)
class LedgerNeed:
    """Evidence of the public ledger about an institution (``ledger.evidence`` beside its DID).

    It is looked up with the ledger that the service believes, whatever DID is named: no
    other host is ever asked.
    """

    did: str


@final
@dataclass(frozen=True, slots=True)
class HeadNeed:
    """The newest head that the believed ledger shows.

    Wanted when it says of a body that it knows none of that name: whoever is not at work, or
    is not that ledger, has no say in it.
    """

    origin: str


@final
@dataclass(frozen=True, slots=True)
class TilesNeed:
    """Tiles of the believed ledger: what shows that a newer head continues those seen before.

    Attributes:
        origin: which ledger.
        tiles: which, in the order in which their octets lie in what is found.
    """

    origin: str
    tiles: tuple[Tile, ...]


Need: TypeAlias = DidLogNeed | StatusListNeed | LedgerNeed | HeadNeed | TilesNeed


@final
@dataclass(frozen=True, slots=True)
class Found:
    """Bytes that answer a need. Nothing about them is believed yet.

    Attributes:
        content: as read.
        source: where from, for the report: a path or URL.
        obtained_at_s: when they were had: of a copy, when it was written. Seconds since 1970.
        witness_file: for a DID log, its ``did-witness.json`` if there is one.
        commit: for a status list, the digests that were asked for with it, if there are any.
    """

    content: bytes
    source: str
    obtained_at_s: int
    witness_file: bytes | None = None
    commit: bytes | None = None


@final
@dataclass(frozen=True, slots=True)
class Missing:
    """Word that a need could not be met.

    Attributes:
        source: where it was looked for.
        reason: for developers.
        is_absent: who publishes it was reached, and says that there is no such thing. A copy
            that lacks something never says so.
    """

    source: str
    reason: str
    is_absent: bool = False


Evidence: TypeAlias = Found | Missing
