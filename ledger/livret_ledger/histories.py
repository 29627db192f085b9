"""Which history a cosigner holds: what it is asked, and what it can show. Pure.

A cosigner that has another history says no more than that it refuses. It can show why: the head
that it cosigned last bears the log's own signature, and beside a head of ours the two are a
fraud file that anybody can check (``docs/spec/fraud.md``).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import final

from livret_core.errors import LivretError
from livret_core.ledger import head as heads
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog import note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.merkle import NodeReader
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.witness import AddCheckpoint
from livret_ledger import fraud
from livret_ledger.auditor.auditing import split
from livret_ledger.fraud_file import TwoHeads
from livret_ledger.starting import Overtaken


def question(
    held: int,
    same: SignedCheckpoint | None,
    newest: SignedCheckpoint | None,
    prove: Callable[[int, int], Sequence[bytes]],
) -> AddCheckpoint | None:
    """Write what a cosigner is asked to learn whether its history is ours.

    It is shown the head of its own size again, so that who stayed behind is not led on to a
    head that may be nobody else's. Where this store never signed one of that size (it was made
    from a copy, or another machine signed it), the newest has to continue what it holds.

    Args:
        held: the size that it named.
        same: the head of that size signed here, by the key that signs now.
        newest: the newest signed here by that key.
        prove: makes consistency proofs.

    Returns:
        None when there is nothing to hold against it: it holds nothing yet, or this key has
        signed nothing as large.
    """
    if held == 0:
        return None
    if same is not None:
        return AddCheckpoint(held, (), same)
    if newest is None or newest.checkpoint.size < held:
        return None
    return AddCheckpoint(held, tuple(prove(held, newest.checkpoint.size)), newest)


def shown(
    theirs: SignedCheckpoint, own: SignedCheckpoint, nodes: NodeReader, chain: TrustChain
) -> TwoHeads | None:
    """Make of a head that a cosigner holds the proof that it is none of ours, if it is one.

    Args:
        theirs: as it came.
        own: the newest head signed here.
        nodes: of our tree, which has at least as many leaves.
        chain: the trust roots, for the keys that sign the log.
    """
    if theirs.checkpoint.size > own.checkpoint.size:
        return None
    try:
        parted = split(own, theirs, nodes, nodes)
        if parted is not None:
            fraud.check_by_chain(parted, chain)
    except LivretError:
        return None
    return parted


def is_ahead(theirs: SignedCheckpoint, own_size: int, root: TrustRoot) -> bool:
    """Say whether a head that a cosigner holds is the log's own word, and goes beyond ours.

    Args:
        theirs: as it came.
        own_size: of the newest head signed here.
        root: the version in force. A key from before it signs nothing any more.
    """
    return theirs.checkpoint.size > own_size and _is_by(theirs, root.origin, root.log_keys)


def overtaken(
    shown: Mapping[VerifierKey, SignedCheckpoint],
    own_size: int,
    root: TrustRoot,
    chain: TrustChain,
) -> Overtaken | None:
    """Say whether a ledger can be gone on with no more, under any key.

    So it is where fewer than q witnesses are left that show no larger head under a key of this log,
    and no reader believes any of the heads shown: a witness goes back for nobody (ADR 0025). A
    copy that ends with a head between ours and theirs, confirmed by a quorum, may still exist.

    Args:
        shown: by each, the head that it cosigned last, as it came.
        own_size: of the newest head here.
        root: the version whose witnesses count.
        chain: trust roots, for every key that has signed this log.
    """
    log_keys = [key for each in chain.roots for key in each.log_keys]
    ahead: dict[VerifierKey, SignedCheckpoint] = {}
    for key in shown.keys() & set(root.witnesses):
        theirs = shown[key]
        if theirs.checkpoint.size > own_size and _is_by(theirs, root.origin, log_keys):
            ahead[key] = theirs
    if len(ahead) <= root.numbers.n - root.numbers.q:
        return None
    joined: dict[Checkpoint, SignedCheckpoint] = {}
    for theirs in shown.values():
        at = theirs.checkpoint
        before = joined.get(at, theirs)
        lines = [line for line in theirs.note.signatures if line not in before.note.signatures]
        joined[at] = before.with_signatures(*lines)
    beyond = [each for at, each in joined.items() if at.size > own_size]
    if any(_is_believed(each, chain) for each in beyond):
        return None
    return Overtaken(len(ahead), root.numbers.n)


def _is_by(signed: SignedCheckpoint, origin: str, keys: Collection[VerifierKey]) -> bool:
    try:
        return signed.checkpoint.origin == origin and bool(note.verify(signed.note, keys))
    except LivretError:
        return False


def _is_believed(signed: SignedCheckpoint, chain: TrustChain) -> bool:
    try:
        heads.verify(signed, chain)
    except LivretError:
        return False
    return True


@final
@dataclass(frozen=True, slots=True)
class Lost:
    """An operation that was answered and never cosigned.

    Attributes:
        index: where it stands in this store, and nowhere else.
        type: of operation.
        subject: that it is about.
    """

    index: int
    type: str
    subject: str


def lost(entries: Iterable[tuple[int, bytes]]) -> tuple[Lost, ...]:
    """Say which operations are lost when the ledger goes on without this store.

    Args:
        entries: index and leaf of those beyond the last head that had a quorum.
    """
    found = ((index, Operation.parse(leaf)) for index, leaf in entries)
    return tuple(
        Lost(index, operation.type, operation.subject)
        for index, operation in found
        if operation.type != "state.commit"
    )
