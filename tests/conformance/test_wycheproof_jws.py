"""Wycheproof: JWS, JWK and the two signature algorithms livret has.

A valid vector of another algorithm is refused for its key (RSA, HMAC, other curves):
livret has no such key type. An invalid vector of ours is refused for its own reason,
named below; the vectors say only that it must be. There is no disagreement to name.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.errors import LivretError, MalformedInput
from livret_core.keys import ALGORITHMS, Ed25519PublicKey, P256PublicKey, jwk, pem

# By the vector's comment, for tokens under P-256 keys that may sign.
REASONS: Final = {
    "rejectsModifiedSignature": "jws.signature",
    "rejectsMissingSignature": "jws.signature_length",
    "rejectsMissingSignatureAndSeparator": "jws.malformed",
    "rejectsModifiedPayload": "jws.signature",
    "rejectsMissingPayload": "jws.signature",
    "rejectsMissingPayloadAndSeparator": "jws.malformed",
    "rejectsModifiedHeader": "jws.signature",
    "rejectsMissingHeader": "input.json",
    "rejectsMissingHeaderAndSeparator": "jws.malformed",
    "rejectsMissingHeaderAndSignature": "input.json",
    "rejectsMissingHeaderSignatureAndSeparators": "jws.malformed",
    "rejectsEmptyString": "jws.malformed",
    "rejectsSymmetryConfusionAttacks_aesKeyFromEcVerificationKeyBytes": "jws.algorithm",
    "rejectsAttackerProvidedEmbeddedJwk": "jws.parameter",
    "rejectWrongUse": "key.malformed",
    "rejectWrongKeyOps": "key.malformed",
    "SignatureTooLong": "jws.signature_length",
    "TrailingZeros": "jws.signature_length",
    "RisTooBig": "jws.signature_length",
    "SisTooBig": "jws.signature_length",
    "IntegerOverflow": "jws.signature_length",
    "BufferOverflow": "jws.signature_length",
    "mismatchedAlgAndCurve": "key.malformed",
    "rejectsModifiedKey": "key.malformed",
}


def outcome(text: str, key: dict[str, Any]) -> str:
    """`accepted`, or the code of the refusal."""
    try:
        public = jwk.parse_public(key)
        token = jws.CompactJws.parse(text)
        # The vectors carry no `typ`, or one that says nothing; it is tested elsewhere.
        token.check_header(typ=token.header.get("typ"), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        token.verify(public)
    except LivretError as error:
        return error.code
    return "accepted"


def expected(key: dict[str, Any], comment: str, result: str) -> str:
    if key["kty"] == "oct":
        return "key.private"
    if (key["kty"], key.get("crv")) not in {("EC", "P-256"), ("OKP", "Ed25519")}:
        return "key.malformed"
    if result == "valid":
        return "accepted"
    if comment.startswith(("rIs", "sIs")) and comment not in REASONS:
        return "jws.signature"
    return REASONS[comment]


def load(vectors: Path, name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    content = json.loads((vectors / "wycheproof" / f"{name}_test.json").read_bytes())
    for group in content["testGroups"]:
        for test in group["tests"]:
            yield group, test


def jws_vectors(vectors: Path) -> Iterator[Any]:
    for name in ("json_web_signature", "json_web_crypto", "json_web_key"):
        for group, test in load(vectors, name):
            if "jws" in test:
                keys = group.get("public") or group["private"]
                yield pytest.param(
                    (keys.get("keys", [keys]), test),
                    id=f"{name}-{test['tcId']}-{group['comment']}-{test['comment']}",
                )


def test_a_jws_is_accepted_or_refused_for_the_expected_reason(
    jws_vector: tuple[list[dict[str, Any]], dict[str, Any]],
) -> None:
    keys, test = jws_vector
    if len(keys) > 1:
        # livret reads no sets of keys: it asks for the one that the token names.
        kid = jws.CompactJws.parse(test["jws"]).header["kid"]
        keys = [key for key in keys if key["kid"] == kid]
    assert keys
    for key in keys:
        assert outcome(test["jws"], key) == expected(key, test["comment"], test["result"])


def p1363_vectors(vectors: Path) -> Iterator[Any]:
    for group, test in load(vectors, "ecdsa_secp256r1_sha256_p1363"):
        yield pytest.param((group, test), id=f"{test['tcId']}-{test['comment']}".strip("-"))


def test_an_es256_signature_verifies_or_not_as_published(
    p1363_vector: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    group, test = p1363_vector
    key = P256PublicKey.from_coordinates(
        *(int(group["publicKey"][axis], 16).to_bytes(32) for axis in ("wx", "wy"))
    )
    verified = key.verify(bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
    assert verified == (test["result"] == "valid")


def ed25519_vectors(vectors: Path) -> Iterator[Any]:
    for group, test in load(vectors, "ed25519"):
        yield pytest.param((group, test), id=f"{test['tcId']}-{test['comment']}".strip("-"))


def test_an_ed25519_signature_verifies_or_not_as_published(
    ed25519_vector: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    group, test = ed25519_vector
    key = Ed25519PublicKey(bytes.fromhex(group["publicKey"]["pk"]))
    verified = key.verify(bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
    assert verified == (test["result"] == "valid")


def public_key_vectors(vectors: Path) -> Iterator[Any]:
    for name in ("ecdsa_secp256r1_sha256_p1363", "ed25519"):
        content = json.loads((vectors / "wycheproof" / f"{name}_test.json").read_bytes())
        for number, group in enumerate(content["testGroups"]):
            if "publicKeyJwk" not in group:  # nine groups give the key as DER alone
                continue
            yield pytest.param(group, id=f"{name}-{number}")


def test_a_key_is_the_same_in_each_of_its_forms(public_key_vector: dict[str, Any]) -> None:
    published = public_key_vector["publicKeyJwk"]
    key = jwk.parse_public(published)
    written = jwk.format_public(key)
    assert written == {name: published[name] for name in written}
    assert pem.parse_public(public_key_vector["publicKeyPem"].encode()) == key


def test_the_vectors_of_other_primitives_are_not_livrets_to_run() -> None:
    """X25519, HKDF, AES-GCM and raw ECDH are never called by livret itself.

    Agreement and AES-GCM run inside jwcrypto's JWE and are covered by the JWE vectors.
    """
    with pytest.raises(MalformedInput):
        jwk.parse_agreement({"kty": "OKP", "crv": "X25519", "x": "A" * 43})
