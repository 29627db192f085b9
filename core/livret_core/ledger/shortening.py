"""Names and records of a bundle, written shorter: what stands in many places stands once.

Half of a bundle is text, and most of that text is the same DIDs again and again, and the
members that every record of a kind has. In it an octet that no such text holds stands for a
DID of the bundle (01 to 1e) or for a piece that all bundles share (80 and up). For one text
there is one short form: pieces are replaced in their order, wherever they stand.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from livret_core.errors import MalformedInput

#: DIDs to a bundle that may stand once.
MAX_DIDS: Final = 30
#: What an octet from 80 stands for (docs/spec/evidence.md §1); as many as there are stay as they are.
PIECES: Final = (
    b'{"kind":"right","last":"',
    b'","seq":1,"spans":[{"by":"',
    b',"parent":null,"until_s":',
    b',"parent":{"did":"',
    b'","scope":"',
    b'","type":"',
    b'"},"parent_from_s":',
    b',"until_s":',
    b'","depth":0,"from_s":',
    b'","depth":',
    b',"from_s":',
    b',"granted_s":',
    b'{"digest":"',
    b'","kind":"schema","last":"',
    b'","media":"application/json","published_s":',
    b',"seq":1}',
    b'{"created_s":',
    b',"did":"',
    b'","keys":["credential-1","operation-1"],"kind":"did","last":"',
    b'","lists":["https://',
    b'"],"next_hashes":["',
    b'"],"number":',
    b',"seq":',
    b',"update_key":"',
    b'","version_id":"',
    b'","version_time":"',
    b'","who":"',
    b'{"did":"',
    b',"kind":"key","multikey":"',
    b'","use":"assertion"}',
    b'{"day":',
    b',"kind":"commit","last":"',
    b'","root":"',
    b'{"kind":"rights","names":["',
    b"compromise/",
    b"#credential-1",
    b"fr-insee:",
    b"be-nis:",
    b"de-ags:",
    b"schema/",
    b"rights/",
    b"commit/",
    b"member/",
    b"accr/",
    b"key/",
    b"did/",
    b'","',
)

_DID: Final = re.compile(rb"did:webvh:[A-Za-z0-9.:%-]+")
#: What such a DID looks like, alone.
DID: Final = rf"\A{_DID.pattern.decode()}\Z"
_PLAIN: Final = re.compile(rb"[\x20-\x7e]*")
_ANY: Final = re.compile(rb"[^\x20-\x7e]")
_FIRST_DID: Final = 0x01
_FIRST_PIECE: Final = 0x80


def dids_of(texts: Iterable[bytes]) -> tuple[bytes, ...]:
    """Give the DIDs that stand in *texts* more than once, sorted, as many as have an octet."""
    found = Counter(did for text in texts for did in _DID.findall(text))
    return tuple(sorted(did for did, count in found.items() if count > 1)[:MAX_DIDS])


def shorten(text: bytes, dids: Sequence[bytes]) -> bytes:
    """Write a text shorter; the inverse of :func:`lengthen`.

    Raises:
        MalformedInput: ``ledger.evidence`` for one that is not printable ASCII.
    """
    if _PLAIN.fullmatch(text) is None:
        raise MalformedInput("ledger.evidence", "not printable ASCII")
    octets = {did: bytes((_FIRST_DID + at,)) for at, did in enumerate(dids)}
    text = _DID.sub(lambda found: octets.get(found[0], found[0]), text)
    for at, piece in enumerate(PIECES):
        text = text.replace(piece, bytes((_FIRST_PIECE + at,)))
    return text


def lengthen(text: bytes, dids: Sequence[bytes], *, most: int) -> bytes:
    """Read a text that was written shorter, to *most* octets.

    Whether it was written as short as it can be is not looked at.

    Raises:
        MalformedInput: ``ledger.evidence`` for an octet that stands for nothing, and for a
            text that is too long.
    """
    meant = {_FIRST_DID + at: did for at, did in enumerate(dids)}
    meant |= {_FIRST_PIECE + at: piece for at, piece in enumerate(PIECES)}
    stand_ins = [octet[0] for octet in _ANY.findall(text)]
    if not meant.keys() >= set(stand_ins):
        raise MalformedInput("ledger.evidence", "an octet that stands for nothing")
    # Before anything is made of it: a few octets could stand for a great many.
    if len(text) + sum(len(meant[each]) - 1 for each in stand_ins) > most:
        raise MalformedInput("ledger.evidence", "a text that is too long")
    return _ANY.sub(lambda found: meant[found[0][0]], text)
