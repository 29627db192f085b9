"""From handing an operation in to the proof that a quorum cosigned it, five towns on this machine.

Everything is what runs in a town: the service answers over HTTP, each of five witnesses and
five auditors over TLS, with its memory (and an auditor's own copy) on the disk; what is
waited for is q = 4 witnesses and a = 3 auditors who replayed the rules. The ten of them share
one process, its interpreter and one disk, so towns with machines of their own are faster;
what the network between them costs is not in it.

A ledger publishes once a second at most. ``alone`` is an operation that comes when nothing was
published for that second, and so is published at once. ``steady`` are operations that come in
one after the other, so many a second: each waits for the next publication.
"""

import http.client
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from bench.measure import Row, row
from bench.towns import AUTHORITY, HOST, Clock, apart, at_port, served
from livret_core.ledger.trust_chain import begin
from livret_edge.fetcher import Fetcher
from livret_ledger.service.asking import post_with
from livret_ledger.service.http import make_app
from livret_ledger.service.serving import Parts, Service
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_heads import first_root
from tests.ledger_scene import Scene
from tests.ledger_works import Works

TOWNS: Final = ("namur", "metz", "aachen", "liege", "verdun")
TIMES: Final = 25
A_SECOND: Final = 20
SECONDS: Final = 20


def rows() -> Iterator[Row]:
    """``ledger.cosigned.*``."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        works = Works.founded(Path(folder), Scene.founded(TOWNS, q=4, a=3, k=3))
        began, began_s = time.perf_counter(), works.clock.now_s

        def clock() -> int:
            return began_s + int(time.perf_counter() - began)

        port = _ledger(works, clock, stack.enter_context(apart(works, clock)), stack)
        alone = _alone(port, works.schemas(TIMES + 1))
        steady = _steady(port, works.schemas(A_SECOND * SECONDS, first=TIMES + 2))
    name, count = "ledger.cosigned.alone", len(alone)
    yield row(name, round(statistics.median(alone) * 1_000, 1), "ms", target=50, n=count)
    yield row(f"{name}.slowest", round(max(alone) * 1_000, 1), "ms", n=count)
    name, count = f"ledger.cosigned.steady.{A_SECOND}", len(steady)
    cuts = statistics.quantiles(steady, n=100)
    yield row(f"{name}.p50", round(cuts[49] * 1_000, 1), "ms", n=count)
    yield row(f"{name}.p99", round(cuts[98] * 1_000, 1), "ms", n=count)


def _ledger(works: Works, clock: Clock, cosigners_port: int, stack: ExitStack) -> int:
    """Serve the ledger; its port."""
    works.policy = at_port(works.policy, cosigners_port)
    works.chain = begin(first_root(works.scene, policy=works.policy))
    fetcher = Fetcher(
        authorities=AUTHORITY.cert_pem.bytes(), pins={(HOST, cosigners_port): "127.0.0.1"}
    )
    stack.callback(fetcher.close)
    service = Service(
        Parts(
            SqliteStore.open(works.path),
            SqliteStore.open(works.path, read_only=True),
            works.signer,
            works.chain,
            works.web,
            post_with(fetcher),
            clock,
            time.sleep,
        )
    )
    stack.callback(service.stop)
    reason = service.start()
    if reason is not None:
        raise reason
    return stack.enter_context(served(make_app(service)))


def _alone(port: int, leaves: Sequence[bytes]) -> list[float]:
    """Hand in each in a second of its own; how long each waited. The first finds nothing warm."""
    waits = []
    for leaf in leaves:
        time.sleep(1.2)
        waits.append(_waited(port, leaf))
    return waits[1:]


def _steady(port: int, leaves: Sequence[bytes]) -> list[float]:
    """Hand in so many a second, whether those before have their proofs or not."""
    waits: list[float] = []

    def call(leaf: bytes) -> None:
        waits.append(_waited(port, leaf))

    threads = []
    began = time.perf_counter()
    for number, leaf in enumerate(leaves):
        time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        threads.append(threading.Thread(target=call, args=(leaf,)))
        threads[-1].start()
    for each in threads:
        each.join()
    if len(waits) != len(leaves):
        raise AssertionError(f"{len(leaves) - len(waits)} without a proof")
    return waits


def _waited(port: int, leaf: bytes) -> float:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        began = time.perf_counter()
        connection.request("POST", "/submit?wait=cosigned", leaf)
        said = json.loads(connection.getresponse().read())
        took_s = time.perf_counter() - began
    if said.get("outcome") != "appended" or not said.get("proof"):
        raise AssertionError(said)
    return took_s
