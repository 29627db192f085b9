"""Appending, replaying and proving, and how each grows with the ledger: 10^3, 10^4, 10^5 entries.

The ledger is one of 300 issuers that put down a digest a day (the first row of the sizing
table), with a `state.commit` for each day. It is made once and grows; at each size it is
written on in a copy that is thrown away. Appending goes through the one writer, with all rules, onto
a real disk; replayed is what is published, by an auditor with a copy of its own; memory is
that of `livret ledger serve`. `--long`, or `LIVRET_BENCH_ENTRIES=1000000`, goes on to 10^6.

At each size stands beside that what the machine does there and then with nothing of ours
around it, and how many times that one entry took.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench.bare import Bare
from bench.ledgers import Ledger, Maker, check, days, tell
from bench.measure import Row, Work, row, seconds_each
from bench.served import Follower, served
from livret_core.ledger import evidence as bundles
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger.service.sequencer import Sequencer

POWERS: Final = (3, 4, 5, 6)
GROUPED: Final = 8_000
SINGLE: Final = 2_000
CALLERS: Final = 32
#: From here on most entries are what a ledger's entries are; before, they are the issuers' DIDs.
_GROWN: Final = 4


def rows() -> Iterator[Row]:
    """``ledger.*``, each at every size."""
    for ledger, power in grown():
        yield from _at(ledger, f"10^{power}", is_grown=power >= _GROWN)


def grown() -> Iterator[tuple[Ledger, int]]:
    """Give one ledger at every size that is asked for, with the power of ten."""
    largest = int(os.environ.get("LIVRET_BENCH_ENTRIES", "100000"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "ledger"
        root.mkdir()
        ledger = Ledger(root)
        for power in POWERS:
            if 10**power > largest:
                break
            tell(f"a ledger of 10^{power} entries is made")
            ledger.grow(10**power)
            yield ledger, power


def _at(ledger: Ledger, size: str, *, is_grown: bool) -> Iterator[Row]:
    bare = Bare.measured()
    yield row(f"ledger.bare.signature.{size}", round(bare.signature_s * 1e6, 1), "µs")
    yield row(f"ledger.bare.commit.{size}", round(bare.commit_s * 1e6, 1), "µs")
    tell(f"{size}: it is published, and evidence is made")
    yield from _prove(ledger, size)
    tell(f"{size}: it is replayed")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        count, took_s = Follower(ledger, Path(folder), stack).follow()
    target = 10_000 if is_grown else None
    name = f"ledger.replay.{size}"
    yield row(name, round(count / took_s), "/s", target=target, better="higher", n=count)
    yield row(f"{name}.vs_bare", took_s / count / bare.signature_s, "x", n=count)
    tell(f"{size}: it is written on")
    with ledger.aside() as copy:
        yield from _append(copy, size, bare)
    with ledger.aside() as copy:
        memory = served(copy)
    name = f"ledger.rss.{size}"
    yield row(name, round(memory.working, 1), "MB", target=150, n=ledger.size)
    yield row(f"{name}.opening", round(memory.opening, 1), "MB", n=ledger.size)


def _append(ledger: Ledger, size: str, bare: Bare) -> Iterator[Row]:
    waits: list[float] = []
    name = "ledger.append.sqlite"
    with ledger.sequencer() as (_, sequencer):
        for leaves in days(ledger, SINGLE):
            for leaf in leaves:
                began = time.perf_counter()
                outcome = sequencer.submit(leaf)
                waits.append(time.perf_counter() - began)
                check(outcome)
        rate, count = round(len(waits) / sum(waits)), len(waits)
        yield row(f"{name}.single.{size}", rate, "/s", target=1_500, better="higher", n=count)
        times = statistics.median(waits) / (bare.signature_s + bare.commit_s)
        yield row(f"{name}.single.vs_bare.{size}", times, "x", n=count)
        slow_ms = round(statistics.quantiles(waits, n=100)[98] * 1_000, 2)
        yield row(f"{name}.single.p99.{size}", slow_ms, "ms", target=3, n=count)
        took_s, count = 0.0, 0
        for leaves in days(ledger, GROUPED):
            began = time.perf_counter()
            answers = [sequencer.submit_soon(leaf) for leaf in leaves]
            outcomes = [answer.result() for answer in answers]
            took_s += time.perf_counter() - began
            count += len(outcomes)
            for outcome in outcomes:
                check(outcome)
        rate = round(count / took_s)
        yield row(f"{name}.grouped.{size}", rate, "/s", target=6_000, better="higher", n=count)
        times = took_s / count / bare.signature_s
        yield row(f"{name}.grouped.vs_bare.{size}", times, "x", n=count)
        waits, took_s = [], 0.0
        for leaves in days(ledger, GROUPED // 2):
            began = time.perf_counter()
            waits += together(sequencer, leaves, CALLERS)
            took_s += time.perf_counter() - began
        yield row(
            f"{name}.callers.{CALLERS}.{size}", round(len(waits) / took_s), "/s", n=len(waits)
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


def _prove(ledger: Ledger, size: str) -> Iterator[Row]:
    """All evidence of an issuer with rights to three types: by vote, and from a department."""
    signed = ledger.head()
    for kind, issuer in (("voted", ledger.voted), ("delegated", ledger.delegated)):
        yield from evidence(ledger, signed, str(issuer.did), f"{kind}.{size}")
    with ledger.open() as store:
        one = Maker(store, signed).of(f"key/{ledger.voted.did}#credential-1")
    yield row(f"ledger.evidence.one.{size}", len(one.format()), "B", target=3_000, n=ledger.size)


def evidence(ledger: Ledger, signed: SignedCheckpoint, did: str, name: str) -> Iterator[Row]:
    """Size of what a desk needs about one issuer, and what it takes to make and to verify it."""
    size, chain = signed.checkpoint.size, ledger.works.chain
    with ledger.open() as store:
        maker = Maker(store, signed)
        raw = maker.of(did).format()
        make_s, made = seconds_each(lambda: maker.of(did))
    name = f"ledger.evidence.{name}"
    yield row(f"{name}.bytes", len(raw), "B", target=10_000, n=size)
    yield row(f"{name}.make", round(make_s * 1_000, 3), "ms", n=made)
    took_s, n = seconds_each(lambda: bundles.verify(Evidence.parse(raw), chain))
    yield row(f"{name}.cold", round(took_s * 1_000, 3), "ms", target=3, n=n)
    took_s, n = seconds_each(_warm(raw, chain))
    yield row(f"{name}.warm", round(took_s * 1_000, 4), "ms", target=1, n=n)


def _warm(raw: bytes, chain: TrustChain) -> Work:
    proven = bundles.verify(Evidence.parse(raw), chain)
    return lambda: bundles.accept(
        proven,
        chain,
        ages=chain.newest.ages,
        now_s=proven.head.time_s + 60,
        remembered=None,
    )
