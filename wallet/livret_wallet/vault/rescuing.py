"""What still opens in a damaged vault. It is read once, whole, into memory, and never written.

Everything is under the passphrase, so what opens is as it was put; what does not is lost to this
file. Without the lock or the head nothing opens: the head alone has the nonces (vault.md §6).
"""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, final

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.sealing import FLOOR, KdfParameters, SealedFile
from livret_wallet.vault.database import Database
from livret_wallet.vault.keys import VaultKeys, digest_lock
from livret_wallet.vault.layout import Table
from livret_wallet.vault.lockfile import LockFile

_READ_VERSIONS: Final = slice(18, 20)
_JOURNAL: Final = b"\1\1"
_PAGE_BYTES: Final = slice(16, 18)
_PAGES: Final = slice(28, 32)
_MOST_GROWN: Final = 16


@final
@dataclass(frozen=True, slots=True)
class Rescued:
    """What was found.

    Attributes:
        rows: what opens, table and value, in the order first put.
        lost: the table of each row that does not.
        has_log: whether a change was being written when the vault was used last. It was not
            looked at: the next command that opens the vault finishes it, or undoes it.
        is_lock_old: whether the lock is not the one that was written last.
    """

    rows: tuple[tuple[Table, bytes], ...] = field(repr=False)
    lost: tuple[Table, ...]
    has_log: bool
    is_lock_old: bool

    @property
    def is_whole(self) -> bool:
        """Whether everything opens."""
        return not self.lost and not self.is_lock_old


def rescue(path: Path, passphrase: bytes, *, floor: KdfParameters = FLOOR) -> Rescued:
    """Read what opens of the vault at *path*.

    Raises:
        MalformedInput: ``vault.malformed`` where nothing can be opened at all.
        Refused: ``vault.passphrase``, ``vault.weak_kdf``; ``vault.altered`` for the head.
        Unavailable: ``vault.missing``, ``vault.busy``, ``vault.memory``, ``vault.storage``.
    """
    if not path.is_file():
        raise Unavailable("vault.missing")
    lock_file = None
    try:
        lock_file = LockFile(path)
    except Unavailable as error:
        if error.code == "vault.busy":
            raise
        # A stick that can only be read: nobody writes to it meanwhile either.
    try:
        raw, has_log = _read(path)
        with closing(_in_memory(raw)) as connection:
            return _rescued(Database(connection), passphrase, floor, has_log=has_log)
    finally:
        if lock_file is not None:
            lock_file.release()


def _rescued(
    database: Database, passphrase: bytes, floor: KdfParameters, *, has_log: bool
) -> Rescued:
    lock = database.read_lock()
    keys = VaultKeys.unlock(SealedFile.parse(lock), passphrase, floor=floor)
    head = keys.unseal_head(database.read_head())
    rows: list[tuple[Table, bytes]] = []
    lost: list[Table] = []
    for row, entry in head.entries.items():
        try:
            rows.append((entry.table, keys.unseal_row(row, entry, database.read_row(row))))
        except (MalformedInput, Refused):
            lost.append(entry.table)
    return Rescued(tuple(rows), tuple(lost), has_log, head.lock_digest != digest_lock(lock))


def _read(path: Path) -> tuple[bytearray, bool]:
    log = path.with_name(path.name + "-wal")
    try:
        raw = bytearray(path.read_bytes())
        return raw, log.is_file() and log.stat().st_size > 0
    except OSError as error:
        raise Unavailable("vault.storage", error.strerror or "") from None


def _in_memory(raw: bytearray) -> sqlite3.Connection:
    # What is in memory has no log beside it, and SQLite insists on one for a file that says so.
    raw[_READ_VERSIONS] = _JOURNAL
    # SQLite reads nothing of a file that is shorter than it says; what was cut off reads as zeros.
    page_bytes, pages = int.from_bytes(raw[_PAGE_BYTES]), int.from_bytes(raw[_PAGES])
    if len(raw) < page_bytes * pages <= _MOST_GROWN * len(raw):
        raw.extend(bytes(page_bytes * pages - len(raw)))
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.text_factory = bytes
    try:
        connection.deserialize(bytes(raw))
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
    except (sqlite3.Error, OverflowError):
        connection.close()
        raise MalformedInput("vault.malformed", "nothing that can be read") from None
    return connection
