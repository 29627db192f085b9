"""Attack 8: a JWE that inflates, makes decryption the stranger's choice, or leaks a key.

`zip` is a decompression bomb, RSA1_5 a padding oracle, PBES2 with a huge count an
afternoon of work, an ephemeral key off the curve reads a private key out bit by bit.
"""

import json
import zlib
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.jwe import CompactJwe, encrypt
from livret_core.keys import P256Agreement, jwk

KEY: Final = P256Agreement.from_seed(bytes(range(48)))
KEY_AS_THEIRS: Final = JWK(**jwk.format_public(KEY.public_key))
PRIME: Final = 2**256 - 2**224 + 2**192 + 2**96 - 1


def by_jwcrypto(header: JsonObject, key: JWK, content: bytes = b"{}") -> str:
    sealed = JWE(content, protected=json.dumps(header), algs=[header["alg"], header["enc"]])
    sealed.add_recipient(key)
    text: str = sealed.serialize(compact=True)
    return text


def with_header(text: str, **changes: object) -> str:
    header = json.loads(base64url.decode(text.partition(".")[0])) | changes
    return base64url.encode(json.dumps(header).encode()) + "." + text.partition(".")[2]


def code_of(text: str) -> str:
    with pytest.raises(LivretError) as caught:
        CompactJwe.parse(text).decrypt(KEY)
    return caught.value.code


def test_attack_08_compressed_content() -> None:
    bomb = bytes(50 << 20)
    text = by_jwcrypto({"alg": "ECDH-ES", "enc": "A256GCM", "zip": "DEF"}, KEY_AS_THEIRS, bomb)
    assert len(text) < len(zlib.compress(bomb)) * 2
    assert code_of(text) == "jwe.parameter"


def test_attack_08_rsa_with_pkcs1_padding() -> None:
    key = JWK.from_pyca(rsa.generate_private_key(65_537, 2_048))
    assert code_of(by_jwcrypto({"alg": "RSA1_5", "enc": "A256GCM"}, key)) == "jwe.algorithm"


def test_attack_08_a_password_hashed_a_billion_times() -> None:
    header = {
        "alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "p2s": base64url.encode(bytes(16)),
        "p2c": 1_000_000_000,
    }  # fmt: skip
    text = base64url.encode(json.dumps(header).encode()) + ".AAAA.AAAAAAAAAAAAAAAA.AA." + "A" * 22
    assert code_of(text) == "jwe.parameter"
    del header["p2c"]
    text = base64url.encode(json.dumps(header).encode()) + ".AAAA.AAAAAAAAAAAAAAAA.AA." + "A" * 22
    assert code_of(text) == "jwe.algorithm"


@pytest.mark.parametrize(
    "alg", ["dir", "A128KW", "ECDH-ES+A128KW", "ECDH-ES+A256KW", "RSA-OAEP", "A256GCMKW", "none"]
)
def test_attack_08_another_way_to_agree_on_a_key(alg: str) -> None:
    assert code_of(with_header(encrypt(b"{}", KEY.public_key), alg=alg)) == "jwe.algorithm"


@pytest.mark.parametrize("enc", ["A128CBC-HS256", "A256CBC-HS512", "A192GCM", "none", "a256gcm"])
def test_attack_08_another_cipher(enc: str) -> None:
    assert code_of(with_header(encrypt(b"{}", KEY.public_key), enc=enc)) == "jwe.algorithm"


@pytest.mark.parametrize(
    "changes",
    [
        {"crit": ["exp"]},
        {"jku": "https://evil.example/"},
        {"x5u": "https://evil.example/"},
        {"jwk": {}},
        {"x5c": []},
        {"zip": None},
    ],
    ids=str,
)
def test_attack_08_a_parameter_never_followed(changes: JsonObject) -> None:
    assert code_of(with_header(encrypt(b"{}", KEY.public_key), **changes)) == "jwe.parameter"


def point(x: int, y: int) -> JsonObject:
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url.encode(x.to_bytes(32)),
        "y": base64url.encode(y.to_bytes(32)),
    }


@pytest.mark.parametrize(
    "epk",
    [
        point(1, 1),
        point(0, 0),
        point(PRIME, 0),
        point(2, int.from_bytes(KEY.public_key.y)),
        point(int.from_bytes(KEY.public_key.x), int.from_bytes(KEY.public_key.y) ^ 1),
        point(1, 1) | {"crv": "P-384"},
        {"kty": "OKP", "crv": "X25519", "x": base64url.encode(bytes(32))},
    ],
    ids=["off curve", "zero", "not reduced", "wrong x", "wrong y", "other curve", "other kind"],
)
def test_attack_08_an_ephemeral_key_that_is_no_point_of_the_curve(epk: JsonObject) -> None:
    assert code_of(with_header(encrypt(b"{}", KEY.public_key), epk=epk)) == "key.malformed"


def test_attack_08_an_ephemeral_key_with_its_private_half() -> None:
    epk = jwk.format_public(KEY.public_key) | {"d": base64url.encode(KEY.scalar_bytes)}
    assert code_of(with_header(encrypt(b"{}", KEY.public_key), epk=epk)) == "key.private"


def test_attack_08_an_ephemeral_key_with_more_than_the_point() -> None:
    epk = jwk.format_public(KEY.public_key) | {"x5c": ["AAAA"]}
    assert code_of(with_header(encrypt(b"{}", KEY.public_key), epk=epk)) == "jwe.header"


def test_attack_08_an_encrypted_key_where_none_is_used() -> None:
    head, _, tail = encrypt(b"{}", KEY.public_key).partition("..")
    assert code_of(f"{head}.AAAA.{tail}") == "jwe.malformed"


def test_attack_08_a_shortened_tag() -> None:
    head, _, tag = encrypt(b"{}", KEY.public_key).rpartition(".")
    assert code_of(f"{head}.{base64url.encode(base64url.decode(tag)[:12])}") == "jwe.malformed"


def test_attack_08_the_json_form() -> None:
    sealed = JWE(b"{}", protected='{"alg":"ECDH-ES","enc":"A256GCM"}')
    sealed.add_recipient(KEY_AS_THEIRS)
    assert code_of(sealed.serialize()) == "jwe.malformed"


def test_attack_08_the_answer_says_nothing_of_why_decryption_failed() -> None:
    head, _, _ = encrypt(b"{}", KEY.public_key).rpartition(".")
    with pytest.raises(LivretError) as caught:
        CompactJwe.parse(f"{head}.{base64url.encode(bytes(16))}").decrypt(KEY)
    assert (caught.value.code, caught.value.detail, caught.value.__cause__) == (
        "jwe.decryption",
        "",
        None,
    )


@pytest.mark.parametrize("enc", ["A128GCM", "A256GCM"])
def test_attack_08_twin_the_same_without_the_attack_is_decrypted(enc: str) -> None:
    text = by_jwcrypto({"alg": "ECDH-ES", "enc": enc}, KEY_AS_THEIRS)
    assert CompactJwe.parse(text).decrypt(KEY) == b"{}"
