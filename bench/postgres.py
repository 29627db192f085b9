"""Appending to a ledger on a PostgreSQL server of its own, on this machine and its disk."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest import SkipTest

from bench.ledger import together
from bench.ledgers import Ledger, check, days
from bench.measure import Row, row
from livret_core.ledger.operation import Operation
from livret_ledger.batch import Batch
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.store.postgres import PostgresStore
from tests.ledger_scene import ORIGIN
from tests.postgres_server import Server

CLIENTS: Final = 32
SINGLE: Final = 1_500
TOGETHER: Final = 6_000


def rows() -> Iterator[Row]:
    """``ledger.append.postgres.*``; none where no server can be started."""
    try:
        with tempfile.TemporaryDirectory() as folder, Server.made() as server:
            yield from _append(Ledger(Path(folder)), server)
    except SkipTest:
        print("no PostgreSQL here: left out")


def _append(ledger: Ledger, server: Server) -> Iterator[Row]:
    with _writing(ledger, server) as sequencer:
        waits: list[float] = []
        for leaves in days(ledger, SINGLE):
            for leaf in leaves:
                began = time.perf_counter()
                outcome = sequencer.submit(leaf)
                waits.append(time.perf_counter() - began)
                check(outcome)
        yield row("ledger.append.postgres.single", len(waits) / sum(waits), "/s", n=len(waits))
        slow_ms = statistics.quantiles(waits, n=100)[98] * 1_000
        yield row("ledger.append.postgres.single.p99", slow_ms, "ms", n=len(waits))

        waits, took_s = [], 0.0
        for leaves in days(ledger, TOGETHER):
            began = time.perf_counter()
            waits += together(sequencer, leaves, CLIENTS)
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
            check(batch.submit(Operation.parse(leaf)))
        store.write(batch.result())
    sequencer = ledger.works.sequencer(store)
    sequencer.start()
    try:
        yield sequencer
    finally:
        sequencer.stop()
        store.close()
