"""The sizing table (LEDGER §11): what a ledger of so many issuers costs in a year.

    python -m bench --long --only sizing      # writes the table into docs/ledger-sizing.md

Each ledger is made as large as it takes to measure what a day costs it: issuers are given
their DIDs, put down one digest a day, and each day is published. What a year costs is what
a day costs, times 365.
"""

import datetime as dt
import os
import platform
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.ledger import Ledger, Maker, memory_of
from bench.measure import Row, row
from livret_ledger.replay import Replay
from tests.ledger_scene import ORIGIN

#: Issuers, and for how many days they are followed.
PROFILES: Final = ((300, 365), (2_000, 40), (35_000, 3))
#: Publications beside those that begin a day: one an hour.
PUBLICATIONS_A_YEAR: Final = 365 * 24
DAYS_A_YEAR: Final = 365
PAGE: Final = Path(__file__).parents[1] / "docs" / "ledger-sizing.md"


@dataclass(frozen=True)
class Sized:
    """What one ledger costs.

    Attributes:
        issuers: that put down a digest a day.
        entries: it has now.
        year: entries a year adds.
        public_first, public_year: bytes of the published files: to begin with, and a year's.
        store_first, store_year: the same of the database.
        replay_year_s: of one core, for every rule and signature of a year's entries once more.
        evidence: bytes about one issuer; *fact* about one key.
        rss_mb: peak of a process that takes a day's digests and seals them.
        records, map_nodes, map_new: of the state map, and nodes that a day replaces.
    """

    issuers: int
    entries: int
    year: int
    public_first: int
    public_year: float
    store_first: int
    store_year: float
    replay_year_s: float
    evidence: int
    fact: int
    rss_mb: float
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
        with tempfile.TemporaryDirectory() as folder:
            sized = measured(Ledger(Path(folder), issuers), count)
        table.append(sized)
        name = f"ledger.sizing.{issuers}"
        yield row(f"{name}.entries", sized.year, "/year", n=sized.entries)
        yield row(f"{name}.replica", round(sized.public_year / 1e6, 1), "MB/year", n=sized.entries)
        yield row(f"{name}.store", round(sized.store_year / 1e6, 1), "MB/year", n=sized.entries)
        yield row(f"{name}.replay", round(sized.replay_year_s, 1), "s/year", n=sized.entries)
        yield row(f"{name}.evidence", sized.evidence, "B", target=10_000, n=sized.entries)
        yield row(f"{name}.rss", round(sized.rss_mb, 1), "MB", target=150, n=sized.entries)
        yield row(f"{name}.map.nodes", sized.map_nodes, "", n=sized.entries)
        yield row(f"{name}.map.new", sized.map_new, "/day", n=sized.entries)
    if len(table) == len(PROFILES):
        _write(table)


def measured(ledger: Ledger, count: int) -> Sized:
    """Follow a ledger for so many days."""
    ledger.head()
    first, public_first, store_first = ledger.size, _public(ledger), _stored(ledger)
    map_new = 0
    with ledger.open(read_only=False) as store, store.writer():
        for _ in range(count):
            map_new = ledger.a_day(store)
    signed = ledger.head()
    entries = ledger.size
    with ledger.open() as store:
        maker = Maker(store, signed, str(ledger.issuers[0].did))
        evidence = len(maker.evidence().format())
        fact = len(maker.of([f"key/{ledger.issuers[0].did}#credential-1"]).format())
        leaves = [entry.leaf for entry in store.entries(0, entries)]
        records = sum(1 for _ in store.record_names(""))
    replay = Replay(ORIGIN)
    for leaf in leaves[:first]:
        replay.take(leaf)
    began = time.process_time()  # nothing waits in there, and others may use the machine
    for leaf in leaves[first:]:
        replay.take(leaf)
    each_s = (time.process_time() - began) / (entries - first)
    public, stored = _public(ledger), _stored(ledger)
    year = len(ledger.issuers) * DAYS_A_YEAR + DAYS_A_YEAR + PUBLICATIONS_A_YEAR
    return Sized(
        len(ledger.issuers),
        entries,
        year,
        public_first,
        (public - public_first) / (entries - first) * year,
        store_first,
        (stored - store_first) / (entries - first) * year,
        each_s * year,
        evidence,
        fact,
        memory_of(ledger),
        records,
        2 * records - 1,
        map_new,
    )


def _public(ledger: Ledger) -> int:
    return sum(path.stat().st_size for path in ledger.works.web.root.rglob("*") if path.is_file())


def _stored(ledger: Ledger) -> int:
    with closing(sqlite3.connect(ledger.works.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(size)


def _write(table: list[Sized]) -> None:
    """Put the table into its page, in place of the one before."""
    heads = (
        *("issuers", "entries a year", "replica: to begin with, a year more", "database: the same"),
        *("replay of a year", "evidence of an issuer, one fact", "memory of the writer"),
    )
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += [
        f"| {each.issuers:,} | {each.year:,} | {_mb(each.public_first)}, {_mb(each.public_year)} "
        f"| {_mb(each.store_first)}, {_mb(each.store_year)} | {_span(each.replay_year_s)} "
        f"| {each.evidence:,} B, {each.fact:,} B | {each.rss_mb:.0f} MB |"
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
    day = dt.datetime.now(dt.UTC).date()
    cores = os.cpu_count()
    machine = f"{platform.system()} {platform.machine()}, {cores} cores"
    lines += ["", f"Measured on {day}: {machine}, Python {platform.python_version()}."]
    said = PAGE.read_text(encoding="utf-8")
    marked = re.compile(r"(<!-- measured -->\n).*(<!-- /measured -->)", re.DOTALL)
    PAGE.write_text(
        marked.sub(lambda found: found[1] + "\n".join(lines) + "\n" + found[2], said),
        encoding="utf-8",
    )


def _mb(size: float) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"
