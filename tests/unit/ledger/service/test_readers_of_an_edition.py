"""Whoever has read one file of a ledger can check all others too, at any minute of an hour."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from livret_core.errors import Unavailable
from livret_core.ledger.trusting import Trusted, recall
from livret_edge.fetcher import Fetcher
from livret_ledger.publishing import evidence_path
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.evidence import Found, LedgerNeed
from livret_wallet.vouching import by_evidence
from tests.evidence_files import Hall, report
from tests.fetching import OUTSIDE, reply


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """Metz and Aachen are accredited, and the hour's files are written."""
    hall = Hall.of_two(tmp_path)
    assert hall.write() == 2
    return hall


@pytest.fixture
def other(hall: Hall) -> str:
    return str(hall.desk.scene.towns[2].did)


def believed(hall: Hall) -> Trusted:
    return recall(tuple(hall.works.chain.roots), since_s=1, head=None)


def file_of(hall: Hall, did: str) -> bytes:
    return (hall.works.web.root / evidence_path(did)).read_bytes()


def test_after_a_suspicion_the_others_are_checked_as_before(hall: Hall, other: str) -> None:
    """Attack: a thief whose theft is reported keeps nobody else's proofs from being checked."""
    now_s, trusted, before = hall.works.clock.now_s, believed(hall), file_of(hall, other)
    report(hall, hall.desk.metz)
    hall.write()
    _, trusted = by_evidence(file_of(hall, hall.did), hall.did, [trusted], now_s=now_s)
    _, again = by_evidence(file_of(hall, other), other, [trusted], now_s=now_s)
    assert again.doubt is None
    with pytest.raises(Unavailable) as caught:
        by_evidence(before, other, [trusted], now_s=now_s)
    assert caught.value.code == "ledger.older_head"


def test_after_a_service_registered_issuers_are_checked_as_before(hall: Hall, other: str) -> None:
    """A wallet reads what a service may ask, and then who signed the proof."""
    scene, now_s = hall.desk.scene, hall.works.clock.now_s
    asking = scene.towns[3]
    with hall.works.running() as (sequencer, publisher):
        hall.works.follow()
        sequencer.submit(scene.register(asking, hall.desk.root).leaf)
        assert publisher.publish().has_quorum
    assert hall.write() == 3
    did, trusted = str(asking.did), believed(hall)
    _, trusted = by_evidence(file_of(hall, did), did, [trusted], now_s=now_s)
    for each in (hall.did, other):
        _, trusted = by_evidence(file_of(hall, each), each, [trusted], now_s=now_s)
        assert trusted.doubt is None


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def gatherer(hall: Hall, asked: list[str]) -> Iterator[NetworkGatherer]:
    def serve(request: httpx.Request) -> httpx.Response:
        path = urlsplit(str(request.url)).path.lstrip("/")
        asked.append(path)
        return reply(200, (hall.works.web.root / path).read_bytes())

    fetcher = Fetcher(transport=httpx.MockTransport(serve), find=lambda *_: [OUTSIDE])
    yield NetworkGatherer(fetcher, clock=lambda: hall.works.clock.now_s)
    fetcher.close()


def test_what_a_desk_keeps_of_an_earlier_edition_is_fetched_anew(
    hall: Hall, other: str, gatherer: NetworkGatherer, asked: list[str]
) -> None:
    """Kept for a minute, it would be older than a head that was believed since."""

    def fetched(did: str) -> bytes:
        found = gatherer.gather(LedgerNeed(did))
        assert isinstance(found, Found)
        return found.content

    now_s, trusted = hall.works.clock.now_s, believed(hall)
    assert fetched(other) == fetched(other)
    assert asked == [evidence_path(other)]
    report(hall, hall.desk.metz)
    hall.write()
    _, trusted = by_evidence(fetched(hall.did), hall.did, [trusted], now_s=now_s)
    _, trusted = by_evidence(fetched(other), other, [trusted], now_s=now_s)
    # And each once, as long as nothing is written.
    assert fetched(other) == file_of(hall, other)
    assert fetched(hall.did) == file_of(hall, hall.did)
    assert asked == [evidence_path(each) for each in (other, hall.did, other)]
