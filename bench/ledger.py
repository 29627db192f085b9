"""Appending, replaying and proving, and how each grows with the ledger.

The ledger is one of 300 issuers that put down a digest a day (the first row of the sizing
table), with a `state.commit` for each day. Appending goes through the one writer, with all
rules, onto a real disk. Sizes go to 10^5; `LIVRET_BENCH_ENTRIES=1000000` goes on to 10^6,
which takes some minutes.
"""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from bench.measure import Row, row, seconds_each
from livret_core import limits
from livret_core.ledger import evidence as bundles
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation
from livret_core.ledger.trust_chain import begin
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger import proving
from livret_ledger.batch import Appended, Batch, Outcome
from livret_ledger.replay import Replay
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.store import Settled
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_heads import first_root
from tests.ledger_scene import DAY_S, DIGEST, NAMES, ORIGIN, Scene, Town
from tests.ledger_works import Works

ISSUERS: Final = 300
SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
GROUPED: Final = 8_000
SINGLE: Final = 2_000
REPLAYED: Final = 20_000
CALLERS: Final = 32


def rows() -> Iterator[Row]:
    """``ledger.*``, with growth."""
    largest = int(os.environ.get("LIVRET_BENCH_ENTRIES", "100000"))
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder))
        for size in SIZES:
            if size <= largest:
                ledger.grow(size)
                yield from _prove(ledger)
        yield from _append(ledger)
        yield row("ledger.rss", round(memory_of(ledger), 1), "MB", target=150, n=ledger.size)
        yield _replay(ledger)


def _communes() -> Iterator[str]:
    """Numbers of communes that are not in the scene, as many as France has and more."""
    founders = set(NAMES.values())
    for department in range(1, 96):
        for commune in range(1, 700):
            who = f"fr-insee:{department:02}{commune:03}"
            if department != 20 and who not in founders:
                yield who


class Ledger:
    """A ledger on disk, and the issuers who write to it."""

    def __init__(self, root: Path, issuers: int = ISSUERS) -> None:
        scene = Scene.founded()
        self.issuers: list[Town] = []
        for number, who in zip(range(issuers), _communes(), strict=False):
            if number % 300 == 299:
                scene.tick(DAY_S)
            issuer = Town(f"issuer-{number}", who, operator="")
            scene.settle(issuer, scene.towns[number % 4])
            self.issuers.append(issuer)
        scene.apply(scene.publish("residency/1"))
        right = scene.grant(self.issuers[0], *scene.towns[:3])
        scene.apply(right)
        self.works = Works.founded(root, scene)
        # 10^6 entries of 300 issuers are nine years, longer than a first trust root holds.
        first = first_root(scene, policy=self.works.policy, expires_s=limits.LATEST_S)
        self.works.chain = begin(first)
        self.day = scene.at_s // DAY_S
        self._last = dict.fromkeys((each.did or "" for each in self.issuers), NO_PREDECESSOR)
        self._seq = 0
        self._map_new = 0

    @property
    def size(self) -> int:
        with self.open() as store:
            return store.frontier.size

    @contextmanager
    def open(self, *, read_only: bool = True) -> Iterator[SqliteStore]:
        store = SqliteStore.open(self.works.path, read_only=read_only)
        try:
            yield store
        finally:
            store.close()

    def next_day(self) -> list[bytes]:
        """What every issuer hands in today."""
        self.day += 1
        self._seq += 1
        leaves = []
        for issuer in self.issuers:
            did, key_id, signer = issuer.pen
            draft = Draft(
                ORIGIN,
                "commit",
                did,
                self._seq,
                self._last[did],
                self.day * DAY_S,
                {"day": self.day, "root": DIGEST},
            )
            operation = draft.signed([draft.sign(signer, by=did, key_id=key_id)])
            self._last[did] = operation.id
            leaves.append(operation.leaf)
        return leaves

    def close_day(self, store: SqliteStore) -> None:
        """Let a day begin, so that its digests can be taken."""
        batch = Batch(store)
        batch.close(at_s=(self.day + 1) * DAY_S)
        written = batch.result()
        self._map_new = 0 if written.settled is None else len(written.settled.map_added)
        store.write(written)
        self.works.clock.now_s = (self.day + 1) * DAY_S + 60

    def a_day(self, store: SqliteStore) -> int:
        """Let a day begin and every issuer write; how many nodes of the state map are new."""
        self.close_day(store)
        batch = Batch(store)
        for leaf in self.next_day():
            check(batch.submit(Operation.parse(leaf)))
        store.write(batch.result())
        return self._map_new

    def grow(self, size: int) -> None:
        with self.open(read_only=False) as store, store.writer():
            while store.frontier.size < size:
                self.a_day(store)
            batch = Batch(store)
            batch.close(at_s=store.clock.at_s + 2)
            store.write(batch.result())

    @contextmanager
    def sequencer(self) -> Iterator[tuple[SqliteStore, Sequencer]]:
        store = SqliteStore.open(self.works.path)
        sequencer = self.works.sequencer(store)
        sequencer.start()
        try:
            yield store, sequencer
        finally:
            sequencer.stop()
            store.close()

    def head(self) -> SignedCheckpoint:
        """Have the newest head signed and cosigned."""
        with self.works.running() as (_, publisher):
            publisher.publish()
        signed = self.works.web.checkpoint()
        if signed is None:
            raise AssertionError("no quorum")
        return signed


def _append(ledger: Ledger) -> Iterator[Row]:
    waits: list[float] = []
    with ledger.sequencer() as (_, sequencer):
        for leaves in days(ledger, SINGLE):
            for leaf in leaves:
                began = time.perf_counter()
                outcome = sequencer.submit(leaf)
                waits.append(time.perf_counter() - began)
                check(outcome)
        rate, count = len(waits) / sum(waits), len(waits)
        yield row("ledger.append.sqlite.single", rate, "/s", target=1_500, better="higher", n=count)
        slow_ms = statistics.quantiles(waits, n=100)[98] * 1_000
        yield row("ledger.append.sqlite.single.p99", slow_ms, "ms", target=3, n=count)
        took_s, count = 0.0, 0
        for leaves in days(ledger, GROUPED):
            began = time.perf_counter()
            answers = [sequencer.submit_soon(leaf) for leaf in leaves]
            outcomes = [answer.result() for answer in answers]
            took_s += time.perf_counter() - began
            count += len(outcomes)
            for outcome in outcomes:
                check(outcome)
        rate = count / took_s
        yield row(
            "ledger.append.sqlite.grouped", rate, "/s", target=6_000, better="higher", n=count
        )
        waits, took_s = [], 0.0
        for leaves in days(ledger, GROUPED // 2):
            began = time.perf_counter()
            waits += together(sequencer, leaves, CALLERS)
            took_s += time.perf_counter() - began
        yield row(
            f"ledger.append.sqlite.callers.{CALLERS}", len(waits) / took_s, "/s", n=len(waits)
        )


def together(sequencer: Sequencer, leaves: Sequence[bytes], callers: int) -> list[float]:
    """Hand in from so many callers at once, each waiting for its answer, as the service does.

    Returns:
        How long each waited, in seconds.
    """
    waits: list[float] = []
    left = iter(leaves)

    async def call() -> None:
        for leaf in left:
            began = time.perf_counter()
            outcome = await asyncio.wrap_future(sequencer.submit_soon(leaf))
            waits.append(time.perf_counter() - began)
            check(outcome)

    async def all_of_them() -> None:
        await asyncio.gather(*(call() for _ in range(callers)))

    asyncio.run(all_of_them())
    return waits


def days(ledger: Ledger, count: int) -> Iterator[Sequence[bytes]]:
    """Days of digests, until there are *count*; the writer begins each with its time."""
    done = 0
    while done < count:
        leaves = ledger.next_day()
        ledger.works.clock.now_s = ledger.day * DAY_S
        done += len(leaves)
        yield leaves


def check(outcome: Outcome) -> None:
    """A figure of refusals would be a good one, and mean nothing."""
    if type(outcome) is not Appended:
        raise AssertionError(outcome)


def _prove(ledger: Ledger) -> Iterator[Row]:
    size = ledger.size
    signed = ledger.head()
    with ledger.open() as store:
        made = Maker(store, signed, str(ledger.issuers[0].did))
        took_s, n = seconds_each(made.evidence)
        bundle = made.evidence()
        one = made.of([f"key/{ledger.issuers[0].did}#credential-1"])
    raw, chain = bundle.format(), ledger.works.chain
    target = 10_000 if size >= SIZES[2] else None
    yield row("ledger.evidence.bytes", len(raw), "B", target=target, n=size)
    yield row("ledger.evidence.one.bytes", len(one.format()), "B", target=3_000, n=size)
    yield row("ledger.evidence.make", round(took_s * 1_000, 3), "ms", n=n)

    def cold() -> None:
        bundles.verify(Evidence.parse(raw), chain)

    took_s, n = seconds_each(cold)
    yield row("ledger.evidence.cold", round(took_s * 1_000, 3), "ms", target=3, n=n)
    proven = bundles.verify(Evidence.parse(raw), chain)

    def warm() -> None:
        bundles.accept(
            proven,
            chain,
            ages=chain.newest.ages,
            now_s=proven.head.time_s + 60,
            remembered=None,
        )

    took_s, n = seconds_each(warm)
    yield row("ledger.evidence.warm", round(took_s * 1_000, 4), "ms", target=1, n=n)


@dataclass
class Maker:
    """Makes evidence from a store, as of a head."""

    store: SqliteStore
    signed: SignedCheckpoint
    did: str

    def evidence(self) -> Evidence:
        return self.of([self.did])

    def of(self, asked: Sequence[str]) -> Evidence:
        size = self.signed.checkpoint.size
        [last] = self.store.entries(size - 1, size)
        return proving.evidence(
            self.signed,
            last.leaf,
            Settled(self.store),
            asked,
            nodes=self.store.nodes,
            map_nodes=self.store.map_node,
        )


_CHILD: Final = """
import resource, sys
from pathlib import Path
from bench.ledger import peak_of
print(peak_of(Path(sys.argv[1]), sys.argv[2:]))
"""


def memory_of(ledger: Ledger) -> float:
    """Memory, in MB, of a process that opens the ledger, takes a day of digests and seals them."""
    with ledger.open(read_only=False) as store, store.writer():
        ledger.close_day(store)
    day = ledger.works.root / "day"
    day.write_bytes(b"\n".join(ledger.next_day()))
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(ledger.works.path), str(day)],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout) / 1_024


def peak_of(path: Path, arguments: Sequence[str]) -> int:
    """Take what is in a file, one operation a line, and seal; the peak of memory in KiB."""
    from tests.ledger_scene import ed25519

    store = SqliteStore.open(path)
    now_s = store.clock.at_s + 2
    sequencer = Sequencer(
        store, ed25519(f"log {ORIGIN}"), clock=lambda: now_s, pause=lambda _: None
    )
    sequencer.start()
    with Path(arguments[0]).open("rb") as file:
        while lines := list(islice(file, CALLERS)):
            answers = [sequencer.submit_soon(line.removesuffix(b"\n")) for line in lines]
            for answer in answers:
                check(answer.result())
    sequencer.seal()
    sequencer.stop()
    return _peak_kib()


def _peak_kib() -> int:
    """The peak of this program's memory.

    What `getrusage` tells of a process that was just started has its parent's memory in it.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(status.partition("VmHWM:")[2].split()[0])


def _replay(ledger: Ledger) -> Row:
    """Every rule and every signature again, from the first entry."""
    with ledger.open() as store:
        leaves = [entry.leaf for entry in store.entries(0, min(REPLAYED, store.frontier.size))]
    replay = Replay(ORIGIN)
    began = time.perf_counter()
    for leaf in leaves:
        replay.take(leaf)
    rate = len(leaves) / (time.perf_counter() - began)
    return row("ledger.replay", rate, "/s", target=10_000, better="higher", n=len(leaves))
