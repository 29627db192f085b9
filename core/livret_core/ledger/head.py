"""Heads that a reader believes: whose they are, how old, and that history did not fork (LEDGER §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Final, Literal, TypeAlias, final

import msgspec

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.head_time import existed_by_s, head_time_s, still_vouched_by_s
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import Ages, TrustRoot
from livret_core.tlog import merkle, witnessed
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.merkle import NodeReader
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
class CosignedHead:
    """A head with both quorums under a believed trust root, at whatever time. Only :func:`verify` makes one.

    It depends on nothing but its own bytes and the trust roots, so it may be kept.

    Attributes:
        size, root: of the tree.
        time_s: T, the q-th newest witness time: of the q newest at most f lie, so an honest
            witness stood by the head then or later. Never after the end of the trust root
            it counts under: its keys are out of force then, and may be anybody's.
        existed_by_s: the (f + 1)-th oldest: one honest witness had seen it by then. Under a
            trust root that ended, of those alone who are witnesses still; None for too few.
        witnesses, auditors: how many distinct ones cosigned.
        cosigners: what the witnesses that did are called, in the order of their names.
        trust: the trust root it counts under.
        counts_from_s: before then nobody believes it: a log key was replaced without a word
            of its own (LEDGER §5); 0 for almost every head.
    """

    size: int
    root: bytes
    time_s: int
    existed_by_s: int | None
    witnesses: int
    auditors: int
    cosigners: tuple[str, ...]
    trust: TrustRoot
    counts_from_s: int
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a CosignedHead is made by verify() only")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head to be believed now. Only :func:`accept` makes one.

    Attributes:
        cosigned: whose word it is.
        freshness: by the ages it was accepted under.
        is_consistent: shown to continue each head that was :func:`seen` before; False when
            there was none, or no proof at hand.
        after: the newest that was believed before: what it was held against, and nothing newer.
    """

    cosigned: CosignedHead
    freshness: Freshness
    is_consistent: bool
    after: Remembered | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Head is made by accept() only")

    def remember(self, before: Remembered | None) -> Remembered:
        """Give what to remember after having believed this head."""
        head = self.cosigned
        time_s = head.time_s if before is None else max(before.time_s, head.time_s)
        return Remembered(head.size, head.root, time_s)


def verify(signed: SignedCheckpoint, chain: TrustChain) -> CosignedHead:
    """Verify the log's signature and both quorums (LEDGER §6, 2 and 3).

    Raises:
        Refused: ``log.unknown``, ``log.unsigned``, ``log.quorum`` (witnesses or auditors),
            ``note.signature``, ``trust.before``.
    """
    checkpoint = signed.checkpoint
    trust = chain.root_for(checkpoint.size)
    accepted = witnessed.verify(signed, trust.policy)
    times_s = {key: times for key, times in accepted.times_s.items() if key in trust.witnesses}
    time_s = head_time_s(times_s, trust.numbers)
    end = chain.end_of(trust)
    return CosignedHead(
        size=checkpoint.size,
        root=checkpoint.root,
        time_s=time_s if end is None else min(time_s, end.ends_s),
        existed_by_s=_existed_by_s(checkpoint, times_s, chain, trust),
        witnesses=len(times_s),
        auditors=sum(1 for key in accepted.times_s if key in trust.auditors),
        cosigners=tuple(sorted(key.name.text for key in times_s)),
        trust=trust,
        counts_from_s=chain.counts_from_s(trust),
        seal=_SEAL,
    )


def _existed_by_s(
    checkpoint: Checkpoint,
    times_s: Mapping[VerifierKey, Sequence[int]],
    chain: TrustChain,
    trust: TrustRoot,
) -> int | None:
    newest = chain.newest
    if trust.digest == newest.digest:
        return existed_by_s(times_s, trust.numbers)
    for joint in chain.joints:
        # A later trust root was signed over this very head, and over who saw it when.
        if (joint.size, joint.root) == (checkpoint.size, checkpoint.root):
            return joint.existed_by_s
    return still_vouched_by_s(times_s, newest.witnesses, newest.numbers)


def seen(chain: TrustChain, remembered: Remembered | None) -> tuple[Remembered, ...]:
    """Give the heads that every other one must continue, the smaller first.

    The newest that was believed before, and the joint head that the newest trust root began
    with, unless a larger one was believed since.
    """
    joints = chain.joints[-1:]
    found = [Remembered(joint.size, joint.root, joint.time_s) for joint in joints]
    if remembered is not None:
        found = [each for each in found if each.size > remembered.size]
        found.insert(0, remembered)
    return tuple(found)


def accept(
    head: CosignedHead,
    chain: TrustChain,
    *,
    ages: Ages,
    now_s: int,
    remembered: Remembered | None,
    consistency: tuple[int, Sequence[bytes]] | None = None,
    nodes: NodeReader | None = None,
) -> Head:
    """Decide whether to believe a head now (LEDGER §6, 4 and 5).

    Args:
        head: verified.
        chain: the trust roots believed here.
        ages: fresh and amber ages of this service.
        now_s: seconds since 1970, by this reader's clock.
        remembered: the newest head believed before. The joint head that the newest trust root
            began with is one of those, remembered or not.
        consistency: a size, and the proof from the head of that size to this one.
        nodes: reads those of this head's tree, of tiles that nobody signed.

    Raises:
        Refused: ``log.fork`` for two roots of one size, ``log.consistency`` for a proof
            that this head has another beginning than the remembered one.
        Unavailable: ``ledger.clock`` when this clock is behind what was seen,
            ``ledger.stale``, ``ledger.older_head``, ``trust.expired``; ``trust.not_yet``
            while somebody may still object to a new log key; ``ledger.unavailable`` for a
            proof that shows nothing, ``ledger.unlinked`` for nodes that are not this head's.
    """
    newest_s = head.time_s if remembered is None else max(head.time_s, remembered.time_s)
    if now_s + CLOCK_AHEAD_S < newest_s:
        raise Unavailable("ledger.clock", now_s=now_s, seen_s=newest_s)
    if now_s < head.counts_from_s:
        raise Unavailable("trust.not_yet", from_s=head.counts_from_s)
    freshness = _freshness(now_s - head.time_s, ages)
    if head.trust.digest == chain.newest.digest and now_s >= head.trust.expires_s:
        raise Unavailable("trust.expired", expired_s=head.trust.expires_s)
    shown = [_continues(head, each, consistency, nodes) for each in seen(chain, remembered)]
    is_consistent = bool(shown) and all(shown)
    return Head(
        cosigned=head,
        freshness=freshness,
        is_consistent=is_consistent,
        after=remembered,
        seal=_SEAL,
    )


def _freshness(age_s: int, ages: Ages) -> Freshness:
    if age_s <= ages.fresh_s:
        return "fresh"
    if age_s <= ages.refuse_s:
        return "amber"
    raise Unavailable("ledger.stale", age_s=age_s)


def _continues(
    head: CosignedHead,
    before: Remembered,
    consistency: tuple[int, Sequence[bytes]] | None,
    nodes: NodeReader | None,
) -> bool:
    """Say whether the head was shown to continue one that was seen before."""
    if head.size < before.size:
        raise Unavailable("ledger.older_head", size=head.size, known=before.size)
    if head.size == before.size:
        if head.root != before.root:
            raise Refused("log.fork", "one size, two roots")
        return True
    if consistency is None or consistency[0] != before.size:
        if nodes is not None and _root_of(head, before.size, nodes) != before.root:
            raise Refused("log.consistency")
        return nodes is not None
    proof = consistency[1]
    try:
        merkle.check_consistency(before.size, head.size, proof, before.root, head.root)
    except Refused:
        # Nobody signs the proof. Two histories are shown by one that leads to this head from
        # another beginning; one that leads nowhere shows that somebody spoiled it.
        if merkle.prefix_root(before.size, head.size, proof, head.root) is None:
            raise Unavailable("ledger.unavailable", reason="log.consistency") from None
        raise
    return True


def _root_of(head: CosignedHead, size: int, nodes: NodeReader) -> bytes:
    """Give the root that the first *size* leaves of the head's own tree have.

    A root that tiles give shows two histories only if it is the beginning of this very head.
    """
    try:
        root = merkle.root(size, nodes)
        proof = merkle.prove_consistency(size, head.size, nodes)
        merkle.check_consistency(size, head.size, proof, root, head.root)
    except (LivretError, KeyError):
        raise Unavailable("ledger.unlinked", size=head.size, known=size) from None
    return root
