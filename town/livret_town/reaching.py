"""Looks for a ledger at an address, for `livret doctor --at`: what keeps somebody from it."""

import shlex
import time
from contextlib import closing
from typing import Final

from livret_core import limits
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.ledger import head
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_edge.arguments import Asked
from livret_edge.fetcher import fetcher_of
from livret_edge.trust_file import trusted
from livret_ledger.client.reading import CHECKPOINT
from livret_town.diagnosis import Obstacle, Place

_TIMEOUT_S: Final = 10.0
_NO_NAME: Final = "no such name"
_UNTRUSTED: Final = "certificate verify failed"
_DATES: Final = ("expired", "not yet valid")


def look_for(asked: Asked) -> Place:
    """Read the ledger's head; without ``--trust`` its age is nobody's word.

    Raises:
        MalformedInput, Refused: for what was typed: ``--authorities``, ``--resolve``, ``--trust``.
    """
    base = HttpsUri.parse(asked.at)
    place = Place(base.host, base.port)
    chain = None if asked.trust is None else trusted(asked)
    with closing(fetcher_of(asked, timeout_s=_TIMEOUT_S)) as fetcher:
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
    try:
        at_s = head.verify(signed, chain).time_s
    except LivretError:
        trust = shlex.quote(str(asked.trust))
        return Place(place.host, place.port, "other", trust=trust)
    return Place(place.host, place.port, _by_clock(at_s - int(time.time()), chain), at_s)


def _by_clock(ahead_s: int, chain: TrustChain) -> Obstacle | None:
    """Say whether a reader here would take a head so far ahead of this clock for too old, or too new."""
    if ahead_s > head.CLOCK_AHEAD_S:
        return "clock"
    return "stale" if -ahead_s > chain.newest.ages.refuse_s else None


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
