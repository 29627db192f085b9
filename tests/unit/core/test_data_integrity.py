from hashlib import sha256
from typing import Any, Final

import pytest

from livret_core import data_integrity
from livret_core.data_integrity import DataIntegrityProof
from livret_core.dids import DidKey
from livret_core.encoding import jcs
from livret_core.encoding.multibase import encode_multibase
from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer, P256Signer

SIGNER: Final = Ed25519Signer.from_seed(bytes(32))
METHOD: Final = DidKey.of(SIGNER.public_key).verification_method
PURPOSE: Final = "assertionMethod"

Json = dict[str, Any]


def signed(document: Json | None = None, created: str | None = None) -> Json:
    unsecured: Json = document or {"versionId": "1-x"}
    return data_integrity.sign(
        unsecured,
        SIGNER,
        verification_method=METHOD,
        purpose=PURPOSE,
        created=created,
    )


def refusal(document: Json, key: Any = SIGNER.public_key, purpose: str = PURPOSE) -> str:
    with pytest.raises(LivretError) as caught:
        data_integrity.verify(document, key, purpose=purpose)
    return caught.value.code


@pytest.mark.parametrize("created", [None, "2026-11-21T09:30:00Z", "2026-11-21T09:30:00+01:00"])
def test_what_was_signed_verifies(created: str | None) -> None:
    document = signed(created=created)
    proof = data_integrity.verify(document, SIGNER.public_key, purpose=PURPOSE)
    assert proof.verification_method == METHOD
    assert document["proof"].get("created") == created


def test_the_document_is_signed() -> None:
    document = signed()
    document["versionId"] = "2-x"
    assert refusal(document) == "proof.signature"


@pytest.mark.parametrize("change", [{"created": "2026-11-22T09:30:00Z"}, {"domain": "a"}])
def test_the_options_are_signed(change: Json) -> None:
    document = signed(created="2026-11-21T09:30:00Z")
    document["proof"].update(change)
    assert refusal(document) == "proof.signature"


def test_the_order_of_members_does_not_matter() -> None:
    document = signed({"a": 1, "b": {"c": 2, "d": 3}})
    turned: Json = {
        "proof": dict(reversed(document["proof"].items())), "b": {"d": 3, "c": 2}, "a": 1,
    }  # fmt: skip
    data_integrity.verify(turned, SIGNER.public_key, purpose=PURPOSE)


def test_another_key_did_not_sign() -> None:
    other = Ed25519Signer.from_seed(bytes([1]) * 32).public_key
    assert refusal(signed(), other) == "proof.signature"


def test_a_p256_key_is_no_key_of_the_suite() -> None:
    signer = P256Signer.from_scalar(3)
    assert refusal(signed(), signer.public_key) == "proof.cryptosuite"
    with pytest.raises(LivretError) as caught:
        data_integrity.sign({}, signer, verification_method=METHOD, purpose=PURPOSE)
    assert caught.value.code == "proof.cryptosuite"


def test_the_purpose_is_the_callers_to_demand() -> None:
    assert refusal(signed(), purpose="authentication") == "proof.purpose"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "Ed25519Signature2020"}, "proof.malformed"),
        ({"type": ["DataIntegrityProof"]}, "proof.malformed"),
        ({"cryptosuite": "eddsa-jcs-2023"}, "proof.cryptosuite"),
        ({"cryptosuite": ["eddsa-jcs-2022"]}, "proof.cryptosuite"),
        ({"verificationMethod": {"id": METHOD}}, "proof.malformed"),
        ({"proofPurpose": [PURPOSE]}, "proof.malformed"),
        ({"proofValue": 7}, "proof.malformed"),
        ({"proofValue": "u" + "A" * 86}, "input.multibase"),
        ({"proofValue": "z"}, "proof.malformed"),
        ({"proofValue": "z" + "5" * 87}, "proof.signature"),
        ({"created": 7}, "proof.malformed"),
        ({"created": None}, "proof.malformed"),
        ({"created": "yesterday"}, "input.time"),
        ({"expires": "2026-11-21T09:30:00"}, "input.time"),
    ],
)
def test_a_proof_is_read_strictly(change: Json, code: str) -> None:
    document = signed()
    document["proof"].update(change)
    assert refusal(document) == code


@pytest.mark.parametrize("proof", [None, "text", [], [{}], 7])
def test_a_set_of_proofs_or_none_is_not_read(proof: object) -> None:
    assert refusal({"a": 1, "proof": proof}) == "proof.malformed"
    assert refusal({"a": 1}) == "proof.malformed"


def test_the_documents_contexts_are_signed_with_it() -> None:
    document = signed({"@context": ["https://a.example", "https://b.example"], "a": 1})
    assert document["proof"]["@context"] == document["@context"]
    data_integrity.verify(document, SIGNER.public_key, purpose=PURPOSE)


def test_contexts_may_be_added_behind_those_that_were_signed() -> None:
    document = signed({"@context": ["https://a.example"], "a": 1})
    document["@context"] = ["https://a.example", "https://b.example"]
    data_integrity.verify(document, SIGNER.public_key, purpose=PURPOSE)


@pytest.mark.parametrize(
    "contexts", [None, [], ["https://b.example", "https://a.example"], "https://b.example"]
)
def test_a_proof_is_not_moved_under_other_contexts(contexts: object) -> None:
    document = signed({"@context": ["https://a.example"], "a": 1})
    document["@context"] = contexts
    assert refusal(document) == "proof.context"


def with_context(document: Json, context: Any) -> Json:
    """Secure *document* by a proof that has *context*, whatever the document has."""
    options: Json = {
        "type": data_integrity.TYPE,
        "cryptosuite": data_integrity.CRYPTOSUITE,
        "@context": context,
        "verificationMethod": METHOD,
        "proofPurpose": PURPOSE,
    }
    octets = sha256(jcs.canonicalize(options)).digest()
    octets += data_integrity.digest({**document, "@context": context})
    return {
        **document,
        "proof": {**options, "proofValue": encode_multibase(SIGNER.sign(octets))},
    }


@pytest.mark.parametrize(
    ("of_proof", "document"),
    [
        ([1], {"@context": [True]}),
        ([{"@version": 1}], {"@context": [{"@version": True}, "https://a.example"]}),
        (None, {}),
        ([], {}),
    ],
)
def test_contexts_are_compared_as_json_and_not_as_python(of_proof: Any, document: Json) -> None:
    twin = with_context({"@context": of_proof}, of_proof)
    data_integrity.verify(twin, SIGNER.public_key, purpose=PURPOSE)
    assert refusal(with_context(document, of_proof)) == "proof.context"


def test_a_proof_expires_at_the_moment_it_names() -> None:
    proof = DataIntegrityProof.parse(
        {**signed()["proof"], "expires": "1970-01-01T00:00:10Z"}, purpose=PURPOSE
    )
    proof.check_not_expired(9_999_999_999)
    with pytest.raises(LivretError) as caught:
        proof.check_not_expired(10_000_000_000)
    assert caught.value.code == "proof.expired"
