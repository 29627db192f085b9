"""Whoever replays a ledger tells how far it has come."""

from pathlib import Path

import pytest

from livret_ledger import checking
from livret_ledger.auditor import service as auditing
from livret_ledger.checking import check_store
from livret_ledger.cli import copies
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.watch.service.looking import Watch
from tests.ledger_works import Works
from tests.watched import QUIET_S, WatchedName
from tests.watching import Watching


class Hearing(list[tuple[int, int]]):
    """All that was told."""

    def __call__(self, done: int, of: int) -> None:
        self.append((done, of))


@pytest.fixture
def heard() -> Hearing:
    return Hearing()


@pytest.fixture
def works(tmp_path: Path) -> Works:
    made = Works.founded(tmp_path)
    with made.running() as (_, publisher):
        publisher.publish()
    return made


def steps(size: int, step: int) -> list[tuple[int, int]]:
    return [(min(done, size), size) for done in range(step, size + step, step)]


def test_a_copy_that_is_read_and_applied(
    works: Works, heard: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_CHUNK", 2)
    copies._of_source(Reader(Folder(works.web.root)), heard).replayed()
    assert heard == steps(len(works.leaves()), 2)


def test_a_store_that_is_held_against_itself(
    works: Works, heard: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_CHUNK", 1)
    store = SqliteStore.open(works.path, read_only=True)
    check_store(store, heard)
    store.close()
    assert heard == steps(len(works.leaves()), 1)


def test_a_watch_that_catches_up(tmp_path: Path, heard: Hearing) -> None:
    name = WatchedName(tmp_path)
    name.begin()
    with Watch.held(name.folder) as held:
        held.look(
            Reader(Folder(name.published)), str(name.published), name.journal, {},
            now_s=name.now_s, quiet_s=QUIET_S, told=heard,
        )  # fmt: skip
    size = len(name.scene.leaves)
    assert heard == [(size, size)]


def test_an_auditor_that_catches_up(
    tmp_path: Path, heard: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "BUDGET_S", -1.0)
    monkeypatch.setattr(auditing, "step_end", lambda size, target: min(size + 1, target))
    watching = Watching(tmp_path)
    audited = watching.auditor()
    audited.auditor.follow(heard)
    size = audited.auditor.size
    assert heard == [(done, size) for done in range(1, size)]
    watching.close()
