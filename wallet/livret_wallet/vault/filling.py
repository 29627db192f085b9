"""A vault with something in it, there whole or not at all; and all that one holds, taken out."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from livret_core.errors import Refused, Unavailable
from livret_core.sealing import MODERATE, KdfParameters
from livret_wallet.vault.layout import TABLES, Table
from livret_wallet.vault.lockfile import LockFile
from livret_wallet.vault.vault import Vault

_STAGED: Final = ".filled"
_BESIDE: Final = ("", "-wal", "-shm", "-journal", ".lock", ".new", ".new-wal", ".new-shm")


def make_filled(
    path: Path,
    passphrase: bytes,
    rows: Iterable[tuple[Table, bytes]],
    *,
    kdf: KdfParameters = MODERATE,
) -> None:
    """Make a vault at *path* with *rows* in it, and close it.

    It is filled under another name and gets its own when it is whole: a run that was killed,
    or a disk that was full, leaves no wallet, and the next run begins anew.

    Raises:
        MalformedInput: ``input.too_large``. Refused: ``vault.exists``,
            ``vault.passphrase_empty``. Unavailable: ``vault.busy``, ``vault.memory``,
            ``vault.storage``.
    """
    staged = path.with_name(path.name + _STAGED)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock_file = LockFile(path)
        try:
            if os.path.lexists(path):
                raise Refused("vault.exists")
            _remove(staged)
            with Vault.create(staged, passphrase, kdf=kdf) as vault, vault.transaction():
                for table, value in rows:
                    vault.put(table, None, value)
            # What an earlier vault of this name left would be played into this one.
            for suffix in ("-wal", "-shm", "-journal"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            staged.rename(path)
            _sync(path.parent)
        finally:
            _remove(staged)
            lock_file.release()
    except OSError as error:
        raise Unavailable("vault.storage", error.strerror or "") from None


def rows_of(vault: Vault) -> Iterator[tuple[Table, bytes]]:
    """Give every row of an open vault, table by table, in the order they were first put.

    Raises:
        MalformedInput, Refused, Unavailable: as :meth:`Vault.get`, while iterating.
    """
    for table in TABLES:
        for _, value in vault.all(table):
            yield table, value


def _remove(staged: Path) -> None:
    for suffix in _BESIDE:
        staged.with_name(staged.name + suffix).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
