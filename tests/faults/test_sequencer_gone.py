"""The machine that writes is gone for eight days: who goes on, who says what, and how it comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.operation import Operation
from livret_ledger.batch import Appended
from livret_ledger.client.reading import Folder
from tests.drill import Drill
from tests.ledger_scene import DAY_S

HOUR_S = 3_600
GONE_S = 8 * DAY_S


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    made = Drill(tmp_path)
    yield made
    made.mirrored.close()


def freshness(drill: Drill) -> str:
    verdict = drill.ask(drill.mirrored.home.public)
    assert verdict.presentation is not None, verdict.report.reason
    assert verdict.head is not None
    return verdict.head.freshness


def test_with_a_mirror_that_asks_every_hour_desks_go_on_as_fresh(drill: Drill) -> None:
    """One in twenty of its hours is played."""
    while drill.now_s < drill.died_s + GONE_S:
        drill.works.clock.now_s += 20 * HOUR_S
        assert drill.mirrored.mirror.refresh() is not None
        assert freshness(drill) == "fresh"
    assert drill.wallet(drill.mirrored.home.public).remembered is not None


@pytest.mark.parametrize(
    ("after_s", "wanted"),
    [
        (DAY_S - HOUR_S, "fresh"),
        (DAY_S + HOUR_S, "amber"),
        (7 * DAY_S - HOUR_S, "amber"),
        (7 * DAY_S + HOUR_S, "ledger.stale"),
        (GONE_S, "ledger.stale"),
    ],
)
def test_without_one_they_say_amber_and_then_that_they_cannot_know(
    drill: Drill, after_s: int, wanted: str
) -> None:
    drill.works.clock.now_s += after_s
    verdict = drill.ask(drill.mirrored.home.public)
    if verdict.presentation is not None:
        assert verdict.head is not None
        assert verdict.head.freshness == wanted
        return
    assert verdict.report.reason is not None
    assert (verdict.report.outcome.value, verdict.report.reason.code) == ("unavailable", wanted)
    with pytest.raises(LivretError) as caught:
        drill.wallet(drill.mirrored.home.public)
    assert caught.value.code == wanted


def test_a_mirror_whose_witnesses_are_gone_too_makes_nothing_fresher(drill: Drill) -> None:
    for cosigner in drill.works.cosigners.values():
        cosigner.is_down = True
    drill.works.clock.now_s += GONE_S
    with pytest.raises(LivretError) as caught:
        drill.mirrored.mirror.refresh()
    assert caught.value.code == "ledger.few_witnesses"
    assert drill.desk_refusal(drill.mirrored.home.public) == "ledger.stale"


def test_when_it_comes_back_the_time_is_written_first_and_all_goes_on(drill: Drill) -> None:
    drill.hourly(GONE_S)
    drill.works.signer = drill.old_signer
    before = len(drill.works.leaves())
    with drill.works.running() as (sequencer, publisher):
        [leaf] = drill.works.schemas(1, first=7)
        # It was signed eight days ago: the ledger's time is what counts.
        assert isinstance(sequencer.submit(leaf), Appended)
        assert publisher.publish().has_quorum
    added = [Operation.parse(each).type for each in drill.works.leaves()[before:]]
    assert added == ["state.commit", "schema.publish", "state.commit"]
    assert drill.mirrored.mirror.follow().grown == 3
    assert freshness(drill) == "fresh"


def test_a_machine_that_burnt_goes_on_from_the_mirror_with_its_key(drill: Drill) -> None:
    from livret_core.sealing import FLOOR
    from livret_ledger.client.reading import Reader
    from livret_ledger.service.recovering import look, rebuild

    drill.hourly(GONE_S)
    works = drill.works
    found = look(
        Reader(Folder(drill.mirrored.home.public)),
        works.chain,
        works.post,
        has_key=True,
        now_s=drill.now_s,
    )
    home = rebuild(
        found, drill.root / "new", drill.old_signer, b"words", now_s=drill.now_s, kdf=FLOOR
    )
    with drill.service(home, drill.old_signer) as running:
        assert running.start() is None
        [leaf] = works.schemas(1, first=7)
        assert isinstance(running.sequencer.submit(leaf), Appended)
        assert running.publisher.publish().has_quorum
    drill.mirrored.source = Folder(home.public)
    assert drill.mirrored.mirror.follow().grown == 3
    assert not (drill.mirrored.home.root / "fraud").exists()
