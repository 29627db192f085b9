"""``did.*``: whose entries are taken, and what they make of keys."""

from collections.abc import Callable
from typing import Any

import pytest

from livret_core.dids.key import DidKey
from livret_core.dids.webvh import entry
from livret_core.encoding import json as json_encoding
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import DidRecord, KeyRecord, MemberRecord, QuotaRecord
from tests.ledger_scene import DAY_S, DIGEST, Scene, Town, another, rewritten

Why = Callable[[Scene, Operation], str]


def did(scene: Scene, town: Town) -> DidRecord:
    record = scene.state.records[f"did/{town.did}"]
    assert isinstance(record, DidRecord)
    return record


def key(scene: Scene, town: Town, fragment: str) -> KeyRecord:
    record = scene.state.records[f"key/{town.kid_of(fragment)}"]
    assert isinstance(record, KeyRecord)
    return record


@pytest.fixture
def verdun(scene: Scene) -> Town:
    """A town with a DID, and a day gone by."""
    town = scene.settle(scene.town("verdun"))
    scene.tick(DAY_S)
    return town


# did.create


def test_a_voter_sponsors_a_did(scene: Scene) -> None:
    verdun = scene.settle(scene.town("verdun"))
    assert did(scene, verdun).who == verdun.who
    assert key(scene, verdun, "operation-1").use == "operation"
    assert key(scene, verdun, "credential-1").use == "assertion"


def test_one_that_is_no_voter_does_not(scene: Scene, verdun: Town, refused: Why) -> None:
    sedan = scene.town("sedan")
    assert refused(scene, scene.did_create(sedan, verdun)) == "ledger.signer"


def test_two_sponsors_are_one_too_many(scene: Scene, refused: Why) -> None:
    operation = scene.did_create(scene.town("verdun"), *scene.towns[:2])
    assert refused(scene, operation) == "ledger.threshold"


def test_a_voter_does_not_sponsor_its_own(scene: Scene, refused: Why) -> None:
    namur, metz, *_ = scene.towns
    assert refused(scene, scene.did_create(another(namur), namur)) == "ledger.own_matter"
    scene.settle(another(namur), metz)


def test_a_suspended_voter_sponsors_nothing(scene: Scene, refused: Why) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    operation = scene.did_create(scene.town("verdun"), namur)
    assert refused(scene, operation) == "ledger.suspended"


def test_a_founder_makes_its_first_did_itself_and_its_genesis_key_ends() -> None:
    scene = Scene.founded(settled=False)
    namur = scene.towns[0]
    genesis_did = namur.did
    scene.settle(namur)
    member = scene.state.records[f"member/{namur.who}"]
    assert isinstance(member, MemberRecord)
    assert member.did == namur.did
    old = scene.state.records[f"did/{genesis_did}"]
    assert isinstance(old, DidRecord)
    assert not old.acts(scene.at_s)


def test_nobody_else_makes_a_founders_first_did(refused: Why) -> None:
    scene = Scene.founded(settled=False)
    namur, metz, *_ = scene.towns
    assert refused(scene, scene.did_create(namur, metz)) == "ledger.signer"


def test_a_founder_without_an_operation_key_could_not_act(refused: Why) -> None:
    scene = Scene.founded(settled=False)
    namur = scene.towns[0]
    namur.operation_keys = ()
    assert refused(scene, scene.did_create(namur, namur.genesis_pen)) == "ledger.key_use"


def test_a_sponsor_has_a_hundred_a_day(scene: Scene, refused: Why) -> None:
    verdun = scene.town("verdun")
    scene.state.records[f"quota/{scene.towns[0].who}"] = _quota(scene, 100)
    assert refused(scene, scene.did_create(verdun)) == "ledger.quota"
    scene.state.records[f"quota/{scene.towns[0].who}"] = _quota(scene, 99)
    scene.apply(scene.did_create(verdun))


def test_the_next_day_it_has_a_hundred_again(scene: Scene) -> None:
    scene.state.records[f"quota/{scene.towns[0].who}"] = _quota(scene, 100)
    scene.tick(DAY_S)
    scene.settle(scene.town("verdun"))


def _quota(scene: Scene, count: int) -> QuotaRecord:
    return QuotaRecord(scene.at_s // DAY_S, count)


def test_no_two_dids_are_published_at_one_place(scene: Scene, verdun: Town, refused: Why) -> None:
    twin = scene.town("verdun")
    twin.operation_keys, twin.credential_keys = ("operation-7",), ("credential-7",)
    assert refused(scene, scene.did_create(twin)) == "ledger.exists"


def test_a_second_did_of_one_legal_person_has_a_number(scene: Scene, verdun: Town) -> None:
    second = scene.settle(another(verdun))
    assert str(second.did).endswith(f":{verdun.who}:2")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("meuse", "fr-insee", "55546"), "ledger.did_place"),
        (("fr-insee", "55545"), "ledger.did_place"),
        (("meuse", "fr-insee", "55545", "camille"), "ledger.did_place"),
        (("meuse", "fr-insee", "55545", "1"), "ledger.did_place"),
        (("meuse", "fr-insee", "55545", "02"), "ledger.did_place"),
        (("meuse", "fr-insee", "55545", "2", "3"), "ledger.did_place"),
        ((), "ledger.did_place"),
    ],
)
def test_a_did_is_named_after_the_number_of_whose_it_is(
    scene: Scene, refused: Why, path: tuple[str, ...], code: str
) -> None:
    town = scene.town("verdun")
    made = town.first_entry(scene.at_s, path=path)
    assert refused(scene, scene.did_create(town, entry=made)) == code


def test_a_did_is_on_the_ledgers_host(scene: Scene, refused: Why) -> None:
    town = scene.town("verdun")
    made = town.first_entry(scene.at_s, host="verdun.example")
    assert refused(scene, scene.did_create(town, entry=made)) == "ledger.did_host"


def test_the_subject_is_the_did(scene: Scene, refused: Why) -> None:
    honest = scene.did_create(scene.town("verdun"))
    draft = scene.draft(honest.type, "camille-durand", honest.body, record="did/camille-durand")
    assert refused(scene, scene.sign(draft, scene.towns[0])) == "ledger.subject"


def test_whose_it_is_is_a_registered_number(scene: Scene, refused: Why) -> None:
    operation = scene.did_create(scene.town("verdun"), who="fr-siren:217800996")
    assert refused(scene, operation) == "ledger.content"


def test_an_entry_of_the_future_is_refused(scene: Scene, refused: Why) -> None:
    town = scene.town("verdun")
    made = town.first_entry(scene.at_s + 3_901)
    assert refused(scene, scene.did_create(town, entry=made)) == "webvh.time_future"
    made = town.first_entry(scene.at_s + 3_900)
    scene.apply(scene.did_create(town, entry=made))


def test_an_entry_that_another_signed_is_refused(scene: Scene, refused: Why) -> None:
    honest = scene.did_create(scene.town("verdun"))
    text = str(honest.body["entry"])
    made = scene.town("sedan").first_entry(scene.at_s)
    foreign = json_encoding.parse_object(made.line[:-1])["proof"]
    value = json_encoding.parse_object(text)
    value["proof"] = foreign
    body = {**honest.body, "entry": json_encoding.format(value).decode()}
    draft = scene.draft(honest.type, honest.subject, body, record=f"did/{honest.subject}")
    assert refused(scene, scene.sign(draft, scene.towns[0])) == "webvh.unauthorized_key"


# Keys.


def test_one_key_for_credentials_and_operations_is_refused(scene: Scene, refused: Why) -> None:
    town = scene.town("verdun")
    town.extra = {"assertionMethod": ["#operation-1", "#credential-1"]}
    assert refused(scene, scene.did_create(town)) == "ledger.key_use"


def test_an_operation_key_is_ed25519(scene: Scene, refused: Why) -> None:
    town = scene.town("verdun")
    town.extra = {"assertionMethod": [], "capabilityInvocation": ["#credential-1", "#operation-1"]}
    assert refused(scene, scene.did_create(town)) == "ledger.key_use"


def test_a_key_for_nothing_is_refused(scene: Scene, refused: Why) -> None:
    town = scene.town("verdun")
    town.extra = {"assertionMethod": []}
    assert refused(scene, scene.did_create(town)) == "ledger.key_use"


@pytest.mark.parametrize("use", ["update-0", "update-1", "recovery-1"])
def test_a_key_that_signs_entries_is_for_nothing_else(scene: Scene, refused: Why, use: str) -> None:
    town = scene.town("verdun")
    town.instead = {"operation-1": use}
    assert refused(scene, scene.did_create(town)) == "ledger.key_use"


def test_a_key_of_another_did_is_refused(scene: Scene, verdun: Town, refused: Why) -> None:
    second = another(verdun)
    second.instead = {"operation-1": "/verdun operation-1"}
    assert refused(scene, scene.did_create(second)) == "ledger.key_again"


def test_a_founders_genesis_key_is_not_listed_again(refused: Why) -> None:
    scene = Scene.founded(settled=False)
    namur = scene.towns[0]
    namur.instead = {"operation-1": "genesis"}
    assert refused(scene, scene.did_create(namur)) == "ledger.key_again"


# did.update


def test_the_owner_rotates_its_keys(scene: Scene, verdun: Town) -> None:
    verdun.operation_keys = ("operation-2",)
    scene.move_on(verdun)
    assert key(scene, verdun, "operation-1").until_s == scene.at_s
    scene.apply(scene.commit(verdun))


def test_a_rotated_operation_key_signs_no_operation(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    old = verdun.pen
    verdun.operation_keys = ("operation-2",)
    scene.move_on(verdun)
    assert refused(scene, scene.commit(verdun, old)) == "ledger.signer"


def test_a_credential_key_signs_no_operation(scene: Scene, refused: Why) -> None:
    verdun = scene.town("verdun")
    verdun.operation_keys = ("operation-1", "credential-9")
    verdun.extra = {
        "assertionMethod": ["#credential-1", "#credential-9"],
        "capabilityInvocation": ["#operation-1"],
    }
    scene.settle(verdun)
    pen = (str(verdun.did), verdun.kid_of("credential-9"), verdun.key("credential-9"))
    assert refused(scene, scene.commit(verdun, pen)) == "ledger.signer"
    scene.apply(scene.commit(verdun))


def test_a_key_that_ended_never_begins_again(scene: Scene, verdun: Town, refused: Why) -> None:
    verdun.operation_keys = ("operation-2",)
    scene.move_on(verdun)
    verdun.operation_keys = ("operation-1", "operation-2")
    operation = scene.did_update(verdun, verdun.next_entry(scene.at_s))
    assert refused(scene, operation) == "ledger.key_again"


def test_a_key_that_ended_does_not_begin_under_another_name(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    verdun.operation_keys = ("operation-2",)
    scene.move_on(verdun)
    verdun.instead = {"operation-3": "operation-1"}
    verdun.operation_keys = ("operation-2", "operation-3")
    operation = scene.did_update(verdun, verdun.next_entry(scene.at_s))
    assert refused(scene, operation) == "ledger.key_again"


def test_no_other_key_comes_under_a_name_in_use(scene: Scene, verdun: Town, refused: Why) -> None:
    verdun.instead = {"operation-1": "another"}
    operation = scene.did_update(verdun, verdun.next_entry(scene.at_s))
    assert refused(scene, operation) == "ledger.key_again"


def test_a_key_does_not_move_to_the_other_use(scene: Scene, refused: Why) -> None:
    verdun = scene.town("verdun")
    verdun.operation_keys = ("operation-1", "operation-2")
    scene.settle(verdun)
    verdun.extra = {
        "assertionMethod": ["#credential-1", "#operation-1"],
        "capabilityInvocation": ["#operation-2"],
    }
    operation = scene.did_update(verdun, verdun.next_entry(scene.at_s + 1))
    assert refused(scene, operation) == "ledger.key_use"


def test_a_credential_key_that_is_only_listed_signs_lists_until_it_is_not(
    scene: Scene, verdun: Town
) -> None:
    verdun.credential_keys = ("credential-1", "credential-2")
    verdun.extra = {"assertionMethod": [f"{verdun.did}#credential-2"]}
    scene.move_on(verdun)
    listed = key(scene, verdun, "credential-1")
    assert (listed.until_s, listed.lists_until_s) == (scene.at_s, None)
    ended_s = scene.at_s
    scene.tick(DAY_S)
    scene.move_on(verdun)
    assert key(scene, verdun, "credential-1") == listed
    scene.tick(DAY_S)
    verdun.credential_keys, verdun.extra = ("credential-2",), {}
    scene.move_on(verdun)
    gone = key(scene, verdun, "credential-1")
    assert (gone.until_s, gone.lists_until_s) == (ended_s, scene.at_s)


def test_a_stolen_routine_key_is_undone_by_a_recovery_key(scene: Scene, verdun: Town) -> None:
    verdun.operation_keys = ("operation-66",)
    scene.move_on(verdun)  # the thief has the next routine key
    verdun.operation_keys = ("operation-2",)
    scene.tick(60)
    scene.move_on(verdun, by="recovery-1", recovery_key_hashes=verdun.recovery_hashes(2, 3))
    assert key(scene, verdun, "operation-66").until_s == scene.at_s
    scene.apply(scene.commit(verdun))


def test_a_routine_key_does_not_change_the_recovery_keys(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    honest = verdun.next_entry(scene.at_s)
    hashes = verdun.recovery_hashes(2, 3)
    line = entry.sign_next(
        number=2,
        previous_version_id=did(scene, verdun).version_id,
        parameters={
            "updateKeys": list(honest.log.parameters.update_keys),
            "nextKeyHashes": [honest.log.parameters.next_key_hashes[0], *hashes],
        },
        state=verdun.document(str(verdun.did)),
        version_time=honest.log.last.entry.version_time,
        signer=verdun.key("update-1"),
    )
    body = {"entry": line[:-1].decode()}
    draft = scene.draft("did.update", str(verdun.did), body, record=f"did/{verdun.did}")
    assert refused(scene, draft.signed(())) == "profile.recovery_key"


def test_an_entry_of_another_did_is_refused(scene: Scene, verdun: Town, refused: Why) -> None:
    sedan = scene.settle(scene.town("sedan"))
    made = sedan.next_entry(scene.at_s)
    assert refused(scene, scene.did_update(verdun, made)) == "webvh.key_not_committed"


def test_nobody_signs_an_update_besides(scene: Scene, verdun: Town, refused: Why) -> None:
    honest = scene.did_update(verdun, verdun.next_entry(scene.at_s))
    draft = scene.draft(honest.type, honest.subject, honest.body, record=f"did/{verdun.did}")
    assert refused(scene, scene.sign(draft, scene.towns[0])) == "ledger.threshold"


def test_an_update_does_not_deactivate(scene: Scene, verdun: Town, refused: Why) -> None:
    operation = scene.did_update(verdun, verdun.last_entry(scene.at_s))
    assert refused(scene, operation) == "ledger.subject"


# did.deactivate


def test_a_recovery_key_ends_a_did_and_its_keys(scene: Scene, verdun: Town, refused: Why) -> None:
    pen = verdun.pen
    scene.apply(scene.did_deactivate(verdun))
    ended = did(scene, verdun)
    assert (ended.ended_s, ended.final_lists) == (scene.at_s, DIGEST)
    assert key(scene, verdun, "credential-1").lists_until_s == scene.at_s
    assert refused(scene, scene.commit(verdun, pen)) == "ledger.signer"


def test_the_final_lists_are_signed(scene: Scene, verdun: Town, refused: Why) -> None:
    honest = scene.did_deactivate(verdun)
    body = {**honest.body, "lists": "B" * 42 + "A"}
    assert refused(scene, rewritten(honest, body=body)) == "ledger.signature"
    assert refused(scene, rewritten(honest, sigs=())) == "ledger.signer"


def test_a_routine_key_does_not_end_a_did(scene: Scene, verdun: Town, refused: Why) -> None:
    made = verdun.next_entry(scene.at_s)
    operation = scene.did_deactivate(verdun, verdun, made=made)
    assert refused(scene, operation) == "ledger.signer"


def test_an_entry_that_goes_on_does_not_end(scene: Scene, verdun: Town, refused: Why) -> None:
    made = verdun.next_entry(scene.at_s)
    assert refused(scene, scene.did_deactivate(verdun, made=made)) == "ledger.subject"


def test_what_has_ended_is_not_updated(scene: Scene, verdun: Town, refused: Why) -> None:
    made = verdun.next_entry(scene.at_s)
    scene.apply(scene.did_deactivate(verdun))
    assert refused(scene, scene.did_update(verdun, made)) == "ledger.not_in_force"


# did.succeed


def test_a_recovery_key_hands_over_at_once(scene: Scene, verdun: Town) -> None:
    second = scene.settle(another(verdun))
    scene.apply(scene.did_succeed(verdun, second.did, verdun.recovery_pen()))
    assert did(scene, verdun).successor == second.did
    assert not did(scene, verdun).acts(scene.at_s)


def test_a_members_place_goes_with_it(scene: Scene) -> None:
    namur, metz, aachen, _ = scene.towns
    second = scene.settle(another(namur), metz)
    scene.apply(scene.did_succeed(namur, second.did, namur.recovery_pen()))
    scene.apply(scene.about_member("member.suspend", metz, second, aachen))


def test_k_voters_hand_over_after_72_hours(scene: Scene, verdun: Town, refused: Why) -> None:
    second = scene.settle(another(verdun))
    scene.apply(scene.did_succeed(verdun, second.did, *scene.towns[:2]))
    scene.tick(3 * DAY_S - 1)
    scene.apply(scene.commit(verdun))
    scene.tick(1)
    assert refused(scene, scene.commit(verdun, day=0)) == "ledger.signer"
    assert refused(scene, scene.did_succeed(verdun, None, verdun)) == "ledger.signer"


def test_fewer_than_k_do_not(scene: Scene, verdun: Town, refused: Why) -> None:
    second = scene.settle(another(verdun))
    operation = scene.did_succeed(verdun, second.did, scene.towns[0])
    assert refused(scene, operation) == "ledger.threshold"


def test_an_operation_key_alone_does_not_hand_over(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    second = scene.settle(another(verdun))
    assert refused(scene, scene.did_succeed(verdun, second.did, verdun)) == "ledger.threshold"


@pytest.mark.parametrize("by", ["operation", "recovery"])
def test_the_old_did_refuses_in_time(scene: Scene, verdun: Town, by: str) -> None:
    second = scene.settle(another(verdun))
    scene.apply(scene.did_succeed(verdun, second.did, *scene.towns[:2]))
    pen = verdun.pen if by == "operation" else verdun.recovery_pen()
    scene.apply(scene.did_succeed(verdun, None, pen, lists=None))
    scene.tick(3 * DAY_S)
    scene.apply(scene.commit(verdun))


def test_nobody_else_refuses_for_it(scene: Scene, verdun: Town, refused: Why) -> None:
    second = scene.settle(another(verdun))
    scene.apply(scene.did_succeed(verdun, second.did, *scene.towns[:2]))
    assert refused(scene, scene.did_succeed(verdun, None, *scene.towns)) == "ledger.signer"


def test_there_is_nothing_to_refuse(scene: Scene, verdun: Town, refused: Why) -> None:
    assert refused(scene, scene.did_succeed(verdun, None, verdun)) == "ledger.unknown"


def test_a_successor_acts_and_is_another(scene: Scene, verdun: Town, refused: Why) -> None:
    pen = verdun.recovery_pen()
    assert refused(scene, scene.did_succeed(verdun, verdun.did, pen)) == "ledger.not_in_force"
    second = scene.settle(another(verdun))
    scene.apply(scene.did_deactivate(second))
    assert refused(scene, scene.did_succeed(verdun, second.did, pen)) == "ledger.not_in_force"
    assert refused(scene, scene.did_succeed(verdun, f"{second.did}x", pen)) == "ledger.unknown"


def test_successions_make_no_circle(scene: Scene, verdun: Town, refused: Why) -> None:
    second = scene.settle(another(verdun))
    scene.apply(scene.did_succeed(verdun, second.did, *scene.towns[:2]))
    operation = scene.did_succeed(second, verdun.did, second.recovery_pen())
    assert refused(scene, operation) == "ledger.not_in_force"


def test_a_genesis_key_succeeds_nobody(refused: Why) -> None:
    scene = Scene.founded(settled=False)
    namur, metz, *_ = scene.towns
    scene.settle(namur)
    operation = scene.did_succeed(namur, metz.did, namur.recovery_pen())
    assert refused(scene, operation) == "ledger.not_in_force"


@pytest.mark.parametrize("number", [0, 3])
def test_only_a_recovery_key_that_was_committed_to_signs_as_one(
    scene: Scene, verdun: Town, refused: Why, number: int
) -> None:
    second = scene.settle(another(verdun))
    pen = verdun.recovery_pen(number) if number else _update_pen(verdun)
    assert refused(scene, scene.did_succeed(verdun, second.did, pen)) == "ledger.signer"


def _update_pen(town: Town) -> Any:
    signer = town.key("update-1")
    return str(town.did), DidKey.of(signer.public_key).verification_method, signer
