from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import AnyRecord
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger import sequencing
from livret_ledger.batch import Appended, Known, Written
from livret_ledger.checking import check_store
from livret_ledger.sequencing import GAP_S
from livret_ledger.service import sequencer as service
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import ORIGIN, ed25519
from tests.ledger_works import Works

NEXT_SIGNER = ed25519("the next log")
NEXT = VerifierKey.of(ORIGIN, SignatureType.ED25519, NEXT_SIGNER)


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


class Failing:
    """A store whose next write fails, before or after it was done."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.real = SqliteStore.open(path)
        self.fails: str = ""
        self.writes: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def write(self, written: Written) -> None:
        if self.fails == "before":
            raise Unavailable("store.unavailable", "disk full")
        if self.fails == "after":
            other: Any = SqliteStore.open(self.path)  # it is done, and this store does not know
            other._is_writer = True
            other.write(written)
            other.close()
            raise Unavailable("store.unavailable", "the answer was lost")
        self.real.write(written)
        self.writes.append(len(written.entries))


@pytest.fixture
def failing(works: Works) -> Iterator[Failing]:
    store = Failing(works.path)
    yield store
    store.real.close()


def test_what_was_answered_is_in_the_store(works: Works) -> None:
    [leaf] = works.schemas(1)
    with works.writing() as sequencer:
        size = sequencer.size
        assert sequencer.submit(leaf) == Appended(size)
        assert works.leaves()[-1] == leaf


def test_an_operation_sent_twice_stands_where_it_stood(works: Works) -> None:
    [leaf] = works.schemas(1)
    with works.writing() as sequencer:
        first = sequencer.submit(leaf)
        assert isinstance(first, Appended)
        assert sequencer.submit(leaf) == Known(first.index)
    assert works.leaves().count(leaf) == 1


def test_what_the_rules_refuse_leaves_no_trace(works: Works) -> None:
    metz = works.scene.towns[1]
    before = works.leaves()
    with works.writing() as sequencer:
        outcome = sequencer.submit(works.scene.publish("residency/1", metz).leaf)
    assert isinstance(outcome, Refused)
    assert outcome.code == "ledger.signer"
    assert works.leaves() == before


def test_what_is_no_operation_is_said_to_be_none(works: Works) -> None:
    with works.writing() as sequencer:
        outcome = sequencer.submit(b"{}")
    assert isinstance(outcome, LivretError)
    assert outcome.code == "ledger.operation"


@pytest.mark.parametrize(("ahead_s", "is_taken"), [(300, True), (301, False)])
def test_no_entry_is_taken_that_a_resolver_would_refuse_as_ahead(
    works: Works, ahead_s: int, is_taken: bool
) -> None:
    """The rules go by ledger time, which may be an hour behind: they take it either way."""
    metz = works.scene.towns[1]
    entry = metz.next_entry(works.clock.now_s + ahead_s)
    operation = works.scene.did_update(metz, entry)
    works.scene.try_apply(operation)
    with works.writing() as sequencer:
        outcome = sequencer.submit(operation.leaf)
        assert (getattr(outcome, "code", None) is None) is is_taken
        if not is_taken:
            assert isinstance(outcome, Refused)
            assert outcome.code == "webvh.time_future"
            works.clock.now_s += 1
            assert isinstance(sequencer.submit(operation.leaf), Appended)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{", "ledger.operation"),
        ("[]", "ledger.operation"),
        ('{"versionTime":1}', "ledger.did_document"),
        ('{"versionTime":"x"}', "ledger.did_document"),
    ],
)
def test_an_entry_without_a_time_is_for_the_rules_to_refuse(
    works: Works, entry: str, code: str
) -> None:
    did = str(works.scene.towns[1].did)
    operation = works.scene.draft("did.update", did, {"entry": entry}, record=f"did/{did}")
    with works.writing() as sequencer:
        outcome = sequencer.submit(operation.signed(()).leaf)
    assert isinstance(outcome, LivretError)
    assert outcome.code == code


def test_nobody_else_sets_the_ledgers_time(works: Works) -> None:
    """Unsigned, and right in all it says: the root, the place, a later time."""
    commit = works.scene.state_commit(works.scene.at_s + 10**6)
    with works.writing() as sequencer:
        outcome = sequencer.submit(commit.leaf)
    assert isinstance(outcome, Refused)
    assert outcome.code == "ledger.signer"
    works.scene.apply(commit)  # the rules themselves would have taken it


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_write_that_failed_is_nobodys_success(works: Works, failing: Failing, when: str) -> None:
    one, two = works.schemas(2)
    with works.writing(failing) as sequencer:
        failing.fails = when
        lost = sequencer.submit(one)
        failing.fails = ""
        again, other = sequencer.submit(one), sequencer.submit(two)
    assert isinstance(lost, Unavailable)
    assert lost.code == "store.unavailable"
    assert isinstance(again, Appended if when == "before" else Known)
    assert isinstance(other, Appended)
    check_store(SqliteStore.open(works.path, read_only=True))


def test_a_store_that_cannot_be_read_is_opened_again(works: Works, failing: Failing) -> None:
    """An operation that could not be decided is not the only one that has to wait."""
    [leaf] = works.schemas(1)
    taken = 0

    class Reopened:
        def __getattr__(self, name: str) -> Any:
            return getattr(failing.real, name)

        @contextmanager
        def writer(self) -> Iterator[None]:
            nonlocal taken
            taken += 1
            with failing.real.writer():
                yield

        def record(self, name: str) -> AnyRecord | None:
            if taken == 1 and name.startswith("schema/"):
                raise Unavailable("store.unavailable", "the connection is lost")
            return failing.real.record(name)

    with works.writing(Reopened()) as sequencer:
        lost, again = sequencer.submit(leaf), sequencer.submit(leaf)
    assert isinstance(lost, Unavailable)
    assert isinstance(again, Appended)
    assert taken == 2


def test_those_who_come_together_are_written_together(works: Works, failing: Failing) -> None:
    leaves = works.schemas(60)
    with works.writing(failing) as sequencer, ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(sequencer.submit, leaves))
    indexes = [outcome.index for outcome in outcomes if isinstance(outcome, Appended)]
    assert sorted(indexes) == list(range(min(indexes), min(indexes) + 60))
    stored = works.leaves()
    assert [stored[index] for index in indexes] == leaves
    assert len(failing.writes) < 60


def test_no_group_is_larger_than_its_limit(
    works: Works, failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "GROUP", 32)
    leaves = works.schemas(100)
    with works.writing(failing) as sequencer:
        with sequencer._line.turn:
            answers = [sequencer.submit_soon(leaf) for leaf in leaves]
        assert all(isinstance(answer.result(), Appended) for answer in answers)
    assert failing.writes == [32, 32, 32, 4]


def test_a_long_backlog_is_settled_in_parts(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "PART", 3)
    begun = len(works.types())
    with works.writing() as sequencer:
        for leaf in works.schemas(8):
            assert isinstance(sequencer.submit(leaf), Appended)
            works.clock.now_s += 1
        assert sequencer.seal().size == begun + 8 + 3
    three = ["schema.publish"] * 3
    assert works.types()[begun:] == [
        *(*three, "state.commit", *three, "state.commit"),
        *("schema.publish", "schema.publish", "state.commit"),
    ]


def test_a_backlog_waits_for_no_second_of_ledger_time(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencing, "PART", 1)
    begun = len(works.types())
    with works.writing() as sequencer:
        for leaf in works.schemas(4):
            assert isinstance(sequencer.submit(leaf), Appended)
    assert works.types()[begun:].count("state.commit") == 1


def test_a_fault_of_ours_in_one_operation_stops_no_other(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    from livret_ledger import batch

    bad, good = works.schemas(2)

    def broken(state: Any, operation: Operation, ahead: Any) -> Any:
        if operation.leaf == bad:
            raise ZeroDivisionError
        return apply(state, operation, ahead)

    monkeypatch.setattr(batch, "apply", broken)
    with works.writing() as sequencer:
        with pytest.raises(ZeroDivisionError):
            sequencer.submit(bad)
        assert isinstance(sequencer.submit(good), Appended)


def test_whoever_goes_away_while_waiting_takes_nobody_along(works: Works) -> None:
    one, two = works.schemas(2)
    with works.writing() as sequencer:
        assert not sequencer.submit_soon(one).cancel()
        assert isinstance(sequencer.submit(two), Appended)


def test_a_second_writer_is_refused(works: Works) -> None:
    other = works.sequencer(SqliteStore.open(works.path))
    with works.writing():
        with pytest.raises(Unavailable) as caught:
            other.start()
        assert caught.value.code == "ledger.busy"
        [leaf] = works.schemas(1)
        refused = other.submit(leaf)
    assert isinstance(refused, Unavailable)
    assert refused.code == "ledger.stopped"


def test_another_key_than_the_ledgers_signs_nothing(works: Works) -> None:
    works.signer = ed25519("somebody")
    with pytest.raises(Refused) as caught, works.writing():
        pass
    assert caught.value.code == "ledger.log_key"


def test_after_the_end_nobody_waits_for_an_answer(works: Works) -> None:
    [leaf] = works.schemas(1)
    with works.writing() as sequencer:
        pass
    outcome = sequencer.submit(leaf)
    assert isinstance(outcome, Unavailable)
    assert outcome.code == "ledger.stopped"
    with pytest.raises(Unavailable):
        sequencer.seal()


def test_after_a_quiet_time_the_time_itself_is_written_first(works: Works) -> None:
    [leaf] = works.schemas(1)
    works.clock.now_s = works.scene.at_s + GAP_S + 1
    with works.writing() as sequencer:
        sequencer.submit(leaf)
    assert works.types()[-2:] == ["state.commit", "schema.publish"]
    store = SqliteStore.open(works.path)
    head = store.head()
    assert head is not None
    assert (head.size, head.signed is not None) == (store.frontier.size - 1, True)


def test_within_the_hour_nothing_is_written_first(works: Works) -> None:
    [leaf] = works.schemas(1)
    works.clock.now_s = works.scene.at_s + GAP_S
    with works.writing() as sequencer:
        sequencer.submit(leaf)
    assert works.types()[-2:] == ["did.create", "schema.publish"]


def test_a_closed_ledger_says_that_it_is_closed_however_late(works: Works) -> None:
    scene = works.scene
    [leaf] = works.schemas(1)
    with works.writing() as sequencer:
        sequencer.submit(scene.freeze(*scene.towns, scene.log_pen).leaf)
        works.clock.now_s += 1
        sequencer.seal()
        works.clock.now_s += 10 * GAP_S
        outcome = sequencer.submit(leaf)
    assert isinstance(outcome, Refused)
    assert outcome.code == "ledger.frozen"


def test_a_head_ends_with_the_state_and_is_signed_once(works: Works) -> None:
    with works.writing() as sequencer:
        head = sequencer.seal()
        assert sequencer.seal() == head
    assert works.types()[-1] == "state.commit"
    assert works.types().count("state.commit") == 1


def test_there_is_one_head_a_second(works: Works) -> None:
    one, two = works.schemas(2)
    with works.writing() as sequencer:
        sequencer.submit(one)
        sequencer.seal()
        at_s = works.clock.now_s
        sequencer.submit(two)
        sequencer.seal()
    assert works.clock.now_s == at_s + 1
    works.follow()
    assert works.scene.at_s == at_s + 1


def test_a_clock_that_was_set_back_does_not_turn_ledger_time(works: Works) -> None:
    one, two = works.schemas(2)
    with works.writing() as sequencer:
        sequencer.submit(one)
        sequencer.seal()
        at_s = works.clock.now_s
        works.clock.now_s -= 100
        sequencer.submit(two)
        sequencer.seal()
    works.follow()
    assert works.scene.at_s == at_s + 1


def test_a_halted_writer_says_why(works: Works) -> None:
    [leaf] = works.schemas(1)
    with works.writing() as sequencer:
        sequencer.halt(Unavailable("ledger.behind", by="metz", size=9))
        outcome = sequencer.submit(leaf)
        with pytest.raises(Unavailable):
            sequencer.seal()
    assert isinstance(outcome, Unavailable)
    assert (outcome.code, outcome.facts["size"]) == ("ledger.behind", 9)


def test_what_was_handed_in_before_it_was_halted_is_not_written_after(works: Works) -> None:
    """It would be answered, and lost with the rest."""
    [leaf] = works.schemas(1)
    with works.writing() as sequencer:
        size = sequencer.size
        held, go_on = Event(), Event()

        def hold() -> None:
            held.set()
            go_on.wait(10)

        busy = Thread(target=lambda: sequencer._ask(hold))
        busy.start()
        held.wait(10)
        answer = sequencer.submit_soon(leaf)
        sequencer.halt(Unavailable("ledger.forked", by="metz", size=9))
        go_on.set()
        outcome = answer.result(10)
        busy.join()
        assert isinstance(outcome, Unavailable)
        assert outcome.code == "ledger.forked"
        assert sequencer.size == size


def test_a_rotation_at_once_stands_first_after_the_last_head_of_the_key_that_goes(
    works: Works,
) -> None:
    """In a group of many: what came before it is under that head, and what came after is not taken."""
    scene = works.scene
    one, two, late = works.schemas(3)
    rotation = scene.rotate(NEXT, *scene.towns[:3], scene.log_pen)
    with works.writing() as sequencer:
        answers = [sequencer.submit_soon(leaf) for leaf in (one, rotation.leaf, two)]
        before, at, after = (answer.result() for answer in answers)
        assert (before, at) == (Appended(5), Appended(7))
        assert isinstance(after, LivretError)
        assert after.code == "ledger.key_changed"
        head = sequencer.seal()
        assert (head.size, head.signed is not None) == (7, True)
        assert isinstance(sequencer.submit(late), Unavailable)
    assert works.types()[5:] == ["schema.publish", "state.commit", "log.rotate"]
    # It begins again for the sake of that head, and writes nothing.
    with works.writing() as sequencer:
        assert (sequencer.gave_way, sequencer.seal().size) == (True, 7)
        assert isinstance(sequencer.submit(late), Unavailable)
    works.signer = NEXT_SIGNER
    with works.writing() as sequencer:
        assert sequencer.submit(late) == Appended(8)
        assert sequencer.seal().size == 10


def test_a_rotation_that_the_rules_refuse_ends_nothing(works: Works) -> None:
    few = works.scene.rotate(NEXT, *works.scene.towns[:2], works.scene.log_pen)
    [leaf] = works.schemas(1)
    with works.writing() as sequencer:
        refused = sequencer.submit(few.leaf)
        assert isinstance(refused, Refused)
        assert refused.code == "ledger.threshold"
        assert sequencer.submit(leaf) == Appended(5)
    assert works.types()[5:] == ["schema.publish"]


def test_in_a_week_the_key_that_goes_signs_no_head_of_the_time_after(works: Works) -> None:
    rotation = works.scene.rotate(NEXT, *works.scene.towns[:3])
    [leaf] = works.schemas(1)
    with works.writing() as sequencer:
        assert isinstance(sequencer.submit(rotation.leaf), Appended)
        assert sequencer.seal().size == 7
        works.clock.now_s += 7 * 86_400
        assert sequencer.seal().size == 7
        refused = sequencer.submit(leaf)
        assert isinstance(refused, Unavailable)
        assert refused.code == "ledger.key_changed"
    works.signer = NEXT_SIGNER
    with works.writing() as sequencer:
        # It begins with a head of its own, also where nothing was handed in.
        assert sequencer.seal().size == 8
