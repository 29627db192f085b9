"""What an auditor decides: whether entries are genuine, by the rules, and fit to be cosigned. Pure.

Entries come from files that anybody may have written. They are believed when the tree that
they make is the beginning of the one that the log signed, and not before; then they are
replayed, and the first that the rules refuse is evidence.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol, final

import msgspec

from livret_core.codes import CODES
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import bodies
from livret_core.ledger.apply import apply, check_clock
from livret_core.ledger.operation import Operation
from livret_core.ledger.signed_ahead import Each, SignedAhead
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import Node, NodeReader
from livret_core.tlog.tiles import WIDTH
from livret_ledger.batch import Batch, Known, Reader, Written
from livret_ledger.fraud import NOT_LAST, is_state_commit
from livret_ledger.fraud_file import BadEntry, TwoHeads

#: Entries to a step: what is fetched, replayed and made durable at once.
STEP: Final = 16 * WIDTH


class Published(Protocol):
    """A ledger's files (:class:`livret_ledger.client.reading.Reader`). None is believed."""

    def checkpoint(self) -> SignedCheckpoint:
        """Read the newest head published."""
        ...

    def entries(self, begin: int, end: int, size: int) -> Iterable[bytes]:
        """Read entries *begin* up to *end* under the head of *size*."""
        ...

    def nodes(self, size: int) -> NodeReader:
        """Give a reader of the tree's nodes under the head of *size*."""
        ...


@final
class Fault(msgspec.Struct, frozen=True):
    """The first entry that the rules refuse.

    Attributes:
        index: where it stands.
        rule: the code they refuse it with.
        leaf: its octets.
    """

    index: int
    rule: str
    leaf: bytes

    @property
    def subject(self) -> str:
        """What evidence of it is about."""
        return f"entry/{self.index}"

    def refusal(self) -> Refused:
        """Say it with the rule's own code, where its branch is that of a refusal."""
        code = self.rule if CODES[self.rule].branch == "refused" else "ledger.content"
        return Refused(code, self.rule, index=self.index, reason=self.rule)


@final
class Taken(msgspec.Struct, frozen=True):
    """What entries come to: what to write, up to the first that is refused."""

    written: Written
    fault: Fault | None


def step_end(size: int, target: int) -> int:
    """Say up to which entry the next step goes, from a copy of *size* towards *target*."""
    return min(target, (size // STEP + 1) * STEP)


def check_genuine(
    reader: Reader, leaves: Sequence[bytes], signed: SignedCheckpoint, read: NodeReader
) -> None:
    """Check that a copy with *leaves* appended is the beginning of the tree of *signed*.

    Args:
        reader: the copy so far.
        leaves: that are said to come next.
        signed: the head, verified to be the log's.
        read: nodes of its tree, as they are published.

    Raises:
        Unavailable: ``ledger.tiles``, which says nothing against anybody: a file may be
            damaged, or the copy stand on another history (:func:`split`).
    """
    head = signed.checkpoint
    grown, _ = reader.frontier.extended(map(merkle.leaf_hash, leaves))
    try:
        proof = merkle.prove_consistency(grown.size, head.size, read)
        merkle.check_consistency(grown.size, head.size, proof, grown.root, head.root)
    except LivretError as error:
        raise Unavailable("ledger.tiles", error.code, size=head.size) from None


def replay(reader: Reader, leaves: Sequence[bytes], *, each: Each = map) -> Taken:
    """Apply entries in order, all rules and map roots included.

    Args:
        reader: the copy so far.
        leaves: the genuine entries after it.
        each: how to verify signatures of several at a time.
    """
    batch, fault, at = Batch(reader), None, 0
    # At a ledger's beginning one entry is signed with a key from a few before it.
    length = WIDTH if batch.size < STEP else len(leaves)
    while at < len(leaves) and fault is None:
        fault = _replay_part(batch, leaves[at : at + length], each)
        at += length
        length *= 2
    return Taken(batch.result(), fault)


def _replay_part(batch: Batch, leaves: Sequence[bytes], each: Each) -> Fault | None:
    """Apply some of the entries; their signatures first, by the keys that are known by now."""
    parsed = [_parsed(leaf) for leaf in leaves]
    ahead = SignedAhead.of(batch, [one for one in parsed if isinstance(one, Operation)], each=each)
    for leaf, operation in zip(leaves, parsed, strict=True):
        rule = _refusal(batch, operation, ahead)
        if rule is not None:
            return Fault(batch.size, rule, leaf)
    return None


def _parsed(leaf: bytes) -> Operation | LivretError:
    try:
        return Operation.parse(leaf)
    except LivretError as error:
        return error


def _refusal(batch: Batch, operation: Operation | LivretError, ahead: SignedAhead) -> str | None:
    if isinstance(operation, LivretError):
        return operation.code
    try:
        outcome = batch.submit(operation, ahead)
        if isinstance(outcome, Known):
            # To a sequencer, something sent twice is sent once. In a log it stands once.
            apply(batch, operation)
            return "ledger.sequence"
    except LivretError as error:
        return error.code
    return outcome.code if isinstance(outcome, LivretError) else None


def check_head(signed: SignedCheckpoint, root: bytes, last: bytes, *, now_s: int) -> None:
    """Check a head that the copy reaches: the last word on whether it may be cosigned.

    Args:
        signed: the head, verified to be the log's.
        root: of as many entries in the copy, all of which the rules allow.
        last: the last of them.
        now_s: seconds since 1970, by the auditor's clock.

    Raises:
        Refused: ``log.fork`` for another root; ``ledger.not_last`` for a last entry that
            is no ``state.commit``; ``ledger.time_ahead`` for one more than 5 minutes ahead.
    """
    if signed.checkpoint.root != root:
        raise Refused("log.fork", "not the root that the entries come to")
    if not is_state_commit(last):
        raise Refused(NOT_LAST)
    # Ledger time only goes forward: no entry before the last one is further ahead.
    body: JsonObject = Operation.parse(last).body
    check_clock(bodies.read(body, bodies.StateCommit).at, now_s=now_s)


def split(
    held: SignedCheckpoint, signed: SignedCheckpoint, own: NodeReader, read: NodeReader
) -> TwoHeads | None:
    """Make evidence of two heads, if they split: the smaller is no beginning of the larger.

    Args:
        held: a head whose tree the copy holds or begins.
        signed: the other.
        own: nodes of the copy.
        read: nodes of the other head's tree, as they are published.
    """
    first, second, nodes = held, signed, read
    if signed.checkpoint.size < held.checkpoint.size:
        first, second, nodes = signed, held, own
    old, new = first.checkpoint, second.checkpoint
    if old.size == new.size:
        return TwoHeads(first, second) if old.root != new.root else None
    if old.size == 0:
        return None
    root = merkle.root(old.size, nodes)
    if root == old.root:
        return None
    return TwoHeads(first, second, root, merkle.prove_consistency(old.size, new.size, nodes))


def bad_entry(fault: Fault, signed: SignedCheckpoint, read: NodeReader) -> BadEntry:
    """Make evidence of an entry that the rules refuse.

    Args:
        fault: which entry, and why.
        signed: a head over it, verified to be the log's.
        read: nodes of its tree.
    """
    size = signed.checkpoint.size
    return BadEntry(
        signed,
        fault.index,
        fault.rule,
        fault.leaf,
        merkle.prove_inclusion(fault.index, size, read),
        merkle.prove_consistency(fault.index, size, read),
    )


def translated(read: NodeReader) -> NodeReader:
    """Give a reader for which a node in none of the published tiles is a file that does not fit.

    Args:
        read: of published tiles; what it gives raises ``ledger.tiles`` then.
    """

    def reader(nodes: Sequence[Node]) -> Sequence[bytes]:
        try:
            return read(nodes)
        except (KeyError, ValueError):
            raise Unavailable("ledger.tiles") from None

    return reader
