"""Multikey: the text form of a public key in DIDs and DID logs (Controlled Identifiers §2.2.2)."""

from functools import lru_cache

from livret_core.encoding import multibase
from livret_core.errors import MalformedInput
from livret_core.keys.ed25519 import Ed25519PublicKey
from livret_core.keys.p256 import P256PublicKey
from livret_core.keys.protocol import PublicKey


@lru_cache(maxsize=4096)
def parse(text: str) -> PublicKey:
    """Read ``z6Mk…`` (Ed25519) or ``zDn…`` (P-256).

    Raises:
        MalformedInput: ``input.multibase`` or ``key.malformed``.
        Refused: ``key.weak``.
    """
    key = parse_unkept(text)
    if isinstance(key, Ed25519PublicKey):
        key.check_point()  # affordable: the same few keys return, and are remembered
    return key


def parse_unkept(text: str) -> PublicKey:
    """Read a Multikey that is used once, as each update key of a rotating DID log is.

    Nothing is remembered and :meth:`Ed25519PublicKey.check_point` is left out. Only the
    owner of a DID can give it a key that fails that check, and gains nothing by it.

    Raises:
        MalformedInput: ``input.multibase`` or ``key.malformed``.
        Refused: ``key.weak`` for a key of small order.
    """
    codec, raw = multibase.decode_multikey(text)
    if codec == "ed25519-pub":
        return Ed25519PublicKey(raw)
    if codec == "p256-pub":
        return P256PublicKey.from_compressed(raw)
    raise MalformedInput("key.malformed", "not a signature key")


def format(key: PublicKey) -> str:
    """Write a public key as a Multikey."""
    if isinstance(key, P256PublicKey):
        return multibase.encode_multikey("p256-pub", key.compressed)
    return multibase.encode_multikey("ed25519-pub", key.raw)
