"""Which of many makes room where no more are kept: one of whoever has most there. Pure."""

from collections import Counter
from collections.abc import Sequence


def makes_room(kept: Sequence[str], newcomer: str) -> int:
    """Find what goes so that one more can come; nobody loses anything to who has more there.

    Args:
        kept: of each thing that is kept, one at least, who it is from, in the order they came.
            That order, and no time: the clock here may have stood wrong when some of them came.
        newcomer: who the next one is from.

    Returns:
        The place in *kept* of the oldest one of whoever would have most: of the newcomer's own
        where it is among those.
    """
    count = Counter((*kept, newcomer))
    most = max(count.values())
    crowd = {who for who, times in count.items() if times == most}
    if newcomer in crowd and newcomer in kept:
        crowd = {newcomer}
    return next(at for at, who in enumerate(kept) if who in crowd)
