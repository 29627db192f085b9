"""What one may write on nobody's word but its own has an end, every day of ledger time."""

from collections.abc import Callable
from typing import Any

import pytest

from livret_core.ledger.operation import Operation
from livret_core.ledger.records import QuotaRecord
from livret_core.ledger.rules.case import DAY_S, DONE_A_DAY
from tests.ledger_scene import Scene, Town

Why = Callable[[Scene, Operation], str]


@pytest.fixture
def verdun(scene: Scene) -> Town:
    return scene.settle(scene.town("verdun"))


def update(scene: Scene, town: Town) -> Operation:
    return scene.did_update(town, town.next_entry(scene.at_s))


def recovery(town: Town, at: int) -> dict[str, Any]:
    return {
        "by": f"recovery-{at}",
        "recovery_key_hashes": town.recovery_hashes(at + 1, at + 2),
    }


def test_a_did_is_updated_so_often_a_day_and_again_on_the_next(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    for _ in range(DONE_A_DAY):
        scene.move_on(verdun)
    assert refused(scene, update(scene, verdun)) == "ledger.too_often"
    scene.tick(DAY_S)
    scene.move_on(verdun)


def test_the_owner_undoes_a_theft_though_the_thief_used_up_the_day(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    for _ in range(DONE_A_DAY):
        scene.move_on(verdun)
    assert refused(scene, update(scene, verdun)) == "ledger.too_often"
    scene.move_on(verdun, **recovery(verdun, 1))


def test_recovery_keys_have_a_share_and_no_more(scene: Scene, verdun: Town, refused: Why) -> None:
    for at in range(1, DONE_A_DAY + 1):
        scene.move_on(verdun, **recovery(verdun, at))
    entry = verdun.next_entry(scene.at_s, **recovery(verdun, DONE_A_DAY + 1))
    assert refused(scene, scene.did_update(verdun, entry)) == "ledger.too_often"
    scene.move_on(verdun)


def test_a_did_with_its_share_used_up_may_still_be_ended(scene: Scene, verdun: Town) -> None:
    for _ in range(DONE_A_DAY):
        scene.move_on(verdun)
    scene.apply(scene.did_deactivate(verdun))


def test_a_candidate_proposes_so_often_a_day_and_again_on_the_next(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    for _ in range(DONE_A_DAY):
        scene.apply(scene.propose(verdun))
    assert refused(scene, scene.propose(verdun)) == "ledger.too_often"
    scene.tick(DAY_S)
    scene.apply(scene.propose(verdun))


def test_one_dids_share_is_not_anothers(scene: Scene, verdun: Town, refused: Why) -> None:
    for _ in range(DONE_A_DAY):
        scene.apply(scene.propose(verdun))
        scene.move_on(verdun)
    other = scene.settle(scene.town("verdun", number=2))
    assert refused(scene, scene.propose(verdun)) == "ledger.too_often"
    scene.apply(scene.propose(other))
    scene.move_on(other)


def test_what_was_done_stands_in_the_map(scene: Scene, verdun: Town) -> None:
    scene.move_on(verdun)
    scene.apply(scene.propose(verdun))
    scene.apply(scene.propose(verdun))
    day = scene.at_s // DAY_S
    shares = {
        what: scene.state.records.get(f"quota/{verdun.did}/{what}")
        for what in ("updates", "recoveries", "proposals")
    }
    assert shares == {
        "updates": QuotaRecord(day, 1),
        "recoveries": None,
        "proposals": QuotaRecord(day, 2),
    }
