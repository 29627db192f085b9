"""A witness that is slow, that lies about its size, or that lost what it knew: what that does to a ledger."""

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from threading import Event

import pytest

from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer
from livret_core.ledger.head import verify
from livret_core.tlog import note
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.note import KeyName
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


def test_one_that_only_says_it_holds_more_is_named_and_stops_nothing(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three others hold no more: no head beyond this one has, or had, a quorum."""
    monkeypatch.setattr(works, "post", lying(works, 99_999))
    with works.running() as (sequencer, publisher):
        for leaf in works.schemas(2):
            assert isinstance(sequencer.submit(leaf), Appended)
            standing = publisher.publish()
            assert standing.has_quorum
            assert standing.answers[works.scene.towns[0].witness.name.text] == "ledger.claimed"
    found = works.web.checkpoint()
    assert found is not None
    assert verify(found, works.chain).witnesses == 3
    with works.serving(show=works.show) as service:
        assert service.try_start() is None


def test_with_one_more_down_what_is_handed_in_waits_and_is_published_when_it_is_back(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(works, "post", lying(works, 99_999))
    down = works.witness(works.scene.towns[1])
    down.is_down = True
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        assert not publisher.publish().has_quorum
        assert isinstance(sequencer.submit(works.schemas(1, first=2)[0]), Appended)
        down.is_down = False
        assert publisher.publish().has_quorum
    down.is_down = True
    kept: list[LivretError | None] = []
    with works.serving(show=works.show, halt=kept.append) as service:
        reason = service.try_start()
        assert reason is not None
        assert reason.code == "ledger.claimed"
        by = works.scene.towns[0].witness.name.text
        assert {"by": by, "size": 99_999, "found": 2}.items() <= reason.facts.items()
        assert isinstance(service.sequencer.submit(works.schemas(1, first=3)[0]), LivretError)
        assert [each.name for each in service.publisher.attendance.missing] == [by]
        down.is_down = False
        assert service.try_start() is None
    assert kept == [None]


@pytest.mark.parametrize("is_the_logs_own", [True, False], ids=["log key", "another key"])
def test_one_that_shows_it_under_the_logs_own_key_stops_the_writing_and_is_named(
    works: Works, monkeypatch: pytest.MonkeyPatch, *, is_the_logs_own: bool
) -> None:
    """Another machine with the key went further: nothing is signed twice."""
    pen = works.signer if is_the_logs_own else Ed25519Signer.from_seed(b"\7" * 32)
    beyond = Checkpoint(ORIGIN, 99_999, b"\1" * 32)
    signed = note.sign(beyond.format(), KeyName(ORIGIN), pen).format()
    monkeypatch.setattr(works, "post", lying(works, 99_999))
    monkeypatch.setattr(works, "show", lambda _url, _origin: signed)
    with works.serving() as service:  # shown nothing, it begins
        assert service.try_start() is None
    with works.serving(show=works.show) as service:
        reason = service.try_start()
    assert (None if reason is None else reason.code) == (
        "ledger.behind" if is_the_logs_own else None
    )
    with works.writing() as sequencer:
        reader = SqliteStore.open(works.path, read_only=True)
        cosigners = Cosigners(works.policy, works.post, show=works.show, grace_s=30)
        publisher = Publisher(
            sequencer, reader, works.web, works.chain, cosigners, clock=works.clock
        )
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        if is_the_logs_own:
            with pytest.raises(LivretError) as caught:
                publisher.publish()
            by = works.scene.towns[0].witness.name.text
            assert (caught.value.code, caught.value.facts["by"]) == ("ledger.behind", by)
            assert sequencer.halted is not None
        else:
            assert publisher.publish().has_quorum
        publisher.stop()
        reader.close()


@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("is_new", [False, True], ids=["published again", "new"])
def test_in_whatever_order_they_answer_one_on_another_branch_stops_nothing(
    works: Works, first: int, *, is_new: bool
) -> None:
    """A second machine's head reached one witness, which shows it; three and all auditors are ours."""
    urls = [f"https://{town.witness.name}" for town in works.scene.towns]
    lost = works.cosigners[urls[0]]
    assert lost.known is not None
    lost.known = Checkpoint(ORIGIN, lost.known.size, b"\2" * 32)
    lost.held = note.sign(lost.known.format(), KeyName(ORIGIN), works.signer).format()
    spoke = Event()

    def post(url: str, body: bytes) -> Response:
        if url == urls[first]:
            try:
                return works.post(url, body)
            finally:
                spoke.set()
        assert spoke.wait(20)
        return works.post(url, body)

    with works.writing() as sequencer:
        reader = SqliteStore.open(works.path, read_only=True)
        cosigners = Cosigners(works.policy, post, show=works.show, grace_s=30)
        publisher = Publisher(
            sequencer, reader, works.web, works.chain, cosigners, clock=works.clock
        )
        if is_new:
            assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        works.clock.now_s += 3_600
        standing = publisher.publish()
        publisher.stop()
        reader.close()
        assert standing.has_quorum
        assert standing.time_s == works.clock.now_s
        assert sequencer.halted is None


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
    # One that knows better and shows nothing may lie; it is not begun all the same.
    many = sum(each.known == more and not each.is_down for each in witnesses) > 1
    assert reason.code == ("ledger.behind" if many else "ledger.claimed")


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
