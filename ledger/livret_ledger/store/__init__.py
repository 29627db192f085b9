"""Where a ledger is kept. One contract, held by every store (`tests/unit/ledger/store`).

A store does three things and decides nothing: it tells how the ledger stands, it writes one
:class:`~livret_ledger.batch.Written` whole or not at all, and it notes a head **before**
that head is signed, one root for a size for ever.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Final, Protocol, final

import msgspec

from livret_core.ledger.records import AnyRecord
from livret_core.tlog.merkle import Node
from livret_ledger.batch import Entry, Reader, Written
from livret_ledger.starting import Replication


@final
class StoredHead(msgspec.Struct, frozen=True):
    """A head this ledger committed itself to.

    Attributes:
        size: of the tree.
        root: of the tree.
        signed: the checkpoint with every signature gathered so far, or None while it is
            not signed yet.
    """

    size: int
    root: bytes
    signed: bytes | None


class Store(Reader, Protocol):
    """A ledger's store, opened by its one writer or by any number of readers."""

    def entries(self, begin: int, end: int) -> Iterator[Entry]:
        """Give entries ``begin`` up to ``end``, in order."""
        ...

    def nodes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Give complete subtrees (:data:`livret_core.tlog.merkle.NodeReader`)."""
        ...

    def record_names(self, prefix: str) -> Iterator[str]:
        """Give the names of all records that begin so, sorted."""
        ...

    @property
    def settled_size(self) -> int:
        """Entries up to the last ``state.commit``, that one included; 0 before the first."""
        ...

    def settled_record(self, name: str) -> AnyRecord | None:
        """Give a record as of the last ``state.commit``, which is how the state map has it."""
        ...

    def settled_names(self, prefix: str) -> Iterator[str]:
        """Give the names of all records there were at the last ``state.commit``, sorted."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """See one moment of the ledger while the context lasts, whoever writes meanwhile.

        For whoever holds several things read here against each other. Outside of it, what
        a reader knows of how the ledger stands is from when it was opened.

        Raises:
            Unavailable: ``store.unavailable``. Refused: ``ledger.damaged``.
        """
        ...

    def writer(self) -> AbstractContextManager[None]:
        """Be the one writer while the context lasts; nothing is written outside of it.

        How the ledger stands is read anew.

        Raises:
            Unavailable: ``ledger.busy`` while another is.
        """
        ...

    def write(self, written: Written) -> None:
        """Make a batch durable, whole or not at all, before returning.

        Raises:
            Refused: ``ledger.moved`` when the ledger has another size than it was decided on.
            Unavailable: ``store.unavailable``; then nothing was written, or all of it.
        """
        ...

    def note_head(self, size: int, root: bytes) -> StoredHead:
        """Commit to a root for a size, durably, before it may be signed.

        Raises:
            Refused: ``log.fork`` when that size has another root already.
        """
        ...

    def keep_signed(self, size: int, signed: bytes) -> None:
        """Keep the signed checkpoint of a noted head, in place of what was kept of it."""
        ...

    def head(self, size: int | None = None) -> StoredHead | None:
        """Give the head noted for a size, or the newest one."""
        ...

    def heads(self, *, newest_first: bool = False) -> Iterator[StoredHead]:
        """Give every head noted, smallest first, or largest."""
        ...

    @property
    def replication(self) -> Replication | None:
        """Whether another machine has what is written here; None for a file, which none has."""
        ...

    def check_structure(self) -> None:
        """Have the database look at itself; what it holds is for ``checking`` to say.

        Raises:
            Refused: ``ledger.damaged``.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


@final
class Settled:
    """The records of a ledger as of its last ``state.commit``: those that its state map proves.

    With :meth:`Store.map_node` they answer for the head that ends with it, whatever was
    appended since.
    """

    def __init__(self, store: Store) -> None:
        self._store: Final = store

    @property
    def size(self) -> int:
        """Of the tree that ends with it; 0 before the first."""
        return self._store.settled_size

    def record(self, name: str) -> AnyRecord | None:
        """Give a record."""
        return self._store.settled_record(name)

    def record_names(self, prefix: str) -> Iterator[str]:
        """Give the names of all records that begin so, sorted."""
        return self._store.settled_names(prefix)
