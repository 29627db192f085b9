"""Appending to a ledger on a PostgreSQL server of its own, on this machine and its disk."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from bench.ledger import Ledger
from bench.measure import Row, row
from livret_core.errors import LivretError
from livret_core.ledger.operation import Operation
from livret_ledger.batch import Batch
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.store.postgres import PostgresStore
from tests.ledger_scene import DAY_S, ORIGIN
from tests.postgres_server import Server

CLIENTS: Final = 32
SINGLE: Final = 1_500
TOGETHER: Final = 6_000


def rows() -> Iterator[Row]:
    """``ledger.append.postgres.*``; none where no server can be started."""
    try:
        with tempfile.TemporaryDirectory() as folder, Server.made() as server:
            yield from _append(Ledger(Path(folder)), server)
    except pytest.skip.Exception:
        print("no PostgreSQL here: left out")


def _append(ledger: Ledger, server: Server) -> Iterator[Row]:
    with _writing(ledger, server) as sequencer:
        waits: list[float] = []
        for leaves in _days(ledger, SINGLE):
            for leaf in leaves:
                began = time.perf_counter()
                outcome = sequencer.submit(leaf)
                waits.append(time.perf_counter() - began)
                _check(outcome)
        yield row("ledger.append.postgres.single", len(waits) / sum(waits), "/s", n=len(waits))
        slow_ms = statistics.quantiles(waits, n=100)[98] * 1_000
        yield row("ledger.append.postgres.single.p99", slow_ms, "ms", n=len(waits))

        waits, took_s = [], 0.0

        def submit(leaf: bytes) -> None:
            began = time.perf_counter()
            outcome = sequencer.submit(leaf)
            waits.append(time.perf_counter() - began)
            _check(outcome)

        with ThreadPoolExecutor(CLIENTS) as pool:
            for leaves in _days(ledger, TOGETHER):
                began = time.perf_counter()
                list(pool.map(submit, leaves))
                took_s += time.perf_counter() - began
        name = f"ledger.append.postgres.{CLIENTS}"
        yield row(name, len(waits) / took_s, "/s", target=2_500, better="higher", n=len(waits))
        slow_ms = statistics.quantiles(waits, n=100)[98] * 1_000
        yield row(f"{name}.p99", slow_ms, "ms", target=30, n=len(waits))


@contextmanager
def _writing(ledger: Ledger, server: Server) -> Iterator[Sequencer]:
    store = PostgresStore.create(server.address(), ORIGIN)
    with store.writer():
        batch = Batch(store)
        for leaf in ledger.works.scene.leaves:
            _check(batch.submit(Operation.parse(leaf)))
        store.write(batch.result())
    sequencer = ledger.works.sequencer(store)
    sequencer.start()
    try:
        yield sequencer
    finally:
        sequencer.stop()
        store.close()


def _days(ledger: Ledger, count: int) -> Iterator[list[bytes]]:
    """Days of digests, until there are *count*; the writer begins each with its time."""
    done = 0
    while done < count:
        leaves = ledger.next_day()
        ledger.works.clock.now_s = ledger.day * DAY_S
        done += len(leaves)
        yield leaves


def _check(outcome: object) -> None:
    if isinstance(outcome, LivretError):
        raise outcome
