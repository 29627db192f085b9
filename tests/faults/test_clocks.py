"""A clock that is an hour wrong, at whoever has one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger import bodies
from livret_core.ledger.head import verify
from livret_core.ledger.operation import Operation
from livret_ledger.batch import Appended
from livret_ledger.mirror.deciding import REFRESH_S
from tests.drill import Drill
from tests.ledger_scene import DAY_S
from tests.ledger_works import Works
from tests.mirrors import Mirrored

HOUR_S = 3_600


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


def head_time(works: Works) -> int:
    found = works.web.checkpoint()
    assert found is not None
    return verify(found, works.chain).time_s


# The sequencer's.


def test_a_sequencer_an_hour_ahead_is_cosigned_by_no_auditor(works: Works) -> None:
    """The ledger's time is its word; that it is not ahead is for those who replay."""
    true_s, before = works.clock.now_s, works.web.checkpoint()
    for each in works.cosigners.values():
        each.clock = lambda: true_s
    works.clock.now_s += HOUR_S
    with works.replaying():
        with works.running() as (sequencer, publisher):
            assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
            standing = publisher.publish()
            assert not standing.has_quorum
            said = {
                str(each.key.name): standing.answers[str(each.key.name)] for each in works.auditors
            }
            assert set(said.values()) == {"ledger.time_ahead"}
            # They do not say that it is another history, and it is not taken for one.
            assert sequencer.halted is None
        assert works.web.checkpoint() == before
        # It passes when the time has come.
        true_s += HOUR_S
        with works.running() as (_, publisher):
            assert publisher.publish().has_quorum


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


def test_a_sequencer_an_hour_behind_goes_on_in_the_ledgers_time(works: Works) -> None:
    with works.running() as (sequencer, publisher):
        works.clock.now_s -= HOUR_S
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        halted: list[str] = []

        def pause(_wait_s: float) -> None:
            halted.append("waits")
            works.clock.now_s += HOUR_S // 2

        sequencer._pause = pause  # type: ignore[misc]
        with works.replaying():
            assert publisher.publish().has_quorum
    times = [
        bodies.read(Operation.parse(leaf).body, bodies.StateCommit).at
        for leaf in works.leaves()
        if b'"state.commit"' in leaf
    ]
    assert times == sorted(set(times))
    assert halted, "a state is not dated by a clock that is behind what was written"


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
    for town in works.scene.towns[:2]:
        works.witness(town).clock = lambda: works.clock.now_s - HOUR_S
    with works.running() as (sequencer, publisher):
        assert isinstance(sequencer.submit(works.schemas(1)[0]), Appended)
        assert publisher.publish().has_quorum
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
