"""A key has one use on a ledger, and one holder: whatever it was used for before."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from livret_core.dids.webvh import commitment
from livret_core.ledger.operation import Operation
from livret_core.tlog.note import SignatureType, VerifierKey
from tests.ledger_scene import DAY_S, ORIGIN, Scene, Town, another, ed25519

Why = Callable[[Scene, Operation], str]


@pytest.fixture
def verdun(scene: Scene) -> Town:
    return scene.settle(scene.town("verdun"))


def log_key(signer_of: str) -> VerifierKey:
    return VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519(signer_of))


def test_no_founder_brings_its_did_key_for_a_role(refused: Why) -> None:
    scene = Scene()
    for use in ("witness", "auditor"):
        scene.towns[1].instead = {use: "genesis"}
        assert refused(scene, scene.genesis()) == "ledger.same_key"
        scene.towns[1].instead = {use: "/namur genesis"}
        assert refused(scene, scene.genesis()) == "ledger.same_key"


def test_the_log_key_is_no_founders(refused: Why) -> None:
    scene = Scene()
    scene.towns[1].instead = {"genesis": f"/log {ORIGIN}"}
    assert refused(scene, scene.genesis()) == "ledger.same_key"


@pytest.mark.parametrize(
    "before",
    ["metz witness", "liege auditor", "metz operation-1", "metz genesis", "metz update-0"],
)
def test_no_key_that_was_used_signs_the_log(scene: Scene, refused: Why, before: str) -> None:
    assert refused(scene, scene.rotate(log_key(before), *scene.towns[:3])) == "ledger.key_again"


def test_a_log_key_that_was_given_up_does_not_come_back(scene: Scene, refused: Why) -> None:
    scene.apply(scene.rotate(log_key("second"), *scene.towns[:3], scene.log_pen))
    assert refused(scene, scene.rotate(scene.log_key, *scene.towns[:3])) == "ledger.key_again"
    # Nor one that was to come, and did not.
    scene.apply(scene.rotate(log_key("third"), *scene.towns[:3]))
    scene.apply(scene.rotate(log_key("fourth"), *scene.towns[:3]))
    late = scene.rotate(log_key("third"), *scene.towns[:3])
    assert refused(scene, late) == "ledger.key_again"


def test_a_log_key_that_is_to_come_may_come_at_once(scene: Scene, refused: Why) -> None:
    scene.apply(scene.rotate(log_key("second"), *scene.towns[:3]))
    scene.apply(scene.rotate(log_key("second"), *scene.towns[:3], scene.log_pen))
    again = scene.rotate(log_key("second"), *scene.towns[:3])
    assert refused(scene, again) == "ledger.key_again"


def test_a_candidate_brings_keys_of_its_own(scene: Scene, verdun: Town, refused: Why) -> None:
    for used in ("metz witness", "metz operation-1", "verdun operation-1", f"log {ORIGIN}"):
        verdun.instead = {"witness": f"/{used}"}
        assert refused(scene, scene.propose(verdun)) == "ledger.key_again"
    verdun.instead = {}
    scene.apply(scene.propose(verdun))


def test_a_candidate_proposes_its_keys_again_for_the_same_roles_only(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    scene.apply(scene.propose(verdun))
    scene.join(verdun)
    scene.tick(DAY_S)
    swapped = replace(verdun, instead={"witness": "auditor", "auditor": "witness"})
    assert refused(scene, scene.propose(swapped)) == "ledger.key_again"
    assert refused(scene, scene.propose(swapped, role="auditor")) == "ledger.key_again"


def test_a_key_that_was_proposed_is_listed_by_no_did(scene: Scene, refused: Why) -> None:
    """Or whoever reads a proposal could list its key, and the candidate would be refused."""
    verdun = scene.settle(scene.town("verdun"))
    scene.apply(scene.propose(verdun))
    thief = another(verdun)
    thief.instead = {"operation-1": "/verdun witness"}
    assert refused(scene, scene.did_create(thief)) == "ledger.key_again"
    scene.join(verdun)


@pytest.mark.parametrize("use", ["operation-1", "witness"])
def test_what_had_another_use_signs_no_entry_of_its_owner(
    scene: Scene, verdun: Town, refused: Why, use: str
) -> None:
    scene.apply(scene.propose(verdun))
    verdun.operation_keys = ("operation-2",)
    hashed = commitment(verdun.key(use).public_key)
    scene.move_on(verdun, next_key_hash=hashed)
    entry = verdun.next_entry(scene.at_s, by=use)
    assert refused(scene, scene.did_update(verdun, entry)) == "ledger.key_again"
    # Its owner is not shut out.
    scene.move_on(verdun, by="recovery-1", recovery_key_hashes=verdun.recovery_hashes(2, 3))
