"""What a witness remembers: one head a log, replaced in one step or not at all.

SQLite, WAL, ``synchronous=FULL``: when :meth:`WitnessStore.replace` has returned, the new
head outlives a power cut. Fraud that was shown is kept for ever, up to a number that no
honest log comes to.
"""

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Self, final

import msgspec

from livret_core.errors import Refused
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import VerifierKey
from livret_ledger.store.sqlite_file import Kind, create, open_file, translated

INSTANCE_BYTES: Final = 16
MAX_CONFLICTS: Final = 1_000  # of one log; the first suffices

_SCHEMA: Final = """
CREATE TABLE self (one INTEGER PRIMARY KEY CHECK (one = 1), instance BLOB NOT NULL,
    lost INTEGER NOT NULL) STRICT;
CREATE TABLE log (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE head (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL,
    stamped INTEGER NOT NULL, signed BLOB NOT NULL) STRICT;
CREATE TABLE target (origin TEXT PRIMARY KEY, signed BLOB NOT NULL) STRICT;
CREATE TABLE conflict (origin TEXT NOT NULL, subject TEXT NOT NULL, found INTEGER NOT NULL,
    file BLOB NOT NULL, PRIMARY KEY (origin, subject)) STRICT;
"""
_KIND: Final = Kind(0x6C76_7774, 1, _SCHEMA, "memory")  # "lvwt"


@final
class Held(msgspec.Struct, frozen=True):
    """The head cosigned last.

    Attributes:
        signed: with the log's own signatures and the cosignature.
        stamped_s: the time in the cosignature.
    """

    signed: SignedCheckpoint
    stamped_s: int

    @property
    def checkpoint(self) -> Checkpoint:
        return self.signed.checkpoint


@final
class StoredFraud(msgspec.Struct, frozen=True):
    """A fraud file that was kept.

    Attributes:
        origin: of the log.
        subject: what it is about; one file each.
        found_s: when.
        file: the octets.
    """

    origin: str
    subject: str
    found_s: int
    file: bytes


@final
class WitnessStore:
    """The memory of a witness or an auditor. Safe for threads, and for several processes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db: Final = connection
        self._lock: Final = threading.RLock()

    @classmethod
    def create(cls, path: Path, instance: bytes) -> Self:
        """Make an empty memory, for the key that bears the same *instance* mark.

        Raises:
            Refused: ``home.exists``. Unavailable: ``store.unavailable``.
        """
        return cls(create(path, _KIND, ("INSERT INTO self VALUES (1, ?, 0)", (instance,))))

    @classmethod
    def open(cls, path: Path, instance: bytes | None = None) -> Self:
        """Open the memory that was made for a key, and no other.

        Args:
            path: of the file.
            instance: mark of the key; None to look without one.

        Raises:
            Refused: ``witness.memory_lost`` with ``what``: ``missing``, ``other`` for one
                made for another key or made anew, ``behind`` for one that is known to have
                forgotten.
            Unavailable: ``store.unavailable``.
        """
        if not path.is_file() or path.stat().st_size == 0:
            raise Refused("witness.memory_lost", what="missing")
        connection = open_file(path, _KIND)
        try:
            opened = cls(connection)
            opened.check_made_for(instance)
        except BaseException:
            connection.close()
            raise
        return opened

    def check_made_for(self, instance: bytes | None) -> None:
        """Check that this is the memory of a key; without one, that it is the memory of some.

        Raises:
            Refused: ``witness.memory_lost``.
        """
        rows = self._rows("SELECT instance FROM self")
        if not rows or instance not in {None, rows[0][0]}:
            raise Refused("witness.memory_lost", what="other")
        if instance is not None:
            self.check_kept()

    # Logs.

    def add_log(self, key: VerifierKey) -> None:
        """Serve one more log, or one more key of it."""
        self._run("INSERT OR IGNORE INTO log VALUES (?)", (key.format(),))

    def rotate_log(self, key: VerifierKey) -> int:
        """Take heads of a log under this key alone from now on.

        Cut short in the middle, the keys of before are taken as well until it is run again.

        Returns:
            How many other keys were let go of.

        Raises:
            Refused: ``log.unknown`` for a log that is not served.
        """
        gone = self._others(key)
        self.add_log(key)
        for each in gone:
            self._run("DELETE FROM log WHERE key = ?", (each.format(),))
        return len(gone)

    def retired_by(self, key: VerifierKey) -> int:
        """Say how many keys :meth:`rotate_log` would let go of.

        Raises:
            Refused: ``log.unknown``.
        """
        return len(self._others(key))

    def _others(self, key: VerifierKey) -> list[VerifierKey]:
        served = [each for each in self.log_keys if each.name == key.name]
        if not served:
            raise Refused("log.unknown", "not served here")
        return [each for each in served if each != key]

    @property
    def log_keys(self) -> frozenset[VerifierKey]:
        """The keys of all logs served."""
        return frozenset(VerifierKey.parse(text) for (text,) in self._rows("SELECT key FROM log"))

    # Heads.

    def held(self, origin: str) -> Held | None:
        """Give the head cosigned last."""
        rows = self._rows("SELECT signed, stamped FROM head WHERE origin = ?", (origin,))
        return Held(SignedCheckpoint.parse(rows[0][0]), rows[0][1]) if rows else None

    def heads(self) -> Sequence[Held]:
        """Give the head cosigned last of every log."""
        rows = self._rows("SELECT signed, stamped FROM head ORDER BY origin")
        return [Held(SignedCheckpoint.parse(signed), stamped) for signed, stamped in rows]

    def replace(self, before: Checkpoint | None, new: Held) -> bool:
        """Put *new* in the place of *before*, durably, if *before* still stands there.

        Returns:
            False when another head stands there by now; then nothing was written.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        now = new.checkpoint
        values = (now.size, now.root, new.stamped_s, new.signed.format())
        if before is None:
            return self._run(
                "INSERT INTO head (size, root, stamped, signed, origin) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (origin) DO NOTHING",
                (*values, now.origin),
            )
        return self._run(
            "UPDATE head SET size = ?, root = ?, stamped = ?, signed = ?"
            " WHERE origin = ? AND size = ? AND root = ? AND stamped <= ?",
            (*values, now.origin, before.size, before.root, new.stamped_s),
        )

    # What an auditor is working towards.

    def target(self, origin: str) -> SignedCheckpoint | None:
        """Give the head whose entries were last begun to be replayed."""
        rows = self._rows("SELECT signed FROM target WHERE origin = ?", (origin,))
        return SignedCheckpoint.parse(rows[0][0]) if rows else None

    def aim(self, signed: SignedCheckpoint) -> None:
        """Note the head whose entries are to be replayed."""
        self._run(
            "INSERT INTO target VALUES (?, ?)"
            " ON CONFLICT (origin) DO UPDATE SET signed = excluded.signed",
            (signed.checkpoint.origin, signed.format()),
        )

    # Fraud, and loss.

    def keep_fraud(self, fraud: StoredFraud) -> None:
        """Keep a fraud file; the first one on a subject stays."""
        self._run(
            "INSERT INTO conflict SELECT ?, ?, ?, ?"
            " WHERE (SELECT count(*) FROM conflict WHERE origin = ?) < ?"
            " ON CONFLICT (origin, subject) DO NOTHING",
            (fraud.origin, fraud.subject, fraud.found_s, fraud.file, fraud.origin, MAX_CONFLICTS),
        )

    def has_fraud(self, origin: str, subject: str) -> bool:
        """Say whether a fraud file on that subject is kept."""
        rows = self._rows(
            "SELECT 1 FROM conflict WHERE origin = ? AND subject = ?", (origin, subject)
        )
        return bool(rows)

    def frauds(self) -> Sequence[StoredFraud]:
        """Give every fraud file kept, the oldest first."""
        return [
            StoredFraud(*row)
            for row in self._rows(
                "SELECT origin, subject, found, file FROM conflict ORDER BY found, subject"
            )
        ]

    def check_kept(self) -> None:
        """Check that nothing is known to have been forgotten.

        Raises:
            Refused: ``witness.memory_lost``.
        """
        if self._rows("SELECT lost FROM self") != [(0,)]:
            raise Refused("witness.memory_lost", what="behind")

    def mark_lost(self) -> None:
        """Note for ever that this memory has forgotten what its key signed."""
        self._run("UPDATE self SET lost = 1", ())

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _run(self, statement: str, values: Sequence[object]) -> bool:
        """Run one statement, a transaction of its own; say whether it changed anything."""
        with self._lock, translated():
            return self._db.execute(statement, tuple(values)).rowcount > 0

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock, translated():
            return self._db.execute(statement, tuple(values)).fetchall()
