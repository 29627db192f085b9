"""The sizing table (LEDGER §11): what a ledger of so many issuers costs in a year.

    python -m bench --long --only sizing      # writes the table into docs/ledger-sizing.md

Each ledger is made as large as it takes to measure what a day costs it: issuers are given
their DIDs and rights to three types, put down one digest a day, and each day is published. What
a year costs is what a day costs, times 365. All times are by the clock.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.ledger import evidence
from bench.ledgers import Ledger, Maker, tell
from bench.measure import Row, row
from bench.page import machine, marked, put
from bench.served import Follower, Memory, served

#: Issuers, and for how many days they are followed.
PROFILES: Final = ((300, 365), (2_000, 40), (35_000, 3))
#: Publications beside those that begin a day: one an hour.
PUBLICATIONS_A_YEAR: Final = 365 * 24
DAYS_A_YEAR: Final = 365
PAGE: Final = Path(__file__).parents[1] / "docs" / "ledger-sizing.md"
EVIDENCE_BYTES: Final = 10_000
FACT_BYTES: Final = 3_000
MEMORY_MB: Final = 150
REPLAYED: Final = 10_000  # entries a second


@dataclass(frozen=True)
class Sized:
    """What one ledger costs.

    Attributes:
        issuers: that put down a digest a day.
        entries: it has now.
        year: entries a year adds.
        public_first, public_year: bytes of the published files: to begin with, and a year's.
        store_first, store_year: the same of the database.
        replayed: entries an auditor replayed in a second, of those that a year adds.
        voted, delegated: bytes of evidence about one issuer; *fact* about one key.
        memory: of a service that takes a day's digests.
        records, map_nodes, map_new: of the state map, and nodes that a day replaces.
    """

    issuers: int
    entries: int
    year: int
    public_first: int
    public_year: float
    store_first: int
    store_year: float
    replayed: float
    voted: int
    delegated: int
    fact: int
    memory: Memory
    records: int
    map_nodes: int
    map_new: int


def rows() -> Iterator[Row]:
    """``ledger.sizing.*``; only where somebody asked for what takes minutes."""
    if os.environ.get("LIVRET_BENCH_SIZING") is None:
        print("  ledger.sizing: left out, it takes minutes (--long)")
        return
    most = int(os.environ["LIVRET_BENCH_SIZING"])
    table = []
    for issuers, count in PROFILES:
        if issuers > most:
            continue
        tell(f"a ledger of {issuers:,} issuers is made, {count} days long")
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "ledger"
            root.mkdir()
            ledger = Ledger(root, issuers, are_all_accredited=True)
            sized = measured(ledger, count)
            table.append(sized)
            yield from _rows(sized)
            signed = ledger.works.web.checkpoint()
            for kind, issuer in (("voted", ledger.voted), ("delegated", ledger.delegated)):
                if signed is not None:
                    name = f"{kind}.{issuers}.issuers"
                    yield from evidence(ledger, signed, str(issuer.did), name)
    if len(table) == len(PROFILES):
        put(PAGE, "measured", written(table))


def _rows(sized: Sized) -> Iterator[Row]:
    name, n = f"ledger.sizing.{sized.issuers}", sized.entries
    yield row(f"{name}.entries", sized.year, "/year", n=n)
    yield row(f"{name}.replica", round(sized.public_year / 1e6, 1), "MB/year", n=n)
    yield row(f"{name}.store", round(sized.store_year / 1e6, 1), "MB/year", n=n)
    yield row(f"{name}.replay", round(sized.year / sized.replayed, 1), "s/year", n=n)
    yield row(f"{name}.rss", round(sized.memory.working, 1), "MB", target=MEMORY_MB, n=n)
    yield row(f"{name}.rss.opening", round(sized.memory.opening, 1), "MB", n=n)
    yield row(f"{name}.map.nodes", sized.map_nodes, "", n=n)
    yield row(f"{name}.map.new", sized.map_new, "/day", n=n)


def measured(ledger: Ledger, count: int) -> Sized:
    """Follow a ledger for so many days."""
    ledger.head()
    first, public_first, store_first = ledger.size, _public(ledger), _stored(ledger)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        follower = Follower(ledger, Path(folder), stack)
        tell(f"its first {first:,} entries are replayed")
        follower.follow()
        map_new = 0
        with ledger.open(read_only=False) as store, store.writer():
            for _ in range(count):
                map_new = ledger.a_day(store)
        signed = ledger.head()
        tell(f"the {ledger.size - first:,} of its days are replayed")
        followed, took_s = follower.follow()
    entries = ledger.size
    with ledger.open() as store:
        maker = Maker(store, signed)
        voted, delegated, fact = (
            len(maker.of(asked).format())
            for asked in (
                str(ledger.voted.did),
                str(ledger.delegated.did),
                f"key/{ledger.voted.did}#credential-1",
            )
        )
        records = sum(1 for _ in store.record_names(""))
    public, stored = _public(ledger), _stored(ledger)
    year = len(ledger.issuers) * DAYS_A_YEAR + DAYS_A_YEAR + PUBLICATIONS_A_YEAR
    tell("it is served, and a day is handed in")
    with ledger.aside() as copy:
        memory = served(copy)
    return Sized(
        issuers=len(ledger.issuers),
        entries=entries,
        year=year,
        public_first=public_first,
        public_year=(public - public_first) / (entries - first) * year,
        store_first=store_first,
        store_year=(stored - store_first) / (entries - first) * year,
        replayed=followed / took_s,
        voted=voted,
        delegated=delegated,
        fact=fact,
        memory=memory,
        records=records,
        map_nodes=2 * records - 1,
        map_new=map_new,
    )


def _public(ledger: Ledger) -> int:
    return sum(path.stat().st_size for path in ledger.works.web.root.rglob("*") if path.is_file())


def _stored(ledger: Ledger) -> int:
    with closing(sqlite3.connect(ledger.works.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(size)


def written(table: Sequence[Sized]) -> str:
    """Write what stands between the marks of the page."""
    heads = (
        *("issuers", "entries a year", "replica: to begin with, a year more", "database: the same"),
        *("replay of a year, entries a second", "evidence: voted, delegated, one fact"),
        "memory of the service",
    )
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += [
        f"| {each.issuers:,} | {each.year:,} | {_mb(each.public_first)}, {_mb(each.public_year)} "
        f"| {_mb(each.store_first)}, {_mb(each.store_year)} "
        f"| {_span(each.year / each.replayed)}, {_speed(each.replayed)} "
        f"| {marked(each.voted, EVIDENCE_BYTES, 'B')}, {marked(each.delegated, EVIDENCE_BYTES, 'B')}, "
        f"{marked(each.fact, FACT_BYTES, 'B')} | {marked(round(each.memory.working), MEMORY_MB, 'MB')} |"
        for each in table
    ]
    lines += [
        "",
        "| issuers | records | nodes of the state map | of these new after a day | measured with |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.issuers:,} | {each.records:,} | {each.map_nodes:,} | {each.map_new:,} "
        f"| {each.entries:,} entries |"
        for each in table
    ]
    return "\n".join([*lines, "", machine()])


def _mb(size: float) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _speed(replayed: float) -> str:
    shown = f"{replayed:,.0f}"
    return shown if replayed >= REPLAYED else f"**{shown}** (missed: ≥ {REPLAYED:,})"


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"
