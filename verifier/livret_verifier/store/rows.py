"""The rows of the table, in a file of SQLite's or on a PostgreSQL server.

Both carry out the statements of :mod:`.statements`. For the file they are written out once and
given to SQLite itself (WAL, ``synchronous=FULL``): of an answer's time SQLAlchemy took more than
the proof. A server takes as long as its network, and keeps SQLAlchemy's pool.

A disk takes longer to confirm than a desk to decide. So of one process's changes those that wait
while another is written go to the disk together, and none is told anything before it has them.
"""

import functools
import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol, Self, TypeAlias, final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from livret_core.errors import LivretError, Refused, Unavailable
from livret_edge.database_failures import NOT_OURS, failure
from livret_edge.databases import BUSY_MS, Database, connect_to_file, on_disk, on_server
from livret_verifier.store.tables import TABLES

Change: TypeAlias = sa.Insert | sa.Update | sa.Delete
Given: TypeAlias = Mapping[str, object]

_WAY_OF_WRITING: Final = sqlite.dialect(paramstyle="named")


class Rows(Protocol):
    """One tenant's rows, or all of a file's. May be used by several threads."""

    def change(self, change: Change, given: Given) -> int:
        """Carry out a change, on the disk when this returns; says how many rows it concerns.

        Raises:
            Unavailable: ``store.unavailable``. MalformedInput: ``home.malformed``.
        """

    def first(self, wanted: sa.Select[Any], given: Given) -> Sequence[Any] | None:
        """Give the first row, as far as it is on the disk; errors as :meth:`change`."""

    def all(self, wanted: sa.Select[Any], given: Given) -> list[Sequence[Any]]:
        """Give all rows; of what grows with each visitor there is none that asks so."""

    def clean(self) -> None:
        """Let what was dropped be gone from the disk, as far as that can be done.

        Raises:
            Unavailable: ``store.unavailable``.
        """

    def close(self) -> None:
        """Let go of all connections; who comes later opens another."""


@final
class InFile:
    """Rows in a file."""

    def __init__(self, path: Path) -> None:
        self._path: Final = path
        self._spare: Final[deque[sqlite3.Connection]] = deque()
        self._waiting: Final[deque[_Piece]] = deque()
        self._turn: Final = Lock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file; an empty one is made where there is none.

        Raises:
            Unavailable: ``store.unavailable``. MalformedInput: ``home.malformed``.
        """
        try:
            _make_or_look_into(path).close()
        except sa.exc.SQLAlchemyError as error:
            raise failure(error, path, damaged=NOT_OURS) from None
        return cls(path)

    def change(self, change: Change, given: Given) -> int:
        text, fixed = _written(change)
        piece = _Piece(text, {**fixed, **given})
        self._waiting.append(piece)
        self._take_turn(piece)
        try:
            if piece.concerns is None:
                self._write(self._taken())
        finally:
            self._turn.release()
        if piece.error is not None:
            raise piece.error
        return piece.concerns or 0

    def first(self, wanted: sa.Select[Any], given: Given) -> Sequence[Any] | None:
        text, fixed = _written(wanted)
        with self._connected() as connection:
            row: Sequence[Any] | None = connection.execute(text, {**fixed, **given}).fetchone()
            return row

    def all(self, wanted: sa.Select[Any], given: Given) -> list[Sequence[Any]]:
        text, fixed = _written(wanted)
        with self._connected() as connection:
            return list(connection.execute(text, {**fixed, **given}).fetchall())

    def clean(self) -> None:
        # `secure_delete` overwrites what is dropped in the file; the log beside it still holds
        # the page as it was, until this.
        with self._connected() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        while self._spare:
            self._spare.pop().close()

    def _take_turn(self, piece: "_Piece") -> None:
        if self._turn.acquire(timeout=BUSY_MS / 1_000):
            return
        with suppress(ValueError):
            self._waiting.remove(piece)
            raise Unavailable("store.unavailable", "its turn did not come")
        self._turn.acquire()  # somebody is at it just now

    def _taken(self) -> list["_Piece"]:
        pieces: list[_Piece] = []
        with suppress(IndexError):
            while True:
                pieces.append(self._waiting.popleft())
        return pieces

    def _write(self, pieces: Sequence["_Piece"]) -> None:
        """Carry changes out, each for itself and all on the disk together."""
        try:
            with self._connected() as connection:
                if len(pieces) == 1:
                    pieces[0].run(connection)
                    return
                connection.execute("BEGIN IMMEDIATE")
                for piece in pieces:
                    piece.try_to_run(connection)
                connection.execute("COMMIT")
        except BaseException as error:
            told = error if isinstance(error, LivretError) else Unavailable("store.unavailable")
            for piece in pieces:
                piece.concerns, piece.error = 0, told
            if told is not error:
                raise

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = None
        try:
            try:
                connection = self._spare.pop()
            except IndexError:
                connection = connect_to_file(self._path, busy_ms=BUSY_MS)
            yield connection
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error):
                raise failure(error, self._path) from None
            raise
        self._spare.append(connection)


@final
class _Piece:
    """A change that waits to be written, and what became of it."""

    __slots__ = ("_text", "_values", "concerns", "error")

    def __init__(self, text: str, values: Given) -> None:
        self._text: Final = text
        self._values: Final = values
        self.concerns: int | None = None
        self.error: LivretError | None = None

    def run(self, connection: sqlite3.Connection) -> None:
        self.concerns = connection.execute(self._text, self._values).rowcount

    def try_to_run(self, connection: sqlite3.Connection) -> None:
        """Run within a transaction of several; one that fails by itself is undone alone."""
        try:
            self.run(connection)
        except sqlite3.Error as error:
            if not connection.in_transaction:
                raise  # a disk that is full, or is gone: all of it is undone
            self.concerns, self.error = 0, failure(error, None)


@final
class OnServer:
    """Rows on a PostgreSQL server."""

    def __init__(self, database: Database) -> None:
        self._database: Final = database

    @classmethod
    def open(cls, address: str, tenant: str) -> Self:
        """Open the tables; they are made where there are none.

        Raises:
            Unavailable: ``store.unavailable``, ``store.no_driver``.
        """
        with _told():
            return cls(on_server(address, TABLES, tenant, create=True))

    def change(self, change: Change, given: Given) -> int:
        with _told(), self._database.transaction() as connection:
            # Of an INSERT, SQLAlchemy forgets it otherwise.
            kept = {"preserve_rowcount": True}
            return connection.execute(change, given, execution_options=kept).rowcount

    def first(self, wanted: sa.Select[Any], given: Given) -> Sequence[Any] | None:
        with _told(), self._database.transaction() as connection:
            return connection.execute(wanted, given).first()

    def all(self, wanted: sa.Select[Any], given: Given) -> list[Sequence[Any]]:
        with _told(), self._database.transaction() as connection:
            return list(connection.execute(wanted, given).all())

    def clean(self) -> None:
        with _told():
            self._database.settle()

    def close(self) -> None:
        self._database.close()


def _make_or_look_into(path: Path) -> Database:
    if not path.exists():
        try:
            return on_disk(path, TABLES, busy_ms=BUSY_MS, create=True)
        except Refused:
            pass  # another process was quicker
    return on_disk(path, TABLES, busy_ms=BUSY_MS, create=False)


@functools.cache
def _written(statement: sa.ClauseElement) -> tuple[str, dict[str, Any]]:
    """Write a statement out, and give what of it is the same each time."""
    compiled: Any = statement.compile(dialect=_WAY_OF_WRITING)
    fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    return str(compiled), fixed


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        raise failure(error, None) from None
