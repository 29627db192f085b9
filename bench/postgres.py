"""Appending to a ledger on a PostgreSQL server of its own, on this machine and its disk."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from unittest import SkipTest

from bench.ledger import grown, together
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
_AT_ONCE: Final = 2_000


def rows() -> Iterator[Row]:
    """``ledger.append.postgres.*``, each at every size; none where no server can be started."""
    for ledger, power in grown():
        try:
            with ledger.aside() as copy, Server.made() as server:
                yield from _append(copy, server, f"10^{power}")
        except SkipTest:
            print("no PostgreSQL here: left out")
            return


def _append(ledger: Ledger, server: Server, size: str) -> Iterator[Row]:
    with _writing(ledger, server) as sequencer:
        waits: list[float] = []
        for leaves in days(ledger, SINGLE):
            for leaf in leaves:
                began = time.perf_counter()
                outcome = sequencer.submit(leaf)
                waits.append(time.perf_counter() - began)
                check(outcome)
        name = "ledger.append.postgres.single"
        yield row(f"{name}.{size}", len(waits) / sum(waits), "/s", n=len(waits))
        slow_ms = statistics.quantiles(waits, n=100)[98] * 1_000
        yield row(f"{name}.p99.{size}", slow_ms, "ms", n=len(waits))

        waits, took_s = [], 0.0
        for leaves in days(ledger, TOGETHER):
            began = time.perf_counter()
            waits += together(sequencer, leaves, CLIENTS)
            took_s += time.perf_counter() - began
        name = f"ledger.append.postgres.{CLIENTS}"
        rate = len(waits) / took_s
        yield row(f"{name}.{size}", rate, "/s", target=2_500, better="higher", n=len(waits))
        slow_ms = statistics.quantiles(waits, n=100)[98] * 1_000
        yield row(f"{name}.p99.{size}", slow_ms, "ms", target=30, n=len(waits))


@contextmanager
def _writing(ledger: Ledger, server: Server) -> Iterator[Sequencer]:
    """Put a ledger into the server, through all rules, and write on it."""
    store = PostgresStore.create(server.address(), ORIGIN)
    with ledger.open() as source, store.writer():
        size = source.frontier.size
        for begin in range(0, size, _AT_ONCE):
            batch = Batch(store)
            for entry in source.entries(begin, min(begin + _AT_ONCE, size)):
                check(batch.submit(Operation.parse(entry.leaf)))
            store.write(batch.result())
    sequencer = ledger.works.sequencer(store)
    sequencer.start()
    try:
        yield sequencer
    finally:
        sequencer.stop()
        store.close()
