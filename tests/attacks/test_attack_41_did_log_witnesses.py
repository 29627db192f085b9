"""Attack 41, witnesses: approvals that were never given, or are counted twice.

A threshold is a number of distinct witnesses who approved this version of this log, or a
later one. Lists that cannot mean that are refused when they are read, before any proof.
"""

from collections.abc import Sequence
from typing import Any, Final

import pytest

from livret_core.dids import DidKey
from livret_core.dids.webvh import VerifiedLog, verify_log
from livret_core.errors import LivretError, Unavailable
from livret_core.keys import Signer
from livret_town.simulator.did_logs import DidLogForge, key, p256_key, prove, witness_file

NOW_S: Final = 1_790_000_000
ANNE, BEN, CLEO, MALLORY = key(101), key(102), key(103), key(666)


def witnesses(threshold: Any, *signers: Signer) -> dict[str, Any]:
    ids = [{"id": DidKey.of(signer.public_key).did} for signer in signers]
    return {"witness": {"threshold": threshold, "witnesses": ids}}


def verify(log: DidLogForge, file: bytes | None) -> VerifiedLog:
    return verify_log(log.raw, None, now_s=NOW_S, witness_file=file)


def refusal(log: DidLogForge, file: bytes | None) -> str:
    with pytest.raises(LivretError) as caught:
        verify(log, file)
    return caught.value.code


def approvals(log: DidLogForge, *signers: Signer, number: int | None = None) -> bytes:
    version_id = log.version_ids[-1 if number is None else number - 1]
    return witness_file(*((version_id, signer) for signer in signers))


@pytest.mark.parametrize("threshold", [1, 2])
def test_attack_41_one_witness_is_listed_twice(threshold: int) -> None:
    """For a threshold of two; and for one, which no other rule would refuse."""
    log = DidLogForge().begin(witnesses(threshold, ANNE, ANNE))
    assert refusal(log, approvals(log, ANNE, ANNE)) == "webvh.witness_list"


def test_attack_41_twin_two_witnesses_reach_a_threshold_of_two() -> None:
    log = DidLogForge().begin(witnesses(2, ANNE, BEN))
    assert verify(log, approvals(log, ANNE, BEN)).last.number == 1


def test_attack_41_one_witness_approves_twice_for_a_threshold_of_two() -> None:
    log = DidLogForge().begin(witnesses(2, ANNE, BEN))
    assert refusal(log, approvals(log, ANNE, ANNE)) == "webvh.witness_threshold"


@pytest.mark.parametrize("threshold", [0, -1, 3])
def test_attack_41_a_threshold_that_is_no_number_of_the_witnesses(threshold: int) -> None:
    log = DidLogForge().begin(witnesses(threshold, ANNE, BEN))
    assert refusal(log, approvals(log, ANNE, BEN)) == "webvh.witness_list"


def test_attack_41_a_threshold_of_zero_without_witnesses_passes_for_none_needed() -> None:
    log = DidLogForge().begin(witnesses(0))
    assert refusal(log, None) == "webvh.witness_list"


def test_attack_41_twin_no_witnesses_at_all_is_said_with_an_empty_object() -> None:
    assert verify(DidLogForge().begin({"witness": {}}), None).last.witnesses is None


@pytest.mark.parametrize("threshold", ["2", 2.0, True, None])
def test_attack_41_a_threshold_that_is_not_an_integer(threshold: object) -> None:
    log = DidLogForge().begin(witnesses(threshold, ANNE, BEN))
    assert refusal(log, approvals(log, ANNE, BEN)) == "webvh.parameters"


def test_attack_41_a_p256_witness_takes_the_place_of_an_ed25519_one() -> None:
    weak = p256_key(1)
    log = DidLogForge().begin(witnesses(1, weak))
    assert refusal(log, approvals(log, weak)) == "webvh.key_type"


@pytest.mark.parametrize("identifier", ["did:web:witness.example", "did:key:z6Mk", "z6Mk", ""])
def test_attack_41_a_witness_whose_key_would_have_to_be_looked_up(identifier: str) -> None:
    log = DidLogForge().begin({"witness": {"threshold": 1, "witnesses": [{"id": identifier}]}})
    assert refusal(log, b"[]") == "webvh.witness_list"


def test_attack_41_a_stranger_approves_in_place_of_a_witness() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    assert refusal(log, approvals(log, MALLORY)) == "webvh.witness_threshold"


def test_attack_41_a_stranger_signs_and_names_a_witness() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    proof = prove(
        {"versionId": log.version_ids[0]},
        MALLORY,
        verificationMethod=DidKey.of(ANNE.public_key).verification_method,
    )
    assert refusal(log, _file(log.version_ids[0], proof)) == "webvh.witness_threshold"


def test_attack_41_the_fragment_names_a_witness_and_the_body_a_stranger() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    body, fragment = DidKey.of(MALLORY.public_key).did, DidKey.of(ANNE.public_key).multikey
    proof = prove(
        {"versionId": log.version_ids[0]}, MALLORY, verificationMethod=f"{body}#{fragment}"
    )
    assert refusal(log, _file(log.version_ids[0], proof)) == "webvh.witness_threshold"


def test_attack_41_the_body_names_a_witness_and_the_fragment_a_stranger() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    body, fragment = DidKey.of(ANNE.public_key).did, DidKey.of(MALLORY.public_key).multikey
    proof = prove({"versionId": log.version_ids[0]}, ANNE, verificationMethod=f"{body}#{fragment}")
    assert refusal(log, _file(log.version_ids[0], proof)) == "webvh.witness_threshold"


def test_attack_41_twin_the_witness_itself_signs() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    proof = prove({"versionId": log.version_ids[0]}, ANNE)
    assert verify(log, _file(log.version_ids[0], proof)).last.number == 1


@pytest.mark.parametrize(
    "change", [{"proofPurpose": "authentication"}, {"cryptosuite": "eddsa-rdfc-2022"}]
)
def test_attack_41_an_approval_made_for_something_else(change: dict[str, str]) -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    proof = prove({"versionId": log.version_ids[0]}, ANNE, **change)
    assert refusal(log, _file(log.version_ids[0], proof)) == "webvh.witness_threshold"


@pytest.mark.parametrize(
    "change",
    [{"expires": "2026-01-01T00:00:00Z"}, {"@context": ["https://a.example"]},
     {"previousProof": "urn:x"}],
    ids=["expired before", "of another document", "chained"],
)  # fmt: skip
def test_attack_41_an_approval_that_was_none_when_the_version_was_made(
    change: dict[str, Any],
) -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    proof = prove({"versionId": log.version_ids[0]}, ANNE, **change)
    assert refusal(log, _file(log.version_ids[0], proof)) == "webvh.witness_threshold"


def test_attack_41_twin_an_approval_that_expired_since() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    proof = prove({"versionId": log.version_ids[0]}, ANNE, expires="2026-06-01T00:00:00Z")
    assert verify(log, _file(log.version_ids[0], proof)).last.number == 1


def test_attack_41_an_approval_of_another_log_is_shown() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    other = DidLogForge("towns.example:elsewhere").begin(witnesses(1, ANNE))
    assert refusal(log, approvals(other, ANNE)) == "webvh.witness_threshold"


def test_attack_41_an_approval_of_another_log_is_put_under_this_version() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    other = DidLogForge("towns.example:elsewhere").begin(witnesses(1, ANNE))
    proof = prove({"versionId": other.version_ids[0]}, ANNE)
    assert refusal(log, _file(log.version_ids[0], proof)) == "webvh.witness_threshold"


def test_attack_41_an_update_is_published_with_the_approval_of_the_version_before() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE)).add()
    assert refusal(log, approvals(log, ANNE, number=1)) == "webvh.witness_threshold"


def test_attack_41_twin_an_approval_covers_every_version_before_it() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE)).add()
    assert verify(log, approvals(log, ANNE)).last.number == 2


def test_attack_41_the_log_is_cut_back_before_what_the_witnesses_approved() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE)).add()
    file = approvals(log, ANNE)
    del log.entries[-1]
    assert refusal(log, file) == "webvh.witness_threshold"


def test_attack_41_a_new_list_approves_its_own_appointment() -> None:
    log = DidLogForge().begin(witnesses(2, ANNE, BEN)).add(witnesses(1, MALLORY))
    file = witness_file(
        (log.version_ids[0], ANNE), (log.version_ids[0], BEN), (log.version_ids[1], MALLORY)
    )
    assert refusal(log, file) == "webvh.witness_threshold"


def test_attack_41_witnesses_are_dismissed_without_their_approval() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE)).add({"witness": {}})
    assert refusal(log, approvals(log, ANNE, number=1)) == "webvh.witness_threshold"


def test_attack_41_twin_the_old_list_approves_the_new_one_and_is_then_not_asked() -> None:
    log = DidLogForge().begin(witnesses(2, ANNE, BEN)).add(witnesses(1, CLEO)).add()
    file = witness_file(
        (log.version_ids[1], ANNE), (log.version_ids[1], BEN), (log.version_ids[2], CLEO)
    )
    assert verify(log, file).last.number == 3


def test_attack_41_the_first_witnesses_are_named_without_their_approval() -> None:
    log = DidLogForge().begin().add(witnesses(1, ANNE))
    assert refusal(log, b"[]") == "webvh.witness_threshold"


def test_attack_41_the_host_keeps_the_witness_file_back() -> None:
    log = DidLogForge().begin(witnesses(1, ANNE))
    with pytest.raises(Unavailable) as caught:
        verify(log, None)
    assert caught.value.code == "webvh.witness_file_missing"


def _file(version_id: str, *proofs: dict[str, Any]) -> bytes:
    from livret_core.encoding import json as json_encoding

    listed: Sequence[object] = proofs
    return json_encoding.format([{"versionId": version_id, "proof": listed}])
