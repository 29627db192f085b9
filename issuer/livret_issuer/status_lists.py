"""Decide about status lists: how long one is good, when the next begins, what time it bears. Pure."""

from typing import Final

from livret_core.status.bits import Bits
from livret_core.status.token import AHEAD_S

FIRST_LIST: Final = 1
LIST_ENTRIES: Final = 1 << 17
LIST_BITS: Final[Bits] = 2
LIST_TTL_S: Final = 12 * 3_600
LIST_LIFE_S: Final = 7 * 86_400


def has_room(taken: int, count: int, *, capacity: int) -> bool:
    """Say whether *count* more copies find places in a list of which *taken* are given out.

    A place is given out once in the list's life: whoever kept an old list could take
    the status of a copy that ended for that of the one that came after it.
    """
    return taken + count <= capacity


def is_signed_since(before_s: int | None, since_s: int | None, *, now_s: int) -> bool:
    """Say whether a list was signed in this period already, on whichever machine.

    Args:
        before_s: its ``iat``, if it was ever signed.
        since_s: when the period began; None to have each signed anew.
        now_s: seconds since 1970. A list dated later says nothing: a clock was wrong.
    """
    return since_s is not None and before_s is not None and since_s <= before_s <= now_s


def list_issued_at_s(now_s: int, *, before_s: int | None) -> int:
    """Say what ``iat`` a list bears, so that a later one is never dated before an earlier.

    Args:
        now_s: what the clock says, in seconds since 1970.
        before_s: ``iat`` of the one it replaces, if there is one.

    Returns:
        *now_s*, or *before_s* when a clock went back by less than readers bear with. A
        list dated further ahead than that is believed by nobody and holds nothing up.
    """
    if before_s is None or before_s > now_s + AHEAD_S:
        return now_s
    return max(now_s, before_s)
