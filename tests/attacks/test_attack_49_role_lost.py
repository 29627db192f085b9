"""One that once held a role or a right, and does not now, acts on as if it did."""

from collections.abc import Callable, Sequence

import pytest

from livret_core.errors import Refused
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import RightRecord
from tests.ledger_scene import DAY_S, Scene, Town, another

REGION = "fr-insee:5*"


@pytest.fixture
def scene() -> Scene:
    scene = Scene.founded()
    scene.apply(scene.publish())
    scene.tick()
    return scene


@pytest.fixture
def verdun(scene: Scene) -> Town:
    return scene.settle(scene.town("verdun"))


def why(scene: Scene, operation: Operation) -> str:
    with pytest.raises(Refused) as caught:
        scene.try_apply(operation)
    return caught.value.code


def suspend(scene: Scene, town: Town) -> None:
    others = [each for each in scene.towns if each is not town]
    scene.apply(scene.about_member("member.suspend", town, *others[:2]))


def expel(scene: Scene, town: Town) -> None:
    """Replace it in the policy and expel it, and let the week pass."""
    sedan = scene.join(scene.town("sedan"))
    others = [each for each in scene.towns if each is not town]
    scene.apply(scene.policy_change([*others, sedan]))
    scene.apply(scene.about_member("member.expel", town, *others))
    scene.tick(7 * DAY_S)


def ways_to_end(
    scene: Scene, town: Town, *by: Town, from_s: int, scope: str = ""
) -> Sequence[Operation]:
    """Honestly, and void from its beginning."""
    return [
        scene.end_right(town, *by, from_s=from_s, scope=scope, void_from_s=void)
        for void in (None, from_s)
    ]


# Who granted a right ends it.


@pytest.mark.parametrize("lose", [expel, suspend], ids=["expelled", "suspended"])
def test_attack_49_a_root_accreditor_that_is_none_now_ends_what_it_granted(
    scene: Scene, verdun: Town, lose: Callable[[Scene, Town], None]
) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.grant(verdun, namur))
    from_s = scene.at_s
    lose(scene, namur)
    for operation in ways_to_end(scene, verdun, namur, from_s=from_s):
        assert why(scene, operation) == "ledger.threshold"
    # Not with one voter beside it either: its own word no longer ends anything.
    if lose is expel:
        both = scene.end_right(verdun, namur, metz, from_s=from_s)
        assert why(scene, both) == "ledger.threshold"
    for operation in ways_to_end(scene, verdun, metz, aachen, from_s=from_s):
        scene.try_apply(operation)


def test_attack_49_twin_a_root_accreditor_ends_what_it_granted(scene: Scene, verdun: Town) -> None:
    namur = scene.towns[0]
    scene.apply(scene.grant(verdun, namur))
    from_s = scene.at_s
    suspend(scene, namur)
    scene.tick(7 * DAY_S)
    for operation in ways_to_end(scene, verdun, namur, from_s=from_s):
        scene.try_apply(operation)


class Delegated:
    """Metz holds its region with a depth to spare; Verdun's right is from it."""

    def __init__(self, scene: Scene, verdun: Town) -> None:
        self.scene, self.verdun = scene, verdun
        self.namur, self.metz, *_ = scene.towns
        self.region = (self.metz, "residency", REGION)
        scene.apply(scene.grant(self.metz, self.namur, scope=REGION, depth=1))
        scene.apply(scene.grant(verdun, self.metz, parent=self.region, days=(0, 300)))
        self.from_s = scene.at_s
        scene.tick(DAY_S)

    def end_region(self, void_from_s: int | None = None) -> None:
        scene = self.scene
        scene.apply(
            scene.end_right(
                self.metz, self.namur, scope=REGION, from_s=self.from_s, void_from_s=void_from_s
            )
        )

    def refused(self) -> set[str]:
        ways = ways_to_end(self.scene, self.verdun, self.metz, from_s=self.from_s)
        return {why(self.scene, operation) for operation in ways}


@pytest.fixture
def delegated(scene: Scene, verdun: Town) -> Delegated:
    return Delegated(scene, verdun)


def test_attack_49_an_accreditor_whose_right_is_void_ends_what_it_granted(
    delegated: Delegated,
) -> None:
    delegated.end_region(void_from_s=delegated.from_s)
    assert delegated.refused() == {"ledger.threshold"}


def test_attack_49_an_accreditor_whose_right_has_ended_ends_what_it_granted(
    delegated: Delegated,
) -> None:
    delegated.end_region()
    assert delegated.refused() == {"ledger.threshold"}


def test_attack_49_a_suspended_accreditor_ends_what_it_granted(delegated: Delegated) -> None:
    suspend(delegated.scene, delegated.metz)
    assert delegated.refused() == {"ledger.threshold"}


def test_attack_49_an_accreditor_that_may_not_grant_any_more_ends_what_it_granted(
    delegated: Delegated,
) -> None:
    scene = delegated.scene
    delegated.end_region()
    scene.tick(DAY_S)
    scene.apply(scene.grant(delegated.metz, delegated.namur, scope=REGION, depth=0))
    assert delegated.refused() == {"ledger.threshold"}


def test_attack_49_an_accreditor_whose_ground_has_ended_ends_what_it_granted(
    scene: Scene, verdun: Town
) -> None:
    namur, metz, *_ = scene.towns
    scene.apply(scene.grant(metz, namur, scope=REGION, depth=2))
    began_s = scene.at_s
    held = (metz, "residency", REGION)
    scene.apply(scene.grant(verdun, metz, parent=held, scope="fr-insee:55*", depth=1, days=(0, 90)))
    service = scene.settle(another(verdun))
    scene.apply(
        scene.grant(service, verdun, parent=(verdun, "residency", "fr-insee:55*"), days=(0, 60))
    )
    scene.tick(DAY_S)
    scene.apply(scene.end_right(metz, namur, scope=REGION, from_s=began_s))
    # Another term of the same right is not the ground that Verdun's stood on.
    scene.apply(scene.grant(metz, namur, scope=REGION, depth=2))
    for operation in ways_to_end(scene, service, verdun, from_s=began_s):
        assert why(scene, operation) == "ledger.threshold"
    again = scene.grant(
        service, verdun, parent=(verdun, "residency", "fr-insee:55*"), days=(70, 80)
    )
    assert why(scene, again) == "ledger.not_in_force"


def test_attack_49_twin_an_accreditor_ends_what_it_granted(delegated: Delegated) -> None:
    scene = delegated.scene
    for operation in ways_to_end(scene, delegated.verdun, delegated.metz, from_s=delegated.from_s):
        scene.try_apply(operation)
    # And when its right was given to it again.
    delegated.end_region()
    scene.tick(DAY_S)
    scene.apply(scene.grant(delegated.metz, delegated.namur, scope=REGION, depth=1))
    for operation in ways_to_end(scene, delegated.verdun, delegated.metz, from_s=delegated.from_s):
        scene.try_apply(operation)


def test_attack_49_a_term_hides_behind_another_of_the_same_second(
    scene: Scene, verdun: Town
) -> None:
    namur = scene.towns[0]
    scene.apply(scene.grant(verdun, namur))
    from_s = scene.at_s
    scene.apply(scene.end_right(verdun, namur, from_s=from_s))
    assert why(scene, scene.grant(verdun, namur)) == "ledger.interval"


def test_attack_49_twin_a_term_begins_where_the_last_one_ended(scene: Scene, verdun: Town) -> None:
    namur = scene.towns[0]
    scene.apply(scene.grant(verdun, namur))
    first_s = scene.at_s
    scene.tick()
    scene.apply(scene.end_right(verdun, namur, from_s=first_s))
    scene.apply(scene.grant(verdun, namur))
    scene.apply(scene.end_right(verdun, namur, from_s=scene.at_s))
    record = scene.state.records[f"accr/{verdun.did}/residency/{verdun.who}"]
    assert isinstance(record, RightRecord)
    assert [span.ended_s for span in record.spans] == [scene.at_s, scene.at_s]


# Who publishes types, who vouches for services, who endorsed, who succeeds.


def test_attack_49_a_suspended_authority_publishes_and_retires(scene: Scene) -> None:
    suspend(scene, scene.towns[0])
    assert why(scene, scene.publish("birth/1")) == "ledger.suspended"
    assert why(scene, scene.retire("residency/1")) == "ledger.suspended"


def test_attack_49_an_authority_that_a_policy_no_longer_names_publishes(scene: Scene) -> None:
    namur, *others = scene.towns
    scene.towns = (*others, namur)  # the policy names the first as authority
    scene.apply(scene.policy_change(scene.towns))
    scene.apply(scene.publish("birth/1", namur))
    scene.tick(7 * DAY_S)
    assert why(scene, scene.publish("death/1", namur)) == "ledger.signer"


def test_attack_49_twin_an_authority_publishes_after_its_suspension(scene: Scene) -> None:
    suspend(scene, scene.towns[0])
    scene.tick(7 * DAY_S)
    scene.apply(scene.publish("birth/1"))
    scene.apply(scene.retire("birth/1"))


@pytest.mark.parametrize("lose", [expel, suspend], ids=["expelled", "suspended"])
def test_attack_49_a_sponsor_that_is_none_now_ends_a_service(
    scene: Scene, verdun: Town, lose: Callable[[Scene, Town], None]
) -> None:
    scene.apply(scene.register(verdun, scene.towns[1]))
    lose(scene, scene.towns[1])
    assert why(scene, scene.end_service(verdun, scene.towns[1])) == "ledger.threshold"
    scene.apply(scene.end_service(verdun, scene.towns[0], scene.towns[2]))


def test_attack_49_twin_a_sponsor_ends_a_service(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.register(verdun, scene.towns[1]))
    suspend(scene, scene.towns[1])
    scene.tick(7 * DAY_S)
    scene.apply(scene.end_service(verdun, scene.towns[1]))


def come_back(scene: Scene, town: Town) -> None:
    """Expel a founder, admit it again, and give it its role back."""
    expel(scene, town)
    others = [each for each in scene.towns if each is not town]
    scene.apply(scene.propose(town))
    for by in others[:2]:
        scene.apply(scene.endorse(town, by))
    scene.apply(scene.admit(town))
    scene.apply(scene.policy_change(scene.towns, *others))
    scene.tick(7 * DAY_S)


def test_attack_49_endorsed_by_a_voter_before_it_was_expelled(scene: Scene, verdun: Town) -> None:
    liege = scene.towns[3]
    scene.apply(scene.propose(verdun))
    for by in (scene.towns[0], liege):
        scene.apply(scene.endorse(verdun, by))
    come_back(scene, liege)
    assert why(scene, scene.admit(verdun)) == "ledger.threshold"


def test_attack_49_twin_endorsed_by_a_voter_that_came_back(scene: Scene, verdun: Town) -> None:
    liege = scene.towns[3]
    scene.apply(scene.propose(verdun))
    for by in (scene.towns[0], liege):
        scene.apply(scene.endorse(verdun, by))
    come_back(scene, liege)
    scene.apply(scene.endorse(verdun, liege), scene.admit(verdun))


def test_attack_49_a_successor_to_come_commits_for_one_that_ended_itself(
    scene: Scene, verdun: Town
) -> None:
    second = scene.settle(another(verdun))
    scene.tick(60)
    scene.apply(scene.did_succeed(verdun, second.did, *scene.towns[:2]))
    scene.apply(scene.did_deactivate(verdun))
    assert why(scene, scene.commit(verdun, second)) == "ledger.threshold"


def test_attack_49_twin_a_successor_commits_when_its_time_has_come(
    scene: Scene, verdun: Town
) -> None:
    second = scene.settle(another(verdun))
    scene.tick(60)
    scene.apply(scene.did_succeed(verdun, second.did, *scene.towns[:2]))
    scene.apply(scene.did_deactivate(verdun))
    scene.tick(3 * DAY_S)
    scene.apply(scene.commit(verdun, second))


def test_attack_49_a_successor_that_has_ended_commits(scene: Scene, verdun: Town) -> None:
    second = scene.settle(another(verdun))
    scene.tick(60)
    scene.apply(scene.did_succeed(verdun, second.did, verdun.recovery_pen()))
    scene.apply(scene.did_deactivate(second))
    assert why(scene, scene.commit(verdun, second)) == "ledger.signer"
