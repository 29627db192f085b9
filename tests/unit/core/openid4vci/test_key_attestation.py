from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.keys import P256Signer, Signer, jwk
from livret_core.openid4vci.key_attestation import KeyAttestation
from livret_core.openid4vci.key_proof import KeyProof, check_batch

NOW_S: Final = 1_795_000_000
ISSUER: Final = "https://verneuil.test/town"
PROVIDER: Final = P256Signer.from_seed(b"\1" * 48)
ONE: Final = P256Signer.from_seed(bytes(range(48)))
TWO: Final = P256Signer.from_seed(bytes(48))
RSA: Final = {"kty": "RSA", "n": "AQAB", "e": "AQAB"}


def attested(*, typ: str = "key-attestation+jwt", **changes: Any) -> str:
    claims: dict[str, Any] = {
        "iat": NOW_S,
        "exp": NOW_S + 60,
        "nonce": "n",
        "attested_keys": [RSA, jwk.format_public(ONE.public_key)],
        "key_storage": ["iso_18045_basic"],
    } | changes
    kept = {name: value for name, value in claims.items() if value is not ...}
    return jws.sign({"typ": typ}, json_encoding.format(kept), PROVIDER)


def proof(attestation: str, signer: Signer = ONE, **header: Any) -> str:
    names: dict[str, Any] = {"typ": "openid4vci-proof+jwt", "key_attestation": attestation}
    claims = {"aud": ISSUER, "iat": NOW_S, "nonce": "n"}
    return jws.sign(names | (header or {"kid": "1"}), json_encoding.format(claims), signer)


def code(text: str, *, now_s: int = NOW_S) -> str:
    with pytest.raises(LivretError) as caught:
        check_batch([KeyProof.parse(text)], audience=ISSUER, nonces=["n"], now_s=now_s)
    return caught.value.code


@pytest.mark.parametrize("header", [{"kid": "1"}, {"jwk": jwk.format_public(ONE.public_key)}])
def test_a_proof_may_bring_an_attestation_of_its_key(header: dict[str, Any]) -> None:
    parsed = KeyProof.parse(proof(attested(), **header))
    [held] = check_batch([parsed], audience=ISSUER, nonces=["n"], now_s=NOW_S)
    assert held.key == ONE.public_key


def test_attested_keys_of_other_kinds_keep_their_place() -> None:
    assert KeyAttestation.parse(attested()).keys == (None, ONE.public_key)


def test_whoever_attests_the_key_must_still_be_held() -> None:
    assert code(proof(attested(), TWO)) == "key_proof.signature"


@pytest.mark.parametrize("kid", ["0", "2", "-1", "1.0", "٣", "9999", "x", ""])
def test_a_key_is_named_by_its_place(kid: str) -> None:
    assert code(proof(attested(), kid=kid)) == "key_proof.not_attested"


@pytest.mark.parametrize(
    ("attestation", "expected"),
    [
        (attested(attested_keys=[jwk.format_public(TWO.public_key)]), "key_proof.not_attested"),
        (attested(nonce="m"), "key_proof.nonce"),
        (attested(nonce=...), "key_proof.nonce"),
        (attested(typ="JWT"), "jws.type"),
        (attested(exp=...), "key_proof.malformed"),
        (attested(exp=True), "key_proof.malformed"),
        (attested(exp=-1), "key_proof.malformed"),
        (attested(iat=...), "key_proof.malformed"),
        (attested(nonce=7), "key_proof.malformed"),
        (attested(attested_keys=[]), "key_proof.malformed"),
        (attested(attested_keys=["x"]), "key_proof.malformed"),
        (attested(attested_keys=[{}] * 129), "key_proof.malformed"),
        (attested(attested_keys=[jwk.format_private(ONE)]), "key.private"),
        ("x", "jws.malformed"),
    ],
    ids=range(14),
)
def test_an_attestation_of_something_else(attestation: str, expected: str) -> None:
    assert code(proof(attestation, jwk=jwk.format_public(ONE.public_key))) == expected


def test_an_attestation_ends() -> None:
    assert code(proof(attested()), now_s=NOW_S + 60) == "key_proof.not_attested"


def test_only_a_proof_with_an_attestation_may_be_long() -> None:
    many = [jwk.format_public(P256Signer.from_seed(bytes([n]) * 48).public_key) for n in range(100)]
    long = proof(attested(attested_keys=[*many, jwk.format_public(ONE.public_key)]), kid="100")
    assert len(long) > 16 << 10
    assert KeyProof.parse(long).key == ONE.public_key
    text = jws.sign({"typ": "openid4vci-proof+jwt", "x": "a" * (16 << 10)}, b"{}", ONE)
    with pytest.raises(LivretError) as caught:
        KeyProof.parse(text)
    assert caught.value.code == "input.too_large"
