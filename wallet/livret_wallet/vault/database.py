"""The SQLite file under the vault: three tables, every connection set the same way.

SQLite gives whole changes or none and pages that can be checked for damage. It is
not trusted with more: what it returns is opened with a key or refused. No error of
its leaves this module.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput, Unavailable

_APPLICATION_ID: Final = 0x6C697672  # "livr"
_VERSION: Final = 1

_SCHEMA: Final = (
    ("head", "CREATE TABLE head (at INTEGER PRIMARY KEY CHECK (at = 1), sealed BLOB NOT NULL)"),
    ("lock", "CREATE TABLE lock (at INTEGER PRIMARY KEY CHECK (at = 1), sealed BLOB NOT NULL)"),
    ("row", "CREATE TABLE row (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID"),
)

# Kept by the connection, not by the file: set on every one. `synchronous` FULL makes
# a change that was reported survive a power cut; `secure_delete` overwrites what is
# deleted; nothing temporary goes to disk; a file from a stranger runs no code of its own.
_PRAGMAS: Final = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
)

# The largest row, padded and sealed, with room for SQLite's own record header.
_MAX_VALUE_BYTES: Final = 2 * limits.VAULT_ROW_BYTES + 1_024


@final
class Database:
    """An open vault file. Reads and writes bytes; knows no key and no meaning."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Wrap a connection; :meth:`open` and :meth:`create` are the ways to one."""
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Connect to the vault file *path*, for this process alone, and check what it is.

        Whether it is damaged is :meth:`check_pages`, which takes longer the more there is.

        Raises:
            MalformedInput: ``vault.malformed`` when it is not a vault's file.
            Unavailable: ``vault.busy``, ``vault.storage``.
        """
        with ExitStack() as undo:
            database = cls(_connect(path))
            undo.callback(database.close)
            # Before anything is written: the path may be some other program's database.
            database._check_kind()
            database._claim()
            database._check_tables()
            undo.pop_all()
        return database

    @classmethod
    def create(cls, path: Path) -> Self:
        """Lay the tables into the empty file *path*; errors as :meth:`open`."""
        with ExitStack() as undo:
            database = cls(_connect(path))
            undo.callback(database.close)
            database._claim()
            with _translated():
                database._connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                database._connection.execute(f"PRAGMA user_version = {_VERSION}")
                for _, statement in _SCHEMA:
                    database._connection.execute(statement)
            undo.pop_all()
        return database

    def begin(self) -> None:
        """Begin a change. Nothing of it stays unless :meth:`commit` returns."""
        self.rollback()  # of a change whose own undoing was interrupted
        with _translated():
            self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make the change durable, then empty the write-ahead log into the file."""
        self._write("COMMIT")
        # The log would keep older versions of rows. What is committed is durable
        # with or without this, so failing here is no error.
        with suppress(LivretError), _translated():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def rollback(self) -> None:
        """Undo the change begun, if there is one still open."""
        if self._connection.in_transaction:
            with _translated():
                self._connection.execute("ROLLBACK")

    def read_lock(self) -> bytes:
        """Read the lock; errors as :meth:`open`."""
        return self._blob("SELECT sealed FROM lock WHERE at = 1")

    def read_head(self) -> bytes:
        """Read the sealed head; errors as :meth:`open`."""
        return self._blob("SELECT sealed FROM head WHERE at = 1")

    def read_row(self, row: bytes) -> bytes:
        """Read one sealed row; errors as :meth:`open`."""
        return self._blob("SELECT sealed FROM row WHERE id = ?", row)

    def row_ids(self) -> list[object]:
        """Read every row id, whatever it is; errors as :meth:`open`."""
        with _translated():
            return [row[0] for row in self._connection.execute("SELECT id FROM row")]

    def write_lock(self, sealed: bytes) -> None:
        """Write the lock, within a change."""
        self._write("INSERT OR REPLACE INTO lock (at, sealed) VALUES (1, ?)", sealed)

    def write_head(self, sealed: bytes) -> None:
        """Write the sealed head, within a change."""
        self._write("INSERT OR REPLACE INTO head (at, sealed) VALUES (1, ?)", sealed)

    def write_row(self, row: bytes, sealed: bytes) -> None:
        """Write one sealed row, new or in place of its older self, within a change."""
        self._write("INSERT OR REPLACE INTO row (id, sealed) VALUES (?, ?)", row, sealed)

    def delete_row(self, row: bytes) -> None:
        """Delete one row, within a change."""
        self._write("DELETE FROM row WHERE id = ?", row)

    def close(self) -> None:
        """Close the file; the last connection folds the write-ahead log into it."""
        with _translated():
            self._connection.close()

    def _check_kind(self) -> None:
        if self._one("PRAGMA application_id") != _APPLICATION_ID:
            raise MalformedInput("vault.malformed", "not a vault")
        if self._one("PRAGMA user_version") != _VERSION:
            raise MalformedInput("vault.malformed", "a version that this livret does not read")

    def _claim(self) -> None:
        """Take the file for this connection, as locking mode EXCLUSIVE then keeps it."""
        if self._one("PRAGMA journal_mode = WAL") != b"wal":
            raise Unavailable("vault.storage", "no write-ahead log here")
        self.begin()
        self._write("COMMIT")

    def check_pages(self) -> None:
        """Have SQLite look at every page of the file.

        Raises:
            MalformedInput: ``vault.malformed``. Unavailable: ``vault.storage``.
        """
        if self._one("PRAGMA integrity_check(1)") != b"ok":
            raise MalformedInput("vault.malformed", "damaged pages")

    def _check_tables(self) -> None:
        with _translated():
            found = self._connection.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
            ).fetchall()
        expected = [(b"table", name.encode(), name.encode(), sql.encode()) for name, sql in _SCHEMA]
        # Anything more (a trigger, say) would be someone else's program in our file.
        if found != expected:
            raise MalformedInput("vault.malformed", "tables that are not a vault's")

    def _one(self, statement: str) -> object:
        with _translated():
            row = self._connection.execute(statement).fetchone()
        return None if row is None else row[0]

    def _blob(self, statement: str, *arguments: bytes) -> bytes:
        with _translated():
            row = self._connection.execute(statement, arguments).fetchone()
        if row is None or not isinstance(row[0], bytes):
            raise MalformedInput("vault.malformed", "a part of the vault is missing")
        return row[0]

    def _write(self, statement: str, *arguments: bytes) -> None:
        # A full disk makes SQLite undo the whole change by itself. What is written
        # after that would stand alone, so nothing is.
        if not self._connection.in_transaction:
            raise Unavailable("vault.storage", "the change was undone")
        with _translated():
            self._connection.execute(statement, arguments)


def _connect(path: Path) -> sqlite3.Connection:
    with ExitStack() as undo, _translated():
        connection = sqlite3.connect(
            path.absolute().as_uri() + "?mode=rw",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,  # the vault has a mutex
        )
        undo.callback(connection.close)
        connection.text_factory = bytes
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        undo.pop_all()
    return connection


@contextmanager
def _translated() -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the primary code; what is above it tells variants apart.
        number = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        match number:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                raise Unavailable("vault.busy", name) from None
            case (
                sqlite3.SQLITE_FULL
                | sqlite3.SQLITE_IOERR
                | sqlite3.SQLITE_READONLY
                | sqlite3.SQLITE_CANTOPEN
                | sqlite3.SQLITE_PERM
                | sqlite3.SQLITE_NOMEM
                | sqlite3.SQLITE_NOLFS
            ):
                raise Unavailable("vault.storage", name) from None
            case _:
                raise MalformedInput("vault.malformed", name) from None
    except UnicodeDecodeError:
        # SQLite quotes the damaged part of the schema, and Python cannot read the message.
        raise MalformedInput("vault.malformed", "damaged schema") from None
