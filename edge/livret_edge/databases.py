"""The two databases that a role's records may lie in: a file here, or a server for several.

Either lets one transaction of a tenant through at a time, from its first statement on: what was
read is still so when it is written. SQLite does it for a whole file (``BEGIN IMMEDIATE``), on a
server each transaction first takes a lock that is the tenant's (docs/adr/0015-one-at-a-time.md).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, final

import sqlalchemy as sa

from livret_core.errors import Unavailable
from livret_edge.files import write_new
from livret_edge.turns import Turns

if TYPE_CHECKING:
    import psycopg

BUSY_MS: Final = 5_000

_UNVERSIONED: Final = 0  # files from before there were versions, otherwise as the first
_FIRST: Final = 1
_CONNECT_S: Final = 5
_CONNECTIONS: Final = 8
# A server that vanished without a word is noticed in so many seconds, not in two hours.
_KEEPALIVE: Final[dict[str, Any]] = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_SETTINGS: Final = f"""
    SELECT set_config('search_path', %s, false),
        set_config('synchronous_commit', 'on', false),
        set_config('lock_timeout', '{BUSY_MS}ms', false),
        set_config('statement_timeout', '60s', false),
        current_setting('fsync')
"""


@final
@dataclass(frozen=True, slots=True)
class Tables:
    """What a role keeps.

    Attributes:
        owner: whose they are: ``livret issuer``.
        schema: in which they lie on a server.
        version: of them. One who finds another touches nothing.
        metadata: all tables.
        looked_into: a table that is always there.
        emptied: tables from which is dropped what must be gone.
    """

    owner: str
    schema: str
    version: int
    metadata: sa.MetaData
    looked_into: sa.Table
    emptied: tuple[sa.Table, ...]


@final
@dataclass(frozen=True, slots=True)
class Database:
    """A database that is open.

    Attributes:
        engine: makes its connections.
        transaction: makes several changes, all or none; nobody else's come between.
        settle: lets what was dropped be gone from the disk, as far as the database can.
        close: lets go of its connections.
    """

    engine: sa.Engine
    transaction: Callable[[], AbstractContextManager[sa.Connection]]
    settle: Callable[[], None]
    close: Callable[[], None]


def on_disk(path: Path, tables: Tables, *, busy_ms: int, create: bool) -> Database:
    """Open a file, or make an empty one.

    Raises:
        Unavailable: ``store.unavailable`` when the file is not there.
        sa.exc.SQLAlchemyError: what it fails by.
    """
    if not create and not path.is_file():
        raise Unavailable("store.unavailable", f"no {path.name}")
    engine = sa.create_engine(
        f"sqlite:///{path}", creator=lambda: connect_to_file(path, busy_ms=busy_ms)
    )
    # Each takes the file at once: two clerks wait for each other instead of failing half-way.
    turns = Turns(engine.connect, patience_s=busy_ms / 1_000)

    def close() -> None:
        turns.close()
        engine.dispose()

    def settle() -> None:
        # `secure_delete` overwrites what is dropped in the file; the log beside it still
        # holds the page as it was, until this.
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    with _let_go_of(close):
        if create:
            # SQLite's own files beside it get the mode that it has.
            write_new(path, b"")
            with turns.transaction() as connection:
                tables.metadata.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {tables.version}")
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            _look_into(connection, tables)
            if (_FIRST if found == _UNVERSIONED else found) != tables.version:
                raise Unavailable("store.unavailable", f"tables of version {found}")
    return Database(engine, turns.transaction, settle, close)


def connect_to_file(path: Path, *, busy_ms: int) -> sqlite3.Connection:
    """Connect to a file as all of ours are: what was confirmed is on the disk, what was dropped gone.

    Raises:
        sqlite3.Error: what it fails by.
    """
    # The driver's own transactions would start late: there are none but those that somebody begins.
    connection = sqlite3.connect(
        path, timeout=busy_ms / 1_000, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def on_server(address: str, tables: Tables, tenant: str, *, create: bool) -> Database:
    """Open the tables on a server, or make them where there are none.

    Args:
        address: as libpq reads it.
        tables: what lies there.
        tenant: whose transactions wait for each other.
        create: make what is missing.

    Raises:
        Unavailable: ``store.unavailable``, ``store.no_driver``.
        sa.exc.SQLAlchemyError: what it fails by.
    """
    with _driver():
        import psycopg

    def connect() -> "psycopg.Connection[Any]":
        connection = psycopg.connect(
            address,
            connect_timeout=_CONNECT_S,
            client_encoding="utf-8",
            application_name=tables.owner,
            **_KEEPALIVE,
        )
        try:
            row = connection.execute(_SETTINGS, (tables.schema,)).fetchone()
            connection.commit()
            _check_writes_through(row)
        except BaseException:
            connection.close()
            raise
        return connection

    # Each statement sees what was committed before it: with one view of the whole transaction,
    # it would be the view from before the lock was waited for.
    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=connect,
        isolation_level="READ COMMITTED",
        pool_size=_CONNECTIONS,
        pool_pre_ping=True,
    )
    key = _lock_of(f"{tables.owner} tenant {tenant}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (key,))

    def settle() -> None:
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=_CONNECT_S) as own:
                for table in tables.emptied:
                    own.execute(f"VACUUM {tables.schema}.{table.name}".encode())
        except psycopg.Error as error:
            raise Unavailable("store.unavailable", type(error).__name__) from None

    with _let_go_of(engine.dispose):
        if create:
            _make(engine, tables)
        with engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT version FROM made").scalars().all()
            if found != [tables.version]:
                raise Unavailable("store.unavailable", f"tables of version {found}")
            _look_into(connection, tables)
    return Database(engine, engine.begin, settle, engine.dispose)


def _make(engine: sa.Engine, tables: Tables) -> None:
    """Make the tables, all of them or none; whoever makes them at the same time waits."""
    with engine.begin() as connection:
        key = _lock_of(f"{tables.owner} tables")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (key,))
        there = connection.exec_driver_sql(
            "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'made'", (tables.schema,)
        )
        if there.first() is not None:
            return
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {tables.schema}")
        tables.metadata.create_all(connection)
        connection.exec_driver_sql("CREATE TABLE made (version int NOT NULL)")
        connection.exec_driver_sql("INSERT INTO made VALUES (%s)", (tables.version,))


def _check_writes_through(row: tuple[Any, ...] | None) -> None:
    if row is None or row[-1] != "on":
        raise Unavailable("store.unavailable", "the server does not write through (fsync)")


def _look_into(connection: sa.Connection, tables: Tables) -> None:
    """Fail where the tables are not there."""
    connection.execute(sa.select(sa.func.count()).select_from(tables.looked_into))


@contextmanager
def _let_go_of(close: Callable[[], None]) -> Iterator[None]:
    """Keep no connection of a database that could not be opened."""
    try:
        yield
    except BaseException:
        close()
        raise


def _lock_of(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)


@contextmanager
def _driver() -> Iterator[None]:
    """Import what speaks with a server: most town halls have none, and need no library for it."""
    try:
        yield
    except ImportError:
        raise Unavailable("store.no_driver") from None
