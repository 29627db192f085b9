"""What the times in a head's cosignatures say, however some of those who wrote them lie (LEDGER §4)."""

from collections.abc import Collection, Mapping, Sequence

from livret_core.ledger.quorum import Quorums
from livret_core.tlog.note import VerifierKey


def head_time_s(times_s: Mapping[VerifierKey, Sequence[int]], numbers: Quorums) -> int:
    """Compute T: the q-th newest of the witnesses' newest times.

    With fewer than q honest late times no liar can make a head look newer than an honest
    witness saw it: of the q newest, at most f lie, and the oldest of them is taken.

    Args:
        times_s: of at least q witnesses.
        numbers: of the policy.
    """
    return sorted((max(times) for times in times_s.values()), reverse=True)[numbers.q - 1]


def existed_by_s(times_s: Mapping[VerifierKey, Sequence[int]], numbers: Quorums) -> int:
    """Compute by when the head existed: the (f + 1)-th oldest of the witnesses' oldest times."""
    return sorted(min(times) for times in times_s.values())[numbers.f]


def still_vouched_by_s(
    times_s: Mapping[VerifierKey, Sequence[int]],
    in_force: Collection[VerifierKey],
    numbers: Quorums,
) -> int | None:
    """Compute by when a head of former keepers existed, on the word of those who keep it still.

    A key that is not in force is nobody's to guard any more: whoever finds it writes any time.

    Args:
        times_s: of the witnesses that cosigned.
        in_force: the witnesses of the newest version.
        numbers: of the newest version: at most f of its witnesses lie.

    Returns:
        The (f + 1)-th oldest time of those in force; None when fewer of them cosigned.
    """
    oldest = sorted(min(times) for key, times in times_s.items() if key in in_force)
    return oldest[numbers.f] if len(oldest) > numbers.f else None
