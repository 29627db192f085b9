"""Transactions of one process on one file: in order, on the disk together, undone each by itself."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa

from livret_core.errors import LivretError, Refused
from livret_edge import turns as module
from livret_edge.turns import Turns

_TABLES: Final = (
    "CREATE TABLE known (name TEXT PRIMARY KEY)",
    """CREATE TABLE said (
        name TEXT PRIMARY KEY, of TEXT REFERENCES known (name) DEFERRABLE INITIALLY DEFERRED
    )""",
)
#: At its end, and not before, the database finds that nobody is known by that name.
_NEVER: Final = "INSERT INTO said VALUES ('x', 'nobody')"
_LONG_S: Final = 30.0


class Desk:
    """A file, its turns, and what happened in order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 0})
        self.happened: list[str] = []
        sa.event.listen(self.engine, "connect", self._configure)
        with self.engine.begin() as connection:
            for each in _TABLES:
                connection.exec_driver_sql(each)
        self.happened.clear()
        self.turns = Turns(self.engine.connect, patience_s=_LONG_S)

    def _configure(self, connection: Any, _record: object) -> None:
        def note(statement: str) -> None:
            if statement == "COMMIT":
                self.happened.append("on the disk")

        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.set_trace_callback(note)

    def say(self, name: str, *, first: Callable[[], object] = lambda: None) -> None:
        with self.turns.transaction() as connection:
            first()
            connection.exec_driver_sql("INSERT INTO said VALUES (?, NULL)", (name,))
        self.happened.append(name)

    def said(self) -> list[str]:
        with self.turns.transaction() as connection:
            rows = connection.exec_driver_sql("SELECT name FROM said ORDER BY rowid")
            return list(rows.scalars())

    def together(self, *acts: Callable[[], object]) -> list[BaseException | None]:
        """Let all of them wait for one turn, in order; what it and each of them failed by."""
        failed: list[BaseException | None] = [None] * (1 + len(acts))

        def run(place: int, act: Callable[[], object]) -> None:
            try:
                act()
            except Exception as error:  # noqa: BLE001  # given back
                failed[place] = error

        threads = [threading.Thread(target=run, args=each) for each in enumerate(acts, 1)]

        def begin_all() -> None:
            for number, each in enumerate(threads, 1):
                each.start()
                until_s = time.monotonic() + _LONG_S
                while len(self.turns._waiting) < number and time.monotonic() < until_s:
                    time.sleep(0.001)

        run(0, lambda: self.say("before", first=begin_all))
        for each in threads:
            each.join(_LONG_S)
            assert not each.is_alive()
        return failed


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(module, "LONGEST_S", _LONG_S)
    desk = Desk(tmp_path / "x.db")
    yield desk
    desk.turns.close()
    desk.engine.dispose()


def test_one_alone_is_on_the_disk_at_its_end(desk: Desk) -> None:
    desk.say("a")
    desk.say("b")
    assert desk.happened == ["on the disk", "a", "on the disk", "b"]
    assert desk.said() == ["a", "b"]


def test_nobody_who_waited_is_told_before_the_disk_has_it(desk: Desk) -> None:
    desk.together(lambda: desk.say("a"), lambda: desk.say("b"))
    assert desk.happened[0] == "on the disk"
    assert sorted(desk.happened[1:]) == ["a", "b", "before"]
    assert desk.said() == ["before", "a", "b"]


def test_one_that_fails_is_undone_alone(desk: Desk) -> None:
    def fails() -> None:
        with desk.turns.transaction() as connection:
            connection.exec_driver_sql("INSERT INTO said VALUES ('half', NULL)")
            raise Refused("handover.used")

    failed = desk.together(lambda: desk.say("a"), fails, lambda: desk.say("b"))
    assert [type(each) for each in failed] == [type(None), type(None), Refused, type(None)]
    assert desk.said() == ["before", "a", "b"]


def test_what_the_disk_does_not_take_is_told_to_all_of_them(desk: Desk) -> None:
    def never() -> None:
        with desk.turns.transaction() as connection:
            connection.exec_driver_sql(_NEVER)

    failed = desk.together(lambda: desk.say("a"), never, lambda: desk.say("b"))
    assert [type(each) for each in failed] == [sa.exc.DBAPIError] * 4
    assert desk.said() == []
    desk.say("later")
    assert desk.said() == ["later"]


def test_a_database_that_undid_all_of_it_is_told_to_all_of_them(desk: Desk) -> None:
    def undone() -> None:
        with desk.turns.transaction() as connection:
            connection.exec_driver_sql("INSERT OR ROLLBACK INTO said VALUES ('before', NULL)")

    failed = desk.together(lambda: desk.say("a"), undone)
    assert [type(each) for each in failed] == [
        sa.exc.DBAPIError,
        sa.exc.DBAPIError,
        sa.exc.IntegrityError,
    ]
    assert desk.said() == []


def test_nobody_is_refused_for_what_never_came_to_be(desk: Desk) -> None:
    def never() -> None:
        with desk.turns.transaction() as connection:
            connection.exec_driver_sql(_NEVER)

    def refused() -> None:
        with desk.turns.transaction() as connection:
            found = connection.exec_driver_sql("SELECT name FROM said WHERE name = 'x'")
            if found.first() is not None:
                raise Refused("handover.used")

    failed = desk.together(never, refused)
    assert type(failed[-1]) is sa.exc.DBAPIError


def test_so_many_at_most_go_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TOGETHER", 2)
    desk.together(*(lambda name=name: desk.say(name) for name in "abc"))
    assert desk.happened.count("on the disk") == 2


def test_who_waits_too_long_is_told_and_keeps_nobody(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "x.db")
    desk.turns = Turns(desk.engine.connect, patience_s=0.01)
    codes: list[str] = []

    def asks() -> None:
        with pytest.raises(LivretError) as caught:
            desk.say("late")
        codes.append(caught.value.code)

    def wait() -> None:
        thread = threading.Thread(target=asks)
        thread.start()
        thread.join(_LONG_S)

    desk.say("a", first=wait)
    assert codes == ["store.unavailable"]
    desk.say("b")
    assert desk.said() == ["a", "b"]
    desk.turns.close()
    desk.engine.dispose()


def test_a_file_that_another_process_holds_fails_and_the_next_goes_on(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(sa.exc.DBAPIError):
            desk.say("a")
    desk.say("b")
    assert desk.said() == ["b"]
