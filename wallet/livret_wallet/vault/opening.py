"""How a vault's file begins, and how one is opened: its lock, its head, and the rows held against it."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Generic, TypeVar

from livret_core.errors import Refused, Unavailable
from livret_core.sealing import KdfParameters, SealedFile
from livret_wallet.vault.database import Database
from livret_wallet.vault.keys import VaultKeys, digest_lock
from livret_wallet.vault.layout import Head

_UNFINISHED: Final = ".new"

T = TypeVar("T")


def write_new(path: Path, lock: bytes, head: bytes) -> None:
    """Write a vault without rows beside *path*, then give it its name."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    try:
        # We hold the lock, so this was left by a run that was killed, or belongs to a
        # vault that is gone, and SQLite would play its log into the new one.
        unfinished.unlink(missing_ok=True)
        for file in (path, unfinished):
            for suffix in ("-wal", "-shm", "-journal"):
                file.with_name(file.name + suffix).unlink(missing_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        os.close(os.open(unfinished, flags, 0o600))
        database = Database.create(unfinished)
        try:
            database.begin()
            database.write_lock(lock)
            database.write_head(head)
            database.commit()
        finally:
            database.close()
        unfinished.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise Unavailable("vault.storage", error.strerror or "") from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unlock(database: Database, passphrase: bytes, floor: KdfParameters) -> tuple[VaultKeys, Head]:
    """Open the lock and the head, and hold the rows against the head.

    Raises:
        MalformedInput, Refused, Unavailable: as :meth:`livret_wallet.vault.Vault.open`.
    """
    lock = database.read_lock()

    def look() -> frozenset[object]:
        database.check_pages()
        return frozenset(database.row_ids())

    # A large file takes SQLite as long to look through as a passphrase takes to stretch.
    looked = _Meanwhile(look)
    try:
        keys = VaultKeys.unlock(SealedFile.parse(lock), passphrase, floor=floor)
    finally:
        ids = looked.found()  # whoever has a damaged file is told that, whatever the passphrase
    head = keys.unseal_head(database.read_head())
    if head.lock_digest != digest_lock(lock):
        raise Refused("vault.altered", "a lock that was replaced")
    if len(ids) != len(head.entries) or head.entries.keys() != ids:
        raise Refused("vault.altered", "rows that the head does not list, or lists in vain")
    return keys, head


class _Meanwhile(Generic[T]):
    """Something looked up in a thread of its own; what it raised is raised where it is waited for."""

    def __init__(self, look: Callable[[], T]) -> None:
        self._found: list[T] = []
        self._raised: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(look,))
        self._thread.start()

    def found(self) -> T:
        self._thread.join()
        if self._raised is not None:
            raise self._raised
        return self._found[0]

    def _run(self, look: Callable[[], T]) -> None:
        try:
            self._found.append(look())
        except Exception as error:  # noqa: BLE001  # raised again by whoever waits for it
            self._raised = error
