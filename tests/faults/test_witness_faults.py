"""A witness that is slow, that lies about its size, or that lost what it knew: what that does to a ledger."""

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from threading import Event

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.head import verify
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.witness import Conflict, Response, answer
from livret_ledger.batch import Appended
from livret_ledger.service.asking import Cosigners
from livret_ledger.service.publisher import Publisher
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Cosigner, Works


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Works]:
    made = Works.founded(tmp_path)
    with made.replaying():
        with made.running() as (_, publisher):
            assert publisher.publish().has_quorum
        yield made


def grow(works: Works, first: int = 1) -> None:
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(works.schemas(1, first=first)[0]), Appended)
        assert publisher.publish().has_quorum


def test_one_that_is_slow_holds_nobody_up(works: Works) -> None:
    free, slow = Event(), works.witness(works.scene.towns[0])

    def post(url: str, body: bytes) -> Response:
        if url == f"https://{slow.key.name}":
            free.wait(30)
        return works.post(url, body)

    with works.writing() as sequencer:
        reader = SqliteStore.open(works.path, read_only=True)
        publisher = Publisher(
            sequencer,
            reader,
            works.web,
            works.chain,
            Cosigners(works.policy, post, grace_s=0.05),
            clock=works.clock,
        )
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        standing = publisher.publish()
        assert standing.has_quorum
        assert not free.is_set()
        assert standing.answers[str(slow.key.name)] == "log.witness_unavailable"
        free.set()
        publisher.stop()
        reader.close()


def lying(works: Works, size: int) -> Callable[[str, bytes], Response]:
    liar, honest = f"https://{works.witness(works.scene.towns[0]).key.name}", works.post

    def post(url: str, body: bytes) -> Response:
        return answer(Conflict(size)) if url == liar else honest(url, body)

    return post


def test_one_that_says_it_holds_less_is_proved_to_and_left(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(works, "post", lying(works, 0))
    grow(works)
    found = works.web.checkpoint()
    assert found is not None
    assert verify(found, works.chain).witnesses == 3


def test_one_that_says_it_holds_more_stops_the_writing_and_is_named(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot be told from an honest one that knows better: nothing is signed twice.

    What it costs is the writing, until the members name another key, which needs only a
    quorum that holds no more (`livret ledger recover --key-lost`).
    """
    monkeypatch.setattr(works, "post", lying(works, 1_000_000))
    before = works.web.checkpoint()
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        with pytest.raises(LivretError) as caught:
            publisher.publish()
        assert caught.value.code == "ledger.behind"
        assert caught.value.facts["by"] == works.scene.towns[0].witness.name.text
    assert works.web.checkpoint() == before


def test_one_whose_database_is_new_cosigns_the_same_history_again(works: Works) -> None:
    forgetful = works.witness(works.scene.towns[0])
    forgetful.known = None
    grow(works)
    again = works.witness(works.scene.towns[0])
    assert again.known == Checkpoint(ORIGIN, len(works.leaves()), _root(works))
    found = works.web.checkpoint()
    assert found is not None
    assert verify(found, works.chain).witnesses == 4


def _root(works: Works) -> bytes:
    store = SqliteStore.open(works.path, read_only=True)
    try:
        return store.frontier.root
    finally:
        store.close()


SETS = list(combinations(range(4), 3))


@pytest.mark.parametrize("answering", SETS, ids=lambda each: "".join(map(str, each)))
@pytest.mark.parametrize("forgot", range(4))
@pytest.mark.parametrize("held", SETS, ids=lambda each: "".join(map(str, each)))
def test_one_that_forgot_does_not_hide_a_head_that_a_quorum_had(
    small: Works, held: tuple[int, ...], forgot: int, answering: tuple[int, ...]
) -> None:
    """An old copy of the store is put back; three saw more, one of all forgot, three answer."""
    own = small.web.checkpoint()
    assert own is not None
    more = Checkpoint(ORIGIN, own.checkpoint.size + 5, b"\1" * 32)
    witnesses: list[Cosigner] = [small.witness(town) for town in small.scene.towns]
    for url, each in small.cosigners.items():
        each.known, each.is_down = own.checkpoint, "audit" in url
    for number, each in enumerate(witnesses):
        each.is_down = number not in answering
        each.known = None if number == forgot else more if number in held else own.checkpoint
    service = small.service()
    reason = service.try_start()
    service.stop()
    assert reason is not None
    assert reason.code == "ledger.behind"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Works:
    made = Works.founded(tmp_path_factory.mktemp("works"))
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    return made


def test_the_same_ledger_is_begun_when_nobody_saw_more(small: Works) -> None:
    own = small.web.checkpoint()
    assert own is not None
    for each in small.cosigners.values():
        each.known, each.is_down = own.checkpoint, False
    small.witness(small.scene.towns[1]).known = None
    grow(small, first=30)
    with small.writing() as sequencer:
        assert isinstance(sequencer.submit(small.schemas(1, first=31)[0]), Appended)
