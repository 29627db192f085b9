"""A store is held against what lies published beside it: it can be whole and hold less."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import Refused, Unavailable
from livret_ledger.checking import check_published, check_store
from livret_ledger.cli import believing
from livret_ledger.store.home import Home
from livret_ledger.store.sqlite import SqliteStore
from livret_town.command import main
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Works
from tests.typed import Run, run

__all__ = ["run"]

HOME = ("--home", ".")


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    """A ledger that published twice, as a home; and its store as it was before the second time."""
    made = Works.founded(tmp_path)
    monkeypatch.setattr(believing, "now_s", made.clock)
    with made.running() as (_, publisher):
        publisher.publish()
    shutil.copy(made.path, tmp_path / "old.db")
    with made.running() as (sequencer, publisher):
        sequencer.submit(made.schemas(1)[0])
        publisher.publish()
    (tmp_path / "ledger.json").write_text(f'{{"version":1,"origin":"{ORIGIN}"}}')
    Home.open(tmp_path).keep_trust(made.chain.roots)
    return made


@pytest.fixture
def short(works: Works) -> Works:
    """The same, its database put back without what was written since."""
    shutil.copy(works.root / "old.db", works.path)
    return works


def published(works: Works) -> tuple[int, int]:
    signed = works.web.checkpoint()
    assert signed is not None
    return signed.checkpoint.size, len(works.leaves())


def test_a_store_with_all_that_was_published_is_whole(works: Works, run: Run) -> None:
    assert published(works) == (len(works.leaves()),) * 2
    assert run("fsck", *HOME)[-1]["event"] == "whole"
    assert run("status", *HOME)[-1]["event"] == "status"


@pytest.mark.parametrize("command", ["fsck", "status"])
def test_a_whole_store_with_less_than_was_published_is_told_to_be_short(
    short: Works, run: Run, command: str
) -> None:
    size, own = published(short)
    assert own < size
    said = run(command, *HOME, status=3)[-1]
    assert (said["code"], said["facts"]) == ("ledger.short", {"own": own, "size": size})


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_what_is_missing_is_told_in_words(
    short: Works,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    size, own = published(short)
    assert main(["ledger", "fsck", *HOME, "--lang", language]) == 3
    said = capsys.readouterr()
    assert str(own) in said.out + said.err
    assert str(size) in said.out + said.err
    assert "ledger.db-wal" in said.out + said.err


def test_what_was_published_once_and_continued_is_no_loss(works: Works, run: Run) -> None:
    with works.writing() as sequencer:
        sequencer.submit(works.schemas(1, first=9)[0])
    size, own = published(works)
    assert own > size
    assert run("fsck", *HOME)[-1]["event"] == "whole"


def test_another_history_than_is_published_is_refused(works: Works, run: Run) -> None:
    shutil.copy(works.root / "old.db", works.path)
    with works.running() as (sequencer, _):
        for leaf in works.schemas(4, first=20):
            sequencer.submit(leaf)
    size, own = published(works)
    assert own >= size
    assert run("fsck", *HOME, status=1)[-1]["code"] == "ledger.other_store"


@pytest.mark.parametrize("command", ["fsck", "status"])
def test_a_store_of_another_ledger_than_the_folder_says_is_refused(
    works: Works, run: Run, command: str
) -> None:
    (works.root / "ledger.json").write_text('{"version":1,"origin":"ledger.example/rhin"}')
    said = run(command, *HOME, status=1)[-1]
    assert said["code"] == "ledger.other_store"


def test_a_head_of_another_ledger_beside_it_is_refused(works: Works) -> None:
    signed = works.web.checkpoint()
    assert signed is not None
    path = works.root / "other.db"
    SqliteStore.create(path, "ledger.example/rhin").close()
    store = SqliteStore.open(path, read_only=True)
    with pytest.raises(Refused) as refused:
        check_published(store, signed)
    store.close()
    assert refused.value.code == "ledger.other_store"


def test_a_store_without_anything_published_is_held_against_itself_alone(
    works: Works, run: Run
) -> None:
    shutil.rmtree(works.root / "public")
    assert run("fsck", *HOME)[-1]["event"] == "whole"


@pytest.fixture
def reader(works: Works) -> Iterator[SqliteStore]:
    """Somebody who reads while the ledger ends."""
    store = SqliteStore.open(works.path, read_only=True)
    yield store
    store.close()


def test_a_ledger_that_ended_is_whole_in_its_database_alone(works: Works, tmp_path: Path) -> None:
    with works.serving() as service:
        service.start()
        for leaf in works.schemas(3, first=40):
            service.sequencer.submit(leaf)
    assert alone(works, tmp_path) == len(works.leaves())


def test_one_that_somebody_reads_while_it_ends_is_too(
    works: Works, reader: SqliteStore, tmp_path: Path
) -> None:
    before = len(works.leaves())
    with works.writing() as sequencer:
        for leaf in works.schemas(3, first=40):
            sequencer.submit(leaf)
    assert reader.frontier.size == before
    assert alone(works, tmp_path) == len(works.leaves()) > before


def test_one_read_in_the_middle_ends_all_the_same(works: Works, reader: SqliteStore) -> None:
    with reader.snapshot():
        before = reader.frontier.size
        with works.writing() as sequencer:
            sequencer.submit(works.schemas(1, first=40)[0])
        assert reader.frontier.size == before
    check_store(reader)
    assert len(works.leaves()) > before


def alone(works: Works, tmp_path: Path) -> int:
    """How many entries the database's file has without what may lie beside it."""
    copy = tmp_path / "alone.db"
    shutil.copy(works.path, copy)
    store = SqliteStore.open(copy, read_only=True)
    try:
        check_store(store)
        return store.frontier.size
    finally:
        store.close()


def test_what_a_short_store_is_called_is_no_damage(short: Works) -> None:
    signed = short.web.checkpoint()
    assert signed is not None
    store = SqliteStore.open(short.path, read_only=True)
    try:
        check_store(store)
        with pytest.raises(Unavailable) as raised:
            check_published(store, signed)
    finally:
        store.close()
    assert raised.value.code == "ledger.short"
