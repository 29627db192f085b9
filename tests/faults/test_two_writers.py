"""Two write one ledger: on one store in turn, or each on a copy of its own. One history comes of it."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Lock, Thread
from typing import Any

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.tlog.witness import Response
from livret_ledger.batch import Appended, Batch
from livret_ledger.checking import check_store
from livret_ledger.service.publication import Standing
from livret_ledger.service.serving import Service
from livret_ledger.store import Store
from livret_ledger.store.postgres import PostgresStore
from livret_ledger.store.sqlite import SqliteStore
from tests.faults.lives import Diary, SeenWorks, begun, ended, in_a_child
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


# Each on a copy of the store, on a machine of its own.


@contextmanager
def served(works: SeenWorks, kept: list[LivretError | None]) -> Iterator[Service]:
    with works.serving(show=works.show, halt=kept.append) as service:
        yield service


@pytest.fixture
def machines(tmp_path: Path) -> tuple[SeenWorks, SeenWorks]:
    (tmp_path / "first").mkdir()
    first = SeenWorks.founded(tmp_path / "first")
    assert isinstance(first, SeenWorks)
    first.see(Diary(tmp_path / "diary"))
    with first.running() as (_, publisher):
        assert publisher.publish().has_quorum
    first.clock.now_s += 1
    return first, first.copied(tmp_path / "second")


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to that in time")


def cosigned_by_a_quorum(works: SeenWorks) -> dict[int, set[str]]:
    """Every root that three of the four witnesses cosigned, by size."""
    by: dict[tuple[int, str], set[str]] = {}
    for url, size, root in works.diary.read("cosigned"):
        if url.endswith("witness"):
            by.setdefault((int(size), root), set()).add(url)
    found: dict[int, set[str]] = {}
    for (at, head), urls in by.items():
        if len(urls) >= 3:
            found.setdefault(at, set()).add(head)
    return found


def test_of_two_on_two_copies_the_one_that_comes_second_stops_and_stays_stopped(
    machines: tuple[SeenWorks, SeenWorks],
) -> None:
    """Both begin, since nothing was signed yet that the other has not; one operation each."""
    first, second = machines
    kept: list[LivretError | None] = []
    with first.replaying(), served(first, []) as one, served(second, kept) as other:
        assert one.start() is None
        assert other.start() is None
        assert isinstance(one.sequencer.submit(first.schemas(1, first=1)[0]), Appended)
        one.publisher.wake()
        until(lambda: one.publisher.standing.size == 8)
        assert isinstance(other.sequencer.submit(second.schemas(1, first=20)[0]), Appended)
        other.publisher.wake()
        until(lambda: other.reason is not None)
        reason = other.reason
        assert reason is not None
        assert reason.code == "ledger.forked"
        assert [each.subject for each in other.lost] == ["type-ca/1"]
        assert kept[-1] is not None
        assert isinstance(other.sequencer.submit(second.schemas(1, first=21)[0]), Unavailable)
        assert one.reason is None
    signed = first.signed_roots()
    with served(second, kept) as again:
        reason = again.try_start()
        assert reason is not None
        assert reason.code == "ledger.forked"
    assert first.signed_roots() == signed
    with served(first, []) as one:
        assert one.try_start() is None
        assert isinstance(one.sequencer.submit(first.schemas(1, first=2)[0]), Appended)
    assert all(len(roots) == 1 for roots in cosigned_by_a_quorum(first).values())


@pytest.mark.parametrize("turns", range(6))
def test_two_that_publish_at_once_never_both_find_a_quorum(
    machines: tuple[SeenWorks, SeenWorks], turns: int
) -> None:
    """Whoever of the witnesses hears which of them first."""
    first, second = machines
    leaves = [works.schemas(1, first=20 * number)[0] for number, works in enumerate(machines, 1)]
    gate = Barrier(2)
    shuffled = random.Random(turns)
    wait_s = {url: shuffled.random() / 100 for url in first.cosigners}
    standings: list[Standing | LivretError] = []

    def publish(works: SeenWorks, leaf: bytes, is_second: bool) -> None:
        def post(url: str, body: bytes) -> Response:
            time.sleep(wait_s[url] if is_second else 0.01 - wait_s[url])
            with lock:
                return SeenWorks.post(works, url, body)

        works.post = post  # type: ignore[method-assign]
        with works.running() as (sequencer, publisher):
            sequencer.submit(leaf)
            gate.wait(10)
            try:
                standings.append(publisher.publish())
            except LivretError as error:
                standings.append(error)

    lock = Lock()
    threads = [
        Thread(target=publish, args=(works, leaf, works is second))
        for works, leaf in zip(machines, leaves, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    believed = [each for each in standings if isinstance(each, Standing) and each.has_quorum]
    stopped = [each for each in standings if isinstance(each, LivretError)]
    assert len(standings) == 2
    assert len(believed) <= 1
    assert {each.code for each in stopped} <= {"ledger.forked"}
    # Two of four refuse at least one of them, which is more than may lie.
    assert stopped
    assert all(len(roots) == 1 for roots in cosigned_by_a_quorum(first).values())
