"""A ledger whose disk changed something does not begin to write: nothing is signed on top of it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import Refused
from livret_ledger.checking import check_standing, check_store
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_stores import spoilt
from tests.ledger_works import Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """A ledger that ended in order: its last entry is a `state.commit`."""
    works = Works.founded(tmp_path)
    with works.running() as (sequencer, publisher):
        for leaf in works.schemas(3):
            sequencer.submit(leaf)
        assert publisher.publish().has_quorum
    return works


def spoil(works: Works, table: str, column: str, where: str) -> None:
    """Change one bit of one value, by the database's own hand."""
    with closing(sqlite3.connect(works.path, isolation_level=None)) as connection:
        [[value]] = connection.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchall()
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (spoilt(value),))


@pytest.mark.parametrize(
    ("table", "column", "where", "what"),
    [
        ("entry", "leaf", "idx = 1", "entry"),
        ("record", "value", "name = 'schema/type-b/1'", "record"),
        ("record", "value", "name = 'policy'", "record"),
        ("record", "name", "name = 'schema/type-b/1'", "record"),
        ("map", "node", "hash = (SELECT map_root FROM at)", "map"),
        ("at", "map_root", "one = 1", "map"),
        ("at", "peaks", "one = 1", "entry"),
    ],
)
def test_a_store_that_a_disk_changed_is_not_written_on(
    works: Works, table: str, column: str, where: str, what: str
) -> None:
    before = works.leaves()
    spoil(works, table, column, where)
    for _ in range(2):
        with works.serving() as service, pytest.raises(Refused) as caught:
            service.start()
        assert caught.value.code == "ledger.damaged"
        assert caught.value.facts.get("what", what) == what
    assert len(works.leaves()) == len(before)


@pytest.mark.parametrize("check", [check_standing, check_store])
def test_a_record_that_reads_as_another_is_named(
    works: Works, check: Callable[[Any], None]
) -> None:
    """To whoever mends it: by the service's start and by `livret ledger fsck` alike."""
    with closing(sqlite3.connect(works.path, isolation_level=None)) as connection:
        [[value]] = connection.execute("SELECT value FROM record WHERE name = 'policy'").fetchall()
        changed = value.replace(b'"k":2', b'"k":1')
        assert changed != value
        connection.execute("UPDATE record SET value = ? WHERE name = 'policy'", (changed,))
    with (
        closing(SqliteStore.open(works.path, read_only=True)) as store,
        pytest.raises(Refused) as caught,
    ):
        check(store)
    assert (caught.value.code, caught.value.facts["name"]) == ("ledger.damaged", "policy")


def test_twin_a_store_that_nobody_changed_is_written_on(works: Works) -> None:
    told = list[tuple[int, int]]()
    with works.serving() as service:
        assert service.start(lambda done, of: told.append((done, of))) is None
        assert service.sequencer.submit(works.schemas(1, first=9)[0]) is not None
    size = told[-1][1]
    assert told == [(size, size)]
