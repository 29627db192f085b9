"""A sequencer finds out whether its cosigners hold its history; each answers as ours do."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer
from livret_core.tlog import note
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.note import KeyName
from livret_ledger.batch import Appended
from livret_ledger.service import serving
from livret_ledger.service.publisher import Publisher
from livret_ledger.service.serving import Service
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Cosigner, Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    made = Works.founded(tmp_path)
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    made.clock.now_s += 1
    return made


@contextmanager
def begun(
    works: Works,
    kept: list[LivretError | None] | None = None,
    told: Callable[[LivretError | None], None] = lambda _: None,
) -> Iterator[Service]:
    halt = ([] if kept is None else kept).append
    with works.serving(show=works.show, halt=halt, told=told) as service:
        yield service


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to that in time")


def reason_of(works: Works) -> LivretError | None:
    with begun(works) as service:
        return service.try_start()


def code_of(works: Works) -> str | None:
    reason = reason_of(works)
    return None if reason is None else reason.code


def witnesses(works: Works) -> list[Cosigner]:
    return [works.witness(town) for town in works.scene.towns]


def hold_another(works: Works, who: list[Cosigner], *, signer: Ed25519Signer | None = None) -> None:
    """Let some hold another head of the size that all hold, signed by the log's key or another."""
    for each in who:
        assert each.known is not None
        each.known = Checkpoint(ORIGIN, each.known.size, b"\x02" * 32)
        pen = works.signer if signer is None else signer
        each.held = note.sign(each.known.format(), KeyName(ORIGIN), pen).format()


def test_one_that_holds_another_history_stops_nothing_that_a_quorum_holds(works: Works) -> None:
    hold_another(works, witnesses(works)[:1])
    assert code_of(works) is None


def test_two_that_hold_another_history_are_more_than_may_lie(works: Works) -> None:
    hold_another(works, witnesses(works)[1:3])
    for each in works.cosigners.values():
        each.held = None  # they say no more than the protocol asks
    reason = reason_of(works)
    assert reason is not None
    assert reason.code == "ledger.forked"
    assert reason.facts == {"by": "aachen.example/witness", "size": 6, "own": 6}


def test_one_that_only_says_so_is_waited_out_and_one_that_shows_it_is_not(works: Works) -> None:
    liar, *rest = witnesses(works)
    hold_another(works, [liar])
    for each in rest[:2]:
        each.is_down = True
    shown, liar.held = liar.held, None
    assert code_of(works) == "ledger.few_witnesses"
    liar.held = shown
    assert code_of(works) == "ledger.forked"


@pytest.mark.parametrize("what", ["another key", "our own head", "no checkpoint"])
def test_what_is_shown_has_to_be_the_logs_own_word_and_none_of_ours(
    works: Works, what: str
) -> None:
    liar, *rest = witnesses(works)
    ours = liar.held
    hold_another(works, [liar], signer=Ed25519Signer.from_seed(b"\x07" * 32))
    if what != "another key":
        liar.held = ours if what == "our own head" else b"nothing"
    for each in rest[:2]:
        each.is_down = True
    assert code_of(works) == "ledger.few_witnesses"


@pytest.mark.parametrize("by", ["log key", "another key"])
def test_more_is_believed_of_one_that_shows_the_logs_own_word(works: Works, by: str) -> None:
    one = witnesses(works)[0]
    signer = works.signer if by == "log key" else Ed25519Signer.from_seed(b"\x07" * 32)
    one.known = Checkpoint(ORIGIN, 99, b"\x02" * 32)
    one.held = note.sign(one.known.format(), KeyName(ORIGIN), signer).format()
    assert code_of(works) == ("ledger.behind" if by == "log key" else None)


def test_an_auditor_that_shows_it_is_believed(works: Works) -> None:
    auditor = works.cosigners[f"https://{works.scene.towns[0].auditor.name}"]
    hold_another(works, [auditor])
    assert code_of(works) is None
    for each in witnesses(works)[:2]:
        each.is_down = True
    assert code_of(works) == "ledger.forked"


def test_who_stayed_behind_is_shown_the_head_of_its_own_size(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = witnesses(works)[0]
    early = late.known
    with works.running() as (sequencer, publisher):
        sequencer.submit(works.schemas(1)[0])
        late.is_down = True
        assert publisher.publish().has_quorum
    late.is_down, late.asked = False, []
    # What it asks before it begins: the publisher asks everybody again as soon as it does.
    monkeypatch.setattr(Publisher, "start", lambda _: None)
    assert code_of(works) is None
    assert early is not None
    assert [each.signed.checkpoint.size for each in late.asked] == [8, early.size]
    assert late.known == early


def test_a_store_made_from_a_copy_proves_that_its_head_goes_on_from_what_others_hold(
    works: Works,
) -> None:
    """It has no head of that size: it was not there when that was signed."""
    late = witnesses(works)[0]
    early = late.known
    with works.running() as (sequencer, publisher):
        sequencer.submit(works.schemas(1)[0])
        late.is_down = True
        assert publisher.publish().has_quorum
    late.is_down = False
    store = SqliteStore.open(works.path)
    assert early is not None
    with store.writer():
        store._db.execute("DELETE FROM head WHERE size = ?", (early.size,))
    store.close()
    witnesses(works)[3].is_down = True
    assert code_of(works) is None
    assert late.known is not None
    assert late.known.size == 8


def test_why_nothing_is_written_is_kept_and_let_go_when_it_is(works: Works) -> None:
    kept: list[LivretError | None] = []
    hold_another(works, witnesses(works)[:2])
    with begun(works, kept) as service:
        reason = service.try_start()
        assert reason is not None
        assert kept == [reason]
        for each in witnesses(works)[:2]:
            each.known = witnesses(works)[3].known
        assert service.try_start() is None
        assert kept == [reason, None]


def test_too_few_answers_are_no_news_of_what_was_kept(works: Works) -> None:
    kept: list[LivretError | None] = []
    for each in witnesses(works)[:2]:
        each.is_down = True
    with begun(works, kept) as service:
        assert service.try_start() is not None
    assert kept == []


def test_what_is_published_elsewhere_ends_the_writing_and_names_what_is_lost(works: Works) -> None:
    kept: list[LivretError | None] = []
    [leaf] = works.schemas(1)
    with begun(works, kept) as service:
        assert service.start() is None
        hold_another(works, witnesses(works)[:2])
        assert service.lost == ()
        assert isinstance(service.sequencer.submit(leaf), Appended)
        service.publisher.wake()
        until(lambda: service.reason is not None)
        assert service.reason is not None
        assert service.reason.code == "ledger.forked"
        status = service.status()
        assert (status["writes"], status["lost"]) == (False, [6])
        assert kept[-1] is not None
        assert kept[-1].code == "ledger.forked"


def test_who_waits_at_a_terminal_hears_when_enough_have_answered(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_AGAIN_S", 0.01)
    heard: list[LivretError | None] = []
    down = witnesses(works)[:2]
    for each in down:
        each.is_down = True
    with begun(works, told=heard.append) as service:
        reason = service.start()
        assert reason is not None
        assert reason.code == "ledger.few_witnesses"
        hold_another(works, down)
        for each in down:
            each.is_down = False
        until(lambda: bool(heard))
        [said] = heard
        assert said is not None
        assert said.code == "ledger.forked"
        for each in down:
            each.known = witnesses(works)[3].known
        until(lambda: service.reason is None)
        until(lambda: len(heard) == 2)
        assert heard[1] is None
        assert isinstance(service.sequencer.submit(works.schemas(1)[0]), Appended)
