"""``member.*``: who counts when administrations admit, suspend and expel each other."""

from collections.abc import Callable

import pytest

from livret_core.ledger.operation import Operation
from livret_core.ledger.records import MemberRecord
from tests.ledger_scene import DAY_S, DIGEST, Scene, Town, another

Why = Callable[[Scene, Operation], str]


@pytest.fixture
def candidate(scene: Scene) -> Town:
    """A town with a DID and a proposal that nobody has endorsed."""
    town = scene.settle(scene.town("verdun"))
    scene.apply(scene.propose(town))
    return town


def member(scene: Scene, town: Town) -> MemberRecord:
    record = scene.state.records[f"member/{town.who}"]
    assert isinstance(record, MemberRecord)
    return record


def holds_no_role(scene: Scene) -> Town:
    """A member that is in no policy."""
    return scene.join(scene.town("verdun"))


def replaced(scene: Scene, town: Town) -> None:
    """Put a policy on its way in which *town* has no role."""
    others = [each for each in scene.towns if each is not town]
    scene.apply(scene.policy_change([*others, holds_no_role(scene)]))


def test_two_endorsements_of_one_second_are_two(scene: Scene, candidate: Town) -> None:
    first, second = (scene.endorse(candidate, by) for by in scene.towns[:2])
    assert (first.issued_at_s, first.seq, first.prev) == (second.issued_at_s, 1, second.prev)
    assert first.id != second.id


def test_an_endorsement_is_by_the_member_it_names(
    scene: Scene, candidate: Town, refused: Why
) -> None:
    one, other = scene.towns[:2]
    assert refused(scene, scene.endorse(candidate, one, pen=other.pen)) == "ledger.signer"


def test_k_voters_admit(scene: Scene, candidate: Town) -> None:
    for by in scene.towns[:2]:
        scene.apply(scene.endorse(candidate, by))
    scene.apply(scene.admit(candidate))
    assert member(scene, candidate).did == candidate.did


def test_fewer_than_k_do_not(scene: Scene, candidate: Town, refused: Why) -> None:
    scene.apply(scene.endorse(candidate, scene.towns[0]))
    assert refused(scene, scene.admit(candidate)) == "ledger.threshold"


def test_one_voter_twice_is_one(scene: Scene, candidate: Town, refused: Why) -> None:
    scene.apply(scene.endorse(candidate, scene.towns[0]))
    assert refused(scene, scene.endorse(candidate, scene.towns[0])) == "ledger.exists"
    assert refused(scene, scene.admit(candidate)) == "ledger.threshold"


def test_only_the_candidate_takes_it_up(scene: Scene, candidate: Town, refused: Why) -> None:
    for by in scene.towns[:2]:
        scene.apply(scene.endorse(candidate, by))
    assert refused(scene, scene.admit(candidate, scene.towns[0])) == "ledger.signer"


def test_a_candidate_proposes_itself(scene: Scene, candidate: Town, refused: Why) -> None:
    assert refused(scene, scene.propose(candidate, scene.towns[0])) == "ledger.signer"


def test_a_proposal_names_a_role(scene: Scene, candidate: Town, refused: Why) -> None:
    assert refused(scene, scene.propose(candidate, role="none")) == "ledger.role"


def test_a_new_proposal_starts_anew(scene: Scene, candidate: Town, refused: Why) -> None:
    for by in scene.towns[:2]:
        scene.apply(scene.endorse(candidate, by))
    scene.apply(scene.propose(candidate, role="witness"))
    assert refused(scene, scene.admit(candidate)) == "ledger.threshold"


def test_a_proposal_is_taken_up_once(scene: Scene, candidate: Town, refused: Why) -> None:
    for by in scene.towns[:2]:
        scene.apply(scene.endorse(candidate, by))
    scene.apply(scene.admit(candidate))
    assert refused(scene, scene.admit(candidate)) == "ledger.not_in_force"
    assert refused(scene, scene.endorse(candidate, scene.towns[2])) == "ledger.not_in_force"


def test_a_suspended_voter_does_not_endorse(scene: Scene, candidate: Town, refused: Why) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    assert refused(scene, scene.endorse(candidate, namur)) == "ledger.suspended"


def test_what_it_endorsed_before_does_not_count_while_suspended(
    scene: Scene, candidate: Town, refused: Why
) -> None:
    namur, metz, aachen, _ = scene.towns
    for by in (namur, metz):
        scene.apply(scene.endorse(candidate, by))
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    assert refused(scene, scene.admit(candidate)) == "ledger.threshold"
    scene.tick(7 * DAY_S)
    scene.apply(scene.admit(candidate))


def test_a_suspended_voter_still_votes(scene: Scene) -> None:
    namur, metz, aachen, liege = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    scene.apply(scene.about_member("member.suspend", liege, namur, metz))


def test_another_did_does_not_propose_for_a_member(scene: Scene, refused: Why) -> None:
    namur, metz, *_ = scene.towns
    false = scene.settle(another(namur), metz)
    assert refused(scene, scene.propose(false)) == "ledger.signer"


def test_a_member_whose_did_has_ended_proposes_with_its_next(scene: Scene) -> None:
    verdun = scene.join(scene.town("verdun"))
    scene.apply(scene.did_deactivate(verdun))
    scene.join(another(verdun))


def test_admission_as_another_keeps_suspensions_on_record(scene: Scene, refused: Why) -> None:
    namur, metz, aachen, _ = scene.towns
    verdun = scene.join(scene.town("verdun"))
    scene.apply(scene.about_member("member.suspend", verdun, namur, metz))
    from_s = scene.at_s
    scene.tick(7 * DAY_S)
    scene.join(verdun)
    assert member(scene, verdun).is_suspended(from_s)
    operation = scene.about_member("member.suspend", verdun, namur, aachen)
    assert refused(scene, operation) == "ledger.threshold"


def test_a_suspended_member_is_not_admitted_as_another(
    scene: Scene, candidate: Town, refused: Why
) -> None:
    verdun = scene.join(candidate)
    scene.apply(scene.propose(verdun))
    for by in scene.towns[:2]:
        scene.apply(scene.endorse(verdun, by))
    scene.apply(scene.about_member("member.suspend", verdun, *scene.towns[:2]))
    assert refused(scene, scene.admit(verdun)) == "ledger.suspended"


def test_f_plus_one_voters_suspend_for_seven_days(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    suspended = member(scene, namur)
    at_s = scene.at_s
    assert suspended.is_suspended(at_s)
    assert suspended.is_suspended(at_s + 7 * DAY_S - 1)
    assert not suspended.is_suspended(at_s + 7 * DAY_S)
    assert not suspended.is_suspended(at_s - 1)


def test_f_voters_do_not(scene: Scene, refused: Why) -> None:
    namur, metz, *_ = scene.towns
    assert refused(scene, scene.about_member("member.suspend", namur, metz)) == "ledger.threshold"


def test_a_member_that_is_no_voter_does_not_count(scene: Scene, refused: Why) -> None:
    namur, metz, *_ = scene.towns
    verdun = holds_no_role(scene)
    operation = scene.about_member("member.suspend", namur, metz, verdun)
    assert refused(scene, operation) == "ledger.threshold"


@pytest.mark.parametrize("days", [1, 36])
def test_the_same_voters_do_not_renew_within_thirty_days(
    scene: Scene, refused: Why, days: int
) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    scene.tick(days * DAY_S)
    assert refused(scene, scene.about_member("member.suspend", namur, metz, aachen)) == (
        "ledger.threshold"
    )


def test_after_thirty_days_they_do(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    scene.tick(37 * DAY_S)
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))


def test_others_renew_and_no_gap_is_left(scene: Scene, refused: Why) -> None:
    verdun = holds_no_role(scene)
    first, others = scene.towns[:2], scene.towns[2:]
    scene.apply(scene.about_member("member.suspend", verdun, *first))
    from_s = scene.at_s
    scene.tick(5 * DAY_S)
    scene.apply(scene.about_member("member.suspend", verdun, *others))
    assert member(scene, verdun).is_suspended(from_s)
    assert member(scene, verdun).is_suspended(scene.at_s)
    assert member(scene, verdun).suspended_until(scene.at_s) == scene.at_s + 7 * DAY_S
    again = scene.about_member("member.suspend", verdun, *first)
    assert refused(scene, again) == "ledger.threshold"


def test_an_early_end_does_not_make_the_same_voters_others(scene: Scene, refused: Why) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    scene.tick(DAY_S)
    scene.apply(scene.about_member("member.reinstate", namur, metz, aachen))
    assert refused(scene, scene.about_member("member.suspend", namur, metz, aachen)) == (
        "ledger.threshold"
    )


def test_an_earlier_suspension_is_not_forgotten(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    first_s = scene.at_s
    scene.tick(60 * DAY_S)
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    assert member(scene, namur).is_suspended(first_s)
    assert not member(scene, namur).is_suspended(first_s + 8 * DAY_S)


def test_k_voters_reinstate_and_it_is_not_one_of_them(scene: Scene, refused: Why) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    operation = scene.about_member("member.reinstate", namur, namur, metz)
    assert refused(scene, operation) == "ledger.threshold"
    scene.tick(60)
    scene.apply(scene.about_member("member.reinstate", namur, metz, aachen))
    assert not member(scene, namur).is_suspended(scene.at_s)
    assert member(scene, namur).is_suspended(scene.at_s - 60)


def test_only_the_suspended_are_reinstated(scene: Scene, refused: Why) -> None:
    namur, metz, aachen, _ = scene.towns
    operation = scene.about_member("member.reinstate", namur, metz, aachen)
    assert refused(scene, operation) == "ledger.not_suspended"


def test_a_member_without_a_role_is_expelled_at_once(scene: Scene, refused: Why) -> None:
    verdun = holds_no_role(scene)
    scene.apply(scene.about_member("member.expel", verdun, *scene.towns[:3]))
    assert member(scene, verdun).is_expelled(scene.at_s)
    again = scene.about_member("member.expel", verdun, *scene.towns[:3])
    assert refused(scene, again) == "ledger.not_in_force"


def test_it_takes_as_many_as_change_a_policy(scene: Scene, refused: Why) -> None:
    verdun = holds_no_role(scene)
    operation = scene.about_member("member.expel", verdun, *scene.towns[:2])
    assert refused(scene, operation) == "ledger.threshold"


def test_a_role_holder_goes_only_with_its_replacement(scene: Scene, refused: Why) -> None:
    liege = scene.towns[3]
    operation = scene.about_member("member.expel", liege, *scene.towns[:3])
    assert refused(scene, operation) == "ledger.holds_role"
    replaced(scene, liege)
    scene.apply(scene.about_member("member.expel", liege, *scene.towns[:3]))
    assert not member(scene, liege).is_expelled(scene.at_s + 7 * DAY_S - 1)
    assert member(scene, liege).is_expelled(scene.at_s + 7 * DAY_S)


def test_one_that_is_to_hold_a_role_is_not_expelled(scene: Scene, refused: Why) -> None:
    verdun = holds_no_role(scene)
    scene.apply(scene.policy_change([*scene.towns, verdun]))
    operation = scene.about_member("member.expel", verdun, *scene.towns[:3])
    assert refused(scene, operation) == "ledger.holds_role"


def test_an_expulsion_waits_for_the_policy_that_really_replaces(scene: Scene) -> None:
    liege = scene.towns[3]
    replaced(scene, liege)
    scene.apply(scene.about_member("member.expel", liege, *scene.towns[:3]))
    scene.tick(6 * DAY_S)
    scene.apply(scene.policy_change(scene.towns[:3], *scene.towns[:3]))
    scene.tick(2 * DAY_S)
    assert scene.policy.names(liege.who)
    assert not member(scene, liege).is_expelled(scene.at_s)
    scene.tick(5 * DAY_S)
    assert member(scene, liege).is_expelled(scene.at_s)


def test_one_whose_expulsion_is_under_way_is_named_in_no_policy(scene: Scene, refused: Why) -> None:
    liege = scene.towns[3]
    replaced(scene, liege)
    scene.apply(scene.about_member("member.expel", liege, *scene.towns[:3]))
    assert refused(scene, scene.policy_change(scene.towns)) == "ledger.role"


def test_an_expulsion_is_not_undone_by_an_admission(scene: Scene, refused: Why) -> None:
    liege = scene.towns[3]
    replaced(scene, liege)
    scene.apply(scene.about_member("member.expel", liege, *scene.towns[:3]))
    scene.apply(scene.propose(liege))
    for by in scene.towns[:2]:
        scene.apply(scene.endorse(liege, by))
    assert refused(scene, scene.admit(liege)) == "ledger.not_in_force"


def test_an_expelled_member_comes_back_by_a_new_proposal(scene: Scene) -> None:
    verdun = holds_no_role(scene)
    scene.apply(scene.about_member("member.expel", verdun, *scene.towns[:3]))
    scene.tick()
    scene.join(verdun)
    assert not member(scene, verdun).is_expelled(scene.at_s)


def test_a_role_holder_does_not_change_its_operator(scene: Scene, refused: Why) -> None:
    namur, metz, aachen, liege = scene.towns
    scene.apply(scene.propose(liege, operator=metz.who))
    for by in (namur, aachen):
        scene.apply(scene.endorse(liege, by))
    assert refused(scene, scene.admit(liege)) == "ledger.holds_role"


def test_nobody_is_suspended_that_is_no_member(scene: Scene, candidate: Town, refused: Why) -> None:
    operation = scene.about_member("member.suspend", candidate, *scene.towns[:2])
    assert refused(scene, operation) == "ledger.unknown"


def test_a_proposal_that_was_never_made_is_not_endorsed(
    scene: Scene, candidate: Town, refused: Why
) -> None:
    operation = scene.endorse(candidate, scene.towns[0], proposal=DIGEST)
    assert refused(scene, operation) == "ledger.other_proposal"
