"""What a watch remembers: where it stood, what it found, to whom it still owes an alert.

SQLite, WAL, ``synchronous=FULL``. What was found and how far was looked are written in one
transaction: an entry is found once, whenever the machine stops. An alert is owed until
somebody took it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeAlias, final

import msgspec

from livret_core.errors import Unavailable
from livret_core.ledger.head import Remembered
from livret_core.ledger.watching import Watched
from livret_ledger.store.sqlite_file import Kind, create, open_file, translated
from livret_ledger.watch.alarms import Alert

Channel: TypeAlias = Literal["exec", "webhook"]
CHANNELS: Final[tuple[Channel, ...]] = ("exec", "webhook")

_SCHEMA: Final = """
CREATE TABLE self (one INTEGER PRIMARY KEY CHECK (one = 1), did TEXT NOT NULL, who TEXT NOT NULL,
    hashes TEXT NOT NULL, origin TEXT NOT NULL, source TEXT NOT NULL, trust BLOB NOT NULL,
    since INTEGER NOT NULL, position INTEGER NOT NULL, trouble TEXT NOT NULL,
    size INTEGER, root BLOB, time INTEGER, channels TEXT NOT NULL) STRICT;
CREATE TABLE alert (number INTEGER PRIMARY KEY AUTOINCREMENT, idx INTEGER UNIQUE,
    operation TEXT, theft INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE owed (number INTEGER NOT NULL, channel TEXT NOT NULL, PRIMARY KEY (number, channel))
    STRICT, WITHOUT ROWID;
"""
KIND: Final = Kind(0x6C76_7761, 1, _SCHEMA, "watch")  # "lvwa"


@final
class Standing(msgspec.Struct, frozen=True):
    """Where a watch stands.

    Attributes:
        watched: the owner, as of *position*.
        origin: of the ledger.
        source: where it was last read: a folder, or an https address.
        trust: the trust roots believed, one a line.
        since_s: since when it watches, seconds since 1970.
        position: entries looked at.
        remembered: the newest head believed, None before the first.
        trouble: code of the trouble that was told last and lasts; empty when there is none.
        channels: who was named last to be told, and is owed what is found meanwhile.
    """

    watched: Watched
    origin: str
    source: str
    trust: bytes
    since_s: int
    position: int
    remembered: Remembered | None
    trouble: str
    channels: tuple[Channel, ...]

    @property
    def heard_s(self) -> int:
        """When something was last heard of the ledger, or the watch began."""
        return self.since_s if self.remembered is None else self.remembered.time_s


@final
class Memory:
    """The memory of one watch."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db: Final = connection

    @classmethod
    def create(
        cls, path: Path, *, did: str, origin: str, source: str, trust: bytes, now_s: int
    ) -> Self:
        """Begin to watch a name.

        Raises:
            Refused: ``home.exists``. Unavailable: ``store.unavailable``.
        """
        values = (did, origin, source, trust, now_s)
        first = (
            "INSERT INTO self VALUES (1, ?, '', '', ?, ?, ?, ?, 0, '', NULL, NULL, NULL, '')",
            values,
        )
        return cls(create(path, KIND, first))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a memory that is there.

        Raises:
            Unavailable: ``store.unavailable``, also for a file of another kind.
        """
        return cls(open_file(path, KIND))

    def standing(self) -> Standing:
        """Say where it stands."""
        [row] = self._rows(
            "SELECT did, who, hashes, origin, source, trust, since, position, trouble,"
            " channels, size, root, time FROM self"
        )
        did, who, hashes, origin, source, trust, since_s, position, trouble, channels, *head = row
        return Standing(
            Watched(did, who, tuple(hashes.split())),
            origin,
            source,
            trust,
            since_s,
            position,
            None if head[0] is None else Remembered(*head),
            trouble,
            tuple(each for each in CHANNELS if each in channels.split()),
        )

    def found(
        self,
        before: int,
        position: int,
        watched: Watched,
        alerts: Sequence[Alert],
        owed_to: Sequence[Channel],
    ) -> None:
        """Note what entries *before* up to *position* came to, all of it or nothing.

        Raises:
            Unavailable: ``ledger.busy`` when another process looked at them meanwhile.
        """
        with self._transaction():
            moved = self._db.execute(
                "UPDATE self SET position = ?, who = ?, hashes = ? WHERE position = ?",
                (position, watched.who, " ".join(watched.hashes), before),
            )
            if moved.rowcount != 1:
                raise Unavailable("ledger.busy", "another process watches here")
            for alert in alerts:
                self._add(alert, owed_to)

    def trouble(self, code: str, alert: Alert | None, owed_to: Sequence[Channel]) -> None:
        """Note a trouble that lasts, or with an empty *code* that there is none any more."""
        with self._transaction():
            self._db.execute("UPDATE self SET trouble = ?", (code,))
            if alert is not None:
                self._add(alert, owed_to)

    def owe_to(self, channels: Sequence[Channel]) -> None:
        """Note who is to be told from now on."""
        self._run("UPDATE self SET channels = ?", (" ".join(channels),))

    def note(self, alert: Alert, owed_to: Sequence[Channel]) -> None:
        """Note an alert that no entry is the reason of."""
        with self._transaction():
            self._add(alert, owed_to)

    def believe(self, head: Remembered, trust: bytes, source: str) -> None:
        """Remember a head that was believed and looked through, and the trust roots."""
        self._run(
            "UPDATE self SET size = ?, root = ?, time = ?, trust = ?, source = ?",
            (head.size, head.root, head.time_s, trust, source),
        )

    def walk_on(self, trust: bytes) -> None:
        """Keep trust roots that follow those believed."""
        self._run("UPDATE self SET trust = ?", (trust,))

    def alerts(self) -> Sequence[Alert]:
        """Give all that was found, in its order."""
        rows = self._rows("SELECT body, idx, operation, theft FROM alert ORDER BY number")
        return [Alert(body, idx, operation, bool(theft)) for body, idx, operation, theft in rows]

    def owed(self) -> Sequence[tuple[int, Channel, bytes]]:
        """Give what nobody took yet: its number, whom it is for, what it says; oldest first."""
        rows = self._rows(
            "SELECT number, channel, body FROM owed JOIN alert USING (number)"
            " ORDER BY number, channel"
        )
        return [(number, channel, body) for number, channel, body in rows]

    def taken(self, numbers: Sequence[int], channel: Channel) -> None:
        """Note that somebody took alerts, all of them at once."""
        with self._transaction():
            self._db.executemany(
                "DELETE FROM owed WHERE number = ? AND channel = ?",
                [(number, channel) for number in numbers],
            )

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _add(self, alert: Alert, owed_to: Sequence[Channel]) -> None:
        added = self._db.execute(
            "INSERT INTO alert (idx, operation, theft, body) VALUES (?, ?, ?, ?)",
            (alert.index, alert.operation, alert.is_theft, alert.body),
        )
        self._db.executemany(
            "INSERT INTO owed VALUES (?, ?)", [(added.lastrowid, each) for each in owed_to]
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _run(self, statement: str, values: Sequence[object]) -> None:
        with translated():
            self._db.execute(statement, tuple(values))

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        with translated():
            return self._db.execute(statement).fetchall()
