from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.dids.jwk import DidJwk
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer, P256Signer, Signer, jwk
from livret_core.openid4vci.key_proof import (
    HolderKey,
    KeyProof,
    check_batch,
    check_key_proofs,
    sign_key_proof,
)

NOW_S: Final = 1_795_000_000
DAY_S: Final = 86_400
ONE: Final = P256Signer.from_seed(bytes(range(48)))
TWO: Final = P256Signer.from_seed(bytes(48))
DID: Final = DidJwk.of(ONE.public_key)
THREE: Final = Ed25519Signer(bytes(range(32)))
ASKED: Final[dict[str, Any]] = {"audience": "did:x:town", "nonce": "n" * 22}


def proof(signer: Signer = ONE, **changes: Any) -> str:
    return sign_key_proof(signer, **({"issued_at_s": NOW_S} | ASKED | changes))


def forged(*, signer: Signer = ONE, header: dict[str, Any] | None = None, **changes: Any) -> str:
    made: dict[str, Any] = {
        "typ": "openid4vci-proof+jwt",
        "jwk": jwk.format_public(ONE.public_key),
        **(header or {}),
    }
    claims = {"aud": ASKED["audience"], "iat": NOW_S, "nonce": ASKED["nonce"], **changes}
    return jws.sign(
        {name: value for name, value in made.items() if value is not ...},
        json_encoding.format({name: value for name, value in claims.items() if value is not ...}),
        signer,
    )


def code(*proofs: str) -> str:
    with pytest.raises(LivretError) as caught:
        check_key_proofs(proofs, now_s=NOW_S, **ASKED)
    return caught.value.code


def test_each_proof_shows_its_key_in_order() -> None:
    shown = check_key_proofs([proof(ONE), proof(TWO), proof(THREE)], now_s=NOW_S, **ASKED)
    assert [holder.key for holder in shown] == [
        ONE.public_key,
        TWO.public_key,
        THREE.public_key,
    ]


def test_a_proof_as_other_wallets_write_it_is_read() -> None:
    theirs = forged(header={"jwk": {**jwk.format_public(ONE.public_key), "kid": "1"}}, jti="x")
    assert check_key_proofs([theirs], now_s=NOW_S, **ASKED)[0].key == ONE.public_key


def test_only_a_proof_makes_a_holder_key() -> None:
    with pytest.raises(TypeError, match="check_key_proofs"):
        HolderKey(ONE.public_key, object())


def test_one_key_twice_in_a_batch_is_refused() -> None:
    assert code(proof(ONE), proof(TWO), proof(ONE, issued_at_s=NOW_S - 1)) == "key_proof.key_twice"


def test_a_proof_by_another_key_is_refused() -> None:
    assert code(forged(signer=TWO)) == "key_proof.signature"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"aud": "did:x:other"}, "key_proof.other_issuer"),
        ({"nonce": "m" * 22}, "key_proof.other_handover"),
        ({"nonce": "é"}, "key_proof.other_handover"),
        ({"iat": NOW_S + 301}, "key_proof.stale"),
        ({"exp": 5}, "key_proof.stale"),
        ({"exp": NOW_S}, "key_proof.stale"),
        ({"exp": NOW_S - 0.5}, "key_proof.stale"),
        ({"nbf": NOW_S + 301}, "key_proof.stale"),
        ({"exp": "tomorrow"}, "key_proof.malformed"),
        ({"exp": True}, "key_proof.malformed"),
        ({"nbf": None}, "key_proof.malformed"),
        ({"iat": NOW_S - 30 * DAY_S - 1}, "key_proof.stale"),
        ({"iat": ...}, "key_proof.malformed"),
        ({"iat": True}, "key_proof.malformed"),
        ({"iat": "now"}, "key_proof.malformed"),
        ({"aud": ["did:x:town"]}, "key_proof.malformed"),
        ({"aud": ...}, "key_proof.malformed"),
        ({"nonce": ...}, "key_proof.malformed"),
    ],
    ids=repr,
)
def test_a_proof_for_something_else_is_refused(changes: dict[str, Any], expected: str) -> None:
    assert code(forged(**changes)) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"typ": "JWT"}, "jws.type"),
        ({"typ": ...}, "jws.type"),
        ({"jwk": ...}, "key_proof.malformed"),
        ({"jwk": "x"}, "key_proof.malformed"),
        ({"kid": "did:x:1#0"}, "key_proof.malformed"),
        ({"x5c": ["MIIB"]}, "key_proof.malformed"),
        ({"x5c": ["MIIB"], "jwk": ...}, "key_proof.unsupported"),
        ({"kid": "did:web:town.test#1", "jwk": ...}, "key_proof.unsupported"),
        ({"trust_chain": ["x"]}, "key_proof.unsupported"),
        ({"key_attestation": {}}, "key_proof.malformed"),
        ({"jku": "https://x"}, "jws.parameter"),
        ({"jwk": {**jwk.format_public(ONE.public_key), "d": "x"}}, "key.private"),
        ({"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AQ" + "A" * 41}}, "key.weak"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_proof_that_names_its_key_otherwise_is_refused(
    header: dict[str, Any], expected: str
) -> None:
    assert code(forged(header=header)) == expected


@pytest.mark.parametrize("at_s", [NOW_S + 300, NOW_S - 30 * DAY_S])
def test_the_edges_of_the_time_allowed_are_inside(at_s: int) -> None:
    assert len(check_key_proofs([proof(issued_at_s=at_s)], now_s=NOW_S, **ASKED)) == 1


def test_one_bad_proof_spoils_the_batch() -> None:
    assert code(proof(TWO), forged(signer=TWO)) == "key_proof.signature"


ONLINE: Final[dict[str, Any]] = {"audience": "https://verneuil.test", "now_s": NOW_S}


def online(signer: Signer = ONE, **changes: Any) -> KeyProof:
    said = {"audience": ONLINE["audience"], "nonce": "n1", "issued_at_s": NOW_S} | changes
    return KeyProof.parse(sign_key_proof(signer, **said))


def test_over_the_network_each_proof_has_a_nonce_of_ours() -> None:
    proofs = [online(), online(TWO, nonce="n2")]
    assert [proof.nonce for proof in proofs] == ["n1", "n2"]
    assert len(check_batch(proofs, nonces=["n1", "n2"], **ONLINE)) == 2
    with pytest.raises(LivretError) as caught:
        check_batch(proofs, nonces=["n1"], **ONLINE)
    assert caught.value.code == "key_proof.nonce"


def test_a_key_may_be_named_as_a_did_that_spells_it() -> None:
    named = KeyProof.parse(forged(header={"jwk": ..., "kid": DID.verification_method}))
    assert named.key == ONE.public_key
    for kid, expected in ((DID.did, "did.malformed"), ("did:jwk:e30#0", "key.malformed")):
        assert code(forged(header={"jwk": ..., "kid": kid})) == expected


@pytest.mark.parametrize(
    ("said", "known"), [("wallet", None), ("wallet", "other"), ("", "other")], ids=repr
)
def test_a_proof_of_another_client_is_refused(said: str, known: str | None) -> None:
    check_batch([online(client_id="wallet")], nonces=["n1"], client_id="wallet", **ONLINE)
    check_batch([online()], nonces=["n1"], client_id="wallet", **ONLINE)
    with pytest.raises(LivretError) as caught:
        check_batch([online(client_id=said)], nonces=["n1"], client_id=known, **ONLINE)
    assert caught.value.code == "key_proof.client"


@pytest.mark.parametrize("at_s", [NOW_S - 3_601, NOW_S + 301])
def test_over_the_network_a_proof_is_of_this_hour(at_s: int) -> None:
    check_batch([online(issued_at_s=NOW_S - 3_600)], nonces=["n1"], **ONLINE)
    with pytest.raises(LivretError) as caught:
        check_batch([online(issued_at_s=at_s)], nonces=["n1"], **ONLINE)
    assert caught.value.code == "key_proof.stale"


def test_only_algorithms_that_were_published_are_read() -> None:
    with pytest.raises(LivretError) as caught:
        KeyProof.parse(proof(THREE), algorithms=("ES256",))
    assert caught.value.code == "jws.algorithm"


@pytest.mark.parametrize("changes", [{"iss": 7}, {"nonce": 7}])
def test_what_a_proof_says_is_text(changes: dict[str, Any]) -> None:
    assert code(forged(**changes)) == "key_proof.malformed"


def test_rfc_7519_4_1_4_twin_a_proof_within_its_own_times_counts() -> None:
    within = forged(exp=NOW_S + 1, nbf=NOW_S + 300)
    assert check_key_proofs([within], now_s=NOW_S, **ASKED)
