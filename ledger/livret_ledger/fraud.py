"""What a fraud file shows that a ledger's keeper did: anybody can check it. Pure.

    two heads    signed by the log, of one size with two roots, or of two sizes where the
                 smaller is no beginning of the larger: checked alone
    bad entry    an entry that a signed head covers and the rules refuse: checked against any
                 copy of the entries before it

Nobody has to believe who made such a file; layout and soundness: ``docs/spec/fraud.md``.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import InitVar, dataclass
from typing import Final, TypeAlias, final

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog import cosignature, merkle, note
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import Frontier
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.witness import AddCheckpoint
from livret_ledger.fraud_file import BadEntry, Fraud, TwoHeads
from livret_ledger.replay import Replay

#: Gives the entries of a copy, from one index up to another, in order.
Replica: TypeAlias = Callable[[int, int], Iterable[bytes]]

_Keys: TypeAlias = Collection[VerifierKey]
# From a size to the keys of the log and of those who cosign it, at that size.
_KeysAt: TypeAlias = Callable[[int], tuple[_Keys, _Keys]]

NOT_LAST: Final = "ledger.not_last"

_SEAL: Final = object()
_CHUNK: Final = 4_096


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenFraud:
    """What a fraud file shows of a log. Only :func:`check` makes one.

    Attributes:
        origin: of the log, whose own key signed.
        sizes: of the heads concerned.
        index, rule: of a bad entry; None and empty for two heads.
        cosigners: of the keys that were asked for: of two heads those that cosigned both,
            of a bad entry those that cosigned the head over it.
    """

    origin: str
    sizes: tuple[int, ...]
    index: int | None
    rule: str
    cosigners: frozenset[VerifierKey]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("ProvenFraud is made by check() only")


def check(
    fraud: Fraud,
    log_keys: Collection[VerifierKey],
    *,
    cosigners: Collection[VerifierKey] = (),
    replica: Replica | None = None,
) -> ProvenFraud:
    """Check that a file shows what it says.

    Args:
        fraud: as it came.
        log_keys: of the logs known here, each named as its log's origin.
        cosigners: keys of witnesses and auditors, to be told which of them cosigned it.
        replica: a copy of the log's entries; needed for a bad entry only.

    Raises:
        Refused: ``log.unknown``, ``log.unsigned``, ``note.signature`` for a head that is no
            word of the log; ``fraud.not_shown``, with ``what``, when all is as it should be,
            or a proof does not lead where it says.
        Unavailable: ``fraud.replica`` without a copy of the entries before the bad one, or
            with another log's.
    """
    return _check(fraud, lambda _: (log_keys, cosigners), replica)


def check_by_chain(
    fraud: Fraud, chain: TrustChain, *, replica: Replica | None = None
) -> ProvenFraud:
    """Check a file by the keys that each version of a trust root names, each for its time.

    A key that was rotated away signs nothing beyond the hand-over that anybody believes, so
    it convicts nobody there; whoever left the witnesses cosigned nothing larger either.

    Args:
        fraud: as it came.
        chain: believed by whoever asks.
        replica: as for :func:`check`.

    Raises:
        Refused, Unavailable: as :func:`check`; ``trust.before`` for a head from before the
            oldest version.
    """

    def keys_at(size: int) -> tuple[_Keys, _Keys]:
        roots = chain.roots_at(size)
        return (
            frozenset[VerifierKey]().union(*(root.policy.log_keys(root.origin) for root in roots)),
            frozenset[VerifierKey]().union(*(root.policy.witness_keys for root in roots)),
        )

    return _check(fraud, keys_at, replica)


def forked_by(held: SignedCheckpoint | None, request: AddCheckpoint) -> TwoHeads | None:
    """Make of a request that a witness refused what it shows against the log, if anything.

    Args:
        held: the head that the witness cosigned last.
        request: refused with ``log.fork`` or ``log.consistency``.
    """
    if held is None:
        return None
    old, new = held.checkpoint, request.signed.checkpoint
    if old.size == new.size:
        return TwoHeads(held, request.signed) if old.root != new.root else None
    if request.old_size != old.size:
        return None
    shown = merkle.prefix_root(old.size, new.size, request.hashes, new.root)
    if shown is None or shown == old.root:
        return None
    return TwoHeads(held, request.signed, shown, request.hashes)


def _check(fraud: Fraud, keys_at: _KeysAt, replica: Replica | None) -> ProvenFraud:
    if isinstance(fraud, TwoHeads):
        return _check_heads(fraud, keys_at)
    return _check_entry(fraud, keys_at, replica)


def _check_heads(fraud: TwoHeads, keys_at: _KeysAt) -> ProvenFraud:
    first, second = fraud.first.checkpoint, fraud.second.checkpoint
    before, after = (
        _check_signed(head, keys_at(head.checkpoint.size)) for head in (fraud.first, fraud.second)
    )
    if first.origin != second.origin:
        raise _not_shown("origin")
    if first.size == second.size:
        if first.root == second.root or fraud.root is not None or fraud.proof:
            raise _not_shown("root")
    else:
        _check_split(fraud)
    both = before & after
    return ProvenFraud(
        origin=first.origin,
        sizes=(first.size, second.size),
        index=None,
        rule="",
        cosigners=both,
        seal=_SEAL,
    )


def _check_split(fraud: TwoHeads) -> None:
    """Check that the larger tree begins with another tree than the smaller head's."""
    first, second = fraud.first.checkpoint, fraud.second.checkpoint
    # Every tree begins with the empty one, and the empty tree has one root.
    if not 0 < first.size < second.size or fraud.root is None:
        raise _not_shown("size")
    if fraud.root == first.root:
        raise _not_shown("root")
    try:
        merkle.check_consistency(first.size, second.size, fraud.proof, fraud.root, second.root)
    except Refused:
        raise _not_shown("proof") from None


def _check_entry(fraud: BadEntry, keys_at: _KeysAt, replica: Replica | None) -> ProvenFraud:
    head, index = fraud.head.checkpoint, fraud.index
    cosigners = _check_signed(fraud.head, keys_at(head.size))
    try:
        merkle.check_inclusion(
            merkle.leaf_hash(fraud.leaf), index, head.size, fraud.inclusion, head.root
        )
    except Refused:
        raise _not_shown("proof") from None
    if fraud.rule == NOT_LAST:
        if index != head.size - 1 or is_state_commit(fraud.leaf):
            raise _not_shown("rule")
    else:
        _check_refused(fraud, replica)
    return ProvenFraud(
        origin=head.origin,
        sizes=(head.size,),
        index=index,
        rule=fraud.rule,
        cosigners=cosigners,
        seal=_SEAL,
    )


def _check_refused(fraud: BadEntry, replica: Replica | None) -> None:
    """Check that the rules refuse the entry, on top of those that stand before it."""
    head, index = fraud.head.checkpoint, fraud.index
    if replica is None and index:
        raise Unavailable("fraud.replica", needed=index)
    state, frontier = Replay(head.origin), Frontier()
    for begin in range(0, index, _CHUNK):
        leaves = list(replica(begin, min(begin + _CHUNK, index))) if replica else []
        frontier, _ = frontier.extended(map(merkle.leaf_hash, leaves))
        _take_all(state, leaves, begin)
    # Which copy it was does not matter: these are the entries that the head covers.
    try:
        if frontier.size != index:
            raise Unavailable("fraud.replica", needed=index)
        merkle.check_consistency(index, head.size, fraud.before, frontier.root, head.root)
    except Refused:
        raise Unavailable("fraud.replica", "entries of another log", needed=index) from None
    try:
        state.take(fraud.leaf)
    except LivretError as error:
        if error.code == fraud.rule:
            return
        raise _not_shown("rule") from None
    raise _not_shown("rule")


def _take_all(state: Replay, leaves: Sequence[bytes], begin: int) -> None:
    for number, leaf in enumerate(leaves):
        try:
            state.take(leaf)
        except LivretError as error:
            # An earlier entry is bad: the file about that one is the one to make.
            raise Unavailable(
                "fraud.replica", f"entry {begin + number}: {error.code}", needed=begin + number
            ) from None


def is_state_commit(leaf: bytes) -> bool:
    """Say whether an entry is a ``state.commit``, as the last one under a head must be."""
    try:
        return Operation.parse(leaf).type == "state.commit"
    except MalformedInput:
        return False


def _check_signed(head: SignedCheckpoint, keys: tuple[_Keys, _Keys]) -> frozenset[VerifierKey]:
    """Check that a head is the log's own word, and say who cosigned it."""
    log_keys, cosigners = keys
    own = [key for key in log_keys if key.name.text == head.checkpoint.origin]
    if not own:
        raise Refused("log.unknown")
    if not note.verify(head.note, own):
        raise Refused("log.unsigned")
    return _cosigners(head, cosigners)


def _cosigners(head: SignedCheckpoint, keys: Collection[VerifierKey]) -> frozenset[VerifierKey]:
    """Say who cosigned, one key at a time: a line that does not verify convicts nobody."""
    found: set[VerifierKey] = set()
    for key in keys:
        try:
            found.update(cosignature.verify(head, [key]))
        except Refused:
            continue
    return frozenset(found)


def _not_shown(what: str) -> Refused:
    return Refused("fraud.not_shown", what, what=what)
