"""That the ledger has an operation: shown by its head and by those who cosigned it, or not at all.

Whoever takes operations in answers that it has them. Nobody else hears of one that it keeps back,
so its answer alone is worth nothing: a proof under a head that both quorums cosigned is.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import InitVar, dataclass
from typing import Final, TypeAlias, final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import head as heads
from livret_core.ledger.head import CosignedHead, Head, Remembered
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import Ages, TrustRoot
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof

# What stood there a year ago stands there now.
_YEAR_S: Final = 366 * 86_400
_ANY_AGE: Final = Ages(_YEAR_S, _YEAR_S)
_SEAL: Final = object()

Standing: TypeAlias = Callable[[LogProof], bytes]
"""Reads the entry that a proof is said to be of, from the ledger's files; nothing of it is believed."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenEntry:
    """An operation that stands on a ledger that is believed. Only :func:`verify` makes one.

    Attributes:
        operation: as it stands there. Its signatures may be others than those handed in: an
            operation is called the same whoever signs it, and only the first counts (LEDGER §2).
        index: where it stands.
        proof: of that.
        head: that the proof leads to.
    """

    operation: Operation
    index: int
    proof: LogProof
    head: Head
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a ProvenEntry is made by verify() only")


def verify(
    operation: Operation,
    proof: LogProof,
    chain: TrustChain,
    *,
    now_s: int,
    remembered: Remembered | None = None,
    standing: Standing | None = None,
) -> ProvenEntry:
    """Verify that a ledger that is believed has an operation.

    Args:
        operation: as it was handed in.
        proof: that came back.
        chain: the trust roots believed here.
        now_s: seconds since 1970.
        remembered: the newest head believed before. A proof under an older one is good, as long
            as those are witnesses still who saw it.
        standing: reads what stands where the proof leads, asked when that is not the very leaf.

    Raises:
        Refused: ``ledger.origin`` for an operation of another ledger; ``ledger.unproven`` with
            the ``reason``: a head without quorum, another log's, a proof of another entry.
            ``log.fork``: two histories were shown.
        Unavailable: ``ledger.not_proven`` where what stands there could not be read;
            ``ledger.clock``, ``ledger.stale``, ``ledger.older_head`` for a head from
            before the newest trust root, ``trust.expired``, ``trust.not_yet``.
    """
    if operation.ledger != chain.newest.origin:
        raise Refused("ledger.origin")
    try:
        cosigned = heads.verify(proof.signed, chain)
    except LivretError as error:
        raise Refused("ledger.unproven", reason=error.code) from None
    stands = _standing(operation, proof, cosigned, standing)
    is_older = remembered is not None and cosigned.size < remembered.size
    head = heads.accept(
        cosigned,
        chain,
        ages=_ANY_AGE,
        now_s=now_s,
        remembered=None if is_older else remembered,
    )
    return ProvenEntry(operation=stands, index=proof.index, proof=proof, head=head, seal=_SEAL)


def _standing(
    operation: Operation, proof: LogProof, head: CosignedHead, standing: Standing | None
) -> Operation:
    """Find the operation where the proof leads, as it was handed in or with other signatures."""
    try:
        _check_leaf(operation, proof, head)
        return operation
    except LivretError as error:
        why = error.code
    if standing is None or proof.index >= head.size:
        raise Refused("ledger.unproven", reason=why)
    try:
        there = Operation.parse(standing(proof))
        _check_leaf(there, proof, head)
    except Unavailable:
        raise Unavailable("ledger.not_proven", index=proof.index) from None
    except LivretError as error:
        raise Refused("ledger.unproven", reason=error.code) from None
    if there.id != operation.id:
        raise Refused("ledger.unproven", reason=why)
    return there


def _check_leaf(operation: Operation, proof: LogProof, head: CosignedHead) -> None:
    leaf = merkle.leaf_hash(operation.leaf)
    merkle.check_inclusion(leaf, proof.index, head.size, proof.hashes, head.root)


def verify_walking(
    operation: Operation,
    proof: LogProof,
    chain: TrustChain,
    newer: Callable[[], Iterable[TrustRoot]],
    *,
    now_s: int,
    remembered: Remembered | None = None,
    standing: Standing | None = None,
) -> tuple[ProvenEntry, TrustChain]:
    """Verify as :func:`verify`, by the newest trust roots that follow from those believed here.

    They are asked for each time: a version that has ended, or whose log key was replaced, shows
    nothing, however well what came would fit it.

    Args:
        operation: as it was handed in.
        proof: that came back.
        chain: the trust roots believed here.
        newer: reads the trust roots that lie beside the ledger; nothing of them is believed that
            does not follow from those known here.
        now_s: seconds since 1970.
        remembered: the newest head believed before.
        standing: reads what stands where the proof leads.

    Returns:
        The entry, and the trust roots that it was shown by.

    Raises:
        Refused, Unavailable: as :func:`verify`.
    """
    # Whoever serves the files can put anything there, or nothing: that shows no more.
    with suppress(LivretError):
        chain = chain.extend(newer(), now_s=now_s)
    proven = verify(operation, proof, chain, now_s=now_s, remembered=remembered, standing=standing)
    return proven, chain
