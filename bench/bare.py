"""What this machine does with nothing of ours around it: one signature verified, one row made durable.

A rate by the clock is that of one machine on one day. Beside what the machine itself does
there and then, it can be read on another.
"""

import sqlite3
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nacl.signing import SigningKey

from bench.measure import seconds_each

_ENTRY: Final = bytes(600)  # what an entry of a ledger comes to
_COMMITS: Final = 300


@dataclass(frozen=True, slots=True)
class Bare:
    """Seconds for one Ed25519 signature verified, and for one row of 600 bytes made durable."""

    signature_s: float
    commit_s: float

    @classmethod
    def measured(cls) -> "Bare":
        """Measure both, on the disk that temporary folders lie on."""
        return cls(_signature_s(), _commit_s())


def _signature_s() -> float:
    key = SigningKey(bytes(32))
    signed = key.sign(_ENTRY)
    took_s, _ = seconds_each(lambda: key.verify_key.verify(signed), seconds=0.5)
    return took_s


def _commit_s() -> float:
    """One writer, written through as a ledger's store is: the median of 300 commits."""
    taken: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE entry (at INTEGER PRIMARY KEY, leaf BLOB)")
        for _ in range(_COMMITS):
            began = time.perf_counter()
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO entry (leaf) VALUES (?)", (_ENTRY,))
            database.execute("COMMIT")
            taken.append(time.perf_counter() - began)
        database.close()
    return statistics.median(taken)
