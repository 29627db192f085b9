"""What a batch of operations makes of a ledger: decided here, written elsewhere. Pure.

    batch = Batch(reader)
    outcome = batch.submit(operation)     # Appended, Known, or the reason it is refused
    batch.close(at_s=…)                   # the `state.commit` that ends a publication
    store.write(batch.result())

Each operation is decided on top of those before it in the same batch. A refused one leaves
no trace. Nothing is durable, and nobody is told anything, before the store has written.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol, TypeAlias, final

import msgspec

from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_core.ledger import records
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Draft, Operation
from livret_core.ledger.records import AnyRecord, Record
from livret_core.ledger.signed_ahead import NONE_AHEAD, SignedAhead
from livret_core.ledger.state import Clock
from livret_core.ledger.state_map import Overlay, Updated, canonical_digest, record_key
from livret_core.tlog import merkle
from livret_core.tlog.merkle import Frontier, Node

_OVERLAY_NODES: Final = 30_000  # kept in memory from one batch to the next: about 10 MB


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
        """Root of the state map as of the last ``state.commit``."""
        ...

    def record(self, name: str) -> AnyRecord | None:
        """Give a record."""
        ...

    def pending(self) -> Iterable[tuple[str, bytes]]:
        """Give the records written since the last ``state.commit``: names, and canonical octets."""
        ...

    def index_of(self, operation_id: str, issued_at_s: int) -> int | None:
        """Say where an operation stands, if it does; with its ``iat``, which its id is over."""
        ...

    def map_node(self, digest: bytes) -> bytes:
        """Give a node of that state map; ``KeyError`` if there is none."""
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
class Entry(msgspec.Struct, frozen=True, gc=False):
    """One entry of the log.

    Attributes:
        index: from 0.
        operation_id: base64url.
        issued_at_s: the operation's ``iat``. What comes in about one time stands together in
            a store that sorts by it, where ids alone would be all over the place.
        leaf: the octets.
    """

    index: int
    operation_id: str
    issued_at_s: int
    leaf: bytes


@final
class Settled(msgspec.Struct, frozen=True):
    """What the last ``state.commit`` of a batch makes of the state map.

    All records that were pending before the batch stand in the map from then on, and so
    do those the batch itself wrote up to there.

    Attributes:
        size: of the tree that ends with it.
        values: these last, canonical, by name.
        map_root: of the map.
        map_added: its new nodes, by hash.
        map_removed: hashes of those that are no part of it any more.
    """

    size: int
    values: Mapping[str, bytes]
    map_root: bytes
    map_added: Mapping[bytes, bytes]
    map_removed: frozenset[bytes]


@final
class Written(msgspec.Struct, frozen=True):
    """All that a store has to make durable, in one transaction.

    Attributes:
        before: the size it was decided on; a store that has another refuses.
        entries: in order.
        nodes: complete subtrees that are new.
        settled: what becomes of the state map; None without a ``state.commit``.
        values: records written after that, or all of them; canonical, by name.
        parsed: all that were written, as they stand at the end.
        clock: ledger time after it.
        frontier: the tree's right edge after it.
    """

    before: int
    entries: Sequence[Entry]
    nodes: Sequence[tuple[Node, bytes]]
    settled: Settled | None
    values: Mapping[str, bytes]
    parsed: Mapping[str, AnyRecord]
    clock: Clock
    frontier: Frontier


@final
class Batch:
    """Operations that will be written together."""

    def __init__(self, reader: Reader, overlay: Overlay | None = None) -> None:
        """Begin on top of what a store has.

        Args:
            reader: the store.
            overlay: of a batch before, which was written: see :attr:`overlay`.
        """
        self._reader: Final = reader
        # As it is now: a store that moves on meanwhile has to notice, and refuse.
        self._before: Final = reader.frontier
        self._writes: dict[str, Record] = {}
        self._read: dict[str, AnyRecord | None] = {}
        self._values: dict[str, bytes] = {}
        self._settled_values: dict[str, bytes] | None = None
        self._settled_size = 0
        self._entries: list[Entry] = []
        self._indexes: dict[str, int] = {}
        self._clock = reader.clock
        self._root = reader.map_root
        self._ahead: Updated | None = None
        self._overlay: Overlay | None = None
        if overlay is not None and overlay.root == self._root:
            overlay.read_on(self._node)
            self._overlay = overlay
        self._nodes: dict[bytes, bytes] = {}
        self._gone: set[bytes] = set()

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
        try:
            return self._read[name]
        except KeyError:
            record = self._read[name] = self._reader.record(name)
            return record

    def map_root(self) -> str:
        return base64url.encode(self._map_ahead().root)

    # What a sequencer or an auditor does.

    @property
    def size(self) -> int:
        """Entries in the log once this is written."""
        return self._before.size + len(self._entries)

    def submit(self, operation: Operation, ahead: SignedAhead = NONE_AHEAD) -> Outcome:
        """Take one operation, if the rules do; signatures in *ahead* were verified before."""
        name = operation.id
        index = self._indexes.get(name)
        if index is not None:
            return Known(index)
        try:
            change = apply(self, operation, ahead)
        except LivretError as error:
            # What stands there already is refused by its record's chain, so that only what
            # is refused has to be looked up.
            index = self._reader.index_of(name, operation.issued_at_s)
            return error if index is None else Known(index)
        index = self.size
        self._entries.append(Entry(index, name, operation.issued_at_s, operation.leaf))
        self._indexes[name] = index
        self._clock = change.clock
        if operation.type == "state.commit":
            self._settle()
        else:
            self._write(change.writes)
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
        frontier, nodes = self._before.extended(
            merkle.leaf_hash(entry.leaf) for entry in self._entries
        )
        settled = None
        if self._settled_values is not None:
            settled = Settled(
                self._settled_size,
                self._settled_values,
                self._root,
                self._nodes,
                frozenset(self._gone),
            )
        return Written(
            self._before.size,
            self._entries,
            nodes,
            settled,
            self._values,
            self._writes,  # type: ignore[arg-type]  # a rule writes no other kind
            self._clock,
            frontier,
        )

    @property
    def overlay(self) -> Overlay | None:
        """What is in memory of the state map, for the batch that comes after this one is written.

        None where there is none of the map that this batch ends with, or too much of it.
        """
        overlay = self._overlay
        if overlay is None or overlay.root != self._root or overlay.nodes > _OVERLAY_NODES:
            return None
        return overlay

    def _write(self, writes: Mapping[str, Record]) -> None:
        self._writes.update(writes)
        for name, record in writes.items():
            self._values[name] = records.format(record)
        if self._ahead is not None:
            # It was looked at and not settled: the map goes on from where it was.
            self._ahead = self._overlay = None

    def _map_ahead(self) -> Updated:
        """Work out the state map over all that stands by now, the last operation taken included."""
        if self._ahead is None:
            # What was pending in the store is in the map once this batch has settled.
            values = dict(self._reader.pending()) if self._settled_values is None else {}
            values.update(self._values)
            changes = {record_key(name): canonical_digest(raw) for name, raw in values.items()}
            # One that failed on its way is of no more use.
            overlay, self._overlay = self._overlay or Overlay(self._root, self._node), None
            self._ahead = overlay.update(changes)
            self._overlay = overlay
        return self._ahead

    def _settle(self) -> None:
        """Let the state map be what a ``state.commit`` that was taken says."""
        updated = self._map_ahead()
        if self._settled_values is None:
            self._nodes, self._gone = dict(updated.added), set(updated.removed)
        else:
            self._settle_again(updated)
        self._root = updated.root
        self._settled_values = {**(self._settled_values or {}), **self._values}
        self._settled_size = self.size
        self._values = {}
        self._ahead = None

    def _settle_again(self, updated: Updated) -> None:
        for digest in updated.removed:
            # A node of this batch that did not last never reaches the store.
            if self._nodes.pop(digest, None) is None:
                self._gone.add(digest)
        for digest, encoded in updated.added.items():
            if digest in self._gone:
                self._gone.discard(digest)
            else:
                self._nodes[digest] = encoded

    def _node(self, digest: bytes) -> bytes:
        found = self._nodes.get(digest)
        return self._reader.map_node(digest) if found is None else found
