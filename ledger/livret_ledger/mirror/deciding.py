"""What a head that is shown means to a copy, and when its last head is to be made fresh. Pure."""

from typing import Final, Literal, TypeAlias

from livret_core.errors import Unavailable
from livret_core.ledger.head import CosignedHead

#: How old the last head may be before its witnesses are asked for new times (LEDGER §4).
REFRESH_S: Final = 3_600

Step: TypeAlias = Literal["same", "forward"]


def step(shown: CosignedHead, held: CosignedHead | None) -> Step:
    """Decide where a head leads, whose quorum is verified and that splits no history.

    Args:
        shown: at the source.
        held: the newest one in the copy.

    Raises:
        Unavailable: ``ledger.older_head``: a copy never goes back.
    """
    if held is None or shown.size > held.size:
        return "forward"
    if shown.size < held.size:
        raise Unavailable("ledger.older_head", size=shown.size, known=held.size)
    return "same"


def is_due(held: CosignedHead, *, now_s: int) -> bool:
    """Say whether the witnesses are to be asked for fresh times.

    Whoever does so needs no key: they are shown again what they hold.
    """
    return now_s - held.time_s >= REFRESH_S
