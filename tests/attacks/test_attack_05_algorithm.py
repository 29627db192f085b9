"""Attack 5: the header chooses the algorithm: none, another key's, or HMAC with a public key."""

import hashlib
import hmac
from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Ed25519Signer, P256Signer, PublicKey, Signer, pem

P256: Final = P256Signer.from_seed(bytes(range(48)))
ED25519: Final = Ed25519Signer.from_seed(bytes(range(32)))
BOTH: Final = ("ES256", "EdDSA", "Ed25519")


def signed(alg: object, signer: Signer) -> str:
    octets = jws.signing_input({"alg": alg, "typ": "t"}, b"{}")  # type: ignore[dict-item]
    return jws.assemble(octets, signer.sign(octets))


def read(text: str, key: PublicKey, algorithms: tuple[str, ...] = BOTH) -> None:
    token = jws.CompactJws.parse(text)
    token.check_header(typ="t", algorithms=algorithms)
    token.verify(key)


def refusal(text: str, key: PublicKey, **how: Any) -> LivretError:
    with pytest.raises(LivretError) as caught:
        read(text, key, **how)
    return caught.value


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", ""])
def test_attack_05_no_algorithm_and_no_signature(alg: str) -> None:
    octets = jws.signing_input({"alg": alg, "typ": "t"}, b"{}")
    assert refusal(jws.assemble(octets, b""), P256.public_key).code == "jws.algorithm"


def test_attack_05_none_though_the_caller_allows_it() -> None:
    octets = jws.signing_input({"alg": "none", "typ": "t"}, b"{}")
    error = refusal(jws.assemble(octets, b""), P256.public_key, algorithms=("none", "ES256"))
    assert error.code == "jws.algorithm"


@pytest.mark.parametrize("alg", ["HS256", "ES256"])
def test_attack_05_hmac_keyed_with_the_public_key(alg: str) -> None:
    octets = jws.signing_input({"alg": alg, "typ": "t"}, b"{}")
    forged = hmac.digest(pem.format_public(P256.public_key), octets, hashlib.sha256)
    error = refusal(jws.assemble(octets, forged), P256.public_key)
    assert error.code == ("jws.algorithm" if alg == "HS256" else "jws.signature_length")


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES384", "ES512", "ES256K", "Ed448", "es256"])
def test_attack_05_an_algorithm_livret_does_not_have(alg: str) -> None:
    error = refusal(signed(alg, P256), P256.public_key, algorithms=(*BOTH, alg))
    assert error.code == "jws.algorithm"


@pytest.mark.parametrize(
    ("alg", "signer"),
    [("EdDSA", P256), ("Ed25519", P256), ("ES256", ED25519)],
    ids=["EdDSA by P-256", "Ed25519 by P-256", "ES256 by Ed25519"],
)
def test_attack_05_an_algorithm_that_is_not_the_keys_own(alg: str, signer: Signer) -> None:
    token = jws.CompactJws.parse(signed(alg, signer))
    with pytest.raises(Refused) as caught:
        token.verify(signer.public_key)
    assert caught.value.code == "jws.algorithm"


def test_attack_05_an_algorithm_this_use_does_not_allow() -> None:
    error = refusal(signed("EdDSA", ED25519), ED25519.public_key, algorithms=("ES256",))
    assert error.code == "jws.algorithm"


@pytest.mark.parametrize("alg", [None, 7, ["ES256"], {"ES256": 1}, True])
def test_attack_05_an_algorithm_that_is_not_text(alg: object) -> None:
    text = signed(alg, P256)
    error = refusal(text, P256.public_key)
    assert (type(error), error.code) == (MalformedInput, "jws.header")
    with pytest.raises(Refused) as caught:
        jws.CompactJws.parse(text).verify(P256.public_key)
    assert caught.value.code == "jws.algorithm"


def test_attack_05_a_header_without_algorithm() -> None:
    octets = base64url.encode_bytes(json_encoding.format({"typ": "t"})) + b".e30"
    error = refusal(jws.assemble(octets, P256.sign(octets)), P256.public_key)
    assert (type(error), error.code) == (MalformedInput, "jws.header")


def test_attack_05_a_signer_does_not_let_a_header_choose() -> None:
    token = jws.CompactJws.parse(jws.sign({"alg": "none", "typ": "t"}, b"{}", P256))
    assert token.header["alg"] == "ES256"


@pytest.mark.parametrize(
    ("alg", "signer"), [("ES256", P256), ("EdDSA", ED25519), ("Ed25519", ED25519)]
)
def test_attack_05_twin_the_keys_own_algorithm_verifies(alg: str, signer: Signer) -> None:
    read(signed(alg, signer), signer.public_key)
