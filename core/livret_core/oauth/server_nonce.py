"""Nonces a server can recognise without having kept them: a time, randomness and a tag.

Any instance that has the key can tell whether a nonce is ours and how old it is, so two
instances on one database need no row for a nonce that nobody used. That it is used once
is for the store: it keeps a **used** nonce until :attr:`FreshNonce.forget_after_s`.
"""

import hmac
from dataclasses import InitVar, dataclass
from typing import Final, Literal, TypeAlias, final

from livret_core import mac
from livret_core.encoding import base64url
from livret_core.errors import MalformedInput, Refused

Purpose: TypeAlias = Literal["key_proof", "dpop"]

KEY_BYTES: Final = 32
RANDOM_BYTES: Final = 16
MAX_AHEAD_S: Final = 60

_TIME_BYTES: Final = 5
_TAG_BYTES: Final = 16
_CHARS: Final = 50  # of 37 octets
_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True)
class FreshNonce:
    """A nonce this server made, not over yet. Only :func:`check_nonce` makes one.

    Attributes:
        text: as it stands in a proof.
        issued_at_s: seconds since 1970.
        forget_after_s: from when on it is over, and nobody need remember that it was used.
    """

    text: str
    issued_at_s: int
    forget_after_s: int
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("FreshNonce is made by check_nonce() only")


def make_nonce(key: bytes, random: bytes, *, purpose: Purpose, now_s: int) -> str:
    """Make a nonce.

    Args:
        key: 32 secret bytes that all instances share.
        random: 16 fresh random bytes.
        purpose: what it is for; one made for another purpose is not ours.
        now_s: seconds since 1970.
    """
    if len(key) != KEY_BYTES or len(random) != RANDOM_BYTES:
        raise ValueError(f"takes a key of {KEY_BYTES} and {RANDOM_BYTES} random bytes")
    body = now_s.to_bytes(_TIME_BYTES) + random
    return base64url.encode(body + _tag(key, purpose, body))


def check_nonce(
    text: str, key: bytes, *, purpose: Purpose, now_s: int, max_age_s: int
) -> FreshNonce:
    """Check that *text* is a nonce of ours for *purpose*, less than *max_age_s* old.

    Raises:
        Refused: ``key_proof.nonce`` or ``dpop.nonce``, whatever is wrong with it.
    """
    code = f"{purpose}.nonce"
    try:
        octets = base64url.decode(text) if len(text) == _CHARS else b""
    except MalformedInput:
        octets = b""
    body, tag = octets[:-_TAG_BYTES], octets[-_TAG_BYTES:]
    if len(body) != _TIME_BYTES + RANDOM_BYTES:
        raise Refused(code, "not one of ours")
    if not hmac.compare_digest(tag, _tag(key, purpose, body)):
        raise Refused(code, "not one of ours")
    issued_at_s = int.from_bytes(body[:_TIME_BYTES])
    # Another instance's clock may be ahead of ours.
    if not now_s - max_age_s < issued_at_s <= now_s + MAX_AHEAD_S:
        raise Refused(code, "too old")
    return FreshNonce(text, issued_at_s, issued_at_s + max_age_s, _SEAL)


def _tag(key: bytes, purpose: Purpose, body: bytes) -> bytes:
    label = f"livret server nonce, {purpose}".encode()
    return mac.tag(key, label + b"\0" + body)[:_TAG_BYTES]
