"""Looks for a ledger at an address, for `livret doctor --at`: what keeps somebody from it."""

import shlex
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Final

from livret_core import limits
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.ledger import head
from livret_core.ledger.head import CLOCK_AHEAD_S, CosignedHead
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_edge.arguments import Asked
from livret_edge.fetcher import Fetcher, fetcher_of
from livret_edge.fetcher.addresses import parse_pin
from livret_edge.trust_file import trusted
from livret_ledger.client.reading import CHECKPOINT, Reader, Web
from livret_town.diagnosis import Obstacle, Place

_TIMEOUT_S: Final = 10.0
_NO_NAME: Final = "no such name"
#: Why a head is refused that the believed ledger's log signed. Any other reason: it is another's.
_TOLD: Final[Mapping[str, Obstacle]] = {
    "net.unavailable": "silent",
    "log.quorum": "few",
    "trust.expired": "expired",
    "trust.not_yet": "waits",
    "ledger.clock": "clock",
    "ledger.older_head": "older",
    "ledger.stale": "stale",
}
_BEFORE: Final[Mapping[str, Obstacle]] = {
    "net.address": "inside",
    "net.certificate": "certificate",
    "net.certificate_time": "dates",
}
#: What a clock that is ahead makes of a ledger that is well.
_TOO_LATE: Final = frozenset({"expired", "stale"})


def look_for(asked: Asked) -> Place:
    """Read the ledger's head; without ``--trust`` its age is nobody's word.

    Raises:
        MalformedInput, Refused: for what was typed: ``--authorities``, ``--resolve``, ``--trust``.
    """
    base = HttpsUri.parse(asked.at)
    chain = None if asked.trust is None else trusted(asked)
    # What is printed to be typed next leads to the same place.
    options = f" --resolve {shlex.quote(asked.resolve)}" if asked.resolve else ""
    curl = _pinned(asked.resolve or "", base)
    if asked.authorities is not None:
        file = shlex.quote(str(asked.authorities))
        options, curl = f"{options} --authorities {file}", f"{curl} --cacert {file}"
    place = Place(base.host, base.port, at=shlex.quote(_address(base)), options=options, curl=curl)
    with closing(fetcher_of(asked, timeout_s=_TIMEOUT_S)) as fetcher:
        found = _found(base, place, chain, fetcher)
    if found.obstacle is None or asked.trust is None:
        return found
    return replace(found, trust=shlex.quote(str(asked.trust)))


def _found(base: HttpsUri, place: Place, chain: TrustChain | None, fetcher: Fetcher) -> Place:
    try:
        uri = HttpsUri.parse(f"{_address(base)}/{CHECKPOINT}")
        fetched = fetcher.get(uri, max_bytes=limits.NOTE_BYTES, keep=("date",))
    except LivretError as error:
        return replace(place, obstacle=_obstacle(error))
    try:
        signed = SignedCheckpoint.parse(fetched.body)
    except LivretError:
        return replace(place, obstacle="none")
    if fetched.status != 200:
        return replace(place, obstacle="none")
    if chain is None:
        return place
    now = int(time.time())
    try:
        # On to the versions that lie at the ledger, as every reader goes.
        chain = chain.extend(Reader(Web(base, fetcher)).trust_roots(), now_s=now)
        found = head.verify(signed, chain)
    except LivretError as error:
        return replace(place, obstacle=_TOLD.get(error.code, "other"))
    obstacle = _refusal(found, chain, now_s=now)
    at_s = found.counts_from_s if obstacle == "waits" else found.time_s
    theirs_s = _date(fetched.headers.get("date", ""))
    # Nobody vouches for that machine's time: it chooses the words, and decides nothing.
    if obstacle in _TOO_LATE and theirs_s is not None and now - theirs_s > CLOCK_AHEAD_S:
        return replace(place, obstacle="ahead", at_s=at_s, theirs_s=theirs_s)
    return replace(place, obstacle=obstacle, at_s=at_s)


def _pinned(pins: str, base: HttpsUri) -> str:
    """Write for curl where the name of *base* leads, if somebody pinned it."""
    known = dict(parse_pin(each) for each in pins.split(",") if each)
    address = known.get((base.host, base.port))
    if address is None:
        return ""
    return f" --resolve {shlex.quote(f'{base.host}:{base.port}:{address}')}"


def _address(base: HttpsUri) -> str:
    return base.text.rstrip("/")


def _date(header: str) -> int | None:
    """Read a header ``Date`` (RFC 9110 §6.6.1), seconds since 1970; None for none that is one."""
    try:
        return int(parsedate_to_datetime(header).timestamp())
    except (ValueError, OverflowError, OSError):
        return None


def _refusal(found: CosignedHead, chain: TrustChain, *, now_s: int) -> Obstacle | None:
    """Say why a reader here, who saw no head before, would refuse one."""
    try:
        head.accept(found, chain, ages=chain.newest.ages, now_s=now_s, remembered=None)
    except LivretError as error:
        return _TOLD.get(error.code, "other")
    return None


def _obstacle(error: LivretError) -> Obstacle:
    return "unknown" if error.detail == _NO_NAME else _BEFORE.get(error.code, "silent")
