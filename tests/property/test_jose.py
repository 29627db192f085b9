"""Parse and format undo each other, and no changed byte ever verifies or decrypts."""

import json
import math
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.jwe import CompactJwe, encrypt
from livret_core.keys import Ed25519Signer, P256Agreement, P256Signer, Signer, jwk, multikey

P256: Final = P256Signer.from_seed(bytes(range(48)))
ED25519: Final = Ed25519Signer.from_seed(bytes(range(32)))
AGREEMENT: Final = P256Agreement.from_seed(bytes(range(48)))

SAFE: Final = (1 << 53) - 1
TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS: Final = (
    st.none()
    | st.booleans()
    | st.integers(-SAFE, SAFE)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
VALUES: Final[st.SearchStrategy[Any]] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
SIGNERS: Final[st.SearchStrategy[Signer]] = st.sampled_from([P256, ED25519])
SEEDS: Final = st.binary(min_size=48, max_size=48)


@given(st.binary(max_size=300))
def test_base64url_is_read_as_it_was_written(value: bytes) -> None:
    assert base64url.decode(base64url.encode(value)) == value


@given(st.text("ABab01-_+/= \n.é", max_size=12))
def test_text_that_reads_as_base64url_is_the_only_spelling(text: str) -> None:
    try:
        value = base64url.decode(text)
    except MalformedInput:
        return
    assert base64url.encode(value) == text


@given(VALUES)
def test_json_is_read_as_it_was_written(value: JsonValue) -> None:
    assert json_encoding.parse(json_encoding.format(value)) == value


@given(VALUES, st.booleans())
def test_json_of_other_writers_is_read_alike(value: JsonValue, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
    assert json_encoding.parse(text) == value
    assert json_encoding.parse(text.encode()) == value


@given(st.binary(max_size=60) | st.text('[]{}",:\\u0123 \té', max_size=40).map(str.encode))
def test_what_is_read_strictly_the_standard_library_reads_alike(raw: bytes) -> None:
    try:
        value = json_encoding.parse(raw)
    except MalformedInput:
        return
    theirs = json.loads(raw)
    assert value == theirs
    assert not (isinstance(value, float) and math.isinf(value))


@given(st.text('[]{}"\\ab', max_size=80))
def test_depth_is_never_counted_too_low(text: str) -> None:
    """Whatever the scanner reads within 32 levels really is within 32 levels."""

    def depth(value: JsonValue) -> int:
        if isinstance(value, list):
            return 1 + max(map(depth, value), default=0)
        if isinstance(value, dict):
            return 1 + max(map(depth, value.values()), default=0)
        return 0

    wrapped = "[" * 30 + json.dumps(text) + "," + (text or "1") + "]" * 30
    try:
        value = json_encoding.parse(wrapped)
    except MalformedInput:
        return
    assert depth(value) <= 32


def read(text: bytes, signer: Signer) -> jws.CompactJws:
    token = jws.CompactJws.parse(text)
    token.check_header(typ="t", algorithms=signer.algorithm.read_as)
    token.verify(signer.public_key)
    return token


@given(signer=SIGNERS, payload=st.binary(max_size=200), kid=TEXT)
def test_a_jws_is_read_as_it_was_written_and_verifies(
    signer: Signer, payload: bytes, kid: str
) -> None:
    header: JsonObject = {"typ": "t", "kid": kid}

    token = read(jws.sign(header, payload, signer).encode(), signer)

    assert token.payload == payload
    assert token.header == {**header, "alg": signer.algorithm.name}


@given(signer=SIGNERS, data=st.data())
def test_any_changed_character_of_a_jws_never_verifies(signer: Signer, data: st.DataObject) -> None:
    text = jws.sign({"typ": "t"}, b'{"given_name":"Camille"}', signer).encode()
    place = data.draw(st.integers(0, len(text) - 1))
    changed = bytearray(text)
    changed[place] = data.draw(st.integers(0, 255).filter(lambda octet: octet != text[place]))
    with pytest.raises(LivretError):
        read(bytes(changed), signer)


@given(signer=SIGNERS, data=st.data())
def test_a_jws_verifies_with_no_other_key(signer: Signer, data: st.DataObject) -> None:
    seed = data.draw(SEEDS)
    other: Signer = (
        P256Signer.from_seed(seed) if signer is P256 else Ed25519Signer.from_seed(seed[:32])
    )
    assume(other.public_key != signer.public_key)
    token = jws.CompactJws.parse(jws.sign({"typ": "t"}, b"{}", signer))
    with pytest.raises(Refused) as caught:
        token.verify(other.public_key)
    assert caught.value.code == "jws.signature"


@given(st.binary(max_size=80))
def test_any_bytes_are_a_jws_or_malformed(junk: bytes) -> None:
    try:
        token = jws.CompactJws.parse(junk)
    except MalformedInput:
        return
    assert junk.startswith(token.signing_input)


@given(SEEDS)
def test_a_key_is_the_same_in_each_of_its_forms(seed: bytes) -> None:
    for signer in (P256Signer.from_seed(seed), Ed25519Signer.from_seed(seed[:32])):
        key = signer.public_key
        assert jwk.parse_public(jwk.format_public(key)) == key
        assert multikey.parse(multikey.format(key)) == key
        assert jwk.parse_private(jwk.format_private(signer)).public_key == key


@given(
    st.dictionaries(st.sampled_from(["kty", "crv", "x", "y", "d", "use", "alg", "key_ops"]), VALUES)
)
def test_any_object_is_a_key_or_refused(members: dict[str, Any]) -> None:
    for start in ({}, jwk.format_public(P256.public_key), jwk.format_public(ED25519.public_key)):
        for read in (jwk.parse_public, jwk.parse_agreement, jwk.parse_private):
            try:
                read(start | members)
            except LivretError:
                continue


@given(data=st.data())
def test_any_changed_character_of_a_jwe_never_decrypts(data: st.DataObject) -> None:
    text = encrypt(b'{"vp_token":{}}', AGREEMENT.public_key, apv=b"nonce")
    place = data.draw(st.integers(0, len(text) - 1))
    octet = data.draw(st.integers(0, 127).filter(lambda octet: chr(octet) != text[place]))
    with pytest.raises(LivretError):
        CompactJwe.parse(text[:place] + chr(octet) + text[place + 1 :]).decrypt(AGREEMENT)


@given(st.text(max_size=60) | st.text("ab.-:/@?#%0127[]", max_size=30).map("https://{}".format))
def test_any_text_is_an_https_uri_that_urlsplit_reads_alike_or_malformed(text: str) -> None:
    from urllib.parse import urlsplit

    try:
        uri = HttpsUri.parse(text)
    except MalformedInput:
        return
    theirs = urlsplit(text)
    assert (theirs.scheme, theirs.hostname, theirs.port or 443) == ("https", uri.host, uri.port)
    assert theirs.username is None
    assert theirs.fragment == ""
