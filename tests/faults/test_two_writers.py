"""Two processes write one ledger, now the one and now the other: one history comes of it."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import LivretError
from livret_ledger.batch import Appended, Batch
from livret_ledger.checking import check_store
from livret_ledger.store import Store
from livret_ledger.store.postgres import PostgresStore
from livret_ledger.store.sqlite import SqliteStore
from tests.faults.lives import Diary, begun, ended, in_a_child
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_stores import batch_of, operations
from tests.ledger_works import Works
from tests.postgres_server import Server

_WRITERS = 3
_EACH = 40


@pytest.fixture(params=["sqlite", "postgres"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Open the same founded ledger, as often as one likes."""
    if request.param == "sqlite":
        works = Works.founded(tmp_path)
        yield lambda: SqliteStore.open(works.path)
        return
    with Server.made() as server:
        store = PostgresStore.create(server.address(), ORIGIN)
        with store.writer():
            store.write(batch_of(store, operations(Scene.founded())))
        store.close()
        yield lambda: PostgresStore.open(server.address(), ORIGIN)


def write_in_turn(open_store: Callable[[], Store], name: str, diary: Diary) -> None:
    """Be the writer for a moment, again and again, as soon as nobody else is."""
    scene, store, count = Scene.founded(), open_store(), 0
    while count < _EACH:
        try:
            with store.writer():
                for _ in range(4):
                    operation = scene.publish(f"{name}-{count}/1")
                    batch = Batch(store)
                    outcome = batch.submit(operation)
                    assert isinstance(outcome, Appended)
                    store.write(batch.result())
                    diary.note("told", outcome.index, operation.id)
                    count += 1
        except LivretError as error:
            if error.code != "ledger.busy":
                raise
        time.sleep(0.001)


@pytest.mark.slow
def test_what_several_processes_write_is_one_history(
    opener: Callable[[], Store], tmp_path: Path
) -> None:
    diary = Diary(tmp_path / "diary")
    children = [
        begun(lambda name=f"writer-{number}": write_in_turn(opener, name, diary))  # type: ignore[misc]
        for number in range(_WRITERS)
    ]
    assert [ended(child) for child in children] == [0] * _WRITERS
    store = opener()
    check_store(store)
    stored = {entry.index: entry.operation_id for entry in store.entries(5, 10**6)}
    store.close()
    told: dict[int, Any] = {int(index): name for index, name in diary.read("told")}
    assert told == stored
    assert len(told) == _WRITERS * _EACH


def test_a_writer_that_is_killed_lets_the_next_one_in(opener: Callable[[], Store]) -> None:
    def die_writing() -> None:
        store = opener()
        with store.writer():
            os.kill(os.getpid(), 9)

    assert in_a_child(die_writing) == 9
    store = opener()
    for _ in range(200):
        try:
            with store.writer():
                break
        except LivretError:
            time.sleep(0.01)  # a server takes a moment to see that somebody has gone
    else:
        raise AssertionError("the lock outlived its holder")
    store.close()
