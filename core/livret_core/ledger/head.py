"""Heads that a reader believes: whose they are, how old, and that history did not fork (LEDGER §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Final, Literal, TypeAlias, final

import msgspec

from livret_core.errors import Refused, Unavailable
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_root import Ages, TrustChain
from livret_core.tlog import merkle, witnessed
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import VerifierKey

CLOCK_AHEAD_S: Final = 300

Freshness: TypeAlias = Literal["fresh", "amber"]

_SEAL: Final = object()


@final
class Remembered(msgspec.Struct, frozen=True):
    """The newest head a reader has believed: what it will never go back behind.

    Attributes:
        size, root: of the head.
        time_s: its T.
    """

    size: int
    root: bytes
    time_s: int


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head with both quorums under a believed trust root. Only :func:`accept` makes one.

    Attributes:
        size, root: of the tree.
        time_s: T, the q-th newest witness time: q witnesses still stood by it then, so at
            least one honest one did.
        existed_by_s: the (f + 1)-th oldest: one honest witness had seen it by then.
        freshness: by the ages it was accepted under.
        witnesses, auditors: how many distinct ones cosigned.
        trust_version: of the trust root it counts under.
        is_consistent: shown to continue the remembered head; False when there was none, or
            no proof at hand and the witnesses' word was taken for it.
    """

    size: int
    root: bytes
    time_s: int
    existed_by_s: int
    freshness: Freshness
    witnesses: int
    auditors: int
    trust_version: int
    is_consistent: bool
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Head is made by accept() only")

    def remember(self, before: Remembered | None) -> Remembered:
        """Give what to remember after having believed this head."""
        time_s = self.time_s if before is None else max(before.time_s, self.time_s)
        return Remembered(self.size, self.root, time_s)


def accept(
    signed: SignedCheckpoint,
    chain: TrustChain,
    *,
    ages: Ages,
    now_s: int,
    remembered: Remembered | None,
    consistency: tuple[int, Sequence[bytes]] | None = None,
) -> Head:
    """Decide whether to believe a head.

    Args:
        signed: a checkpoint with its signatures.
        chain: the trust roots believed here.
        ages: fresh and amber ages of this service.
        now_s: seconds since 1970, by this reader's clock.
        remembered: the newest head believed before.
        consistency: a size, and the proof from the head of that size to this one.

    Raises:
        Refused: ``log.unknown``, ``log.unsigned``, ``log.quorum`` (witnesses or auditors),
            ``note.signature``, ``trust.before``; ``log.fork`` for two roots of one size,
            ``log.consistency`` for a proof that does not continue the remembered head.
        Unavailable: ``ledger.clock`` when this clock is behind what was seen,
            ``ledger.stale``, ``ledger.older_head``, ``trust.expired``.
    """
    checkpoint = signed.checkpoint
    root = chain.root_for(checkpoint.size)
    accepted = witnessed.verify(signed, root.policy)
    witness_times = {key: times for key, times in accepted.times_s.items() if key in root.witnesses}
    time_s = head_time_s(witness_times, root.numbers)
    newest_s = time_s if remembered is None else max(time_s, remembered.time_s)
    if now_s + CLOCK_AHEAD_S < newest_s:
        raise Unavailable("ledger.clock", now_s=now_s, seen_s=newest_s)
    freshness = _freshness(now_s - time_s, ages)
    if root is chain.newest and now_s >= root.expires_s:
        raise Unavailable("trust.expired", expired_s=root.expires_s)
    is_consistent = _continues(signed, remembered, consistency)
    return Head(
        size=checkpoint.size,
        root=checkpoint.root,
        time_s=time_s,
        existed_by_s=existed_by_s(witness_times, root.numbers),
        freshness=freshness,
        witnesses=len(witness_times),
        auditors=sum(1 for key in accepted.times_s if key in root.auditors),
        trust_version=root.version,
        is_consistent=is_consistent,
        seal=_SEAL,
    )


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


def _freshness(age_s: int, ages: Ages) -> Freshness:
    if age_s <= ages.fresh_s:
        return "fresh"
    if age_s <= ages.refuse_s:
        return "amber"
    raise Unavailable("ledger.stale", age_s=age_s)


def _continues(
    signed: SignedCheckpoint,
    remembered: Remembered | None,
    consistency: tuple[int, Sequence[bytes]] | None,
) -> bool:
    """Say whether the head was shown to continue the remembered one."""
    if remembered is None:
        return False
    checkpoint = signed.checkpoint
    if checkpoint.size < remembered.size:
        raise Unavailable("ledger.older_head", size=checkpoint.size, known=remembered.size)
    if checkpoint.size == remembered.size:
        if checkpoint.root != remembered.root:
            raise Refused("log.fork", "one size, two roots")
        return True
    if consistency is None or consistency[0] != remembered.size:
        return False
    merkle.check_consistency(
        remembered.size, checkpoint.size, consistency[1], remembered.root, checkpoint.root
    )
    return True
