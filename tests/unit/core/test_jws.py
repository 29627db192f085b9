from typing import Final

import pytest
from joserfc import jws as joserfc_jws
from joserfc.jwk import ECKey

from livret_core import jws
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import Ed25519Signer, P256Signer, jwk

P256: Final = P256Signer.from_seed(bytes(range(48)))
ED25519: Final = Ed25519Signer.from_seed(bytes(range(32)))


def test_a_jws_shows_its_header_payload_and_what_was_signed() -> None:
    text = jws.sign({"typ": "t", "kid": "k"}, b'{"a":1}', P256)

    token = jws.CompactJws.parse(text)

    assert token.header == {"alg": "ES256", "typ": "t", "kid": "k"}
    assert token.payload_object() == {"a": 1}
    assert token.signing_input == text.rpartition(".")[0].encode()
    assert len(token.signature) == 64


def test_a_header_cannot_be_changed_after_it_was_read() -> None:
    token = jws.CompactJws.parse(jws.sign({"typ": "t"}, b"{}", P256))
    with pytest.raises(TypeError):
        token.header["alg"] = "none"  # type: ignore[index]


def test_text_and_bytes_are_one_jws() -> None:
    text = jws.sign({"typ": "t"}, b"{}", P256)
    assert jws.CompactJws.parse(text) == jws.CompactJws.parse(text.encode())


def test_another_implementation_verifies_what_is_signed() -> None:
    theirs = ECKey.import_key(jwk.format_public(P256.public_key))  # type: ignore[arg-type]
    read = joserfc_jws.deserialize_compact(jws.sign({"typ": "t"}, b"{}", P256), theirs)
    assert read.payload == b"{}"


def test_a_signature_by_another_implementation_verifies() -> None:
    theirs = ECKey.import_key(jwk.format_private(P256))  # type: ignore[arg-type]
    text = joserfc_jws.serialize_compact({"alg": "ES256", "typ": "t"}, b"{}", theirs)
    jws.CompactJws.parse(text).verify(P256.public_key)


def test_a_payload_may_have_a_cap_of_its_own() -> None:
    token = jws.CompactJws.parse(jws.sign({"typ": "t"}, b'{"a":1}', P256))
    with pytest.raises(MalformedInput) as caught:
        token.payload_object(max_bytes=3)
    assert caught.value.code == "input.too_large"


def test_a_changed_payload_is_refused_for_its_signature() -> None:
    head, _, signature = jws.sign({"typ": "t"}, b'{"a":1}', P256).split(".")
    with pytest.raises(Refused) as caught:
        jws.CompactJws.parse(f"{head}.eyJhIjoyfQ.{signature}").verify(P256.public_key)
    assert caught.value.code == "jws.signature"


def test_ed25519_reproduces_the_first_vectors_of_rfc_8032() -> None:
    signer = Ed25519Signer.from_seed(
        bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    )
    assert signer.public_key.raw.hex() == (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    )
    assert signer.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_es256_verifies_the_example_of_rfc_7515() -> None:
    key = jwk.parse_public(
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        }
    )
    jws.CompactJws.parse(
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
        "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5d"
        "jxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    ).verify(key)


@pytest.mark.parametrize("seed", [b"", bytes(47), bytes(49)])
def test_a_p256_seed_of_another_length_is_a_programming_error(seed: bytes) -> None:
    with pytest.raises(ValueError, match="48 bytes"):
        P256Signer.from_seed(seed)


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_an_ed25519_seed_of_another_length_is_a_programming_error(seed: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Ed25519Signer.from_seed(seed)


def test_a_seed_of_zeroes_and_one_of_ones_make_keys_in_range() -> None:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    for seed in (bytes(48), b"\xff" * 48):
        assert 1 <= int.from_bytes(P256Signer.from_seed(seed).scalar_bytes) < order


def test_the_key_of_the_largest_scalar_signs() -> None:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    signer = P256Signer.from_scalar(order - 1)
    assert signer.public_key.verify(b"m", signer.sign(b"m"))
