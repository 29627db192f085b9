"""Attack 1: an ES256 signature of the wrong length, its halves padded or cut.

A common library verifies r ‖ s with zero bytes before each half, so one signature has
several spellings, and whatever was keyed on the text of a token can be used again.
"""

from typing import Final

import pytest

from livret_core import jws
from livret_core.errors import Refused
from livret_core.keys import Ed25519Signer, P256Signer, Signer

P256: Final = P256Signer.from_seed(bytes(range(48)))
ED25519: Final = Ed25519Signer.from_seed(bytes(range(32)))


def resigned(signer: Signer, signature: bytes) -> jws.CompactJws:
    octets = jws.signing_input({"alg": signer.algorithm.name, "typ": "t"}, b"{}")
    return jws.CompactJws.parse(jws.assemble(octets, signature))


def signature_of(signer: Signer) -> bytes:
    return signer.sign(jws.signing_input({"alg": signer.algorithm.name, "typ": "t"}, b"{}"))


def padded(signature: bytes, size: int) -> bytes:
    return signature[:32].rjust(size, b"\0") + signature[32:].rjust(size, b"\0")


@pytest.mark.parametrize("size", [33, 64])
def test_attack_01_halves_padded_with_zeroes(size: int) -> None:
    with pytest.raises(Refused) as caught:
        resigned(P256, padded(signature_of(P256), size)).verify(P256.public_key)
    assert caught.value.code == "jws.signature_length"


@pytest.mark.parametrize("signer", [P256, ED25519], ids=["ES256", "Ed25519"])
@pytest.mark.parametrize("change", [b"", b"\0"], ids=["cut short", "one more byte"])
def test_attack_01_a_byte_less_or_more(signer: Signer, change: bytes) -> None:
    signature = signature_of(signer)
    changed = signature + change if change else signature[:-1]
    with pytest.raises(Refused) as caught:
        resigned(signer, changed).verify(signer.public_key)
    assert caught.value.code == "jws.signature_length"


def test_attack_01_the_key_itself_does_not_verify_padded_halves() -> None:
    octets = b"message"
    assert not P256.public_key.verify(octets, padded(P256.sign(octets), 33))


@pytest.mark.parametrize("signer", [P256, ED25519], ids=["ES256", "Ed25519"])
def test_attack_01_twin_the_exact_length_verifies(signer: Signer) -> None:
    resigned(signer, signature_of(signer)).verify(signer.public_key)


def test_attack_01_twin_the_key_itself_verifies_64_bytes() -> None:
    assert P256.public_key.verify(b"message", P256.sign(b"message"))
