"""multibase, multicodec and multihash, at the edges where keys and digests become text.

The `multiformats` package names and checks the codecs. It takes tens of
microseconds a call and 130 ms to import, so results are remembered and it is imported
on first use. What a DID log repeats for every entry (a SHA-256 multihash, an Ed25519
key, a signature, all in base58btc) is done here and held against the package by a test.
"""

import hashlib
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from livret_core.errors import MalformedInput

KeyCodec: TypeAlias = Literal["ed25519-pub", "p256-pub", "x25519-pub"]

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_SHA2_256_32: Final = b"\x12\x20"  # multihash: sha2-256, 32 bytes follow
_MAX_CHARS: Final = 256

# Encoding takes two characters at a time: half as many divisions of a long number.
_PAIRS: Final = tuple(high + low for high in _BASE58 for low in _BASE58)

# Decoding keeps one digit a byte and joins neighbours, all at once, in lanes of 8, 16,
# 32 … bits of one long integer: eight steps instead of one for each character.
_FOREIGN: Final = 0xFF
_DIGITS: Final = bytes(
    _BASE58.index(chr(code)) if chr(code) in _BASE58 else _FOREIGN for code in range(256)
)


def _lanes(bits: int) -> int:
    """A mask of every other lane of *bits* bits."""
    return sum(((1 << bits) - 1) << at for at in range(0, 8 * _MAX_CHARS, 2 * bits))


_JOINS: Final = tuple((8 << step, _lanes(8 << step), 58 ** (1 << step)) for step in range(8))

# The multicodec prefixes (varint) of the key types livret knows.
_KEY_PREFIXES: Final[dict[bytes, tuple[KeyCodec, int]]] = {
    b"\xed\x01": ("ed25519-pub", 32),
    b"\x80\x24": ("p256-pub", 33),
    b"\xec\x01": ("x25519-pub", 32),
}


def encode_base58btc(value: bytes) -> str:
    """Write base58btc without a multibase prefix, as did:webvh does for hashes."""
    number = int.from_bytes(value)
    pairs = []
    while number:
        number, rest = divmod(number, 3364)
        pairs.append(_PAIRS[rest])
    pairs.reverse()
    zeros = len(value) - len(value.lstrip(b"\0"))
    return "1" * zeros + "".join(pairs).lstrip("1")


def decode_base58btc(text: str) -> bytes:
    """Read base58btc without a multibase prefix. One text for one value.

    Raises:
        MalformedInput: ``input.multibase`` for a foreign character or more than 256.
    """
    if len(text) > _MAX_CHARS:
        raise MalformedInput("input.multibase", "too long")
    # "?" stands for what is not ASCII, and is no digit either.
    digits = text.encode("ascii", "replace").translate(_DIGITS)
    if _FOREIGN in digits:
        raise MalformedInput("input.multibase", "not base58btc")
    number = int.from_bytes(digits)
    for bits, lanes, factor in _JOINS:
        if number >> bits == 0:
            break
        number = (number >> bits & lanes) * factor + (number & lanes)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def sha256_multihash(value: bytes) -> str:
    """Hash *value* and write the multihash in base58btc (46 characters, ``Qm…``)."""
    return encode_base58btc(_SHA2_256_32 + hashlib.sha256(value).digest())


def decode_multibase(text: str) -> bytes:
    """Read base58btc multibase (``z…``), the only base livret's formats use.

    Raises:
        MalformedInput: ``input.multibase``.
    """
    if not text.startswith("z"):
        raise MalformedInput("input.multibase", "not base58btc")
    return decode_base58btc(text[1:])


def encode_multibase(value: bytes) -> str:
    """Write base58btc multibase (``z…``)."""
    return "z" + encode_base58btc(value)


def decode_multikey(text: str) -> tuple[KeyCodec, bytes]:
    """Read a Multikey: a key type livret knows, and the raw key bytes.

    Raises:
        MalformedInput: ``input.multibase`` for another base or codec, or a key of
            another length than its type has.
    """
    value = decode_multibase(text)
    codec, size = _KEY_PREFIXES.get(value[:2], (None, 0))
    if codec is None:
        raise MalformedInput("input.multibase", "a codec that is not a key livret knows")
    if len(value) != 2 + size:
        raise MalformedInput("input.multibase", "a key of the wrong length")
    return codec, value[2:]


@lru_cache(maxsize=4096)
def encode_multikey(codec: KeyCodec, raw: bytes) -> str:
    """Write a Multikey: multicodec prefix and key bytes in base58btc multibase."""
    return encode_multibase(_prefix(codec) + raw)


@cache
def _prefix(codec: KeyCodec) -> bytes:
    from multiformats import multicodec

    return multicodec.wrap(codec, b"")
