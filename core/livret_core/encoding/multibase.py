"""multibase, multicodec and multihash, at the edges where keys and digests become text.

The `multiformats` package names and checks the codecs. It takes tens of
microseconds a call and 130 ms to import, so results are remembered, it is imported
on first use, and the one encoding a DID log repeats for every entry (a SHA-256
multihash in base58btc) is done here and held against the package by a test.
"""

import hashlib
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from livret_core.errors import MalformedInput

KeyCodec: TypeAlias = Literal["ed25519-pub", "p256-pub", "x25519-pub"]

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_SHA2_256_32: Final = b"\x12\x20"  # multihash: sha2-256, 32 bytes follow
_MAX_CHARS: Final = 256


def encode_base58btc(value: bytes) -> str:
    """Write base58btc without a multibase prefix, as did:webvh does for hashes."""
    number = int.from_bytes(value)
    chars = []
    while number:
        number, rest = divmod(number, 58)
        chars.append(_BASE58[rest])
    zeros = len(value) - len(value.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(chars))


def sha256_multihash(value: bytes) -> str:
    """Hash *value* and write the multihash in base58btc (46 characters, ``Qm…``)."""
    return encode_base58btc(_SHA2_256_32 + hashlib.sha256(value).digest())


@lru_cache(maxsize=4096)
def decode_multibase(text: str) -> bytes:
    """Read base58btc multibase (``z…``), the only base livret's formats use.

    Raises:
        MalformedInput: ``input.multibase``.
    """
    from multiformats import multibase

    if not text.startswith("z") or len(text) > _MAX_CHARS:
        raise MalformedInput("input.multibase", "not base58btc")
    try:
        return multibase.decode(text)
    except (ValueError, KeyError):
        raise MalformedInput("input.multibase", "not base58btc") from None


def encode_multibase(value: bytes) -> str:
    """Write base58btc multibase (``z…``)."""
    from multiformats import multibase

    return multibase.encode(value, "base58btc")


@lru_cache(maxsize=4096)
def decode_multikey(text: str) -> tuple[KeyCodec, bytes]:
    """Read a Multikey: a key type livret knows, and the raw key bytes.

    Raises:
        MalformedInput: ``input.multibase`` for another base, codec or a varint
            longer than it need be.
    """
    from multiformats import multicodec

    try:
        codec, raw = multicodec.unwrap(decode_multibase(text))
    except (ValueError, KeyError):
        raise MalformedInput("input.multibase", "unknown multicodec") from None
    match codec.name:
        case "ed25519-pub" | "p256-pub" | "x25519-pub" as name:
            if encode_multikey(name, raw) != text:
                raise MalformedInput("input.multibase", "not the canonical spelling")
            return name, raw
        case _:
            raise MalformedInput("input.multibase", "a codec that is not a key livret knows")


@lru_cache(maxsize=4096)
def encode_multikey(codec: KeyCodec, raw: bytes) -> str:
    """Write a Multikey: multicodec prefix and key bytes in base58btc multibase."""
    from multiformats import multicodec

    return encode_multibase(multicodec.wrap(codec, raw))
