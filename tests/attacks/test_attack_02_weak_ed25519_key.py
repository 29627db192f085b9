"""Attack 2: an Ed25519 key of small order, under which one signature verifies any message.

As a holder's `cnf` it makes a credential everybody's; in a DID log it lets anybody
write. Verification by OpenSSL accepts such keys, as the first test shows.
"""

from collections.abc import Callable
from typing import Final

import nacl.bindings
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PublicKey as OpenSslPublicKey,
)

from livret_core.encoding import base64url, multibase
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Ed25519PublicKey, Ed25519Signer, PublicKey, jwk, multikey

P: Final = (1 << 255) - 19
ORDER: Final = (1 << 252) + 27742317777372353535851937790883648493
D: Final = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]

IDENTITY: Final = (1).to_bytes(32, "little")
HONEST: Final = Ed25519Signer.from_seed(bytes(range(32))).public_key.raw


def add(a: Point, b: Point) -> Point:
    """The complete addition of RFC 8032 §5.1.4, in affine coordinates."""
    (x1, y1), (x2, y2) = a, b
    cross = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + cross, -1, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - cross, -1, P) % P
    return x, y


def decompress(y: int, sign: int) -> Point | None:
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return None
    return (x if x & 1 == sign else -x % P), y


def torsion() -> list[Point]:
    """All eight points whose order divides 8: multiples of one of order 8."""
    for y in range(2, 100):
        point = decompress(y, 0)
        if point is None:
            continue
        found = (0, 1)
        for bit in f"{ORDER:b}":
            found = add(found, found)
            if bit == "1":
                found = add(found, point)
        multiples = [(0, 1)]
        while (following := add(multiples[-1], found)) != (0, 1):
            multiples.append(following)
        if len(multiples) == 8:
            return multiples
    raise AssertionError("no point of order 8 below y = 100")


def encodings() -> list[bytes]:
    """Every 32 bytes that some decoder reads as a point of small order.

    y and y + p where it fits in 255 bits, each with the sign bit clear and set.
    """
    ys = {y + extra for _, y in torsion() for extra in (0, P)}
    return sorted(
        (y | sign << 255).to_bytes(32, "little") for y in ys if y < 1 << 255 for sign in (0, 1)
    )


def from_jwk(raw: bytes) -> PublicKey:
    return jwk.parse_public({"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(raw)})


def from_multikey(raw: bytes) -> PublicKey:
    return multikey.parse(multibase.encode_multikey("ed25519-pub", raw))


READERS: Final = pytest.mark.parametrize(
    "read", [Ed25519PublicKey, from_jwk, from_multikey], ids=["raw", "cnf.jwk", "multikey"]
)


def test_attack_02_the_forgery_is_real_where_nobody_looks_at_the_key() -> None:
    signature = IDENTITY + bytes(32)
    key = OpenSslPublicKey.from_public_bytes(IDENTITY)
    key.verify(signature, b"any message")
    key.verify(signature, b"any other message")


def test_attack_02_there_are_eight_points_and_fourteen_spellings() -> None:
    assert len(set(torsion())) == 8
    assert len(encodings()) == 14


def test_attack_02_libsodium_agrees_that_each_spelling_is_no_key() -> None:
    valid = nacl.bindings.crypto_core_ed25519_is_valid_point
    assert not any(valid(raw) for raw in encodings())


@READERS
@pytest.mark.parametrize("raw", encodings(), ids=lambda raw: raw.hex())
def test_attack_02_no_spelling_of_small_order_becomes_a_key(
    raw: bytes, read: Callable[[bytes], PublicKey]
) -> None:
    canonical = int.from_bytes(raw, "little") & ((1 << 255) - 1) < P
    with pytest.raises(LivretError) as caught:
        read(raw)
    assert caught.value.code == ("key.weak" if canonical else "key.malformed")


@READERS
@pytest.mark.parametrize("y", [P, P + 1, P + 2, (1 << 255) - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_attack_02_a_second_spelling_of_a_coordinate_is_no_key(
    y: int, sign: int, read: Callable[[bytes], PublicKey]
) -> None:
    with pytest.raises(MalformedInput) as caught:
        read((y | sign << 255).to_bytes(32, "little"))
    assert caught.value.code == "key.malformed"


def test_attack_02_a_key_with_a_part_of_small_order_is_not_kept() -> None:
    y = int.from_bytes(HONEST, "little")
    honest = decompress(y & ((1 << 255) - 1), y >> 255)
    assert honest is not None
    x, y = add(honest, torsion()[1])
    with pytest.raises(Refused) as caught:
        from_multikey((y | (x & 1) << 255).to_bytes(32, "little"))
    assert caught.value.code == "key.weak"


def test_attack_02_a_key_off_the_curve_is_not_kept() -> None:
    y = next(y for y in range(2, 100) if decompress(y, 0) is None)
    with pytest.raises(Refused) as caught:
        from_multikey(y.to_bytes(32, "little"))
    assert caught.value.code == "key.weak"


def test_attack_02_a_key_off_the_curve_verifies_nothing() -> None:
    y = next(y for y in range(2, 100) if decompress(y, 0) is None)
    key = Ed25519PublicKey(y.to_bytes(32, "little"))
    assert not key.verify(b"message", IDENTITY + bytes(32))


@pytest.mark.parametrize("r", [IDENTITY, *encodings()[:2]], ids=["identity", "first", "second"])
def test_attack_02_a_signature_whose_r_is_of_small_order_does_not_verify(r: bytes) -> None:
    assert not Ed25519PublicKey(HONEST).verify(b"message", r + bytes(32))


def test_attack_02_a_signature_with_s_beyond_the_order_does_not_verify() -> None:
    signer = Ed25519Signer.from_seed(bytes(range(32)))
    signature = signer.sign(b"message")
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert not signer.public_key.verify(b"message", signature[:32] + s.to_bytes(32, "little"))


@READERS
def test_attack_02_twin_an_honest_key_is_read_and_verifies(
    read: Callable[[bytes], PublicKey],
) -> None:
    signer = Ed25519Signer.from_seed(bytes(range(32)))
    assert read(HONEST).verify(b"message", signer.sign(b"message"))
