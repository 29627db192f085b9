"""What a town hall's identity is taken back to, decided without a disk or a network."""

import pytest

from livret_core.dids import webvh
from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.ledger.operation import Operation
from livret_issuer.taking_back import (
    Overwritten,
    answers,
    known_prefix,
    record_of,
    unused_name,
)
from tests.ledger_scene import Scene, Town


@pytest.fixture
def scene() -> Scene:
    return Scene.founded()


@pytest.fixture
def verdun(scene: Scene) -> Town:
    return scene.settle(scene.town("verdun"))


def entries(scene: Scene, town: Town) -> list[Operation]:
    operations = [Operation.parse(leaf) for leaf in scene.leaves]
    return [each for each in operations if each.subject == town.did]


def overwritten(scene: Scene, town: Town, *, own: int = 1) -> Overwritten:
    """Of whose entries the first *own* are the town's."""
    assert town.log is not None
    made = entries(scene, town)
    return Overwritten.of(town.log, made, {each.id for each in made[:own]})


def ed25519() -> Ed25519Signer:
    return Ed25519Signer.from_seed(bytes(32))


def p256() -> P256Signer:
    return P256Signer.from_scalar(7)


def test_what_others_listed_goes_and_what_was_there_signs_lists_only(
    scene: Scene, verdun: Town
) -> None:
    verdun.credential_keys = ("credential-1", "credential-666")
    scene.move_on(verdun)
    document = overwritten(scene, verdun).taken_back(
        ("credential-2", p256().public_key), ("operation-2", ed25519().public_key)
    )
    did = str(verdun.did)
    methods = [each["id"].partition("#")[2] for each in document["verificationMethod"]]  # type: ignore[union-attr,call-overload,index]
    assert methods == ["credential-1", "credential-2", "operation-2"]
    assert document["assertionMethod"] == [f"{did}#credential-2"]
    assert document["capabilityInvocation"] == [f"{did}#operation-2"]


def test_a_key_of_a_name_that_is_the_key_itself_is_no_obstacle(scene: Scene, verdun: Town) -> None:
    found = overwritten(scene, verdun)
    assert unused_name("operation", found.names("operation", ["operation-2", "z6Mk"])) == (
        "operation-3"
    )


def test_those_in_use_and_those_that_others_listed_are_suspect(scene: Scene, verdun: Town) -> None:
    verdun.credential_keys = ("credential-666",)
    scene.move_on(verdun)
    found = overwritten(scene, verdun)
    assert found.suspects(None) == ("credential-1", "credential-666", "operation-1")
    assert found.suspects(["credential-666"]) == ("credential-666",)
    assert found.suspects([verdun.kid_of("credential-1")]) == ("credential-1",)
    for wrong in ("credential-2", "did:webvh:other#credential-1", "#credential-1"):
        with pytest.raises(LivretError) as caught:
            found.suspects([wrong])
        assert caught.value.code == "home.key_unknown"


def test_a_key_is_suspect_that_gave_way_or_was_taken_away_since(scene: Scene, verdun: Town) -> None:
    verdun.credential_keys, verdun.operation_keys = ("credential-2",), ("operation-2",)
    scene.move_on(verdun)
    verdun.credential_keys = ("credential-3",)
    scene.move_on(verdun)
    found = overwritten(scene, verdun, own=3)
    last = ("credential-3", "operation-2")
    assert found.suspects(None, 3) == last
    assert found.suspects(None, 2) == ("credential-2", *last)
    assert found.suspects(None, 1) == (
        "credential-1",
        "credential-2",
        *last[:1],
        "operation-1",
        last[1],
    )
    assert found.suspects(None) == found.suspects(None, 1)
    assert found.suspects(["credential-1"], 3) == ("credential-1",)


def test_the_key_that_is_used_is_spent_and_the_other_stays(scene: Scene, verdun: Town) -> None:
    found = overwritten(scene, verdun)
    first, second = (verdun.key(f"recovery-{number}").public_key for number in (1, 2))
    spare = ed25519().public_key
    assert found.recovery_hashes(first, spare) == [
        webvh.commitment(second),
        webvh.commitment(spare),
    ]
    with pytest.raises(LivretError) as caught:
        found.recovery_hashes(spare, first)
    assert caught.value.code == "home.recovery_key"


def test_a_log_in_which_nothing_is_ones_own_is_not_taken_back(scene: Scene, verdun: Town) -> None:
    with pytest.raises(LivretError) as caught:
        overwritten(scene, verdun, own=0)
    assert caught.value.code == "home.not_registered"


def test_a_log_is_followed_up_to_the_first_entry_that_nobody_knows(
    scene: Scene, verdun: Town
) -> None:
    for _ in range(2):
        scene.move_on(verdun)
    made = entries(scene, verdun)
    assert known_prefix(made, {made[0].id, made[2].id}) == made[:1]


def test_each_kind_of_operation_has_its_record(scene: Scene, verdun: Town) -> None:
    kid = verdun.kid_of("credential-1")
    commit, suspicion, end, right = (
        scene.commit(verdun),
        scene.compromise(kid, *scene.towns[:3], from_s=scene.at_s),
        scene.did_succeed(verdun, None, verdun),
        scene.propose(verdun),
    )
    assert [record_of(each) for each in (commit, suspicion, end)] == [
        f"commit/{verdun.did}",
        f"compromise/{kid}",
        f"did/{verdun.did}",
    ]
    assert record_of(right) == f"member.propose {verdun.who}"


def test_a_recovery_answers_what_it_undid_and_what_only_a_key_it_took_away_signed(
    scene: Scene, verdun: Town
) -> None:
    theirs = scene.move_on(verdun)
    by_key, by_recovery, by_voters = (
        scene.did_succeed(verdun, None, *pens)
        for pens in ((verdun,), (verdun.recovery_pen(),), scene.towns[:3])
    )
    by_both = scene.did_succeed(verdun, None, verdun, *scene.towns[:2])
    verdun.operation_keys = ("operation-2",)
    recovery = scene.move_on(verdun)
    assert [answers(recovery, each) for each in (theirs, by_key)] == [True, True]
    for left in (by_recovery, by_voters, by_both, scene.did_succeed(verdun, None, verdun)):
        assert not answers(recovery, left)
    assert not answers(recovery, scene.move_on(verdun))
