from typing import Any, Final

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from livret_core.errors import MalformedInput
from livret_core.keys import Ed25519Signer, P256Signer, pem

P256: Final = P256Signer.from_seed(bytes(range(48)))
ED25519: Final = Ed25519Signer.from_seed(bytes(range(32)))
SIGNERS: Final = pytest.mark.parametrize("signer", [P256, ED25519], ids=["P-256", "Ed25519"])


def foreign(key: Any) -> bytes:
    octets: bytes = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return octets


@SIGNERS
@pytest.mark.parametrize("passphrase", [None, b"correct horse"])
def test_a_private_key_is_read_as_it_was_written(signer: Any, passphrase: bytes | None) -> None:
    text = pem.format_private(signer, passphrase)
    assert (b"ENCRYPTED" in text) == (passphrase is not None)
    assert pem.parse_private(text, passphrase).public_key == signer.public_key


@SIGNERS
def test_a_public_key_is_read_as_it_was_written(signer: Any) -> None:
    assert pem.parse_public(pem.format_public(signer.public_key)) == signer.public_key


def test_a_key_in_the_form_openssl_once_wrote_is_read() -> None:
    text = P256.handle.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    assert pem.parse_private(text).public_key == P256.public_key


@pytest.mark.parametrize("passphrase", [None, b"", b"wrong"])
def test_a_wrong_passphrase_reads_nothing(passphrase: bytes | None) -> None:
    with pytest.raises(MalformedInput) as caught:
        pem.parse_private(pem.format_private(P256, b"right"), passphrase)
    assert caught.value.code == "key.malformed"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no key",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        foreign(ec.derive_private_key(5, ec.SECP384R1())),
        foreign(ec.derive_private_key(5, ec.SECP256K1())),
        foreign(rsa.generate_private_key(65_537, 2_048)),
        pem.format_public(P256.public_key),
    ],
    ids=["empty", "text", "noise", "P-384", "secp256k1", "RSA", "public"],
)
def test_anything_but_a_private_key_of_ours_is_malformed(text: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        pem.parse_private(text)
    assert caught.value.code == "key.malformed"


def test_a_private_key_is_never_read_as_a_public_one() -> None:
    with pytest.raises(MalformedInput) as caught:
        pem.parse_public(pem.format_private(P256, None))
    assert caught.value.code == "key.private"


@pytest.mark.parametrize("text", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_anything_but_a_public_key_is_malformed(text: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        pem.parse_public(text)
    assert caught.value.code == "key.malformed"


def test_an_enormous_file_is_not_looked_at() -> None:
    with pytest.raises(MalformedInput) as caught:
        pem.parse_private(bytes(1 << 20))
    assert caught.value.code == "input.too_large"


def test_an_empty_passphrase_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="passphrase"):
        pem.format_private(P256, b"")
