"""A candidate that gathers endorsements where there are none to be had."""

import pytest

from livret_core.errors import Refused
from livret_core.ledger.operation import Operation
from tests.ledger_scene import DAY_S, Scene, Town, another


@pytest.fixture
def scene() -> Scene:
    scene = Scene.founded()
    scene.tick()
    return scene


@pytest.fixture
def candidate(scene: Scene) -> Town:
    """One endorsement short of the two that it takes."""
    town = scene.settle(scene.town("verdun"))
    scene.apply(scene.propose(town))
    scene.apply(scene.endorse(town, scene.towns[0]))
    return town


def why(scene: Scene, operation: Operation) -> str:
    with pytest.raises(Refused) as caught:
        scene.try_apply(operation)
    return caught.value.code


def test_attack_49_endorsed_by_the_candidate_itself(scene: Scene, candidate: Town) -> None:
    assert why(scene, scene.endorse(candidate, candidate)) == "ledger.signer"


def test_attack_49_a_voter_endorsing_its_own_new_role(scene: Scene) -> None:
    namur = scene.towns[0]
    scene.apply(scene.propose(namur))
    assert why(scene, scene.endorse(namur, namur)) == "ledger.own_matter"


def test_attack_49_endorsed_by_who_runs_its_machines(scene: Scene) -> None:
    namur = scene.towns[0]
    verdun = scene.settle(scene.town("verdun"))
    scene.apply(scene.propose(verdun, operator=namur.who))
    assert why(scene, scene.endorse(verdun, namur)) == "ledger.own_matter"


def test_attack_49_endorsed_by_an_expelled_member(scene: Scene, candidate: Town) -> None:
    liege = scene.towns[3]
    expel(scene, liege)
    assert why(scene, scene.endorse(candidate, liege)) == "ledger.signer"


def test_attack_49_endorsed_by_one_that_was_expelled_since(scene: Scene, candidate: Town) -> None:
    liege = scene.towns[3]
    scene.apply(scene.endorse(candidate, liege))
    expel(scene, liege)
    assert why(scene, scene.admit(candidate)) == "ledger.threshold"


def test_attack_49_endorsed_by_one_admitted_later(scene: Scene, candidate: Town) -> None:
    # It signs today what it may sign only when it is in the policy.
    sedan = scene.join(scene.town("sedan"))
    assert why(scene, scene.endorse(candidate, sedan)) == "ledger.signer"


def test_attack_49_endorsed_before_it_was_a_voter(scene: Scene, candidate: Town) -> None:
    sedan = scene.join(scene.town("sedan"))
    operation = scene.endorse(candidate, sedan)
    assert why(scene, operation) == "ledger.signer"
    scene.apply(scene.policy_change([*scene.towns, sedan]))
    scene.tick(7 * DAY_S)
    # Nothing of the refused one is left behind.
    assert why(scene, scene.admit(candidate)) == "ledger.threshold"


def test_attack_49_endorsed_by_another_did_of_a_voter(scene: Scene, candidate: Town) -> None:
    namur, metz, *_ = scene.towns
    false = scene.settle(another(metz), namur)
    assert why(scene, scene.endorse(candidate, false)) == "ledger.signer"


def test_attack_49_endorsement_of_another_proposals_text(scene: Scene, candidate: Town) -> None:
    namur, metz, *_ = scene.towns
    modest = scene.proposal_of(candidate)
    scene.apply(scene.endorse(candidate, metz))
    scene.apply(scene.propose(candidate, operator=scene.town("sedan").who))
    assert why(scene, scene.admit(candidate)) == "ledger.threshold"
    assert why(scene, scene.admit(candidate, proposal=modest)) == "ledger.other_proposal"
    assert why(scene, scene.endorse(candidate, namur, proposal=modest)) == "ledger.other_proposal"


def test_attack_49_expelled_and_back_by_an_old_proposal(scene: Scene, candidate: Town) -> None:
    scene.apply(scene.endorse(candidate, scene.towns[1]))
    scene.apply(scene.admit(candidate))
    scene.apply(scene.about_member("member.expel", candidate, *scene.towns[:3]))
    scene.tick()
    assert why(scene, scene.admit(candidate)) == "ledger.not_in_force"


def test_attack_49_expelled_and_back_by_a_proposal_kept_ready(
    scene: Scene, candidate: Town
) -> None:
    scene.apply(scene.endorse(candidate, scene.towns[1]))
    scene.apply(scene.admit(candidate))
    scene.apply(scene.propose(candidate))
    for by in scene.towns[:2]:
        scene.apply(scene.endorse(candidate, by))
    scene.apply(scene.about_member("member.expel", candidate, *scene.towns[:3]))
    scene.tick()
    assert why(scene, scene.admit(candidate)) == "ledger.not_in_force"


def expel(scene: Scene, town: Town) -> None:
    """Replace it in the policy and expel it, and let the week pass."""
    sedan = scene.join(scene.town("sedan"))
    others = [each for each in scene.towns if each is not town]
    scene.apply(scene.policy_change([*others, sedan]))
    scene.apply(scene.about_member("member.expel", town, *others))
    scene.tick(7 * DAY_S)


def test_attack_49_twin_endorsed_by_two_voters(scene: Scene, candidate: Town) -> None:
    scene.apply(scene.endorse(candidate, scene.towns[3]))
    scene.apply(scene.admit(candidate))
    scene.apply(scene.about_member("member.expel", candidate, *scene.towns[:3]))
    scene.tick()
    scene.apply(scene.propose(candidate))
    for by in scene.towns[:2]:
        scene.apply(scene.endorse(candidate, by))
    scene.apply(scene.admit(candidate))


def test_attack_49_twin_a_new_voter_endorses_once_it_is_one(scene: Scene, candidate: Town) -> None:
    sedan = scene.join(scene.town("sedan"))
    scene.apply(scene.policy_change([*scene.towns, sedan], q=4, k=3, a=3))
    scene.tick(7 * DAY_S)
    scene.apply(scene.endorse(candidate, sedan), scene.endorse(candidate, scene.towns[1]))
    scene.apply(scene.admit(candidate))
