"""Looks for a ledger at an address, for `livret doctor --at`: what keeps somebody from it."""

import shlex
import time
from collections.abc import Mapping
from contextlib import closing
from typing import Final

from livret_core import limits
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.ledger import head
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_edge.arguments import Asked
from livret_edge.fetcher import Fetcher, fetcher_of
from livret_edge.trust_file import trusted
from livret_ledger.client.reading import CHECKPOINT, Reader, Web
from livret_town.diagnosis import Obstacle, Place

_TIMEOUT_S: Final = 10.0
_NO_NAME: Final = "no such name"
_UNTRUSTED: Final = "certificate verify failed"
_DATES: Final = ("expired", "not yet valid")
#: Why a head is refused that the believed ledger's log signed. Any other reason: it is another's.
_TOLD: Final[Mapping[str, Obstacle]] = {
    "net.unavailable": "silent",
    "log.quorum": "few",
    "trust.expired": "expired",
    "trust.not_yet": "waits",
    "ledger.clock": "clock",
    "ledger.stale": "stale",
}


def look_for(asked: Asked) -> Place:
    """Read the ledger's head; without ``--trust`` its age is nobody's word.

    Raises:
        MalformedInput, Refused: for what was typed: ``--authorities``, ``--resolve``, ``--trust``.
    """
    base = HttpsUri.parse(asked.at)
    place = Place(base.host, base.port)
    chain = None if asked.trust is None else trusted(asked)
    with closing(fetcher_of(asked, timeout_s=_TIMEOUT_S)) as fetcher:
        return _found(asked, base, place, chain, fetcher)


def _found(
    asked: Asked, base: HttpsUri, place: Place, chain: TrustChain | None, fetcher: Fetcher
) -> Place:
    try:
        uri = HttpsUri.parse(f"{base.text.rstrip('/')}/{CHECKPOINT}")
        fetched = fetcher.get(uri, max_bytes=limits.NOTE_BYTES)
    except LivretError as error:
        return Place(place.host, place.port, _obstacle(error))
    try:
        signed = SignedCheckpoint.parse(fetched.body)
    except LivretError:
        return Place(place.host, place.port, "none")
    if fetched.status != 200:
        return Place(place.host, place.port, "none")
    if chain is None:
        return place
    trust = shlex.quote(str(asked.trust))
    now = int(time.time())
    try:
        # On to the versions that lie at the ledger, as every reader goes.
        chain = chain.extend(Reader(Web(base, fetcher)).trust_roots(), now_s=now)
        found = head.verify(signed, chain)
    except LivretError as error:
        return Place(place.host, place.port, _TOLD.get(error.code, "other"), trust=trust)
    obstacle = _refusal(found, chain, now_s=now)
    at_s = found.counts_from_s if obstacle == "waits" else found.time_s
    return Place(place.host, place.port, obstacle, at_s, trust=trust if obstacle else "")


def _refusal(found: CosignedHead, chain: TrustChain, *, now_s: int) -> Obstacle | None:
    """Say why a reader here, who saw no head before, would refuse one."""
    try:
        head.accept(found, chain, ages=chain.newest.ages, now_s=now_s, remembered=None)
    except LivretError as error:
        return _TOLD.get(error.code, "other")
    return None


def _obstacle(error: LivretError) -> Obstacle:
    if error.code == "net.address":
        return "inside"
    if error.detail == _NO_NAME:
        return "unknown"
    # What a library said is not passed on; which of its reasons it was decides the remedy.
    said = str(error.__context__ or "").lower()
    if _UNTRUSTED not in said:
        return "silent"
    return "dates" if any(each in said for each in _DATES) else "certificate"
