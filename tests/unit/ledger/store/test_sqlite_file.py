"""One SQLite file: made whole, told from others, let go of."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_ledger.store.sqlite_file import Kind, create, open_file, translated

NOTES = Kind(0x6C76_0001, 3, "CREATE TABLE note (text TEXT NOT NULL) STRICT;", "notebook")
FIRST = ("INSERT INTO note VALUES (?)", ("first",))


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def opened_files(path: Path) -> int:
    """How many descriptors of this process are on a file."""
    links = [each for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    return sum(os.path.realpath(each).startswith(str(path)) for each in links)


def test_what_was_made_is_opened_with_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    create(path, NOTES, FIRST).close()
    with closing(open_file(path, NOTES)) as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("first",)]
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert path.stat().st_mode & 0o777 == 0o600


def test_who_only_reads_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    create(path, NOTES, FIRST).close()
    with (
        closing(open_file(path, NOTES, read_only=True)) as connection,
        pytest.raises(sqlite3.OperationalError),
    ):
        connection.execute(*FIRST)


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"mine")
    assert refusal(lambda: create(path, NOTES, FIRST)) == "home.exists"
    assert path.read_bytes() == b"mine"


def test_what_cannot_be_made_whole_leaves_nothing(tmp_path: Path) -> None:
    bad = ("INSERT INTO note VALUES (?)", (None,))
    assert refusal(lambda: create(tmp_path / "notes.db", NOTES, bad)) == "store.unavailable"
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_made_where_there_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "none" / "notes.db"
    assert refusal(lambda: create(path, NOTES, FIRST)) == "store.unavailable"


@pytest.mark.parametrize("other", [NOTES._replace(version=4), NOTES._replace(application_id=1)])
def test_a_file_of_another_kind_or_version_is_closed_again(tmp_path: Path, other: Kind) -> None:
    path = tmp_path / "notes.db"
    create(path, NOTES, FIRST).close()
    assert refusal(lambda: open_file(path, other)) == "store.unavailable"
    if Path("/proc/self/fd").is_dir():
        assert opened_files(path) == 0


def test_where_nothing_is_nothing_is_opened(tmp_path: Path) -> None:
    assert refusal(lambda: open_file(tmp_path / "notes.db", NOTES)) == "store.unavailable"


@pytest.mark.parametrize(
    "error",
    [sqlite3.DatabaseError("x"), OverflowError("x"), UnicodeDecodeError("utf-8", b"", 0, 1, "x")],
)
def test_no_error_of_the_library_comes_out(error: Exception) -> None:
    def fail() -> None:
        with translated():
            raise error

    assert refusal(fail) == "store.unavailable"
