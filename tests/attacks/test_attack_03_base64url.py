"""Attack 3: a second spelling of the same bytes, so that what was signed has two texts.

Padding, white space, the other alphabet and unused bits are what lenient decoders skip.
"""

from typing import Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.errors import MalformedInput
from livret_core.keys import P256Signer

SIGNER: Final = P256Signer.from_seed(bytes(range(48)))
TEXT: Final = jws.sign({"typ": "t"}, b'{"a":"??>>"}', SIGNER)
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize(
    "text",
    [
        "YQ==",
        "YQ=",
        "YWI=",
        "YWJj=",
        "YWJj====",
        "=",
        "Y",
        "YWJjZ",
        "YR",
        "YWJ",
        "YW Jj",
        " YWJj",
        "YWJj\n",
        "YW\r\nJj",
        "YW\tJj",
        "-+__",
        "-/__",
        "YWJjYQ.",
        "YQ\0\0",
        "ＹＱ",
        "YéJj",
    ],
)
def test_attack_03_a_second_spelling(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        base64url.decode(text)
    assert caught.value.code == "input.base64url"


@pytest.mark.parametrize("size", [1, 2, 4, 5])
def test_attack_03_unused_bits_set_one_by_one(size: int) -> None:
    text = base64url.encode(b"\0" * size)
    unused = 4 if size % 3 == 1 else 2
    for bits in range(1, 1 << unused):
        with pytest.raises(MalformedInput) as caught:
            base64url.decode(text[:-1] + ALPHABET[ALPHABET.index(text[-1]) | bits])
        assert caught.value.code == "input.base64url"


@pytest.mark.parametrize("segment", [0, 1, 2])
@pytest.mark.parametrize("spell", ["{}=", "{}==", " {}", "{}\n"], ids=repr)
def test_attack_03_a_segment_of_a_jws_spelled_otherwise(segment: int, spell: str) -> None:
    segments = TEXT.split(".")
    segments[segment] = spell.format(segments[segment])
    with pytest.raises(MalformedInput) as caught:
        jws.CompactJws.parse(".".join(segments))
    assert caught.value.code == "input.base64url"


def test_attack_03_unused_bits_in_a_signature() -> None:
    last = ALPHABET[ALPHABET.index(TEXT[-1]) | 1]
    assert last != TEXT[-1]
    with pytest.raises(MalformedInput) as caught:
        jws.CompactJws.parse(TEXT[:-1] + last)
    assert caught.value.code == "input.base64url"


def test_attack_03_twin_the_one_spelling_is_read() -> None:
    jws.CompactJws.parse(TEXT).verify(SIGNER.public_key)


@pytest.mark.parametrize("size", range(70))
def test_attack_03_twin_every_length_is_read_as_written(size: int) -> None:
    value = bytes(range(200, 200 - size, -1)) if size <= 200 else b""
    assert base64url.decode(base64url.encode(value)) == value
