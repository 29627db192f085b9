"""A proof that renews another: which waits, and whether it may."""

from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_issuer.pickup import going_on
from livret_issuer.pickup.records import StoredPickup
from livret_issuer.store import Transaction


def check(transaction: Transaction, pickup: StoredPickup) -> None:
    """Check that what a hand-over renews may still be renewed.

    Raises:
        Refused: as :func:`livret_issuer.pickup.going_on.check_renews`.
    """
    if pickup.renews is not None:
        going_on.check_renews(transaction.statuses_of(pickup.renews))


def newest(transaction: Transaction, code: ShortCode, *, now_s: int) -> ShortCode | None:
    """Find the newest hand-over that renews one and waits for its wallet."""
    if transaction.statuses_of(code) != {Status.VALID}:
        return None
    waiting = [
        each.code
        for each in transaction.pickups.renewals_of(code)
        if each.stand in {"open", "redeemed", "waiting"}
        and now_s < transaction.handover(each.code).expires_at_s
    ]
    return waiting[-1] if waiting else None
