"""The vault: put, get, list and delete records, whole changes or none.

An edge: it draws random bytes and writes files, and decides nothing about trust.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.sealing import FLOOR, MODERATE, NONCE_BYTES, KdfParameters, SealedFile
from livret_wallet.vault.database import Database
from livret_wallet.vault.keys import Random, VaultKeys, digest_lock
from livret_wallet.vault.layout import ID_BYTES, TABLES, Entry, Head, RowId, Table, rows_of
from livret_wallet.vault.lockfile import LockFile
from livret_wallet.vault.opening import unlock, write_new

_ROOM_BYTES: Final = 1 << 20


@final
class Vault:
    """An open vault. Use it in a ``with`` statement; threads may share it.

    Its values are bytes (:mod:`livret_wallet.records` reads and writes them). Python
    cannot wipe memory: keys and values stay in the process until it ends.
    """

    __slots__ = (
        "_database",
        "_draft",
        "_half_made",
        "_head",
        "_head_is_stale",
        "_keys",
        "_lock_file",
        "_mutex",
        "_random",
    )

    def __init__(
        self, lock_file: LockFile, database: Database, keys: VaultKeys, head: Head, random: Random
    ) -> None:
        """Join the parts; :meth:`create` and :meth:`open` are the ways to a vault."""
        self._lock_file = lock_file
        self._database = database
        self._keys = keys
        self._head: Head | None = head
        self._head_is_stale = False
        self._draft: dict[bytes, Entry] | None = None
        self._half_made = False
        self._random = random
        self._mutex = threading.RLock()

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: bytes,
        *,
        random: Random = os.urandom,
        kdf: KdfParameters = MODERATE,
    ) -> Self:
        """Make an empty vault at *path* and open it.

        The file (mode 0600) appears whole or not at all; a missing folder is made
        with mode 0700.

        Args:
            path: of the file, which must not be there. SQLite's log and our lock
                stand beside it, under its name and a suffix.
            passphrase: 1 to 1,024 bytes (:func:`livret_core.sealing.encode_passphrase`).
            random: gives that many random bytes; for every id, salt, key and nonce.
            kdf: below :data:`livret_core.sealing.FLOOR` only a caller that lowers
                the floor too can open the vault again.

        Raises:
            MalformedInput: ``input.too_large`` for the passphrase.
            Refused: ``vault.exists``, ``vault.passphrase_empty``.
            Unavailable: ``vault.busy``, ``vault.memory``, ``vault.storage``.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable("vault.storage", error.strerror or "") from None
        with ExitStack() as undo:
            lock_file = LockFile(path)
            undo.callback(lock_file.release)
            if os.path.lexists(path):
                raise Refused("vault.exists")
            keys = VaultKeys.make(random)
            lock = keys.lock(passphrase, kdf=kdf, random=random).format()
            head = Head(1, digest_lock(lock), MappingProxyType({}))
            write_new(path, lock, keys.seal_head(head, random(NONCE_BYTES)))
            vault = cls(lock_file, Database.open(path), keys, head, random)
            undo.pop_all()
        return vault

    @classmethod
    def open(
        cls,
        path: Path,
        passphrase: bytes,
        *,
        floor: KdfParameters = FLOOR,
        random: Random = os.urandom,
    ) -> Self:
        """Open the vault at *path*.

        Checks the file's structure, the passphrase, and that the rows are those the
        head lists, none more and none fewer. Each row's contents are checked when it
        is read; :meth:`check` reads all.

        Args:
            path: of the file.
            passphrase: 1 to 1,024 bytes (:func:`livret_core.sealing.encode_passphrase`).
            floor: the cheapest key derivation accepted.
            random: gives that many random bytes.

        Raises:
            MalformedInput: ``vault.malformed``, ``input.too_large``.
            Refused: ``vault.passphrase``, ``vault.passphrase_empty``, ``vault.weak_kdf``,
                ``vault.altered``.
            Unavailable: ``vault.missing``, ``vault.busy``, ``vault.memory``,
                ``vault.storage``.
        """
        try:
            found = path.is_file()
        except OSError as error:
            raise Unavailable("vault.storage", error.strerror or "") from None
        if not found:
            raise Unavailable("vault.missing")
        with ExitStack() as undo:
            lock_file = LockFile(path)
            undo.callback(lock_file.release)
            database = Database.open(path)
            undo.callback(database.close)
            keys, head = unlock(database, passphrase, floor)
            undo.pop_all()
        return cls(lock_file, database, keys, head, random)

    def check_room(self) -> None:
        """Check that what is about to come can be kept: 1 MiB is free on the disk.

        Raises:
            Unavailable: ``vault.storage``.
        """
        if self._lock_file.free_bytes < _ROOM_BYTES:
            raise Unavailable("vault.storage", "no room left on the disk")

    def put(self, table: Table, row_id: RowId | None, value: bytes) -> RowId:
        """Store *value*, in place of what *row_id* held if it held something.

        Args:
            table: where it belongs.
            row_id: ``None`` draws a new one.
            value: at most :data:`livret_core.limits.VAULT_ROW_BYTES` bytes.

        Raises:
            MalformedInput: ``input.too_large``, also when there are
                :data:`livret_core.limits.VAULT_ROWS` rows already.
            Refused: ``vault.row_unknown`` when *row_id* belongs to another table.
            Unavailable: ``vault.storage``.
        """
        if table not in TABLES:
            raise ValueError(f"no table {table!r}")
        with self._change() as draft:
            row = self._random(ID_BYTES) if row_id is None else row_id.raw
            held = draft.get(row)
            if row_id is None and held is not None:
                raise RuntimeError("the source of random bytes repeats itself")
            if held is not None and held.table != table:
                raise Refused("vault.row_unknown", "the id belongs to another table")
            if held is None and len(draft) >= limits.VAULT_ROWS:
                raise MalformedInput("input.too_large", max_rows=limits.VAULT_ROWS)
            entry = Entry(table, self._open_head().generation + 1, self._random(NONCE_BYTES))
            self._database.write_row(row, self._keys.seal_row(row, entry, value))
            draft[row] = entry
            return RowId(row)

    def get(self, table: Table, row_id: RowId) -> bytes:
        """Read one value.

        Raises:
            MalformedInput: ``vault.malformed``.
            Refused: ``vault.row_unknown``; ``vault.altered`` when what the file holds
                is not what was put.
            Unavailable: ``vault.storage``.
        """
        with self._mutex:
            entry = self._entries().get(row_id.raw)
            if entry is None or entry.table != table:
                raise Refused("vault.row_unknown")
            return self._keys.unseal_row(row_id.raw, entry, self._database.read_row(row_id.raw))

    def all(self, table: Table) -> Iterator[tuple[RowId, bytes]]:
        """Read a table's rows in the order they were first put.

        Which rows is settled at the first step; one that is deleted before its turn
        is ``vault.row_unknown``.

        Raises:
            MalformedInput, Refused, Unavailable: as :meth:`get`, while iterating.
        """
        for row_id in self.ids(table):
            yield row_id, self.get(table, row_id)

    def ids(self, table: Table) -> list[RowId]:
        """Name a table's rows in the order they were first put, without reading any."""
        with self._mutex:
            return [RowId(row) for row in rows_of(self._entries(), table)]

    def delete(self, table: Table, row_id: RowId) -> None:
        """Delete one row; its bytes are overwritten in the file.

        Raises:
            Refused: ``vault.row_unknown``.
            Unavailable: ``vault.storage``.
        """
        with self._change() as draft:
            entry = draft.get(row_id.raw)
            if entry is None or entry.table != table:
                raise Refused("vault.row_unknown")
            self._database.delete_row(row_id.raw)
            del draft[row_id.raw]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything in the ``with`` block one change: all of it, or on an error nothing.

        Raises:
            RuntimeError: within another transaction.
            Unavailable: ``vault.storage``; the vault is then as it was before.
        """
        with self._mutex:
            if self._draft is not None:
                raise RuntimeError("a transaction is open already")
            with self._whole_change():
                yield

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make everything in the ``with`` block one change, or a part of the one that is open.

        Raises:
            Unavailable: ``vault.storage``; the vault is then as it was before.
        """
        with self._mutex, nullcontext() if self._draft is not None else self.transaction():
            yield

    def change_passphrase(self, old: bytes, new: bytes, *, kdf: KdfParameters = MODERATE) -> None:
        """Lock the vault key under *new* instead of *old*.

        The vault key stays: who has both an older copy of the file and *old* can still
        read what is put later (``docs/spec/vault.md``). Key derivation becomes *kdf* or
        what it was, whichever is dearer.

        Raises:
            MalformedInput: ``input.too_large``.
            Refused: ``vault.passphrase``, ``vault.passphrase_empty``.
            Unavailable: ``vault.memory``, ``vault.storage``.
        """
        with self._mutex:
            before = self._open_head()
            old_lock = SealedFile.parse(self._database.read_lock())
            # Opened under these parameters before, so they are their own floor.
            VaultKeys.unlock(old_lock, old, floor=old_lock.kdf)
            lock = self._keys.lock(
                new, kdf=kdf.at_least(old_lock.kdf), random=self._random
            ).format()
            head = Head(before.generation + 1, digest_lock(lock), before.entries)
            self._database.begin()
            try:
                self._database.write_lock(lock)
                self._commit(head)
            finally:
                self._database.rollback()

    def check_passphrase(self, passphrase: bytes) -> None:
        """Check that this is the passphrase; it takes as long as opening the vault.

        Raises:
            MalformedInput: ``input.too_large``.
            Refused: ``vault.passphrase``, ``vault.passphrase_empty``.
            Unavailable: ``vault.memory``, ``vault.storage``.
        """
        with self._mutex:
            self._open_head()
            lock = SealedFile.parse(self._database.read_lock())
            # Opened under these parameters before, so they are their own floor.
            VaultKeys.unlock(lock, passphrase, floor=lock.kdf)

    def check(self) -> None:
        """Read every row; errors as :meth:`get`."""
        with self._mutex:
            for row, entry in self._entries().items():
                self._keys.unseal_row(row, entry, self._database.read_row(row))

    def close(self) -> None:
        """Close the vault and let another process have it. A second call does nothing."""
        with self._mutex:
            if self._head is not None:
                self._head = None
                try:
                    self._database.close()
                finally:
                    self._lock_file.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _change(self) -> Iterator[dict[bytes, Entry]]:
        """Give the draft of the open transaction, or of one for this change alone."""
        with self._mutex:
            if self._draft is None:
                with self._whole_change() as draft:
                    yield draft
                return
            try:
                yield self._draft
            except LivretError:
                raise  # before anything was written, or SQLite took it back
            except BaseException:
                # An interrupt, between the file and the draft: neither may go on.
                self._half_made = True
                raise

    @contextmanager
    def _whole_change(self) -> Iterator[dict[bytes, Entry]]:
        before = self._open_head()
        draft = before.changeable()
        self._database.begin()
        self._draft = draft
        self._half_made = False
        try:
            yield draft
            if self._half_made:
                raise RuntimeError("a change within the transaction was interrupted")
            if draft != before.entries:
                self._commit(
                    Head(before.generation + 1, before.lock_digest, MappingProxyType(draft))
                )
        finally:
            self._draft = None
            self._database.rollback()  # does nothing after a commit

    def _commit(self, head: Head) -> None:
        self._database.write_head(self._keys.seal_head(head, self._random(NONCE_BYTES)))
        # An interrupt or a disk error here leaves open whether the change was made.
        self._head_is_stale = True
        self._database.commit()
        self._head = head
        self._head_is_stale = False

    def _entries(self) -> Mapping[bytes, Entry]:
        head = self._open_head()
        return head.entries if self._draft is None else self._draft

    def _open_head(self) -> Head:
        if self._head is None:
            raise ValueError("the vault is closed")
        if self._head_is_stale:
            self._head = self._keys.unseal_head(self._database.read_head())
            self._head_is_stale = False
        return self._head
