"""The nonce that a key proof repeats. Made and checked without the store. Pure.

Whoever asks is given one, so that nothing may be kept for it until it is used: it says itself
when it was made, and a MAC says by whom. That it was used is recorded by who signs for it.
"""

import hmac
from typing import Final

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput, Refused
from livret_core.jws import CompactJws
from livret_issuer.pickup.secrets import PickupKeys

RANDOM_BYTES: Final = 12
LIFE_S: Final = 300

_TIME_BYTES: Final = 6
_TAG_BYTES: Final = 16
_BYTES: Final = _TIME_BYTES + RANDOM_BYTES + _TAG_BYTES
_MAX_CHARS: Final = 64
_MAX_PROOF_BYTES: Final = 16 << 10


def make_nonce(keys: PickupKeys, *, random: bytes, now_s: int) -> str:
    """Make one; *random* is 12 fresh random bytes."""
    content = now_s.to_bytes(_TIME_BYTES) + random
    return base64url.encode(content + _tag(keys, content))


def check_nonce(keys: PickupKeys, text: str, *, now_s: int) -> int:
    """Check that a nonce is this town hall's and not over (OpenID4VCI 1.0 F.4).

    Returns:
        When it ends: so long it has to be remembered as used.

    Raises:
        Refused: ``key_proof.nonce``.
    """
    try:
        octets = base64url.decode(text) if len(text) <= _MAX_CHARS else b""
    except MalformedInput:
        octets = b""
    content, tag = octets[:-_TAG_BYTES], octets[-_TAG_BYTES:]
    if len(octets) != _BYTES or not hmac.compare_digest(tag, _tag(keys, content)):
        raise Refused("key_proof.nonce", "not ours")
    made_at_s = int.from_bytes(content[:_TIME_BYTES])
    if not made_at_s <= now_s < made_at_s + LIFE_S:
        raise Refused("key_proof.nonce", "over")
    return made_at_s + LIFE_S


def nonce_in(proof: str) -> str:
    """Read which nonce a key proof repeats; nothing else of it is checked.

    Raises:
        MalformedInput: what reading a JWS raises. Refused: ``key_proof.nonce`` without one.
    """
    nonce = CompactJws.parse(proof, max_bytes=_MAX_PROOF_BYTES).payload_object().get("nonce")
    if not isinstance(nonce, str):
        raise Refused("key_proof.nonce", "none")
    return nonce


def _tag(keys: PickupKeys, content: bytes) -> bytes:
    return hmac.digest(keys.nonces, content, "sha256")[:_TAG_BYTES]
