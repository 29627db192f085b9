"""Who writes: a caller who waits alone, or the writer's thread for all others; one at a time."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from livret_core.ledger.operation import Operation
from livret_ledger.batch import Appended, Known, Outcome, Written
from livret_ledger.checking import check_store
from livret_ledger.service.line import Answer, Line, Submission, Task
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_works import Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


class Seen:
    """A store that notes who writes how much, and may be interrupted."""

    def __init__(self, path: Path) -> None:
        self.real = SqliteStore.open(path)
        self.writes: list[tuple[str, int]] = []
        self.interrupted = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def write(self, written: Written) -> None:
        when, self.interrupted = self.interrupted, ""
        if when == "before":
            raise KeyboardInterrupt
        self.real.write(written)
        self.writes.append((threading.current_thread().name, len(written.entries)))
        if when == "after":
            raise KeyboardInterrupt


@pytest.fixture
def seen(works: Works) -> Iterator[Seen]:
    store = Seen(works.path)
    yield store
    store.real.close()


def test_who_waits_alone_wakes_nobody(works: Works, seen: Seen) -> None:
    with works.writing(seen) as sequencer:
        for leaf in works.schemas(2):
            assert isinstance(sequencer.submit(leaf), Appended)
    here = threading.current_thread().name
    assert seen.writes == [(here, 1), (here, 1)]


def test_who_does_not_wait_is_written_by_the_writers_thread(works: Works, seen: Seen) -> None:
    [leaf] = works.schemas(1)
    with works.writing(seen) as sequencer:
        assert isinstance(sequencer.submit_soon(leaf).result(10), Appended)
    assert seen.writes == [("ledger writer", 1)]


def test_what_stands_in_front_is_written_first_and_with_it(
    works: Works, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = works.schemas(2)
    with works.writing(seen) as sequencer:
        size = sequencer.size
        with monkeypatch.context() as patch:
            patch.setattr(sequencer._line, "ring", lambda: None)
            before = sequencer.submit_soon(one)
            assert sequencer.submit(two) == Appended(size + 1)
            assert before.result(0) == Appended(size)
    assert seen.writes == [(threading.current_thread().name, 2)]


def test_who_comes_while_another_writes_is_written_after(works: Works) -> None:
    [leaf] = works.schemas(1)
    outcomes: list[Outcome] = []
    with works.writing() as sequencer:
        with sequencer._line.turn:
            caller = threading.Thread(target=lambda: outcomes.append(sequencer.submit(leaf)))
            caller.start()
            _wait_for(lambda: bool(sequencer._line))
            assert caller.is_alive()
        caller.join(2)
        assert [type(outcome) for outcome in outcomes] == [Appended]


def test_nobody_writes_in_the_turn_of_another(works: Works, seen: Seen) -> None:
    one, two = works.schemas(2)
    with works.writing(seen) as sequencer:
        with sequencer._line.turn:
            answers = [sequencer.submit_soon(one), sequencer.submit_soon(two)]
            time.sleep(0.02)
            assert seen.writes == []
        assert all(isinstance(answer.result(10), Appended) for answer in answers)


@pytest.mark.parametrize("when", ["before", "after"])
def test_who_is_interrupted_while_writing_leaves_a_store_that_is_read_again(
    works: Works, seen: Seen, when: str
) -> None:
    one, two = works.schemas(2)
    with works.writing(seen) as sequencer:
        seen.interrupted = when
        with pytest.raises(KeyboardInterrupt):
            sequencer.submit(one)
        assert _later(sequencer, one) == (Appended if when == "before" else Known)
        assert _later(sequencer, two) is Appended
    check_store(SqliteStore.open(works.path, read_only=True))


def test_a_task_in_front_is_done_first(works: Works) -> None:
    one, two, three = (_submission(leaf) for leaf in works.schemas(3))
    task = Task(lambda: None, lambda _: None)
    line = Line()
    for each in (one, two, task, three, None):
        line.join(each)
    assert line.take_submissions(1) == [one]
    assert line.take_submissions(9) == [two]
    assert line.take_submissions(9) == []
    assert line.take() is task
    assert line.take_submissions(9) == [three]
    assert line.take() is None
    assert not line


def test_ringing_twice_is_ringing_once() -> None:
    line = Line()
    line.ring()
    line.ring()
    line.listen()
    assert line._bell.empty()


def _submission(leaf: bytes) -> Submission:
    return Submission(Operation.parse(leaf), Answer())


def _later(sequencer: Sequencer, leaf: bytes) -> type[object]:
    """The kind of answer to somebody who does not wait for ever."""
    return type(sequencer.submit_soon(leaf).result(10))


def _wait_for(holds: Any) -> None:
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.001)
