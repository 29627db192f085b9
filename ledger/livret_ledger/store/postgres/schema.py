"""The tables of a ledger on a server: one schema for each ledger, named after its origin's digest."""

from hashlib import sha256
from typing import Final, LiteralString

from psycopg import sql

from livret_core.errors import Refused, Unavailable
from livret_core.ledger.state_map import EMPTY_ROOT
from livret_ledger.store.postgres.link import Link
from livret_ledger.store.rows import BEGINNING, format_clock

VERSION: Final = 2

_TABLES: Final[LiteralString] = """
CREATE TABLE entry (idx bigint PRIMARY KEY, op bytea NOT NULL, iat bigint NOT NULL,
    leaf bytea NOT NULL, UNIQUE (iat, op));
CREATE TABLE node (place bigint PRIMARY KEY, hash bytea NOT NULL);
CREATE TABLE record (name text COLLATE "C" PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE pending (name text COLLATE "C" PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE map (hash bytea PRIMARY KEY, node bytea NOT NULL);
CREATE TABLE head (size bigint PRIMARY KEY, root bytea NOT NULL, signed bytea);
CREATE TABLE at (one int PRIMARY KEY CHECK (one = 1), version int NOT NULL, term bigint NOT NULL,
    origin text NOT NULL, size bigint NOT NULL, peaks bytea NOT NULL, map_root bytea NOT NULL,
    clock bytea NOT NULL, settled bigint NOT NULL);
"""


def schema_of(origin: str) -> str:
    """Give the name of a ledger's schema: a digest, because an origin is longer than a name may be."""
    return "livret_" + sha256(origin.encode()).hexdigest()[:32]


def lock_of(schema: str) -> int:
    """Give the number of the lock that a ledger's one writer holds."""
    digest = sha256(b"livret ledger writer " + schema.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def make(link: Link, schema: str, origin: str) -> None:
    """Make the tables of an empty ledger, all of them or none.

    Raises:
        Refused: ``home.exists``. Unavailable: ``store.unavailable``.
    """
    with link.transaction():
        # Two that create at once: the second waits here, and then sees the first.
        link.run("SELECT pg_advisory_xact_lock(%s)", (lock_of(schema),))
        if link.rows("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)):
            raise Refused("home.exists", schema)
        link.run(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        for table in _TABLES.strip().split(";\n"):
            link.run(table)
        link.run(
            "INSERT INTO at VALUES (1, %s, 0, %s, 0, '', %s, %s, 0)",
            (VERSION, origin, EMPTY_ROOT, format_clock(BEGINNING)),
        )


def is_there(link: Link, schema: str) -> bool:
    """Say whether a ledger has its tables."""
    return bool(
        link.rows("SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'at'", (schema,))
    )


def check_present(link: Link, schema: str) -> None:
    """Check that a ledger is there, and of this version.

    Raises:
        Unavailable: ``store.unavailable``.
    """
    if not is_there(link, schema):
        raise Unavailable("store.unavailable", "no ledger there", file=schema)
    if link.rows("SELECT version FROM at") != [(VERSION,)]:
        raise Unavailable("store.unavailable", "not a ledger of this version", file=schema)
