"""An operation that was honestly signed, handed in where it does not belong."""

import pytest
from msgspec.structs import replace

from livret_core.errors import Refused
from livret_core.ledger.operation import Draft, Operation
from livret_core.ledger.records import MemberRecord
from tests.ledger_scene import DAY_S, ORIGIN, Scene, another, rewritten


@pytest.fixture
def scene() -> Scene:
    scene = Scene.founded()
    scene.apply(scene.publish())
    scene.tick()
    return scene


def why(scene: Scene, operation: Operation) -> str:
    with pytest.raises(Refused) as caught:
        scene.try_apply(operation)
    return caught.value.code


def test_attack_49_replayed_on_another_ledger(scene: Scene) -> None:
    scene.state.origin = "ledger.example/moselle"
    operation = Scene.founded().commit(scene.towns[0])
    assert why(scene, operation) == "ledger.origin"


def test_attack_49_replayed_on_another_ledger_that_it_now_names(scene: Scene) -> None:
    honest = scene.commit(scene.towns[0])
    scene.state.origin = "ledger.example/moselle"
    assert why(scene, rewritten(honest, ledger=scene.state.origin)) == "ledger.signature"


def test_attack_49_replayed_on_another_subject(scene: Scene) -> None:
    namur, metz, aachen, liege = scene.towns
    honest = scene.about_member("member.suspend", namur, metz, aachen)
    assert why(scene, rewritten(honest, subject=liege.who)) == "ledger.signature"


def test_attack_49_as_another_type_of_operation(scene: Scene) -> None:
    namur, metz, aachen, liege = scene.towns
    honest = scene.about_member("member.suspend", namur, metz, aachen, liege)
    assert why(scene, rewritten(honest, type="member.expel")) == "ledger.signature"


def test_attack_49_sent_a_second_time(scene: Scene) -> None:
    operation = scene.apply(scene.commit(scene.towns[0]))
    scene.tick(DAY_S)
    assert why(scene, operation) == "ledger.sequence"


def test_attack_49_out_of_order(scene: Scene) -> None:
    namur = scene.towns[0]
    first = scene.commit(namur)
    ahead = Scene.founded()
    ahead.state = scene.state.copy()
    ahead.apply(first)
    ahead.tick(DAY_S)
    second = ahead.commit(namur)
    scene.tick(DAY_S)
    assert why(scene, second) == "ledger.sequence"


def test_attack_49_on_a_branch_of_its_record(scene: Scene) -> None:
    namur = scene.towns[0]
    honest = scene.commit(namur)
    scene.apply(scene.commit(namur, root="B" * 42 + "A"))
    scene.tick(DAY_S)
    branched = scene.sign(
        Draft(ORIGIN, "commit", str(namur.did), 2, honest.id, scene.at_s, honest.body), namur
    )
    assert why(scene, branched) == "ledger.sequence"


def test_attack_49_votes_kept_back_for_a_month(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    operation = scene.about_member("member.suspend", namur, metz, aachen)
    scene.tick(31 * DAY_S)
    assert why(scene, operation) == "ledger.outdated"


def test_attack_49_a_signature_that_nobody_can_read(scene: Scene) -> None:
    operation = scene.commit(scene.towns[0])
    other = scene.commit(scene.towns[0], root="B" * 42 + "A")
    assert why(scene, rewritten(operation, sigs=other.sigs)) == "ledger.signature"


def test_attack_49_with_anothers_key_under_ones_own_name(scene: Scene) -> None:
    namur, metz, *_ = scene.towns
    pen = (str(namur.did), metz.kid, metz.key("operation-1"))
    assert why(scene, scene.commit(namur, pen)) == "ledger.signer"


def test_attack_49_with_a_genesis_key_that_has_ended(scene: Scene) -> None:
    namur, metz, _, liege = scene.towns
    operation = scene.about_member("member.suspend", liege, namur.genesis_pen, metz)
    assert why(scene, operation) == "ledger.signer"


def test_attack_49_one_founder_voting_with_two_keys(scene: Scene) -> None:
    namur, metz, _, liege = scene.towns
    second = scene.settle(another(namur), metz)
    operation = scene.about_member("member.suspend", liege, namur, second)
    assert why(scene, operation) == "ledger.threshold"


def test_attack_49_a_town_voting_in_its_own_matter(scene: Scene) -> None:
    namur, metz, *_ = scene.towns
    operation = scene.about_member("member.suspend", namur, namur, metz)
    assert why(scene, operation) == "ledger.threshold"


def test_attack_49_one_operator_voting_for_two_towns() -> None:
    scene = Scene.founded()
    namur, metz, _, liege = scene.towns
    # However two voters came under one operator, they are one.
    record = scene.state.records[f"member/{metz.who}"]
    assert isinstance(record, MemberRecord)
    scene.state.records[f"member/{metz.who}"] = replace(record, operator=namur.who)
    operation = scene.about_member("member.suspend", liege, namur, metz)
    assert why(scene, operation) == "ledger.threshold"


def test_attack_49_the_operator_of_a_town_voting_in_its_matter() -> None:
    scene = Scene.founded()
    scene.tick()
    namur = scene.towns[0]
    verdun = scene.join(scene.town("verdun"), operator=scene.towns[3].who)
    operation = scene.about_member("member.suspend", verdun, namur, scene.towns[3])
    assert why(scene, operation) == "ledger.threshold"


def test_attack_49_twin_each_in_its_place(scene: Scene) -> None:
    namur, metz, aachen, liege = scene.towns
    scene.apply(scene.commit(namur))
    scene.tick(DAY_S)
    scene.apply(scene.commit(namur))
    scene.apply(scene.about_member("member.suspend", liege, namur, metz))
    operation = scene.about_member("member.suspend", namur, metz, aachen)
    scene.tick(29 * DAY_S)
    scene.apply(operation)
