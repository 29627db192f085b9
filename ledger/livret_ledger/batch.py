"""What a batch of operations makes of a ledger: decided here, written elsewhere. Pure.

    batch = Batch(reader)
    outcome = batch.submit(operation)     # Appended, Known, or the reason it is refused
    batch.close(at_s=…)                   # the `state.commit` that ends a publication
    store.write(batch.result())

Each operation is decided on top of those before it in the same batch. A refused one leaves
no trace. Nothing is durable, and nobody is told anything, before the store has written.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, TypeAlias, final

import msgspec

from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_core.ledger import records
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Draft, Operation
from livret_core.ledger.records import AnyRecord, Record
from livret_core.ledger.state import Clock
from livret_core.ledger.state_map import canonical_digest, record_key, update
from livret_core.tlog import merkle
from livret_core.tlog.merkle import Frontier, Node


class Reader(Protocol):
    """What a store tells about the ledger as it stands."""

    @property
    def origin(self) -> str:
        """Which ledger."""
        ...

    @property
    def clock(self) -> Clock:
        """Ledger time."""
        ...

    @property
    def frontier(self) -> Frontier:
        """The right edge of the tree."""
        ...

    @property
    def map_root(self) -> bytes:
        """Root of the state map over all entries."""
        ...

    def record(self, name: str) -> AnyRecord | None:
        """Give a record."""
        ...

    def index_of(self, operation_id: str) -> int | None:
        """Say where an operation stands, if it does."""
        ...

    def map_node(self, digest: bytes) -> bytes:
        """Give a node of the current state map; ``KeyError`` if there is none."""
        ...


@final
class Appended(msgspec.Struct, frozen=True):
    """An operation that was taken, and where it stands once the batch is written."""

    index: int


@final
class Known(msgspec.Struct, frozen=True):
    """An operation that stands there already: sending it twice is sending it once."""

    index: int


Outcome: TypeAlias = Appended | Known | LivretError


@final
class Entry(msgspec.Struct, frozen=True):
    """One entry of the log.

    Attributes:
        index: from 0.
        operation_id: base64url.
        leaf: the octets.
    """

    index: int
    operation_id: str
    leaf: bytes


@final
class Written(msgspec.Struct, frozen=True):
    """All that a store has to make durable, in one transaction.

    Attributes:
        before: the size it was decided on; a store that has another refuses.
        entries: in order.
        nodes: complete subtrees that are new.
        values: records, canonical, by name.
        map_root, map_added, map_removed: the state map's change.
        clock: ledger time after it.
        frontier: the tree's right edge after it.
        closed: whether the last entry is a ``state.commit``: the head may then be signed.
    """

    before: int
    entries: Sequence[Entry]
    nodes: Sequence[tuple[Node, bytes]]
    values: Mapping[str, bytes]
    parsed: Mapping[str, AnyRecord]
    map_root: bytes
    map_added: Mapping[bytes, bytes]
    map_removed: frozenset[bytes]
    clock: Clock
    frontier: Frontier
    closed: bool


@final
class Batch:
    """Operations that will be written together."""

    def __init__(self, reader: Reader) -> None:
        self._reader: Final = reader
        # As it is now: a store that moves on meanwhile has to notice, and refuse.
        self._before: Final = reader.frontier
        self._writes: dict[str, Record] = {}
        self._pending: dict[str, Record] = {}
        self._entries: list[Entry] = []
        self._indexes: dict[str, int] = {}
        self._clock = reader.clock
        self._root = reader.map_root
        self._nodes: dict[bytes, bytes] = {}
        self._gone: set[bytes] = set()
        self._closed = False

    # What the rules read (livret_core.ledger.state.State).

    @property
    def origin(self) -> str:
        return self._reader.origin

    @property
    def clock(self) -> Clock:
        return self._clock

    def get(self, name: str) -> AnyRecord | None:
        found = self._writes.get(name)
        if found is not None:
            return found  # type: ignore[return-value]  # a rule writes no other kind
        return self._reader.record(name)

    def map_root(self) -> str:
        return base64url.encode(self._settled_root())

    # What a sequencer or an auditor does.

    @property
    def size(self) -> int:
        """Entries in the log once this is written."""
        return self._before.size + len(self._entries)

    def submit(self, operation: Operation) -> Outcome:
        """Take one operation, if the rules do."""
        index = self._indexes.get(operation.id)
        if index is not None:
            return Known(index)
        try:
            change = apply(self, operation)
        except LivretError as error:
            # What stands there already is refused by its record's chain, so that only what
            # is refused has to be looked up.
            index = self._reader.index_of(operation.id)
            return error if index is None else Known(index)
        index = self.size
        self._entries.append(Entry(index, operation.id, operation.leaf))
        self._indexes[operation.id] = index
        self._writes.update(change.writes)
        self._pending.update(change.writes)
        self._clock = change.clock
        self._closed = operation.type == "state.commit"
        return Appended(index)

    def close(self, *, at_s: int) -> Operation:
        """End a publication: append the ``state.commit`` that says how things stand, and when.

        Args:
            at_s: seconds since 1970, after the ledger's own time.

        Raises:
            Refused: ``ledger.time``.
        """
        draft = Draft(
            self.origin,
            "state.commit",
            self.origin,
            self._clock.seq + 1,
            self._clock.last,
            at_s,
            {"root": self.map_root(), "at": at_s},
        )
        operation = draft.signed(())
        outcome = self.submit(operation)
        if isinstance(outcome, LivretError):
            raise outcome
        return operation

    def result(self) -> Written:
        """Give what is to be written."""
        root = self._settled_root()
        frontier, nodes = self._before.extended(
            merkle.leaf_hash(entry.leaf) for entry in self._entries
        )
        return Written(
            self._before.size,
            self._entries,
            nodes,
            {name: records.format(record) for name, record in self._writes.items()},
            self._writes,  # type: ignore[arg-type]  # a rule writes no other kind
            root,
            self._nodes,
            frozenset(self._gone),
            self._clock,
            frontier,
            self._closed,
        )

    def _settled_root(self) -> bytes:
        """Bring the state map up to the last operation taken."""
        if self._pending:
            changes = {
                record_key(name): canonical_digest(records.format(record))
                for name, record in self._pending.items()
            }
            updated = update(self._root, changes, self._node)
            for digest in updated.removed:
                # A node of this batch that did not last never reaches the store.
                if self._nodes.pop(digest, None) is None:
                    self._gone.add(digest)
            for digest, encoded in updated.added.items():
                if digest in self._gone:
                    self._gone.discard(digest)
                else:
                    self._nodes[digest] = encoded
            self._root = updated.root
            self._pending = {}
        return self._root

    def _node(self, digest: bytes) -> bytes:
        found = self._nodes.get(digest)
        return self._reader.map_node(digest) if found is None else found
