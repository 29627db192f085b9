"""What one may write on nobody's word but its own has an end, every day of ledger time."""

from collections.abc import Callable
from typing import Any

import pytest

from livret_core.ledger.operation import Operation
from livret_core.ledger.records import QuotaRecord
from livret_core.ledger.rules import facts
from livret_core.ledger.rules.case import DAY_S, DONE_A_DAY, GRANTED_A_DAY
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


def test_a_key_is_suspected_from_ever_earlier_so_often_a_day(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    kid, at_s = verdun.kid_of("credential-1"), scene.at_s
    for earlier_s in range(DONE_A_DAY + 1):
        scene.apply(scene.compromise(kid, verdun, from_s=at_s - earlier_s))
    again = scene.compromise(kid, verdun, from_s=at_s - DAY_S)
    assert refused(scene, again) == "ledger.too_often"
    scene.tick(DAY_S)
    scene.apply(scene.compromise(kid, verdun, from_s=at_s - DAY_S))


def test_the_owner_says_since_when_though_the_thief_used_up_the_day(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    kid, at_s = verdun.kid_of("credential-1"), scene.at_s
    for earlier_s in range(DONE_A_DAY + 1):
        scene.apply(scene.compromise(kid, verdun, from_s=at_s - earlier_s))
    by_owner = scene.compromise(kid, verdun.recovery_pen(), from_s=at_s - DAY_S)
    assert refused(scene, scene.compromise(kid, verdun, from_s=at_s - 60)) == "ledger.too_often"
    scene.apply(by_owner)


def test_recovery_keys_move_a_report_so_often_and_no_more(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    kid, at_s, pen = verdun.kid_of("credential-1"), scene.at_s, verdun.recovery_pen()
    for earlier_s in range(DONE_A_DAY + 1):
        scene.apply(scene.compromise(kid, pen, from_s=at_s - earlier_s))
    again = scene.compromise(kid, pen, from_s=at_s - DAY_S)
    assert refused(scene, again) == "ledger.too_often"
    scene.apply(scene.compromise(kid, *scene.towns[:2], from_s=at_s - DAY_S))


def test_the_first_report_of_a_key_is_never_one_too_many(scene: Scene, verdun: Town) -> None:
    kid, at_s = verdun.kid_of("credential-1"), scene.at_s
    for earlier_s in range(DONE_A_DAY + 1):
        scene.apply(scene.compromise(kid, verdun, from_s=at_s - earlier_s))
    scene.apply(scene.compromise(verdun.kid, verdun, from_s=at_s))


def test_an_endorsement_on_record_is_not_repeated(scene: Scene, verdun: Town, refused: Why) -> None:
    metz = scene.towns[1]
    scene.apply(scene.propose(verdun))
    scene.apply(scene.endorse(verdun, metz))
    assert refused(scene, scene.endorse(verdun, metz)) == "ledger.exists"
    scene.apply(scene.propose(verdun))
    scene.apply(scene.endorse(verdun, metz))


def a_term(scene: Scene, verdun: Town) -> int:
    """The first second of a term that the first town granted alone."""
    from_s = scene.at_s
    scene.apply(scene.grant(verdun, scene.towns[0]))
    scene.tick(DAY_S)
    return from_s


def test_a_term_is_void_from_ever_earlier_so_often_a_day(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    namur, metz, aachen, _ = scene.towns
    from_s, at_s = a_term(scene, verdun), scene.at_s
    for earlier_s in range(DONE_A_DAY + 1):
        end = scene.end_right(verdun, namur, from_s=from_s, void_from_s=at_s - earlier_s)
        scene.apply(end)
    more: dict[str, Any] = {"from_s": from_s, "void_from_s": at_s - DAY_S}
    assert refused(scene, scene.end_right(verdun, namur, **more)) == "ledger.too_often"
    scene.apply(scene.end_right(verdun, metz, aachen, **more))


def test_a_term_to_come_is_ended_so_often_a_day(scene: Scene, verdun: Town, refused: Why) -> None:
    namur, from_s = scene.towns[0], scene.at_s + DAY_S
    scene.apply(scene.grant(verdun, namur, days=(1, 365)))
    for _ in range(DONE_A_DAY + 1):
        scene.apply(scene.end_right(verdun, namur, from_s=from_s))
    assert refused(scene, scene.end_right(verdun, namur, from_s=from_s)) == "ledger.too_often"


def test_all_that_one_granted_may_be_ended_in_a_day(scene: Scene, verdun: Town) -> None:
    namur, from_s = scene.towns[0], scene.at_s
    scopes = [f"be-nis:{number}*" for number in range(DONE_A_DAY + 2)]
    scene.apply(*(scene.grant(verdun, namur, scope=each) for each in scopes))
    for scope in scopes:
        scene.apply(scene.end_right(verdun, namur, scope=scope, from_s=from_s))


def test_one_grants_alone_so_often_a_day_and_k_voters_as_often_as_they_agree(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    namur, metz, aachen, _ = scene.towns
    for day in range(GRANTED_A_DAY):
        scene.apply(scene.grant(verdun, namur, scope="*", days=(day, day + 1)))
    more: dict[str, Any] = {"scope": "*", "days": (GRANTED_A_DAY, GRANTED_A_DAY + 1)}
    assert refused(scene, scene.grant(verdun, namur, **more)) == "ledger.too_often"
    scene.apply(scene.grant(verdun, metz, aachen, **more))


def test_an_authority_publishes_so_often_a_day(
    scene: Scene, refused: Why, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "PUBLISHED_A_DAY", 12)  # of a thousand
    scene.tick(DAY_S)
    for at in range(12):
        scene.apply(scene.publish(f"type-{at}/1"))
    assert refused(scene, scene.publish("badge/1")) == "ledger.too_often"
    scene.tick(DAY_S)
    scene.apply(scene.publish("badge/1"))
