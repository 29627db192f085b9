"""The nonce that a key proof repeats. Made and checked without the store. Pure.

Whoever asks is given one, so that nothing may be kept for it until it is used: it says itself
when it was made, and a MAC says by whom. That it was used is recorded by who signs for it.
"""

from typing import Final

from livret_core.errors import MalformedInput
from livret_core.jws import CompactJws
from livret_core.oauth import server_nonce
from livret_issuer.pickup.secrets import PickupKeys

RANDOM_BYTES: Final = server_nonce.RANDOM_BYTES
LIFE_S: Final = 300

_MAX_PROOF_BYTES: Final = 16 << 10


def make_nonce(keys: PickupKeys, *, random: bytes, now_s: int) -> str:
    """Make one; *random* is 16 fresh random bytes."""
    return server_nonce.make_nonce(keys.nonces, random, purpose="key_proof", now_s=now_s)


def check_nonce(keys: PickupKeys, text: str, *, now_s: int) -> int:
    """Check that a nonce is this town hall's and not over (OpenID4VCI 1.0 F.4).

    Returns:
        When it ends: so long it has to be remembered as used.

    Raises:
        Refused: ``key_proof.nonce``.
    """
    return server_nonce.check_nonce(
        text, keys.nonces, purpose="key_proof", now_s=now_s, max_age_s=LIFE_S
    ).forget_after_s


def nonce_in(proof: str) -> str:
    """Read which nonce a key proof repeats; nothing else of it is checked.

    Raises:
        MalformedInput: what reading a JWS raises; ``key_proof.malformed`` without one.
    """
    nonce = CompactJws.parse(proof, max_bytes=_MAX_PROOF_BYTES).payload_object().get("nonce")
    if not isinstance(nonce, str):
        raise MalformedInput("key_proof.malformed", "`nonce` is required")
    return nonce
