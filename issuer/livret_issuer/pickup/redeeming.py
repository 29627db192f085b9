"""Decide whether a code and a PIN become a token (OpenID4VCI 1.0 §6, attack 21). Pure.

A wrong PIN costs an attempt of the offer whose code came with it, and nothing else does: who
does not have the code cannot use up anybody's attempts.
"""

from dataclasses import replace
from typing import Final, Literal, TypeAlias

from livret_core.errors import LivretError, Refused
from livret_issuer.pickup.records import SIGNED, PickupStand, StoredPickup
from livret_issuer.pickup.secrets import PickupKeys, is_same, pin_tag
from livret_issuer.records import StoredHandover

ATTEMPTS: Final = 3

Mark: TypeAlias = Literal["redeem", "pin-wrong", "block"]
"""What the audit log says of it."""

_BEFORE: Final[frozenset[PickupStand]] = frozenset({"open", "opened"})
#: A new PIN puts these back to where they can be redeemed: nothing is signed in them.
_MENDABLE: Final[frozenset[PickupStand]] = frozenset({"open", "opened", "redeemed", "blocked"})


def check_open(pickup: StoredPickup, handover: StoredHandover, *, now_s: int) -> bytes:
    """Check that an offer can still be redeemed.

    Returns:
        What was drawn for it.

    Raises:
        Refused: ``pickup.blocked``; ``token.code`` for one that was used, cancelled or is over.
    """
    if pickup.stand == "blocked":
        raise Refused("pickup.blocked")
    is_over = now_s >= handover.expires_at_s or handover.request_sha256 is not None
    if pickup.stand not in _BEFORE or pickup.draw is None or pickup.renews is not None or is_over:
        raise Refused("token.code")
    return pickup.draw


def check_extensible(pickup: StoredPickup, handover: StoredHandover, *, now_s: int) -> None:
    """Check that an offer can end later than it was to.

    Raises:
        Refused: ``pickup.blocked``; ``pickup.no_extension`` for one that was used, cancelled,
            or is over.
    """
    try:
        check_open(pickup, handover, now_s=now_s)
    except Refused as error:
        if error.code != "token.code":
            raise
        raise Refused("pickup.no_extension") from None


def redeem(
    pickup: StoredPickup, handover: StoredHandover, pin: str | None, *, keys: PickupKeys, now_s: int
) -> tuple[StoredPickup, Mark, LivretError | None]:
    """Decide on a redemption by somebody who has the code.

    Args:
        pickup: found by the code.
        handover: the same one's.
        pin: as it was typed, None when none came.
        keys: this town hall's.
        now_s: seconds since 1970.

    Returns:
        What to keep of it, what to note, and why it is refused, if it is: an attempt that
        failed is to be recorded all the same.

    Raises:
        Refused: as :func:`check_open`; ``token.tx_code_missing``, which costs nothing.
    """
    draw = check_open(pickup, handover, now_s=now_s)
    if not pin:
        raise Refused("token.tx_code_missing")
    if pickup.pin_tag is not None and is_same(
        pin_tag(keys, pickup.code, draw, pin), pickup.pin_tag
    ):
        return replace(pickup, stand="redeemed", at_s=now_s), "redeem", None
    left = pickup.attempts_left - 1
    error = Refused("token.tx_code", attempts_left=left) if left else Refused("pickup.blocked")
    kept = replace(pickup, attempts_left=left)
    if left:
        return kept, "pin-wrong", error
    return replace(kept, stand="blocked", at_s=now_s), "block", error


def has_pin(pickup: StoredPickup) -> bool:
    """Say whether a PIN opens it still, so that a new one may be given.

    One that renews another never had any: its wallet fetches it by itself.
    """
    return pickup.stand in _MENDABLE and pickup.draw is not None and pickup.renews is None


def with_new_pin(
    pickup: StoredPickup, handover: StoredHandover, tag: bytes, *, now_s: int
) -> StoredPickup:
    """Give a new PIN, the person being there; all that went out for the old one is void.

    The offer that a wallet has scanned stays as it is, so a pickup whose answer was lost on its
    way goes on as well as one that is blocked.

    Raises:
        Refused: ``pickup.no_new_pin`` for one that was signed or has ended.
    """
    is_over = now_s >= handover.expires_at_s or handover.request_sha256 is not None
    if is_over or not has_pin(pickup):
        raise Refused("pickup.no_new_pin", "signed" if pickup.stand in SIGNED else "over")
    stand: PickupStand = "open" if pickup.stand == "open" else "opened"
    return replace(pickup, pin_tag=tag, attempts_left=ATTEMPTS, stand=stand, at_s=now_s)
