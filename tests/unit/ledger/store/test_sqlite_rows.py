"""Many rows in few statements are the same rows as one by one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from livret_ledger.store.sqlite_rows import MANY, Delete, Insert

COUNTS = (0, 1, MANY - 1, MANY, MANY + 1, 2 * MANY, 3 * MANY + 5)
PUT = "ON CONFLICT (name) DO UPDATE SET value = excluded.value"


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE t (name INTEGER PRIMARY KEY, value BLOB) STRICT")
        yield connection


def rows_of(db: sqlite3.Connection) -> list[tuple[int, bytes]]:
    return db.execute("SELECT name, value FROM t ORDER BY name").fetchall()


def some(count: int, value: bytes = b"x") -> list[tuple[int, bytes]]:
    return [(number, value + bytes([number % 251])) for number in range(count)]


@pytest.mark.parametrize("count", COUNTS)
def test_every_row_is_put_in(db: sqlite3.Connection, count: int) -> None:
    Insert("t", 2).run(db, some(count))
    assert rows_of(db) == some(count)


@pytest.mark.parametrize("count", COUNTS)
def test_a_row_that_is_there_gets_its_new_value(db: sqlite3.Connection, count: int) -> None:
    Insert("t", 2).run(db, some(100))
    Insert("t", 2, PUT).run(db, some(count, b"y"))
    assert rows_of(db) == some(count, b"y") + some(100)[count:]


def test_a_row_that_is_there_twice_is_refused_wherever_it_stands(db: sqlite3.Connection) -> None:
    db.execute("BEGIN")
    with pytest.raises(sqlite3.IntegrityError):
        Insert("t", 2).run(db, [*some(2 * MANY), (MANY + 1, b"again")])
    db.execute("ROLLBACK")
    assert rows_of(db) == []


@pytest.mark.parametrize("count", COUNTS)
def test_those_named_are_taken_out_and_no_others(db: sqlite3.Connection, count: int) -> None:
    Insert("t", 2).run(db, some(4 * MANY))
    Delete("t", "name").run(db, [number for number, _ in some(count)])
    assert rows_of(db) == some(4 * MANY)[count:]


def test_one_that_is_not_there_is_no_matter(db: sqlite3.Connection) -> None:
    Insert("t", 2).run(db, some(3))
    Delete("t", "name").run(db, list(range(1, MANY + 5)))
    assert rows_of(db) == some(1)
