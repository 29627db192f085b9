"""The contract, kept by a file; and what only a file can do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import Refused, Unavailable
from livret_ledger.batch import Batch
from livret_ledger.store import Store
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_stores import batch_of, operations
from tests.unit.ledger.store.contract import StoreContract


class File:
    """A ledger in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened: list[SqliteStore] = []

    def create(self) -> Store:
        return self._kept(SqliteStore.create(self.path, ORIGIN))

    def open(self, *, read_only: bool = False) -> Store:
        return self._kept(SqliteStore.open(self.path, read_only=read_only))

    def do(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            return connection.execute(statement, values).fetchall()

    def clear(self) -> None:
        for store in self._opened:
            store.close()
        self._opened.clear()
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()

    def _kept(self, store: SqliteStore) -> SqliteStore:
        self._opened.append(store)
        return store


@pytest.fixture
def place(tmp_path: Path) -> Iterator[File]:
    file = File(tmp_path / "ledger.db")
    yield file
    file.clear()


class TestSqlite(StoreContract):
    pass


def test_a_file_of_another_kind_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE entry (idx INTEGER)")
    with pytest.raises(Unavailable) as caught:
        SqliteStore.open(path)
    assert caught.value.code == "store.unavailable"


def test_a_file_that_is_no_database_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"not a database " * 1_000)
    with pytest.raises(Unavailable) as caught:
        SqliteStore.open(path)
    assert caught.value.code == "store.unavailable"


def test_a_database_that_does_not_fit_itself_is_damaged(place: File) -> None:
    store = place.create()
    store.close()
    octets = bytearray(place.path.read_bytes())
    octets[4_096 : 2 * 4_096] = b"\xff" * 4_096
    place.path.write_bytes(octets)
    with pytest.raises((Refused, Unavailable)) as caught:
        place.open(read_only=True).check_structure()
    assert caught.value.code in {"ledger.damaged", "store.unavailable"}


def test_only_its_owner_reads_the_file(place: File) -> None:
    place.create()
    assert place.path.stat().st_mode & 0o777 == 0o600


def test_a_batch_is_of_the_state_it_began_with(place: File) -> None:
    """One that was begun before the store moved on is refused, whatever the store knows by now."""
    scene, store = Scene.founded(), place.create()
    with store.writer():
        store.write(batch_of(store, operations(scene)))
        late = Batch(store)
        store.write(batch_of(store, [scene.publish()]))
        with pytest.raises(Refused) as caught:
            store.write(late.result())
        assert caught.value.code == "ledger.moved"
