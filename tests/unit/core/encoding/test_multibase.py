import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multiformats import multibase as reference
from multiformats import multicodec

from livret_core.encoding import multibase
from livret_core.errors import MalformedInput


def refusal(text: str) -> str:
    with pytest.raises(MalformedInput) as caught:
        multibase.decode_base58btc(text)
    return caught.value.code


@given(st.binary(max_size=180), st.integers(0, 4))
def test_base58_is_written_and_read_as_the_reference_does(value: bytes, zeros: int) -> None:
    octets = bytes(zeros) + value
    text = multibase.encode_base58btc(octets)
    assert "z" + text == reference.encode(octets, "base58btc")
    assert multibase.decode_base58btc(text) == octets == reference.decode("z" + text)


@given(st.text(alphabet="123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", max_size=256))
def test_every_base58_text_is_the_one_spelling_of_its_value(text: str) -> None:
    assert multibase.encode_base58btc(multibase.decode_base58btc(text)) == text


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "abc def", "abc\n", "é", "a\ud7ff", "1١"])
def test_a_foreign_character_is_malformed(text: str) -> None:
    assert refusal(text) == "input.multibase"


def test_more_than_256_characters_are_not_read() -> None:
    assert multibase.decode_base58btc("2" * 256)
    assert refusal("2" * 257) == "input.multibase"


@pytest.mark.parametrize("text", ["", "m" + "A" * 8, "Z11", "f00"])
def test_another_base_is_malformed(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        multibase.decode_multibase(text)
    assert caught.value.code == "input.multibase"


@pytest.mark.parametrize(
    ("codec", "size"), [("ed25519-pub", 32), ("p256-pub", 33), ("x25519-pub", 32)]
)
def test_a_multikey_reads_as_the_reference_reads_it(codec: multibase.KeyCodec, size: int) -> None:
    raw = os.urandom(size)
    text = reference.encode(multicodec.wrap(codec, raw), "base58btc")
    assert multibase.encode_multikey(codec, raw) == text
    assert multibase.decode_multikey(text) == (codec, raw)


@pytest.mark.parametrize(
    "value",
    [
        b"\xed\x01" + bytes(31),
        b"\xed\x01" + bytes(33),
        b"\x80\x24" + bytes(32),
        b"\xed\x81\x00" + bytes(32),  # the same codec, in a longer varint than need be
        b"\xe7\x01" + bytes(33),  # secp256k1-pub
        b"\xed",
        b"",
    ],
)
def test_a_multikey_of_another_codec_or_length_is_malformed(value: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        multibase.decode_multikey(multibase.encode_multibase(value))
    assert caught.value.code == "input.multibase"


def test_a_multihash_is_what_the_reference_makes_of_it() -> None:
    from multiformats import multihash

    digest = multihash.digest(b"livret", "sha2-256")
    assert multibase.sha256_multihash(b"livret") == reference.encode(digest, "base58btc")[1:]
