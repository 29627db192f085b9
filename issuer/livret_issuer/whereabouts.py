"""Decide where a hand-over stands: open, handed over, withdrawn, ended. Pure.

One value says it, so that a list, a single view and a program are told the same.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, final

from livret_core.status.token import Status
from livret_issuer.pickup.records import StoredPickup
from livret_issuer.records import Copies, StoredHandover

Stand: TypeAlias = Literal[
    "open", "blocked", "handed_over", "paused", "withdrawn", "over", "cancelled", "ended_unused"
]

_BY_STATUS: Final[dict[Status, Stand]] = {Status.INVALID: "withdrawn", Status.SUSPENDED: "paused"}


@final
@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a hand-over stands.

    Attributes:
        stand: ``open`` may be used still; ``blocked`` may be again, with a new PIN;
            ``handed_over`` was, and its copies hold;
            ``paused`` and ``withdrawn`` say what the record has of them, whether or not a
            list says so yet; ``over``: they ended by themselves; ``cancelled`` and
            ``ended_unused``: nobody ever used it.
        at_s: since when, in seconds since 1970; for ``open``, until when.
        copies: how many were signed; 0 while none was.
        copies_end_at_s: when they end by themselves, or None.
    """

    stand: Stand
    at_s: int
    copies: int = 0
    copies_end_at_s: int | None = None


def find_out(
    handover: StoredHandover,
    copies: Copies | None,
    pickup: StoredPickup | None = None,
    *,
    now_s: int,
) -> Whereabouts:
    """Say where a hand-over stands.

    Args:
        handover: as kept.
        copies: what was signed for it, None when nothing was.
        pickup: how far a wallet is with it, None for one that only goes by file.
        now_s: seconds since 1970.
    """
    if copies is None:
        if handover.cancelled_at_s is not None:
            return Whereabouts("cancelled", handover.cancelled_at_s)
        if now_s >= handover.expires_at_s:
            return Whereabouts("ended_unused", handover.expires_at_s)
        if pickup is not None and pickup.stand == "blocked":
            return Whereabouts("blocked", pickup.at_s)
        return Whereabouts("open", handover.expires_at_s)
    signed_at_s = handover.issued_at_s or handover.created_at_s
    stand = _BY_STATUS.get(copies.status, "handed_over")
    at_s = signed_at_s if stand == "handed_over" else handover.changed_at_s or signed_at_s
    ends_at_s = copies.expires_at_s
    # What was withdrawn stays so; what was paused and then ended, has ended.
    if stand != "withdrawn" and ends_at_s is not None and ends_at_s <= now_s:
        stand, at_s = "over", ends_at_s
    return Whereabouts(stand, at_s, copies.count, ends_at_s)
