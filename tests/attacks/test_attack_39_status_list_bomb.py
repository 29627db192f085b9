"""Attack 39: a status list that inflates to far more than any honest list.

A megabyte of ZLIB can stand for a gigabyte of zeroes. The reader stops one byte
beyond its cap, and reads nothing at all of a token larger than its own.
"""

import tracemalloc
import zlib
from typing import Final

import pytest

from livret_core import jws, limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.status.bits import StatusList
from livret_core.status.token import verify_signature

ISSUER: Final = P256Signer.from_seed(bytes(range(48)))
URI: Final = HttpsUri.parse("https://status.verneuil.example/lists/7")


def deflated_zeroes(size: int) -> bytes:
    writer = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b"".join(writer.compress(block) for _ in range(size >> 20)) + writer.flush()


def token(compressed: bytes) -> str:
    claims = {
        "sub": URI.text,
        "iat": 1_790_000_000,
        "status_list": {"bits": 2, "lst": base64url.encode(compressed)},
    }
    return jws.sign({"typ": "statuslist+jwt"}, json_encoding.format(claims), ISSUER)


def test_attack_39_a_gigabyte_in_a_megabyte() -> None:
    bomb = deflated_zeroes(256 << 20)
    tracemalloc.start()
    try:
        with pytest.raises(MalformedInput) as caught:
            StatusList.inflate(2, bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code == "input.too_large"
    assert peak < 4 * limits.STATUS_LIST_BYTES


def test_attack_39_a_bomb_signed_by_the_issuer_itself() -> None:
    with pytest.raises(MalformedInput) as caught:
        verify_signature(token(deflated_zeroes(64 << 20)), uri=URI, key=ISSUER.public_key)
    assert caught.value.code == "input.too_large"


def test_attack_39_a_token_beyond_its_own_cap_is_not_read() -> None:
    text = "A" * (limits.STATUS_TOKEN_BYTES + 1)
    with pytest.raises(MalformedInput) as caught:
        verify_signature(text, uri=URI, key=ISSUER.public_key)
    assert caught.value.code == "input.too_large"


def test_attack_39_twin_the_largest_list_allowed_is_read() -> None:
    signed = verify_signature(
        token(deflated_zeroes(limits.STATUS_LIST_BYTES)), uri=URI, key=ISSUER.public_key
    )
    assert signed.uri == URI
