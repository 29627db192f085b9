from typing import Any, Final

import pytest
from jwcrypto.jwk import JWK

from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput
from livret_core.keys import Ed25519Signer, P256Agreement, P256Signer, jwk

P256: Final = P256Signer.from_seed(bytes(range(48)))
ED25519: Final = Ed25519Signer.from_seed(bytes(range(32)))
SIGNERS: Final = pytest.mark.parametrize("signer", [P256, ED25519], ids=["P-256", "Ed25519"])


def code_of(work: Any, *arguments: Any) -> str:
    with pytest.raises(LivretError) as caught:
        work(*arguments)
    return caught.value.code


@SIGNERS
def test_a_public_key_is_read_as_it_was_written(signer: Any) -> None:
    assert jwk.parse_public(jwk.format_public(signer.public_key)) == signer.public_key


@SIGNERS
def test_a_private_key_is_read_as_it_was_written(signer: Any) -> None:
    assert jwk.parse_private(jwk.format_private(signer)).public_key == signer.public_key


@SIGNERS
def test_members_nobody_knows_are_ignored(signer: Any) -> None:
    stated: JsonObject = {
        "kid": "k", "use": "sig", "alg": signer.algorithm.name, "key_ops": ["verify"], "x-y": 1,
    }  # fmt: skip
    assert jwk.parse_public(jwk.format_public(signer.public_key) | stated) == signer.public_key


@SIGNERS
@pytest.mark.parametrize(
    "stated",
    [
        {"use": "enc"},
        {"use": None},
        {"alg": "ECDH-ES"},
        {"alg": "ES384"},
        {"alg": ["ES256"]},
        {"alg": {}},
        {"key_ops": []},
        {"key_ops": ["sign"]},
        {"key_ops": "verify"},
        {"key_ops": [["verify"]]},
        {"x5u": "https://a.example/"},
        {"jku": "https://a.example/"},
    ],
    ids=str,
)
def test_a_key_that_speaks_against_its_use_is_malformed(signer: Any, stated: JsonObject) -> None:
    assert code_of(jwk.parse_public, jwk.format_public(signer.public_key) | stated) == (
        "key.malformed"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kty": "oct"}, "key.malformed"),
        ({"kty": "RSA"}, "key.malformed"),
        ({"kty": ["EC"]}, "key.malformed"),
        ({"crv": "P-384"}, "key.malformed"),
        ({"crv": "secp256k1"}, "key.malformed"),
        ({"x": None}, "key.malformed"),
        ({"x": 7}, "key.malformed"),
        ({"x": base64url.encode(bytes(31))}, "key.malformed"),
        ({"x": base64url.encode(b"\0" + P256.public_key.x)}, "key.malformed"),
        ({"y": base64url.encode(bytes(32))}, "key.malformed"),
        ({"x": base64url.encode(b"\xff" * 32)}, "key.malformed"),
        ({"x": "A+/="}, "input.base64url"),
    ],
    ids=str,
)
def test_a_p256_key_that_is_none_is_malformed(changes: JsonObject, code: str) -> None:
    assert code_of(jwk.parse_public, jwk.format_public(P256.public_key) | changes) == code


def test_the_two_halves_of_a_private_key_must_belong_together() -> None:
    other = jwk.format_private(P256Signer.from_seed(bytes(48)))
    mixed = jwk.format_public(P256.public_key) | {"d": other["d"]}
    assert code_of(jwk.parse_private, mixed) == "key.malformed"


@SIGNERS
def test_a_private_key_of_another_length_is_malformed(signer: Any) -> None:
    short = jwk.format_private(signer) | {"d": base64url.encode(bytes(31))}
    assert code_of(jwk.parse_private, short) == "key.malformed"


@pytest.mark.parametrize(
    "scalar", [0, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551]
)
def test_a_scalar_out_of_range_is_malformed(scalar: int) -> None:
    assert code_of(P256Signer.from_scalar, scalar) == "key.malformed"


def test_a_private_key_for_verifying_alone_does_not_sign() -> None:
    assert code_of(jwk.parse_private, jwk.format_private(P256) | {"key_ops": ["verify"]}) == (
        "key.malformed"
    )
    signs = jwk.format_private(P256) | {"key_ops": ["sign"]}
    assert jwk.parse_private(signs).public_key == P256.public_key


@pytest.mark.parametrize(
    "stated",
    [{}, {"use": "enc", "alg": "ECDH-ES", "kid": "1"}, {"key_ops": []}, {"key_ops": ["deriveKey"]}],
    ids=str,
)
def test_a_key_to_encrypt_to_is_read(stated: JsonObject) -> None:
    key = P256Agreement.from_seed(bytes(range(48))).public_key
    assert jwk.parse_agreement(jwk.format_public(key) | stated) == key


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"use": "sig"}, "key.malformed"),
        ({"alg": "ES256"}, "key.malformed"),
        ({"alg": "ECDH-ES+A128KW"}, "key.malformed"),
        ({"key_ops": ["verify"]}, "key.malformed"),
        ({"crv": "P-384"}, "key.malformed"),
        ({"kty": "OKP", "crv": "X25519"}, "key.malformed"),
        ({"d": "AA"}, "key.private"),
    ],
    ids=str,
)
def test_a_key_that_is_not_for_encrypting_is_malformed(stated: JsonObject, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        jwk.parse_agreement(jwk.format_public(P256.public_key) | stated)
    assert caught.value.code == code


def test_a_thumbprint_is_the_one_rfc_8037_prints() -> None:
    key = jwk.parse_public(
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    )
    assert jwk.thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("key", [P256, ED25519, P256Agreement.from_seed(bytes(48))])
def test_the_repr_of_a_private_key_shows_nothing_of_it(key: Any) -> None:
    secret = key.seed if isinstance(key, Ed25519Signer) else key.scalar_bytes
    assert not any(piece in repr(key) for piece in (secret.hex(), repr(secret), str(secret)))
    assert repr(key).endswith("(…)")


@SIGNERS
def test_a_thumbprint_is_the_one_that_others_compute(signer: Any) -> None:
    theirs = JWK(**jwk.format_public(signer.public_key)).thumbprint()
    assert jwk.thumbprint(signer.public_key) == theirs
