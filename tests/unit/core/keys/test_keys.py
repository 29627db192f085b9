from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from livret_core.encoding import multibase
from livret_core.errors import MalformedInput
from livret_core.keys import (
    Ed25519PublicKey,
    Ed25519Signer,
    P256Agreement,
    P256PublicKey,
    P256Signer,
    multikey,
)

P256: Final = P256Signer.from_seed(bytes(range(48)))
P384: Final = ec.derive_private_key(5, ec.SECP384R1())


def code_of(work: Any, *arguments: Any) -> str:
    with pytest.raises(MalformedInput) as caught:
        work(*arguments)
    return caught.value.code


def test_a_compressed_point_is_the_same_key() -> None:
    key = P256.public_key
    assert P256PublicKey.from_compressed(key.compressed) == key
    assert hash(P256PublicKey.from_compressed(key.compressed)) == hash(key)


def test_the_other_root_is_another_key() -> None:
    key = P256.public_key
    other = bytes([key.compressed[0] ^ 1]) + key.x
    assert P256PublicKey.from_compressed(other) != key


@pytest.mark.parametrize(
    "point",
    [
        b"",
        P256.public_key.compressed[:-1],
        P256.public_key.compressed + b"\0",
        b"\x04" + P256.public_key.x,
        b"\x00" + P256.public_key.x,
        b"\x02" + b"\xff" * 32,
        b"\x02" + (5).to_bytes(32)[:-1] + b"\x01",
        b"\x04" + P256.public_key.x + P256.public_key.y,
    ],
    ids=["empty", "short", "long", "uncompressed tag", "no tag", "not reduced", "no root", "full"],
)
def test_bytes_that_are_no_compressed_point_are_malformed(point: bytes) -> None:
    assert code_of(P256PublicKey.from_compressed, point) == "key.malformed"


@pytest.mark.parametrize("kind", [P256Signer, P256Agreement])
def test_a_private_key_of_another_curve_is_malformed(kind: Any) -> None:
    assert code_of(kind, P384) == "key.malformed"


def test_a_public_key_of_another_curve_is_malformed() -> None:
    assert code_of(P256PublicKey.from_handle, P384.public_key()) == "key.malformed"


@pytest.mark.parametrize("size", [31, 33])
def test_keys_of_another_length_are_malformed(size: int) -> None:
    assert code_of(Ed25519PublicKey, bytes(size)) == "key.malformed"
    assert code_of(P256Signer.from_scalar_bytes, bytes(size)) == "key.malformed"
    assert code_of(P256Agreement.from_scalar_bytes, bytes(size)) == "key.malformed"


def test_a_key_that_only_agrees_is_no_multikey_of_a_signer() -> None:
    text = multibase.encode_multikey("x25519-pub", bytes(range(32)))
    assert code_of(multikey.parse, text) == "key.malformed"


def test_the_multikey_of_did_key_examples_is_read_and_written_alike() -> None:
    for text in (
        "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
    ):
        assert multikey.format(multikey.parse(text)) == text


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(65)])
def test_a_signature_of_another_length_does_not_verify(signature: bytes) -> None:
    assert not P256.public_key.verify(b"m", signature)
    assert not Ed25519Signer.from_seed(bytes(32)).public_key.verify(b"m", signature)


def test_an_agreement_key_is_kept_as_its_scalar() -> None:
    key = P256Agreement.from_seed(bytes(range(48)))
    assert P256Agreement.from_scalar_bytes(key.scalar_bytes).public_key == key.public_key


@pytest.mark.parametrize("size", [47, 49])
def test_an_agreement_seed_of_another_length_is_a_programming_error(size: int) -> None:
    with pytest.raises(ValueError, match="48 bytes"):
        P256Agreement.from_seed(bytes(size))
