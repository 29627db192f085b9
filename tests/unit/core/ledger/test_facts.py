"""``verifier.*``, ``schema.*``, ``commit``, ``key.compromise``."""

from collections.abc import Callable
from typing import Any

import pytest

from livret_core.ledger.operation import Operation
from livret_core.ledger.records import CommitRecord, CompromiseRecord, ServiceRecord
from tests.ledger_scene import DAY_S, Scene, Town, another

Why = Callable[[Scene, Operation], str]


@pytest.fixture
def verdun(scene: Scene) -> Town:
    return scene.settle(scene.town("verdun"))


# verifier.*


def test_a_voter_says_what_a_service_may_ask(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.register(verdun, scene.towns[1]))
    record = scene.state.records[f"service/{verdun.did}"]
    assert isinstance(record, ServiceRecord)
    assert record.sponsor == scene.towns[1].who


def test_a_service_does_not_say_it_of_itself(scene: Scene, verdun: Town, refused: Why) -> None:
    assert refused(scene, scene.register(verdun, verdun)) == "ledger.signer"


def test_nor_does_a_voter_of_its_own(scene: Scene, refused: Why) -> None:
    namur, metz, *_ = scene.towns
    pool = scene.settle(another(namur), metz)
    assert refused(scene, scene.register(pool, namur)) == "ledger.own_matter"
    scene.apply(scene.register(pool, metz))


def test_a_suspended_voter_sponsors_no_service(scene: Scene, verdun: Town, refused: Why) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    assert refused(scene, scene.register(verdun, namur)) == "ledger.suspended"


@pytest.mark.parametrize("days", [0, 3_661])
def test_a_registration_has_an_end(scene: Scene, verdun: Town, refused: Why, days: int) -> None:
    operation = scene.register(verdun, scene.towns[1], days=days)
    assert refused(scene, operation) == "ledger.interval"


@pytest.mark.parametrize(
    ("asks", "code"),
    [
        ([{"type": "camille-durand", "claims": ["x"]}], "ledger.unknown"),
        ([{"type": "*", "claims": ["x"]}], "ledger.operation"),
        ([{"type": "residency", "claims": []}], "ledger.operation"),
        ([{"type": "residency", "claims": ["Camille Durand"]}], "ledger.operation"),
        ([{"type": "residency", "claims": ["commune"]}] * 2, "ledger.operation"),
        ([{"type": "residency", "claims": ["commune", "commune"]}], "ledger.operation"),
        ([{"type": "residency", "claims": ["commune", "she_is_ill"]}], "ledger.claim"),
        ([{"type": "residency", "claims": ["address.camille"]}], "ledger.claim"),
        ([], "ledger.operation"),
    ],
)
def test_what_it_asks_is_claims_of_published_types(
    scene: Scene, verdun: Town, refused: Why, asks: Any, code: str
) -> None:
    assert refused(scene, scene.register(verdun, scene.towns[1], asks=asks)) == code


def test_a_purpose_is_one_of_a_list(scene: Scene, verdun: Town, refused: Why) -> None:
    operation = scene.register(verdun, scene.towns[1], purpose="curiosity")
    assert refused(scene, operation) == "ledger.operation"


def test_a_service_that_has_ended_is_not_registered(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    scene.tick(60)
    scene.apply(scene.did_deactivate(verdun))
    assert refused(scene, scene.register(verdun, scene.towns[1])) == "ledger.not_in_force"


@pytest.mark.parametrize("by", ["sponsor", "service", "voters"])
def test_a_registration_is_ended(scene: Scene, verdun: Town, refused: Why, by: str) -> None:
    scene.apply(scene.register(verdun, scene.towns[1]))
    pens = {"sponsor": scene.towns[1:2], "service": (verdun,), "voters": scene.towns[2:]}[by]
    scene.apply(scene.end_service(verdun, *pens))
    assert refused(scene, scene.end_service(verdun, *pens)) == "ledger.not_in_force"


def test_another_voter_alone_does_not_end_it(scene: Scene, verdun: Town, refused: Why) -> None:
    scene.apply(scene.register(verdun, scene.towns[1]))
    assert refused(scene, scene.end_service(verdun, scene.towns[2])) == "ledger.threshold"


# schema.*


def test_a_version_is_published_once(scene: Scene, refused: Why) -> None:
    # As its own record stands, it would be the second operation there.
    assert refused(scene, scene.publish("residency/1")) == "ledger.immutable"


def test_versions_follow_each_other(scene: Scene, refused: Why) -> None:
    assert refused(scene, scene.publish("residency/3")) == "ledger.unknown"
    scene.apply(scene.publish("residency/2"))
    scene.apply(scene.publish("residency/3"))


@pytest.mark.parametrize(
    "subject", ["residency", "Camille-Durand/1", "residency/01", "residency/1/1", "a" * 33 + "/1"]
)
def test_a_type_has_a_name_and_a_number(scene: Scene, refused: Why, subject: str) -> None:
    assert refused(scene, scene.publish(subject)) == "ledger.subject"


def test_only_an_authority_publishes(scene: Scene, refused: Why) -> None:
    assert refused(scene, scene.publish("birth/1", scene.towns[1])) == "ledger.signer"


def test_another_did_of_an_authority_is_none(scene: Scene, refused: Why) -> None:
    false = scene.settle(another(scene.towns[0]), scene.towns[1])
    assert refused(scene, scene.publish("birth/1", false)) == "ledger.signer"


def test_a_version_is_retired_once(scene: Scene, refused: Why) -> None:
    assert refused(scene, scene.retire("residency/1", scene.towns[1])) == "ledger.signer"
    scene.apply(scene.retire("residency/1"))
    assert refused(scene, scene.retire("residency/1")) == "ledger.not_in_force"
    assert refused(scene, scene.publish("residency/1")) == "ledger.immutable"


def test_what_was_never_published_is_not_retired(scene: Scene, refused: Why) -> None:
    assert refused(scene, scene.retire("birth/1")) == "ledger.unknown"


# commit


def test_an_issuer_commits_once_a_day_of_ledger_time(scene: Scene, refused: Why) -> None:
    namur = scene.towns[0]
    scene.apply(scene.commit(namur))
    assert refused(scene, scene.commit(namur)) == "ledger.day"
    scene.tick(DAY_S)
    scene.apply(scene.commit(namur))
    record = scene.state.records[f"commit/{namur.did}"]
    assert isinstance(record, CommitRecord)
    assert record.day == scene.at_s // DAY_S


@pytest.mark.parametrize("off", [-1, 1])
def test_the_day_is_ledger_times(scene: Scene, refused: Why, off: int) -> None:
    operation = scene.commit(scene.towns[0], day=scene.at_s // DAY_S + off)
    assert refused(scene, operation) == "ledger.day"


def test_nobody_commits_for_another(scene: Scene, verdun: Town, refused: Why) -> None:
    assert refused(scene, scene.commit(verdun, scene.towns[0])) == "ledger.threshold"


def test_k_voters_commit_in_its_stead(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.commit(verdun, *scene.towns[:2]))


def test_a_successor_commits_for_who_was_before(scene: Scene, verdun: Town, refused: Why) -> None:
    second = scene.settle(another(verdun))
    assert refused(scene, scene.commit(verdun, second)) == "ledger.threshold"
    scene.apply(scene.did_succeed(verdun, second.did, verdun.recovery_pen()))
    scene.apply(scene.commit(verdun, second))


def test_a_successor_to_come_does_not_yet(scene: Scene, verdun: Town, refused: Why) -> None:
    second = scene.settle(another(verdun))
    scene.apply(scene.did_succeed(verdun, second.did, *scene.towns[:2]))
    assert refused(scene, scene.commit(verdun, second)) == "ledger.threshold"


# key.compromise


@pytest.mark.parametrize("by", ["owner", "recovery", "voters"])
def test_a_key_is_said_to_be_suspected(scene: Scene, verdun: Town, by: str) -> None:
    pens: tuple[Any, ...] = {
        "owner": (verdun,),
        "recovery": (verdun.recovery_pen(),),
        "voters": scene.towns[:2],
    }[by]
    kid = verdun.kid_of("credential-1")
    scene.apply(scene.compromise(kid, *pens, from_s=scene.at_s - 60))
    record = scene.state.records[f"compromise/{kid}"]
    assert isinstance(record, CompromiseRecord)
    assert (record.from_s, record.declared_s) == (scene.at_s - 60, scene.at_s)


def test_not_by_a_voter_alone(scene: Scene, verdun: Town, refused: Why) -> None:
    kid = verdun.kid_of("credential-1")
    operation = scene.compromise(kid, scene.towns[0], from_s=scene.at_s)
    assert refused(scene, operation) == "ledger.threshold"


def test_the_time_only_moves_back(scene: Scene, verdun: Town, refused: Why) -> None:
    kid = verdun.kid_of("credential-1")
    at_s = scene.at_s
    assert refused(scene, scene.compromise(kid, verdun, from_s=at_s + 1)) == "ledger.interval"
    scene.apply(scene.compromise(kid, verdun, from_s=at_s))
    scene.tick()
    assert refused(scene, scene.compromise(kid, verdun, from_s=at_s)) == "ledger.earlier_only"
    scene.apply(scene.compromise(kid, verdun, from_s=at_s - 1))
    record = scene.state.records[f"compromise/{kid}"]
    assert isinstance(record, CompromiseRecord)
    assert (record.from_s, record.declared_s) == (at_s - 1, at_s)


def test_a_theft_since_now_is_taken_while_ledger_time_stands(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    kid, now_s = verdun.kid_of("credential-1"), scene.at_s + 2_700

    def since(from_s: int) -> Operation:
        draft = scene.draft(
            "key.compromise", kid, {"from": from_s}, record=f"compromise/{kid}", iat=now_s
        )
        return scene.sign(draft, verdun)

    assert refused(scene, since(now_s + 1)) == "ledger.interval"
    scene.apply(since(now_s))
    record = scene.state.records[f"compromise/{kid}"]
    assert isinstance(record, CompromiseRecord)
    assert record.from_s == now_s


def test_only_of_a_key_there_is(scene: Scene, verdun: Town, refused: Why) -> None:
    operation = scene.compromise(f"{verdun.did}#camille", verdun, from_s=scene.at_s)
    assert refused(scene, operation) == "ledger.unknown"


def test_a_suspected_operation_key_signs_nothing_more(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    scene.apply(scene.compromise(verdun.kid, *scene.towns[:2], from_s=scene.at_s))
    assert refused(scene, scene.commit(verdun)) == "ledger.signer"
    verdun.operation_keys = ("operation-2",)
    scene.tick()
    scene.move_on(verdun)
    scene.apply(scene.commit(verdun))


def test_an_expelled_authority_is_none(scene: Scene, refused: Why) -> None:
    namur, *others = scene.towns
    sedan = scene.join(scene.town("sedan"))
    scene.apply(scene.policy_change([*others, sedan]))
    scene.tick(7 * DAY_S)
    scene.apply(scene.about_member("member.expel", namur, *others))
    assert refused(scene, scene.publish("birth/1")) == "ledger.signer"


# What a lost role or right does not touch.


def test_an_issuer_whose_right_has_ended_goes_on_committing(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    scene.apply(scene.end_right(verdun, scene.towns[0], from_s=scene.at_s))
    scene.apply(scene.commit(verdun))


def test_a_suspended_member_commits_and_ends_its_own_keys(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    scene.apply(scene.commit(namur))
    scene.apply(scene.compromise(namur.kid_of("credential-1"), namur, from_s=scene.at_s))


def test_a_service_stays_when_its_sponsor_is_expelled(scene: Scene, verdun: Town) -> None:
    metz = scene.towns[1]
    scene.apply(scene.register(verdun, metz))
    before = scene.state.records[f"service/{verdun.did}"]
    sedan = scene.join(scene.town("sedan"))
    others = [town for town in scene.towns if town is not metz]
    scene.apply(scene.policy_change([*others, sedan]))
    scene.apply(scene.about_member("member.expel", metz, *others))
    scene.tick(7 * DAY_S)
    assert scene.state.records[f"service/{verdun.did}"] == before
    # And any voter may sponsor it anew.
    scene.apply(scene.register(verdun, others[0]))


def test_a_successor_that_ended_before_its_time_leaves_k_voters_to_commit(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    second = scene.settle(another(verdun))
    scene.tick(60)
    scene.apply(scene.did_succeed(verdun, second.did, *scene.towns[:2]))
    scene.apply(scene.did_deactivate(second))
    scene.tick(3 * DAY_S)
    assert refused(scene, scene.commit(verdun, second)) == "ledger.signer"
    assert refused(scene, scene.commit(verdun, verdun)) == "ledger.signer"
    scene.apply(scene.commit(verdun, *scene.towns[:2]))
