"""The embedded store: one SQLite file (WAL, ``synchronous=FULL``), one writer.

Entries, complete subtrees and records are written in one transaction; a power cut leaves
all of a batch or none. A record waits in ``pending`` until a ``state.commit`` puts it into
``record`` and the state map, all of them at once: until then both are as they were at the
one before. What a batch adds stands together at the end of each table, so that appending costs
the same however much is there: nodes of the tree are in the order in which they came to be,
and ids of operations in that of their ``iat``. Heads stand in a table of their own whose key is the size: a second root for a
size cannot be written.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self, final

from livret_core.encoding import base64url
from livret_core.errors import Refused, Unavailable
from livret_core.ledger.records import AnyRecord
from livret_core.ledger.state import Clock
from livret_core.ledger.state_map import EMPTY_ROOT
from livret_core.tlog import merkle
from livret_core.tlog.merkle import Frontier, Node
from livret_ledger.batch import Entry, Written
from livret_ledger.starting import Replication
from livret_ledger.store import StoredHead
from livret_ledger.store.rows import (
    BEGINNING,
    Remembered,
    format_clock,
    parse_entry,
    parse_head,
    parse_octets,
    parse_pending,
    parse_record,
    parse_standing,
)
from livret_ledger.store.sqlite_file import Kind, create, is_damaged, open_file, settle, translated
from livret_ledger.store.sqlite_rows import Delete, Insert

_SCHEMA: Final = """
CREATE TABLE entry (idx INTEGER PRIMARY KEY, op BLOB NOT NULL, iat INTEGER NOT NULL,
    leaf BLOB NOT NULL, UNIQUE (iat, op)) STRICT;
CREATE TABLE node (place INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE record (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE pending (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE map (hash BLOB PRIMARY KEY, node BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE head (size INTEGER PRIMARY KEY, root BLOB NOT NULL, signed BLOB) STRICT;
CREATE TABLE at (one INTEGER PRIMARY KEY CHECK (one = 1), origin TEXT NOT NULL, size INTEGER NOT NULL,
    peaks BLOB NOT NULL, map_root BLOB NOT NULL, clock BLOB NOT NULL, settled INTEGER NOT NULL) STRICT;
"""
_KIND: Final = Kind(0x6C76_6C67, 2, _SCHEMA, "ledger")  # "lvlg"
_NODES: Final = 60_000  # of the state map kept in memory, about 250 octets each
_PUT: Final = "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_ENTRIES: Final = Insert("entry", 4)
_TREE: Final = Insert("node", 2)
_RECORDS: Final = Insert("record", 2, _PUT)
_PENDING: Final = Insert("pending", 2, _PUT)
_MAP_ADDED: Final = Insert("map", 2)
_MAP_REMOVED: Final = Delete("map", "hash")


@final
class SqliteStore:
    """A ledger in one file; see :class:`livret_ledger.store.Store`."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, is_reader: bool = False
    ) -> None:
        self._path: Final = path
        self._is_reader: Final = is_reader
        self._db: Final = connection
        self._records: Final = Remembered()
        self._map: Final[dict[bytes, bytes]] = {}
        self._is_writer = False
        self._read_at()

    @classmethod
    def create(cls, path: Path, origin: str) -> Self:
        """Make an empty ledger.

        Raises:
            Refused: ``home.exists``. Unavailable: ``store.unavailable``.
        """
        at = (origin, EMPTY_ROOT, format_clock(BEGINNING))
        first = ("INSERT INTO at VALUES (1, ?, 0, x'', ?, ?, 0)", at)
        return cls(path, create(path, _KIND, first))

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a ledger that is there.

        Raises:
            Unavailable: ``store.unavailable``, also for a file of another kind.
            Refused: ``ledger.damaged``.
        """
        connection = open_file(path, _KIND, read_only=read_only)
        try:
            return cls(path, connection, is_reader=read_only)
        except BaseException:
            connection.close()
            raise

    @staticmethod
    def is_damaged(path: Path) -> bool:
        """Say whether a file that is there is no ledger any more: cut off, emptied, written over."""
        return path.is_file() and is_damaged(path, _KIND)

    # How it stands.

    @property
    def origin(self) -> str:
        return self._origin

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def frontier(self) -> Frontier:
        return self._frontier

    @property
    def map_root(self) -> bytes:
        return self._map_root

    def record(self, name: str) -> AnyRecord | None:
        try:
            return self._records[name]
        except KeyError:
            pass
        with translated():
            row = self._db.execute(
                "SELECT value FROM pending WHERE name = ?1 "
                "UNION ALL SELECT value FROM record WHERE name = ?1 LIMIT 1",
                (name,),
            ).fetchone()
        record = None if row is None else parse_record(row[0])
        self._records[name] = record
        return record

    def record_names(self, prefix: str) -> Iterator[str]:
        return self._names("(SELECT name FROM record UNION SELECT name FROM pending)", prefix)

    def pending(self) -> Iterator[tuple[str, bytes]]:
        with translated():
            yield from parse_pending(self._db.execute("SELECT name, value FROM pending"))

    @property
    def settled_size(self) -> int:
        return self._settled_size

    def settled_record(self, name: str) -> AnyRecord | None:
        with translated():
            row = self._db.execute("SELECT value FROM record WHERE name = ?", (name,)).fetchone()
        return None if row is None else parse_record(row[0])

    def settled_names(self, prefix: str) -> Iterator[str]:
        return self._names("record", prefix)

    def _names(self, table: str, prefix: str) -> Iterator[str]:
        with translated():
            rows = self._db.execute(
                f"SELECT name FROM {table} WHERE name >= ? AND name < ? ORDER BY name",  # noqa: S608  # one of ours
                (prefix, prefix + "\x7f"),
            ).fetchall()
        return (name for (name,) in rows)

    def index_of(self, operation_id: str, issued_at_s: int) -> int | None:
        with translated():
            row = self._db.execute(
                "SELECT idx FROM entry WHERE iat = ? AND op = ?",
                (issued_at_s, base64url.decode(operation_id)),
            ).fetchone()
        return None if row is None else row[0]

    def map_node(self, digest: bytes) -> bytes:
        # Named by its hash, a node is the same for ever: what was read once may be kept.
        node = self._map.get(digest)
        if node is None:
            with translated():
                row = self._db.execute("SELECT node FROM map WHERE hash = ?", (digest,)).fetchone()
            if row is None:
                raise KeyError(digest)
            node = parse_octets(row[0], "map")
            self._remember_nodes({digest: node})
        return node

    def _remember_nodes(self, nodes: Mapping[bytes, bytes]) -> None:
        if len(self._map) + len(nodes) > _NODES:
            self._map.clear()
        self._map.update(nodes)

    def entries(self, begin: int, end: int) -> Iterator[Entry]:
        with translated():
            rows = self._db.execute(
                "SELECT idx, op, iat, leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                (begin, end),
            )
            for row in rows:
                yield parse_entry(row)

    def nodes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        found = []
        with translated():
            for node in nodes:
                row = self._db.execute(
                    "SELECT hash FROM node WHERE place = ?", (merkle.place(node),)
                ).fetchone()
                if row is None:
                    raise Unavailable("store.unavailable", "a node of the tree is not there")
                found.append(parse_octets(row[0], "node"))
        return found

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with translated():
            self._db.execute("BEGIN")
        try:
            self._records.clear()
            self._map.clear()
            self._read_at()
            yield
        finally:
            self._records.clear()
            self._map.clear()
            with translated():
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    # Writing.

    @contextmanager
    def writer(self) -> Iterator[None]:
        # The lock is on a file of its own: closing any descriptor of the database would
        # drop SQLite's own locks (POSIX), and it must be held between transactions too.
        lock = self._path.with_name(self._path.name + ".lock")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Unavailable("ledger.busy") from None
            self._records.clear()
            self._map.clear()
            self._read_at()
            self._is_writer = True
            yield
        finally:
            self._is_writer = False
            os.close(descriptor)

    def write(self, written: Written) -> None:
        with self._transaction():
            self._advance(written)
            self._insert(written)
        self._frontier, self._clock = written.frontier, written.clock
        for name, record in written.parsed.items():
            self._records[name] = record
        if written.settled is not None:
            self._map_root, self._settled_size = written.settled.map_root, written.settled.size
            for digest in written.settled.map_removed:
                self._map.pop(digest, None)
            self._remember_nodes(written.settled.map_added)

    def _advance(self, written: Written) -> None:
        """Let the ledger stand as it does after a batch, if it stands as that was decided on."""
        settled = written.settled
        done = self._db.execute(
            "UPDATE at SET size = ?, peaks = ?, map_root = ?, clock = ?, settled = ? WHERE size = ?",
            (
                written.frontier.size,
                b"".join(written.frontier.peaks),
                self._map_root if settled is None else settled.map_root,
                format_clock(written.clock),
                self._settled_size if settled is None else settled.size,
                written.before,
            ),
        )
        if done.rowcount != 1:
            (size,) = self._db.execute("SELECT size FROM at").fetchone()
            raise Refused("ledger.moved", size=size)

    def _insert(self, written: Written) -> None:
        db = self._db
        _ENTRIES.run(
            db,
            [
                (each.index, base64url.decode(each.operation_id), each.issued_at_s, each.leaf)
                for each in written.entries
            ],
        )
        _TREE.run(db, [(merkle.place(node), digest) for node, digest in written.nodes])
        settled = written.settled
        if settled is not None:
            # "WHERE true": else ON would be read as that of a join.
            db.execute(f"INSERT INTO record SELECT * FROM pending WHERE true {_PUT}")  # noqa: S608
            db.execute("DELETE FROM pending")
            _RECORDS.run(db, list(settled.values.items()))
            # Sorted, as they stand in the table: one page after the other.
            _MAP_REMOVED.run(db, sorted(settled.map_removed))
            _MAP_ADDED.run(db, sorted(settled.map_added.items()))
        _PENDING.run(db, list(written.values.items()))

    def note_head(self, size: int, root: bytes) -> StoredHead:
        with self._transaction():
            self._db.execute(
                "INSERT INTO head VALUES (?, ?, NULL) ON CONFLICT (size) DO NOTHING", (size, root)
            )
        noted = self.head(size)
        if noted is None or noted.root != root:
            raise Refused("log.fork", "this size has another root")
        return noted

    def keep_signed(self, size: int, signed: bytes) -> None:
        with self._transaction():
            self._db.execute("UPDATE head SET signed = ? WHERE size = ?", (signed, size))

    def head(self, size: int | None = None) -> StoredHead | None:
        with translated():
            row = self._db.execute(
                "SELECT size, root, signed FROM head WHERE ? IS NULL OR size = ? "
                "ORDER BY size DESC LIMIT 1",
                (size, size),
            ).fetchone()
        return None if row is None else parse_head(row)

    def heads(self, *, newest_first: bool = False) -> Iterator[StoredHead]:
        query = "SELECT size, root, signed FROM head ORDER BY size"
        with translated():
            for row in self._db.execute(query + " DESC" * newest_first):
                yield parse_head(row)

    @property
    def replication(self) -> Replication | None:
        return None

    def check_structure(self) -> None:
        with translated():
            (said,) = self._db.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise Refused("ledger.damaged", "the database's own structure", what="database")

    def close(self) -> None:
        if not self._is_reader:
            settle(self._db)
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if not self._is_writer:
            raise Unavailable("ledger.busy", "not the writer")
        with translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                # A commit that failed may have ended the transaction, or not.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _read_at(self) -> None:
        with translated():
            row = self._db.execute(
                "SELECT origin, size, peaks, map_root, clock, settled FROM at"
            ).fetchone()
        if row is None:
            raise Refused("ledger.damaged", what="at")
        standing = parse_standing(row)
        self._origin: str = standing.origin
        self._frontier, self._clock = standing.frontier, standing.clock
        self._map_root, self._settled_size = standing.map_root, standing.settled_size
