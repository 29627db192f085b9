"""The shared store: a schema of a PostgreSQL server, for operators who have one that is looked after.

One schema for each ledger, named after the digest of its origin. A session lock keeps a
second writer out; each writer has a number, one higher than the last, and every write first
locks the row that bears it: a writer that was cut off and replaced, without knowing it,
writes nothing more.

``synchronous_commit`` is on, and a server without ``fsync`` is not written to. Whether a
commit also waits for a standby is the server's setting; :attr:`PostgresStore.replication`
says. Without it, a switch-over loses what was answered: the witnesses notice at the start
(:mod:`livret_ledger.starting`), and a writer that is running notices when it reconnects.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final, LiteralString, Self, final

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
from livret_ledger.store.postgres.heads import read_head, read_heads
from livret_ledger.store.postgres.link import Link, Row
from livret_ledger.store.postgres.schema import check_present, is_there, lock_of, make, schema_of
from livret_ledger.store.postgres.writing import append, settle
from livret_ledger.store.rows import (
    Remembered,
    Standing,
    parse_entry,
    parse_octets,
    parse_pending,
    parse_record,
    parse_standing,
)

__all__ = ["PostgresStore", "schema_of"]

_AT: Final[LiteralString] = "SELECT origin, size, peaks, map_root, clock, settled FROM at"
_CHUNK: Final = 1_000
_MAP_NODES: Final = 50_000  # about 100 octets each
_PATIENCE_S: Final = 10.0


@final
class PostgresStore:
    """A ledger in one schema; see :class:`livret_ledger.store.Store`."""

    def __init__(self, link: Link, schema: str) -> None:
        self._link: Final = link
        self._schema: Final = schema
        self._records: Final = Remembered()
        self._map: Final[OrderedDict[bytes, bytes]] = OrderedDict()
        self._term: int | None = None
        self._in_snapshot = False
        self._noted: StoredHead | None = None
        self._map_root = EMPTY_ROOT
        self._settled_size = 0
        self._stand(self._read_at())

    @classmethod
    def create(cls, address: str, origin: str, *, patience_s: float = _PATIENCE_S) -> Self:
        """Make an empty ledger.

        Args:
            address: connection string or URI, as libpq reads it.
            origin: the ledger's name.
            patience_s: how long a commit may wait for a standby before it is said that
                nobody knows.

        Raises:
            Refused: ``home.exists``. Unavailable: ``store.unavailable``.
        """
        schema = schema_of(origin)
        link = Link(address, schema, read_only=False, patience_s=patience_s)
        with _closed_on_error(link):
            make(link, schema, origin)
            return cls(link, schema)

    @classmethod
    def open(
        cls,
        address: str,
        origin: str,
        *,
        read_only: bool = False,
        patience_s: float = _PATIENCE_S,
    ) -> Self:
        """Open a ledger that is there.

        Raises:
            Unavailable: ``store.unavailable``, also for one of another version.
        """
        schema = schema_of(origin)
        link = Link(address, schema, read_only=read_only, patience_s=patience_s)
        with _closed_on_error(link):
            check_present(link, schema)
            return cls(link, schema)

    @classmethod
    def exists(cls, address: str, origin: str) -> bool:
        """Say whether a server has that ledger.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        schema = schema_of(origin)
        link = Link(address, schema, read_only=True, patience_s=_PATIENCE_S)
        try:
            return is_there(link, schema)
        finally:
            link.close()

    @property
    def replication(self) -> Replication:
        """Whether what is written here is on another machine before it is answered."""
        return self._link.replication

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
        rows = self._rows(
            "SELECT value FROM pending WHERE name = %s "
            "UNION ALL SELECT value FROM record WHERE name = %s LIMIT 1",
            name,
            name,
        )
        record = parse_record(rows[0][0]) if rows else None
        self._records[name] = record
        return record

    def record_names(self, prefix: str) -> Iterator[str]:
        return self._names(
            "SELECT name FROM (SELECT name FROM record UNION SELECT name FROM pending) AS every "
            "WHERE name >= %s AND name < %s ORDER BY name",
            prefix,
        )

    def pending(self) -> Iterator[tuple[str, bytes]]:
        return parse_pending(self._rows("SELECT name, value FROM pending"))

    @property
    def settled_size(self) -> int:
        return self._settled_size

    def settled_record(self, name: str) -> AnyRecord | None:
        rows = self._rows("SELECT value FROM record WHERE name = %s", name)
        return parse_record(rows[0][0]) if rows else None

    def settled_names(self, prefix: str) -> Iterator[str]:
        return self._names(
            "SELECT name FROM record WHERE name >= %s AND name < %s ORDER BY name", prefix
        )

    def _names(self, query: LiteralString, prefix: str) -> Iterator[str]:
        return (name for (name,) in self._rows(query, prefix, prefix + "\x7f"))

    def index_of(self, operation_id: str, issued_at_s: int) -> int | None:
        rows = self._rows(
            "SELECT idx FROM entry WHERE iat = %s AND op = %s",
            issued_at_s,
            base64url.decode(operation_id),
        )
        return rows[0][0] if rows else None

    def map_node(self, digest: bytes) -> bytes:
        found = self._map.get(digest)
        if found is not None:
            self._map.move_to_end(digest)
            return found
        rows = self._rows("SELECT node FROM map WHERE hash = %s", digest)
        if not rows:
            raise KeyError(digest)
        node = parse_octets(rows[0][0], "map")
        self._keep_node(digest, node)
        return node

    def entries(self, begin: int, end: int) -> Iterator[Entry]:
        first = begin
        while first < end:
            rows = self._rows(
                "SELECT idx, op, iat, leaf FROM entry WHERE idx >= %s AND idx < %s ORDER BY idx LIMIT %s",
                first,
                end,
                _CHUNK,
            )
            for row in rows:
                entry = parse_entry(row)
                yield entry
                first = entry.index + 1
            if len(rows) < _CHUNK:
                return

    def nodes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        rows = self._rows(
            "SELECT hash FROM unnest(%s::bigint[]) WITH ORDINALITY AS w (place, n) "
            "JOIN node USING (place) ORDER BY n",
            [merkle.place(node) for node in nodes],
        )
        if len(rows) != len(nodes):
            raise Unavailable("store.unavailable", "a node of the tree is not there")
        return [parse_octets(digest, "node") for (digest,) in rows]

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self._link.mend()
        with self._link.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            self._records.clear()
            self._map.clear()
            self._in_snapshot = True
            try:
                self._stand(self._read_at())
                yield
            finally:
                self._in_snapshot = False
                self._records.clear()
                self._map.clear()

    # Writing.

    @contextmanager
    def writer(self) -> Iterator[None]:
        link, lock = self._link, lock_of(self._schema)
        link.mend()
        if link.rows("SELECT pg_try_advisory_lock(%s)", (lock,)) != [(True,)]:
            raise Unavailable("ledger.busy")
        try:
            # This commit waits for a standby, if any has to have it: so what is read
            # after it is there too, even if the answer to an earlier write was lost.
            with link.transaction():
                [(term,)] = link.rows("UPDATE at SET term = term + 1 RETURNING term")
            self._records.clear()
            self._map.clear()
            standing = self._read_at()
            self._check_not_behind(standing)
            self._stand(standing)
            self._term = term
            yield
        finally:
            self._term = None
            with suppress(Unavailable):
                link.rows("SELECT pg_advisory_unlock(%s)", (lock,))

    def write(self, written: Written) -> None:
        with self._writing() as size:
            if size != written.before:
                raise Refused("ledger.moved", size=size)
            if written.settled is None:
                append(self._link, written, self._map_root, self._settled_size)
            else:
                with self._link.pipelined():
                    settle(self._link, written.settled)
                    append(self._link, written, written.settled.map_root, written.settled.size)
        self._frontier, self._clock = written.frontier, written.clock
        for name, record in written.parsed.items():
            self._records[name] = record
        if written.settled is not None:
            self._map_root, self._settled_size = written.settled.map_root, written.settled.size
            for digest in written.settled.map_removed:
                self._map.pop(digest, None)
            for digest, node in written.settled.map_added.items():
                self._keep_node(digest, node)

    def note_head(self, size: int, root: bytes) -> StoredHead:
        with self._writing():
            self._link.run(
                "INSERT INTO head VALUES (%s, %b, NULL) ON CONFLICT (size) DO NOTHING", (size, root)
            )
        noted = self.head(size)
        if noted is None or noted.root != root:
            raise Refused("log.fork", "this size has another root")
        self._noted = noted
        return noted

    def keep_signed(self, size: int, signed: bytes) -> None:
        with self._writing():
            self._link.run("UPDATE head SET signed = %b WHERE size = %s", (signed, size))

    def head(self, size: int | None = None) -> StoredHead | None:
        return read_head(self._rows, size)

    def heads(self, *, newest_first: bool = False) -> Iterator[StoredHead]:
        return read_heads(self._rows, newest_first=newest_first)

    def check_structure(self) -> None:
        [(failures,)] = self._rows(
            "SELECT coalesce(max(checksum_failures), 0) FROM pg_stat_database "
            "WHERE datname = current_database()"
        )
        if failures:
            raise Refused("ledger.damaged", "pages with a wrong checksum", what="database")

    def close(self) -> None:
        self._link.close()

    # Inside.

    def _rows(self, query: LiteralString, *values: object) -> list[Row]:
        is_bound = self._in_snapshot or self._term is not None
        if not is_bound:
            self._link.mend()
        try:
            return self._link.rows(query, values)
        except Unavailable:
            # Whoever writes, or reads one moment, has to begin again. Others go on
            # when the server was merely started anew.
            if is_bound or not self._link.is_broken:
                raise
            self._link.mend()
            return self._link.rows(query, values)

    @contextmanager
    def _writing(self) -> Iterator[int]:
        """Lock how the ledger stands, as its one writer; give its size."""
        if self._term is None:
            raise Unavailable("ledger.busy", "not the writer")
        with self._link.transaction("BEGIN; SELECT size, term FROM at FOR UPDATE") as rows:
            [(size, term)] = rows
            if term != self._term:
                raise Unavailable("ledger.busy", "another writer took over")
            yield size

    def _read_at(self) -> Standing:
        rows = self._rows(_AT)
        if len(rows) != 1:
            raise Refused("ledger.damaged", what="at")
        return parse_standing(rows[0])

    def _stand(self, standing: Standing) -> None:
        self._origin = standing.origin
        self._frontier, self._clock = standing.frontier, standing.clock
        self._map_root, self._settled_size = standing.map_root, standing.settled_size

    def _check_not_behind(self, standing: Standing) -> None:
        """Check that the server still has what it had: a standby that took over may not.

        Raises:
            Unavailable: ``ledger.behind``.
        """
        known, size = self._frontier, standing.frontier.size
        noted = self._noted
        if (
            size < known.size
            or Frontier.read(known.size, self.nodes) != known
            or (noted is not None and self._root_of(noted.size) != noted.root)
        ):
            raise Unavailable("ledger.behind", "the server lost what it had", own=size)

    def _root_of(self, size: int) -> bytes | None:
        head = self.head(size)
        return None if head is None else head.root

    def _keep_node(self, digest: bytes, node: bytes) -> None:
        # Only its writer knows when a node is no longer the map's.
        if self._term is not None or self._in_snapshot:
            self._map[digest] = node
            if len(self._map) > _MAP_NODES:
                self._map.popitem(last=False)


@contextmanager
def _closed_on_error(link: Link) -> Iterator[None]:
    try:
        yield
    except BaseException:
        link.close()
        raise
