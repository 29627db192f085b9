"""Attack 41, keys: an entry signed by somebody who may not, or not in the way demanded."""

from typing import Any, Final

import pytest

from livret_core.dids import DidKey
from livret_core.dids.webvh import VerifiedLog, verify_log
from livret_core.errors import LivretError
from livret_town.simulator.did_logs import DidLogForge, Entry, commitment, key, name, p256_key

NOW_S: Final = 1_790_000_000
OWNER, NEXT, LATER, MALLORY = key(0), key(1), key(2), key(666)


def verify(log: bytes) -> VerifiedLog:
    return verify_log(log, None, now_s=NOW_S)


def refusal(log: bytes) -> str:
    with pytest.raises(LivretError) as caught:
        verify(log)
    return caught.value.code


def rotating() -> DidLogForge:
    return DidLogForge().begin({"nextKeyHashes": [commitment(NEXT)]})


def test_attack_41_a_stranger_signs_the_first_entry() -> None:
    log = DidLogForge().begin({"updateKeys": [name(OWNER)]}, signer=MALLORY)
    assert refusal(log.raw) == "webvh.unauthorized_key"


def test_attack_41_a_stranger_signs_an_update() -> None:
    assert refusal(DidLogForge().begin().add(signer=MALLORY).raw) == "webvh.unauthorized_key"


def test_attack_41_an_update_brings_its_own_key() -> None:
    log = DidLogForge().begin().add({"updateKeys": [name(MALLORY)]}, signer=MALLORY)
    assert refusal(log.raw) == "webvh.unauthorized_key"


def test_attack_41_a_key_that_was_rotated_out_signs_again() -> None:
    log = DidLogForge().begin().add({"updateKeys": [name(NEXT)]}).add(signer=OWNER)
    assert refusal(log.raw) == "webvh.unauthorized_key"


def test_attack_41_twin_without_pre_rotation_the_key_before_signs() -> None:
    log = DidLogForge().begin().add({"updateKeys": [name(NEXT)]}).add(signer=NEXT)
    assert verify(log.raw).last.number == 3


def test_attack_41_the_current_key_is_stolen_and_brings_its_own_next() -> None:
    log = rotating().add(
        {"updateKeys": [name(MALLORY)], "nextKeyHashes": [commitment(MALLORY)]}, signer=MALLORY
    )
    assert refusal(log.raw) == "webvh.key_not_committed"


def test_attack_41_a_key_nobody_committed_to_is_slipped_in_beside_the_right_one() -> None:
    log = rotating().add(
        {"updateKeys": [name(NEXT), name(MALLORY)], "nextKeyHashes": [commitment(LATER)]},
        signer=NEXT,
    )
    assert refusal(log.raw) == "webvh.key_not_committed"


def test_attack_41_the_current_key_is_kept_although_another_was_committed_to() -> None:
    log = rotating().add({"updateKeys": [name(OWNER)], "nextKeyHashes": [commitment(LATER)]})
    assert refusal(log.raw) == "webvh.key_not_committed"


@pytest.mark.parametrize("kept", [{}, {"nextKeyHashes": [commitment(LATER)]}])
def test_attack_41_update_keys_are_left_out_so_that_the_stolen_one_is_inherited(
    kept: dict[str, Any],
) -> None:
    assert refusal(rotating().add(kept).raw) == "webvh.prerotation"


def test_attack_41_the_next_commitment_is_left_out() -> None:
    log = rotating().add({"updateKeys": [name(NEXT)]}, signer=NEXT)
    assert refusal(log.raw) == "webvh.prerotation"


def test_attack_41_twin_the_committed_key_signs_and_commits_to_the_next() -> None:
    log = rotating().add(
        {"updateKeys": [name(NEXT)], "nextKeyHashes": [commitment(LATER)]}, signer=NEXT
    )
    assert verify(log.raw).last.signers == (name(NEXT),)


def test_attack_41_twin_pre_rotation_is_switched_off_by_the_committed_key() -> None:
    log = rotating().add({"updateKeys": [name(NEXT)], "nextKeyHashes": []}, signer=NEXT)
    assert verify(log.add(signer=NEXT).raw).last.number == 3


def test_attack_41_a_p256_key_signs_under_the_name_of_the_suite() -> None:
    assert refusal(DidLogForge().begin(signer=p256_key(7)).raw) == "webvh.key_type"


def test_attack_41_a_p256_key_signs_in_its_own_suite() -> None:
    log = DidLogForge().begin(signer=p256_key(7), proof={"cryptosuite": "ecdsa-jcs-2019"})
    assert refusal(log.raw) == "proof.cryptosuite"


@pytest.mark.parametrize("suite", ["ecdsa-jcs-2019", "eddsa-rdfc-2022", "eddsa-jcs-2022 ", None])
def test_attack_41_a_proof_names_another_suite(suite: str | None) -> None:
    assert refusal(DidLogForge().begin(proof={"cryptosuite": suite}).raw) == "proof.cryptosuite"


def test_attack_41_a_proof_made_for_another_purpose() -> None:
    log = DidLogForge().begin(proof={"proofPurpose": "authentication"})
    assert refusal(log.raw) == "proof.purpose"


def test_attack_41_a_proof_that_had_expired_when_the_entry_was_made() -> None:
    log = DidLogForge().begin(proof={"expires": "2026-01-01T00:00:00Z"})
    assert refusal(log.raw) == "proof.expired"


@pytest.mark.parametrize("contexts", [["https://a.example"], [], "https://a.example"], ids=repr)
def test_attack_41_the_proof_brings_contexts_that_its_entry_has_not(contexts: object) -> None:
    """A reader that follows the suite signs them into the document (vc-di-eddsa §3.3.2)."""
    log = DidLogForge().begin(proof={"@context": contexts})
    assert refusal(log.raw) == "proof.context"


@pytest.mark.parametrize("named", ["urn:uuid:1", ["urn:uuid:1"], [], 7], ids=repr)
def test_attack_41_the_proof_stands_on_another_that_is_not_there(named: object) -> None:
    log = DidLogForge().begin(proof={"previousProof": named})
    assert refusal(log.raw) == "proof.malformed"


def test_attack_41_twin_a_proof_that_expires_after_its_entry_was_made() -> None:
    log = DidLogForge().begin(proof={"expires": "2026-12-01T00:00:00Z"})
    assert verify(log.raw).last.number == 1


def test_attack_41_the_fragment_names_the_owner_and_the_body_a_stranger() -> None:
    log = DidLogForge().begin(
        {"updateKeys": [name(OWNER)]},
        signer=MALLORY,
        proof={"verificationMethod": f"did:key:{name(MALLORY)}#{name(OWNER)}"},
    )
    assert refusal(log.raw) == "did.key_fragment"


def test_attack_41_the_body_names_the_owner_and_the_fragment_a_stranger() -> None:
    log = DidLogForge().begin(
        proof={"verificationMethod": f"did:key:{name(OWNER)}#{name(MALLORY)}"}
    )
    assert refusal(log.raw) == "did.key_fragment"


def test_attack_41_twin_body_and_fragment_are_the_owners() -> None:
    log = DidLogForge().begin(proof={"verificationMethod": f"did:key:{name(OWNER)}#{name(OWNER)}"})
    assert verify(log.raw).last.number == 1


@pytest.mark.parametrize("method", [name(OWNER), f"did:key:{name(OWNER)}", "did:web:a.example#1"])
def test_attack_41_a_key_that_would_have_to_be_looked_up(method: str) -> None:
    log = DidLogForge().begin(proof={"verificationMethod": method})
    assert refusal(log.raw) == "did.malformed"


def test_attack_41_a_good_proof_covers_for_a_bad_one_beside_it() -> None:
    def add_second(entry: Entry) -> None:
        other = DidKey.of(MALLORY.public_key).verification_method
        entry["proof"].append({**entry["proof"][0], "verificationMethod": other})

    assert refusal(DidLogForge().begin().altered(0, add_second)) == "webvh.unauthorized_key"


@pytest.mark.parametrize("proofs", [[], None, [None], {}])
def test_attack_41_an_entry_without_a_proof(proofs: object) -> None:
    def drop(entry: Entry) -> None:
        entry["proof"] = proofs

    assert refusal(DidLogForge().begin().altered(0, drop)) in {"webvh.entry", "proof.malformed"}


@pytest.mark.parametrize("length", [63, 65])
def test_attack_41_a_signature_of_another_length(length: int) -> None:
    from livret_core.encoding import multibase

    def resize(entry: Entry) -> None:
        signature = multibase.decode_multibase(entry["proof"][0]["proofValue"])
        entry["proof"][0]["proofValue"] = multibase.encode_multibase((signature + b"\0")[:length])

    assert refusal(DidLogForge().begin().altered(0, resize)) == "proof.malformed"


def test_attack_41_a_signature_is_moved_to_another_entry() -> None:
    log = DidLogForge().begin().add()

    def take(entry: Entry) -> None:
        entry["proof"] = log.entries[0]["proof"]

    assert refusal(log.altered(1, take)) == "proof.signature"


def test_attack_41_an_entry_follows_the_one_that_deactivated_the_did() -> None:
    log = DidLogForge().begin().add({"deactivated": True}).add({"deactivated": False})
    assert refusal(log.raw) == "webvh.after_deactivation"


def test_attack_41_twin_deactivation_is_the_last_entry() -> None:
    log = DidLogForge().begin().add({"deactivated": True})
    assert verify(log.raw).parameters.deactivated
