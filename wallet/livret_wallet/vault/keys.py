"""The vault's keys: locked under the passphrase, and at work on rows and head.

The passphrase opens the lock, which holds a random vault key; changing the
passphrase writes a new lock and seals nothing again. Each use has its own key,
derived from the vault key by name.
"""

import hashlib
from collections.abc import Callable
from typing import Final, Self, TypeAlias, final

from livret_core.errors import Refused
from livret_core.sealing import (
    KEY_BYTES,
    NONCE_BYTES,
    SALT_BYTES,
    KdfParameters,
    SealedFile,
    SealingKey,
)
from livret_wallet.vault.layout import (
    DIGEST_BYTES,
    ID_BYTES,
    Entry,
    Head,
    head_associated_data,
    pad,
    row_associated_data,
    unpad,
)

Random: TypeAlias = Callable[[int], bytes]

LOCK_PURPOSE: Final = "livret/vault/lock/1"


@final
class VaultKeys:
    """The keys of one vault, in memory. Their ``repr`` shows nothing of them."""

    __slots__ = ("_head", "_rows", "_secret", "_vault_id")

    def __init__(self, secret: bytes) -> None:
        """Take the 48 bytes of the lock: vault id (16) ‖ vault key (32)."""
        key = SealingKey(secret[ID_BYTES:])
        self._secret = secret
        self._vault_id = secret[:ID_BYTES]
        self._rows = key.subkey("livret/vault/rows")
        self._head = key.subkey("livret/vault/head")

    @classmethod
    def make(cls, random: Random) -> Self:
        """Make the keys of a new vault."""
        return cls(random(ID_BYTES + KEY_BYTES))

    @classmethod
    def unlock(cls, lock: SealedFile, passphrase: bytes, *, floor: KdfParameters) -> Self:
        """Open *lock*.

        Raises:
            MalformedInput: ``vault.malformed``, ``input.too_large``.
            Refused: ``vault.passphrase``, ``vault.weak_kdf``, ``vault.passphrase_empty``,
                ``vault.altered`` for a lock whose contents are not of the length we write.
            Unavailable: ``vault.memory``.
        """
        secret = lock.unseal(passphrase, purpose=LOCK_PURPOSE, floor=floor)
        if len(secret) != ID_BYTES + KEY_BYTES:
            raise Refused("vault.altered", "a lock of an impossible length")
        return cls(secret)

    def lock(self, passphrase: bytes, *, kdf: KdfParameters, random: Random) -> SealedFile:
        """Lock these keys under *passphrase*, with a new salt."""
        return SealedFile.seal(
            self._secret,
            passphrase,
            purpose=LOCK_PURPOSE,
            salt=random(SALT_BYTES),
            nonce=random(NONCE_BYTES),
            kdf=kdf,
        )

    def seal_row(self, row: bytes, entry: Entry, value: bytes) -> bytes:
        """Seal *value* as the row that *entry* describes."""
        place = row_associated_data(self._vault_id, entry.table, row, entry.generation)
        return self._rows.seal(pad(value), nonce=entry.nonce, associated_data=place)

    def unseal_row(self, row: bytes, entry: Entry, sealed: bytes) -> bytes:
        """Open the row that *entry* describes.

        Raises:
            Refused: ``vault.altered`` when *sealed* is not that row.
        """
        place = row_associated_data(self._vault_id, entry.table, row, entry.generation)
        return unpad(self._rows.unseal(sealed, nonce=entry.nonce, associated_data=place))

    def seal_head(self, head: Head, nonce: bytes) -> bytes:
        """Seal the head: nonce ‖ ciphertext ‖ tag."""
        return nonce + self._head.seal(
            head.format(), nonce=nonce, associated_data=head_associated_data(self._vault_id)
        )

    def unseal_head(self, sealed: bytes) -> Head:
        """Open the head.

        Raises:
            Refused: ``vault.altered``.
        """
        return Head.parse(
            self._head.unseal(
                sealed[NONCE_BYTES:],
                nonce=sealed[:NONCE_BYTES].ljust(NONCE_BYTES, b"\0"),
                associated_data=head_associated_data(self._vault_id),
            )
        )

    def __repr__(self) -> str:
        return "VaultKeys(…)"


def digest_lock(lock: bytes) -> bytes:
    """Digest a lock as it stands in the file, for the head to name."""
    return hashlib.blake2b(lock, digest_size=DIGEST_BYTES, person=b"livret/lock/1").digest()
