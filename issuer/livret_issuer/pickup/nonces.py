"""The nonce that a key proof repeats. Made and checked without the store. Pure.

Whoever asks is given one, so that nothing may be kept for it until it is used: it says itself
when it was made, and a MAC says by whom. That it was used is recorded by who signs for it.
"""

from collections.abc import Sequence
from typing import Final

from livret_core.errors import MalformedInput
from livret_core.oauth import server_nonce
from livret_core.openid4vci.key_proof import KeyProof
from livret_issuer.pickup.secrets import PickupKeys

RANDOM_BYTES: Final = server_nonce.RANDOM_BYTES
LIFE_S: Final = 300


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


def make_dpop_nonce(keys: PickupKeys, *, random: bytes, now_s: int) -> str:
    """Make one that DPoP proofs repeat (RFC 9449 §8); *random* as for :func:`make_nonce`."""
    return server_nonce.make_nonce(keys.nonces, random, purpose="dpop", now_s=now_s)


def check_dpop_nonce(keys: PickupKeys, text: str, *, now_s: int) -> None:
    """Check that the nonce of a DPoP proof is this town hall's and not over.

    Raises:
        Refused: ``dpop.nonce``.
    """
    server_nonce.check_nonce(text, keys.nonces, purpose="dpop", now_s=now_s, max_age_s=LIFE_S)


def nonces_in(proofs: Sequence[KeyProof]) -> tuple[str, ...]:
    """Give each nonce that key proofs repeat, once; a batch has one, or several.

    Raises:
        MalformedInput: ``key_proof.malformed`` where one has none.
    """
    found = dict.fromkeys(proof.nonce for proof in proofs)
    if None in found:
        raise MalformedInput("key_proof.malformed", "`nonce` is required")
    return tuple(nonce for nonce in found if nonce is not None)
