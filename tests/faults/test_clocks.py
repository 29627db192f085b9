"""A clock that is an hour wrong, at whoever has one."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger import bodies
from livret_core.ledger.head import verify
from livret_core.ledger.operation import Operation
from livret_ledger.attendance import Attendance
from livret_ledger.batch import Appended
from livret_ledger.mirror.deciding import REFRESH_S
from tests.drill import Drill
from tests.ledger_scene import DAY_S
from tests.ledger_works import Works
from tests.mirrors import Mirrored

HOUR_S = 3_600
YEAR_S = 365 * 24 * HOUR_S


@pytest.fixture
def works(tmp_path: Path) -> Works:
    made = Works.founded(tmp_path)
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    return made


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    made = Drill(tmp_path)
    yield made
    made.mirrored.close()


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to that in time")


def head_time(works: Works) -> int:
    found = works.web.checkpoint()
    assert found is not None
    return verify(found, works.chain).time_s


# The sequencer's.


def true_time(works: Works) -> list[int]:
    """Hold everybody's clock but the sequencer's where it is; the one number can be moved."""
    true_s = [works.clock.now_s]
    for each in works.cosigners.values():
        each.clock = lambda: true_s[0]
    return true_s


def test_a_sequencer_less_than_an_hour_ahead_is_cosigned_by_no_auditor(works: Works) -> None:
    """The ledger's time is its word; that it is not ahead is for those who replay."""
    first, second = works.schemas(2)
    with works.replaying(), works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(first), Appended)
        assert publisher.publish().has_quorum
        before = works.web.checkpoint()
        true_s = true_time(works)
        works.clock.now_s += HOUR_S - 60
        assert isinstance(sequencer.submit(second), Appended)
        standing = publisher.publish()
        assert not standing.has_quorum
        said = {str(each.key.name): standing.answers[str(each.key.name)] for each in works.auditors}
        assert set(said.values()) == {"ledger.time_ahead"}
        # They do not say that it is another history, and it is not taken for one.
        assert sequencer.halted is None
        assert works.web.checkpoint() == before
        # It passes when the time has come: what such a leap costs is this hour.
        true_s[0] += HOUR_S
        assert publisher.publish().has_quorum


@pytest.mark.parametrize("wrong_s", [YEAR_S, HOUR_S + 60, -HOUR_S])
def test_a_sequencer_whose_clock_leaps_writes_nothing_until_it_is_right(
    works: Works, wrong_s: int
) -> None:
    """What a quorum confirms of a year to come ends the ledger until then."""
    [leaf], entries = works.schemas(1), works.leaves()
    with works.replaying(), works.running() as (sequencer, publisher):
        true_time(works)
        works.clock.now_s += wrong_s
        outcome = sequencer.submit(leaf)
        assert isinstance(outcome, Unavailable)
        code = "ledger.clock_ahead" if wrong_s > 0 else "ledger.clock_behind"
        assert outcome.code == code
        minutes = abs(wrong_s) // 60
        assert int(outcome.facts["by_min"]) in {minutes, minutes - 1}
        assert works.leaves() == entries
        # What there is is kept fresh meanwhile, and the operator is told.
        standing = publisher.publish()
        assert (standing.has_quorum, standing.size) == (True, len(entries))
        assert standing.problem is not None
        assert publisher.attend().problem == code
        works.clock.now_s -= wrong_s
        assert publisher.publish().problem is None
        works.clock.now_s += 1
        assert isinstance(sequencer.submit(leaf), Appended)
        assert publisher.publish().has_quorum


def test_nor_does_one_that_starts_with_a_wrong_clock(works: Works) -> None:
    """Also where what waits to be dated was taken before, and where the step is a small one."""
    entries = works.leaves()
    with works.writing() as sequencer:
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
    true_time(works)
    works.clock.now_s += 600
    with works.running() as (_, publisher):
        with pytest.raises(Unavailable) as caught:
            publisher.publish()
        assert caught.value.code == "ledger.clock_ahead"
        assert len(works.leaves()) == len(entries) + 1
        works.clock.now_s -= 600
        assert publisher.publish().has_quorum


def test_a_night_without_an_entry_is_no_leap_for_a_clock_that_is_right(works: Works) -> None:
    with works.running() as (sequencer, publisher):
        works.clock.now_s += 12 * HOUR_S
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        assert publisher.publish().problem is None
    assert works.types()[-3:] == ["state.commit", "schema.publish", "state.commit"]


def test_after_a_night_nothing_is_dated_where_too_few_say_what_time_it_is(works: Works) -> None:
    entries = works.leaves()
    for town in works.scene.towns[:2]:
        works.witness(town).is_down = True
    with works.running() as (sequencer, publisher):
        works.clock.now_s += 12 * HOUR_S
        outcome = sequencer.submit(works.schemas(1)[0])
        assert isinstance(outcome, Unavailable)
        assert outcome.code == "ledger.few_witnesses"
        assert works.leaves() == entries
        assert publisher.publish().problem is None


@pytest.mark.parametrize("wrong_s", [-YEAR_S, YEAR_S])
def test_one_witness_with_a_wrong_clock_keeps_nobody_from_writing(
    works: Works, wrong_s: int
) -> None:
    works.witness(works.scene.towns[0]).clock = lambda: works.clock.now_s + wrong_s
    with works.running() as (sequencer, publisher):
        works.clock.now_s += 12 * HOUR_S
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        assert publisher.publish().problem is None


def test_one_whose_clock_stands_still_ends_its_wait_and_its_work(works: Works) -> None:
    """Bounded by what passes, not by what the clock says."""
    waited: list[float] = []
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        publisher.publish()
        sequencer._pause = waited.append  # type: ignore[misc]
        assert isinstance(sequencer.submit(works.schemas(1, first=2)[0]), Appended)
        with pytest.raises(Unavailable) as caught:
            publisher.publish()
        assert caught.value.code == "ledger.clock_behind"
    assert 1 < sum(waited) < 10


def test_a_service_whose_clock_went_back_an_hour_says_so_and_can_be_stopped(works: Works) -> None:
    entries, heard = works.leaves(), list[Attendance]()
    with works.serving(attended=heard.append) as service:
        assert service.start() is None
        true_time(works)
        works.clock.now_s -= HOUR_S
        service.sequencer.submit(works.schemas(1)[0])
        service.publisher.wake()
        until(lambda: getattr(service.reason, "code", None) == "ledger.clock_behind")
        assert service.status()["writes"] is False
        until(lambda: "ledger.clock_behind" in {each.problem for each in heard})
    assert works.leaves() == entries


def test_a_sequencer_an_hour_ahead_is_followed_by_no_mirror_even_if_auditors_lie(
    works: Works,
) -> None:
    mirrored = Mirrored(works)
    mirrored.mirror.follow()
    before = mirrored.files()
    works.clock.now_s += HOUR_S
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        assert publisher.publish().has_quorum
    works.clock.now_s -= HOUR_S
    with pytest.raises(LivretError) as caught:
        mirrored.mirror.follow()
    assert caught.value.code == "ledger.time_ahead"
    assert {path: before[path] for path in before} == mirrored.files()
    # It is no fraud, and passes when the time has come.
    assert not (mirrored.home.root / "fraud").exists()
    works.clock.now_s += HOUR_S
    assert mirrored.mirror.follow().size == len(works.leaves())
    mirrored.close()


def test_a_sequencer_minutes_behind_goes_on_in_the_ledgers_time(works: Works) -> None:
    with works.running() as (sequencer, publisher), works.replaying():
        works.clock.now_s -= 200
        for first in (1, 2):
            assert isinstance(sequencer.submit(works.schemas(1, first=first)[0]), Appended)
            assert publisher.publish().has_quorum
    times = [
        bodies.read(Operation.parse(leaf).body, bodies.StateCommit).at
        for leaf in works.leaves()
        if b'"state.commit"' in leaf
    ]
    assert times == sorted(set(times))


# A witness's.


@pytest.mark.parametrize("wrong_s", [-HOUR_S, HOUR_S])
def test_one_witness_an_hour_wrong_moves_no_heads_time(works: Works, wrong_s: int) -> None:
    witness = works.witness(works.scene.towns[0])
    witness.clock = lambda: works.clock.now_s + wrong_s
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        assert publisher.publish().has_quorum
    assert head_time(works) == works.clock.now_s


def test_two_witnesses_an_hour_behind_make_a_head_an_hour_older_and_no_newer(
    works: Works,
) -> None:
    """More than f = 1: T is theirs, which costs freshness and shows nothing false."""
    first, second = works.schemas(2)
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(first), Appended)
        assert publisher.publish().has_quorum
        for town in works.scene.towns[:2]:
            works.witness(town).clock = lambda: works.clock.now_s - HOUR_S
        works.clock.now_s += 2 * 60
        assert isinstance(sequencer.submit(second), Appended)
        standing = publisher.publish()
        assert standing.has_quorum
        # Whose clock is wrong nobody can say any more, and so nothing goes on before it is known.
        assert standing.problem is not None
        assert standing.problem.code == "ledger.clock_ahead"
    assert head_time(works) == works.clock.now_s - HOUR_S


def test_a_mirror_an_hour_ahead_asks_early_and_gets_the_witnesses_time(works: Works) -> None:
    mirrored = Mirrored(works)
    mirrored.mirror.follow()
    works.clock.now_s += 60
    true_s = works.clock.now_s
    for each in works.cosigners.values():
        each.clock = lambda: true_s
    works.clock.now_s += REFRESH_S
    standing = mirrored.mirror.refresh()
    assert standing is not None
    assert standing.time_s == true_s
    mirrored.close()


# A verifier's.


def test_a_desk_an_hour_behind_says_that_its_clock_is_wrong(drill: Drill) -> None:
    drill.works.clock.now_s -= HOUR_S
    assert drill.desk_refusal(drill.mirrored.home.public) == "ledger.clock"


def test_a_desk_an_hour_ahead_finds_all_an_hour_older(drill: Drill) -> None:
    drill.works.clock.now_s += DAY_S - 60
    public = drill.mirrored.home.public
    honest = drill.ask(public)
    drill.works.clock.now_s += HOUR_S
    ahead = drill.ask(public)
    assert honest.head is not None
    assert ahead.head is not None
    assert (honest.head.freshness, ahead.head.freshness) == ("fresh", "amber")
