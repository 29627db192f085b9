from itertools import count
from typing import Any, Final

import pytest

from livret_core import jwe
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.jwe import ENCRYPTIONS, Encryption
from livret_core.keys import P256Agreement, jwk
from livret_core.openid4vci.encryption import (
    EncryptionKey,
    ResponseEncryption,
    decrypt_request,
    decrypt_response,
    encrypt,
)

MINE: Final = P256Agreement.from_seed(bytes(range(48)))
OTHER: Final = P256Agreement.from_seed(bytes(48))
KEY: Final = EncryptionKey(MINE.public_key, "k1")
ASKED: Final = ResponseEncryption(KEY, "A256GCM")


def test_a_key_says_its_algorithm_and_its_name() -> None:
    assert KEY.format() == jwk.format_public(MINE.public_key) | {
        "use": "enc",
        "alg": "ECDH-ES",
        "kid": "k1",
    }
    for key in (KEY, EncryptionKey(MINE.public_key)):
        assert EncryptionKey.parse(key.format()) == key


@pytest.mark.parametrize(
    "changes",
    [
        {"alg": ...},
        {"alg": "ECDH-ES+A128KW"},
        {"alg": 7},
        {"kid": 7},
        {"kid": ""},
        {"use": "sig"},
        {"x": ...},
        {"crv": "P-384"},
    ],
    ids=repr,
)
def test_a_key_for_something_else_is_none(changes: dict[str, Any]) -> None:
    members: dict[str, Any] = KEY.format() | changes
    with pytest.raises(MalformedInput) as caught:
        EncryptionKey.parse({name: value for name, value in members.items() if value is not ...})
    assert caught.value.code == "key.malformed"


@pytest.mark.parametrize("enc", ENCRYPTIONS)
def test_what_one_encrypts_the_other_reads(enc: Encryption) -> None:
    request = encrypt(b'{"x":1}', KEY, enc=enc).encode()
    assert decrypt_request(request, {"k0": OTHER, "k1": MINE}) == b'{"x":1}'
    asked = ResponseEncryption.parse(ResponseEncryption(KEY, enc).format())
    answer = asked.encrypt(b'{"y":2}').encode()
    assert decrypt_response(answer, MINE, asked, max_bytes=10_000) == b'{"y":2}'


def test_a_key_without_a_name_is_answered_without_one() -> None:
    asked = ResponseEncryption(EncryptionKey(MINE.public_key), "A128GCM")
    answer = asked.encrypt(b"{}").encode()
    assert decrypt_response(answer, MINE, asked, max_bytes=10_000) == b"{}"


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        {},
        {"enc": "A256GCM"},
        ASKED.format() | {"enc": "A128CBC-HS256"},
        ASKED.format() | {"enc": ["A256GCM"]},
        ASKED.format() | {"zip": "DEF"},
        ASKED.format() | {"jwk": jwk.format_public(MINE.public_key)},
        ASKED.format() | {"jwk": KEY.format() | {"d": "AA"}},
    ],
    ids=count(),
)
def test_what_livret_cannot_answer_in_is_refused(value: Any) -> None:
    with pytest.raises(Refused) as caught:
        ResponseEncryption.parse(value)
    assert caught.value.code == "issuance.encryption"


def zipped() -> bytes:
    """A header that asks for inflation; the rest need not be looked at."""
    from livret_core.encoding import base64url

    whole = encrypt(b"{}", KEY, enc="A256GCM").split(".")
    header = base64url.decode(whole[0]).replace(b'"alg"', b'"zip":"DEF","alg"')
    return ".".join([base64url.encode(header), *whole[1:]]).encode()


@pytest.mark.parametrize(
    "body",
    [
        encrypt(b"{}", EncryptionKey(MINE.public_key, "k2"), enc="A256GCM").encode(),
        encrypt(b"{}", EncryptionKey(MINE.public_key), enc="A256GCM").encode(),
        encrypt(b"{}", EncryptionKey(OTHER.public_key, "k1"), enc="A256GCM").encode(),
        zipped(),
        b'{"credential_configuration_id":"x"}',
        b"\xff",
        b"",
    ],
    ids=count(),
)
def test_a_request_that_is_not_for_a_key_of_ours_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as caught:
        decrypt_request(body, {"k1": MINE})
    assert caught.value.code == "issuance.encryption"


@pytest.mark.parametrize(
    "body",
    [
        b'{"credentials":[{"credential":"x"}]}',
        jwe.encrypt(b"{}", MINE.public_key, enc="A256GCM").encode(),
        jwe.encrypt(b"{}", MINE.public_key, enc="A256GCM", kid="k2").encode(),
        jwe.encrypt(b"{}", MINE.public_key, enc="A128GCM", kid="k1").encode(),
        jwe.encrypt(b"{}", OTHER.public_key, enc="A256GCM", kid="k1").encode(),
        jwe.encrypt(b"x" * 10_000, MINE.public_key, enc="A256GCM", kid="k1").encode(),
    ],
    ids=count(),
)
def test_an_answer_that_is_not_encrypted_as_asked_is_not_taken(body: bytes) -> None:
    with pytest.raises(LivretError) as caught:
        decrypt_response(body, MINE, ASKED, max_bytes=10_000)
    assert caught.value.code == "received.unencrypted"
