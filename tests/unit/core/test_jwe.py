import json
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe as joserfc_jwe
from joserfc.jwk import ECKey

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.jwe import ENCRYPTIONS, CompactJwe, Encryption, encrypt
from livret_core.keys import P256Agreement, jwk

KEY: Final = P256Agreement.from_seed(bytes(range(48)))
OTHER: Final = P256Agreement.from_seed(bytes(range(1, 49)))
CONTENT: Final = b'{"vp_token":{}}'


def header_of(text: str) -> JsonObject:
    read: JsonObject = json.loads(base64url.decode(text.partition(".")[0]))
    return read


def with_header(text: str, **changes: object) -> str:
    header = {k: v for k, v in (header_of(text) | changes).items() if v is not None}
    return base64url.encode(json.dumps(header).encode()) + "." + text.partition(".")[2]


def refusal(text: str, **how: Any) -> LivretError:
    with pytest.raises(LivretError) as caught:
        CompactJwe.parse(text).decrypt(KEY, **how)
    return caught.value


@pytest.mark.parametrize("enc", ["A128GCM", "A256GCM"])
def test_what_is_encrypted_is_decrypted(enc: Encryption) -> None:
    text = encrypt(CONTENT, KEY.public_key, enc=enc, kid="k1", apu=b"wallet", apv=b"nonce")

    read = CompactJwe.parse(text)

    assert (read.enc, read.kid, read.apu, read.apv) == (enc, "k1", b"wallet", b"nonce")
    assert read.decrypt(KEY, kid="k1") == CONTENT


def test_two_encryptions_of_one_content_share_nothing() -> None:
    first, second = (encrypt(CONTENT, KEY.public_key).split(".") for _ in range(2))
    assert all(a != b for a, b in zip(first, second, strict=True) if a or b)


def test_another_implementation_reads_what_is_written() -> None:
    text = encrypt(CONTENT, KEY.public_key, apu=b"a", apv=b"b", cty="json")
    theirs = ECKey.import_key(
        {**jwk.format_public(KEY.public_key), "d": base64url.encode(KEY.scalar_bytes)}  # type: ignore[dict-item]
    )
    opened = joserfc_jwe.decrypt_compact(text, theirs, algorithms=["ECDH-ES", "A256GCM"])
    assert opened.plaintext == CONTENT


def test_what_another_implementation_writes_is_read() -> None:
    theirs = ECKey.import_key(jwk.format_public(KEY.public_key))  # type: ignore[arg-type]
    text = joserfc_jwe.encrypt_compact(
        {"alg": "ECDH-ES", "enc": "A128GCM", "kid": "k1"},
        CONTENT,
        theirs,
        algorithms=["ECDH-ES", "A128GCM"],
    )
    assert CompactJwe.parse(text).decrypt(KEY, kid="k1") == CONTENT


def test_a_key_is_agreed_on_as_in_the_standards_example() -> None:
    """RFC 7518, Appendix C: Alice sends, Bob agrees on the key."""
    bob = P256Agreement.from_scalar_bytes(
        base64url.decode("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw")
    )
    alice = jwk.parse_agreement(
        {
            "kty": "EC", "crv": "P-256",
            "x": "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
            "y": "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
        }
    )  # fmt: skip
    about = b"\0\0\0\x07A128GCM\0\0\0\x05Alice\0\0\0\x03Bob\0\0\0\x80"
    assert base64url.encode(bob.agree(alice, about=about, size=16)) == "VqqN6vgjbSBcIijNcacQGg"


@given(
    content=st.binary(min_size=1, max_size=200),
    parties=st.tuples(st.binary(max_size=40), st.binary(max_size=40)),
    enc=st.sampled_from(ENCRYPTIONS),
)
@settings(max_examples=30, deadline=None)
def test_whatever_jwcrypto_writes_is_read(
    content: bytes, parties: tuple[bytes, bytes], enc: Encryption
) -> None:
    text = encrypt(content, KEY.public_key, enc=enc, apu=parties[0], apv=parties[1])
    assert CompactJwe.parse(text).decrypt(KEY) == content


def test_content_of_nothing_is_refused() -> None:
    head, _, iv, _, _ = encrypt(CONTENT, KEY.public_key, enc="A128GCM").split(".")
    epk = header_of(f"{head}....")["epk"]
    assert isinstance(epk, dict)
    about = b"\0\0\0\x07A128GCM\0\0\0\0\0\0\0\0\0\0\0\x80"
    agreed = KEY.agree(jwk.parse_agreement(epk), about=about, size=16)
    tag = AESGCM(agreed).encrypt(base64url.decode(iv), b"", head.encode())
    assert refusal(f"{head}..{iv}..{base64url.encode(tag)}").code == "jwe.decryption"


def test_another_recipients_key_opens_nothing() -> None:
    assert refusal(encrypt(CONTENT, OTHER.public_key)).code == "jwe.decryption"


@pytest.mark.parametrize("segment", [2, 3, 4])
def test_a_changed_byte_is_noticed(segment: int) -> None:
    segments = encrypt(CONTENT, KEY.public_key).split(".")
    octets = bytearray(base64url.decode(segments[segment]))
    octets[0] ^= 1
    segments[segment] = base64url.encode(bytes(octets))
    assert refusal(".".join(segments)).code == "jwe.decryption"


def test_a_changed_header_is_noticed() -> None:
    text = encrypt(CONTENT, KEY.public_key, apv=b"nonce")
    assert refusal(with_header(text, typ="x")).code == "jwe.decryption"


def test_a_jwe_to_another_key_name_is_refused_before_it_is_tried() -> None:
    assert refusal(encrypt(CONTENT, KEY.public_key, kid="old"), kid="new").code == "jwe.other_key"


def test_a_jwe_that_names_no_key_is_tried() -> None:
    text = encrypt(CONTENT, KEY.public_key)
    assert CompactJwe.parse(text).decrypt(KEY, kid="new") == CONTENT


def test_a_caller_may_allow_fewer_encryptions() -> None:
    text = encrypt(CONTENT, KEY.public_key, enc="A128GCM")
    with pytest.raises(Refused) as caught:
        CompactJwe.parse(text, encryptions=["A256GCM"])
    assert caught.value.code == "jwe.algorithm"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"alg": None}, "jwe.header"),
        ({"alg": 1}, "jwe.header"),
        ({"enc": None}, "jwe.header"),
        ({"enc": ["A256GCM"]}, "jwe.header"),
        ({"kid": 7}, "jwe.header"),
        ({"apu": 7}, "jwe.header"),
        ({"apv": ["x"]}, "jwe.header"),
        ({"apu": "é"}, "input.base64url"),
        ({"apv": "YQ=="}, "input.base64url"),
        ({"epk": None}, "jwe.header"),
        ({"epk": "key"}, "jwe.header"),
        ({"epk": {}}, "key.malformed"),
    ],
    ids=str,
)
def test_a_header_of_another_shape_is_malformed(changes: JsonObject, code: str) -> None:
    error = refusal(with_header(encrypt(CONTENT, KEY.public_key), **changes))
    assert (type(error), error.code) == (MalformedInput, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "jwe.malformed"),
        ("a.b.c", "jwe.malformed"),
        ("a.b.c.d.e.f", "jwe.malformed"),
        ("é....", "jwe.malformed"),
        ('{"protected":"e30"}', "jwe.malformed"),
        ("e30=....", "input.base64url"),
        ("W10....", "input.json"),
    ],
)
def test_text_that_is_no_compact_jwe_is_malformed(text: str, code: str) -> None:
    error = refusal(text)
    assert (type(error), error.code) == (MalformedInput, code)


@pytest.mark.parametrize(
    ("segment", "octets"), [(1, bytes(40)), (2, bytes(11)), (2, bytes(16)), (4, bytes(12))]
)
def test_a_segment_of_the_wrong_size_is_malformed(segment: int, octets: bytes) -> None:
    segments = encrypt(CONTENT, KEY.public_key).split(".")
    segments[segment] = base64url.encode(octets)
    assert refusal(".".join(segments)).code == "jwe.malformed"


def test_an_enormous_jwe_is_not_looked_at() -> None:
    with pytest.raises(MalformedInput) as caught:
        CompactJwe.parse("A" * (limits.JWE_BYTES + 1))
    assert caught.value.code == "input.too_large"


@pytest.mark.parametrize(("content", "enc"), [(b"", "A256GCM"), (b"x", "A192GCM")])
def test_nothing_is_encrypted_that_could_not_be_read_back(content: bytes, enc: Any) -> None:
    with pytest.raises(ValueError, match="content"):
        encrypt(content, KEY.public_key, enc=enc)
