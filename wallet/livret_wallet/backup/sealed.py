"""A backup's file: sealed under recovery words or a passphrase, in parts of one size. Pure.

The secret opens a lock with a key of this file alone; that opens the parts. Each part is
sealed to its place and to how many there are, so that none can be cut off, moved or taken
from another file.
"""

import struct
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, Self, TypeAlias, final

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.sealing import (
    FLOOR,
    KEY_BYTES,
    MODERATE,
    NONCE_BYTES,
    SALT_BYTES,
    TAG_BYTES,
    KdfParameters,
    SealedFile,
    SealingKey,
)

Under: TypeAlias = Literal["words", "passphrase"]

ID_BYTES: Final = 16
#: How many random bytes :func:`seal` needs.
RANDOM_BYTES: Final = ID_BYTES + KEY_BYTES + SALT_BYTES + NONCE_BYTES

_MAGIC: Final = b"livback\0"
_VERSION: Final = 1
_FIXED: Final = struct.Struct(">8sBH")
_PURPOSES: Final = MappingProxyType(
    {"words": "livret/wallet/backup/words/1", "passphrase": "livret/wallet/backup/passphrase/1"}
)
_PART_BYTES: Final = 1 << 16
_SEALED_BYTES: Final = _PART_BYTES + TAG_BYTES
_LENGTH: Final = struct.Struct(">Q")
_MOST_PARTS: Final = (limits.BACKUP_BYTES + _LENGTH.size + _PART_BYTES - 1) // _PART_BYTES
_PLACE: Final = struct.Struct(f">20s{ID_BYTES}sQQ")


@final
@dataclass(frozen=True, slots=True)
class SealedBackup:
    """A backup's file as it was read. Nothing is opened.

    Attributes:
        under: what it is sealed under: recovery words, or a passphrase of its own.
        lock: holds the key of the parts.
        parts: in their order.
    """

    under: Under
    lock: SealedFile
    parts: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a file.

        Raises:
            MalformedInput: ``backup.malformed``.
        """
        if len(raw) < _FIXED.size or not raw.startswith(_MAGIC):
            raise MalformedInput("backup.malformed", "not a backup")
        _, version, length = _FIXED.unpack_from(raw)
        if version != _VERSION:
            raise MalformedInput("backup.malformed", "a version that this livret does not read")
        begins = _FIXED.size + length
        count, over = divmod(len(raw) - begins, _SEALED_BYTES)
        if over or not 1 <= count <= _MOST_PARTS:
            raise MalformedInput("backup.malformed", "cut off, or something added")
        try:
            lock = SealedFile.parse(raw[_FIXED.size : begins])
        except LivretError as error:
            raise MalformedInput("backup.malformed", error.detail) from None
        under: Under = "words" if lock.purpose == _PURPOSES["words"] else "passphrase"
        places = range(begins, len(raw), _SEALED_BYTES)
        return cls(under, lock, tuple(raw[at : at + _SEALED_BYTES] for at in places))

    def format(self) -> bytes:
        """Write the file."""
        lock = self.lock.format()
        return b"".join((_FIXED.pack(_MAGIC, _VERSION, len(lock)), lock, *self.parts))

    def unseal(self, secret: bytes, *, floor: KdfParameters = FLOOR) -> bytes:
        """Open it.

        Args:
            secret: 1 to 1,024 bytes (:func:`~.recovery_words.passphrase_of`, or
                :func:`livret_core.sealing.encode_passphrase`).
            floor: the cheapest key derivation accepted.

        Raises:
            MalformedInput: ``backup.malformed`` where the secret fits and the file does not.
            Refused: ``backup.secret`` for a wrong secret, or a lock that was altered in what it
                is compared with; ``vault.weak_kdf``, ``vault.passphrase_empty``.
            Unavailable: ``vault.memory``.
        """
        try:
            opened = self.lock.unseal(secret, purpose=_PURPOSES[self.under], floor=floor)
        except MalformedInput as error:
            raise MalformedInput("backup.malformed", error.detail) from None
        except Refused as error:
            if error.code == "vault.passphrase":
                raise Refused("backup.secret", under=self.under) from None
            raise
        if len(opened) != ID_BYTES + KEY_BYTES:
            raise MalformedInput("backup.malformed", "a lock of an impossible length")
        own, key = opened[:ID_BYTES], _parts_key(opened[ID_BYTES:])
        count = len(self.parts)
        try:
            plain = b"".join(
                key.unseal(part, nonce=_nonce(at), associated_data=_place(own, at, count))
                for at, part in enumerate(self.parts)
            )
        except Refused:
            raise MalformedInput("backup.malformed", "a part that is not this file's") from None
        (length,) = _LENGTH.unpack_from(plain)
        end = _LENGTH.size + length
        if _count(length) != count or any(plain[end:]):
            raise MalformedInput("backup.malformed", "padding that livret does not write")
        return plain[_LENGTH.size : end]


def seal(
    content: bytes, secret: bytes, *, under: Under, random: bytes, kdf: KdfParameters = MODERATE
) -> SealedBackup:
    """Seal a backup.

    Args:
        content: at most :data:`livret_core.limits.BACKUP_BYTES`; its length shows in steps of
            64 KiB.
        secret: as :meth:`SealedBackup.unseal`.
        under: what it is, in clear.
        random: :data:`RANDOM_BYTES` random bytes.
        kdf: what a guess at the secret shall cost.

    Raises:
        MalformedInput: ``input.too_large``. Refused: ``vault.passphrase_empty``.
        Unavailable: ``vault.memory``.
    """
    if len(content) > limits.BACKUP_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.BACKUP_BYTES)
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a backup needs {RANDOM_BYTES} random bytes")
    key_at, salt_at = ID_BYTES, ID_BYTES + KEY_BYTES
    nonce_at = salt_at + SALT_BYTES
    own, key = random[:key_at], _parts_key(random[key_at:salt_at])
    lock = SealedFile.seal(
        random[:salt_at],
        secret,
        purpose=_PURPOSES[under],
        salt=random[salt_at:nonce_at],
        nonce=random[nonce_at:],
        kdf=kdf,
    )
    count = _count(len(content))
    plain = (_LENGTH.pack(len(content)) + content).ljust(count * _PART_BYTES, b"\0")
    parts = tuple(
        key.seal(
            plain[at * _PART_BYTES : (at + 1) * _PART_BYTES],
            nonce=_nonce(at),
            associated_data=_place(own, at, count),
        )
        for at in range(count)
    )
    return SealedBackup(under, lock, parts)


def _parts_key(key: bytes) -> SealingKey:
    return SealingKey(key).subkey("livret/backup/parts")


def _count(length: int) -> int:
    return -(-(_LENGTH.size + length) // _PART_BYTES)


def _nonce(at: int) -> bytes:
    # The key is of one file, and each part is sealed once.
    return at.to_bytes(NONCE_BYTES)


def _place(own: bytes, at: int, count: int) -> bytes:
    return _PLACE.pack(b"livret/backup/part/1", own, at, count)
