"""How the vault's sealed parts look inside: ids, tables, padding, the head. Pure.

The head is the one list of what the vault holds: for every row its table, the
generation that wrote it and the nonce it was sealed with. Rows carry none of these.
A row is opened by what the head says of it, so a row that is not the one the head
means (another row's, an older one of its own, one from a copy that went another
way) cannot open, and a row too few or too many is seen by comparing ids.
"""

import struct
from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Self, TypeAlias, final, get_args

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.errors import MalformedInput, Refused
from livret_core.sealing import NONCE_BYTES

Table: TypeAlias = Literal[
    "credential",
    "key",
    "pending",
    "history",
    "setting",
    "trust",
    "dating",
    "pickup",
    "missing",
    "recovery",
    "refill",
    "inbox",
    "request",
]

ID_BYTES: Final = 16
DIGEST_BYTES: Final = 32

# A table's number is its place here, from 1: never reorder, only append.
TABLES: Final[tuple[Table, ...]] = get_args(Table)
_NUMBER_OF: Final = MappingProxyType({table: at for at, table in enumerate(TABLES, start=1)})

_SMALLEST_BUCKET: Final = 512
_LENGTH: Final = struct.Struct(">I")
_HEAD: Final = struct.Struct(f">Q{DIGEST_BYTES}sI")
_ENTRY: Final = struct.Struct(f">{ID_BYTES}sBQ{NONCE_BYTES}s")
# One member of each entry alone: of most entries nothing more is ever looked at.
_ROWS: Final = struct.Struct(f">{ID_BYTES}s{1 + 8 + NONCE_BYTES}x")
_TIMES: Final = struct.Struct(f">{ID_BYTES + 1}xQ{NONCE_BYTES}x")


@final
@dataclass(frozen=True, slots=True, order=True)
class RowId:
    """The opaque name of a row: 16 random bytes, 22 characters of base64url as text."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != ID_BYTES:
            raise MalformedInput("input.malformed", "a row id has 16 bytes")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form.

        Raises:
            MalformedInput: ``input.base64url`` or ``input.malformed``.
        """
        return cls(base64url.decode(text))

    def __str__(self) -> str:
        return base64url.encode(self.raw)


class Entry(NamedTuple):
    """What the head says of one row.

    Attributes:
        table: where the row belongs.
        generation: the change of the vault that wrote it, from 1.
        nonce: the 24 bytes it was sealed with, which stand nowhere else.
    """

    table: Table
    generation: int
    nonce: bytes


@final
class Entries(Mapping[bytes, Entry]):
    """The entries of a head as it was read, each made when it is looked at: most never are."""

    __slots__ = ("_at", "_raw", "_tables", "_whole")

    def __init__(self, raw: bytes, rows: Sequence[bytes], tables: bytes) -> None:
        """Take what :meth:`Head.parse` found good.

        Args:
            raw: the entries, as they stand in the head.
            rows: the ids in it.
            tables: the number of each one's table.
        """
        self._raw: Final = raw
        self._tables: Final = tables
        self._at: Final = dict(zip(rows, range(len(rows)), strict=True))
        self._whole: dict[bytes, Entry] | None = None

    def __getitem__(self, row: bytes) -> Entry:
        _, table, written, nonce = _ENTRY.unpack_from(self._raw, self._at[row] * _ENTRY.size)
        return Entry(TABLES[table - 1], written, nonce)

    def __contains__(self, row: object) -> bool:
        return row in self._at

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def keys(self) -> KeysView[bytes]:
        """Name the rows, in the order they were first put."""
        return self._at.keys()

    def items(self) -> ItemsView[bytes, Entry]:
        """Make every entry, once."""
        return self._made().items()

    def copy(self) -> dict[bytes, Entry]:
        """Make every entry, to be changed."""
        return self._made().copy()

    def of(self, table: Table) -> list[bytes]:
        """Name the rows of a table, in the order they were first put."""
        number = _NUMBER_OF[table]
        if number not in self._tables:
            return []
        return [row for row, each in zip(self._at, self._tables, strict=True) if each == number]

    def _made(self) -> dict[bytes, Entry]:
        if self._whole is None:
            self._whole = {
                row: Entry(TABLES[table - 1], written, nonce)
                for row, table, written, nonce in _ENTRY.iter_unpack(self._raw)
            }
        return self._whole


def rows_of(entries: Mapping[bytes, Entry], table: Table) -> list[bytes]:
    """Name the rows of a table, in the order they were first put."""
    if isinstance(entries, Entries):
        return entries.of(table)
    return [row for row, entry in entries.items() if entry.table == table]


@final
@dataclass(frozen=True, slots=True)
class Head:
    """The list of everything in the vault, as of one change.

    Attributes:
        generation: how many changes there have been; the next one is one more.
        lock_digest: of the lock this head belongs to (BLAKE2b, 32 bytes), so that
            an old lock, and with it an old passphrase, is not put back unnoticed.
        entries: by row id, in the order the rows were first put.
    """

    generation: int
    lock_digest: bytes
    entries: Mapping[bytes, Entry]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a head that was sealed by us.

        Raises:
            Refused: ``vault.altered`` for anything :meth:`format` does not write.
        """
        if len(raw) < _HEAD.size or (len(raw) - _HEAD.size) % _ENTRY.size:
            raise Refused("vault.altered", "a head of an impossible length")
        generation, lock_digest, count = _HEAD.unpack_from(raw)
        body = raw[_HEAD.size :]
        rows = [row for (row,) in _ROWS.iter_unpack(body)]
        tables = body[ID_BYTES :: _ENTRY.size]
        if rows:
            first, last = min(_TIMES.iter_unpack(body))[0], max(_TIMES.iter_unpack(body))[0]
            if not (
                1 <= min(tables) <= max(tables) <= len(TABLES) and 1 <= first <= last <= generation
            ):
                raise Refused("vault.altered", "a head entry out of range")
        entries = Entries(body, rows, tables)
        if len(entries) != count or len(raw) != _HEAD.size + count * _ENTRY.size:
            raise Refused("vault.altered", "a head that lists a row twice")
        return cls(generation, lock_digest, entries)

    def changeable(self) -> dict[bytes, Entry]:
        """Give the entries to be changed."""
        entries = self.entries
        return entries.copy() if isinstance(entries, Entries) else dict(entries)

    def format(self) -> bytes:
        """Write the head: 44 bytes, then 49 for every row."""
        parts = [_HEAD.pack(self.generation, self.lock_digest, len(self.entries))]
        parts += [
            _ENTRY.pack(row, _NUMBER_OF[entry.table], entry.generation, entry.nonce)
            for row, entry in self.entries.items()
        ]
        return b"".join(parts)


def row_associated_data(vault_id: bytes, table: Table, row: bytes, generation: int) -> bytes:
    """Write what a row is sealed to: vault ‖ table ‖ row ‖ generation, fixed lengths."""
    return b"".join(
        (
            b"livret/vault/row/1",
            vault_id,
            bytes([_NUMBER_OF[table]]),
            row,
            generation.to_bytes(8),
        )
    )


def head_associated_data(vault_id: bytes) -> bytes:
    """Write what the head is sealed to."""
    return b"livret/vault/head/1" + vault_id


def pad(value: bytes) -> bytes:
    """Write length ‖ *value* ‖ zeros up to 512 bytes or the next power of two.

    Which of about a dozen sizes a row has is then all its length tells.

    Raises:
        MalformedInput: ``input.too_large`` above
            :data:`livret_core.limits.VAULT_ROW_BYTES`.
    """
    if len(value) > limits.VAULT_ROW_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.VAULT_ROW_BYTES)
    used = _LENGTH.size + len(value)
    bucket = max(_SMALLEST_BUCKET, 1 << (used - 1).bit_length())
    return b"".join((_LENGTH.pack(len(value)), value, bytes(bucket - used)))


def unpad(padded: bytes) -> bytes:
    """Give back what :func:`pad` padded.

    Raises:
        Refused: ``vault.altered`` for anything :func:`pad` does not write.
    """
    if len(padded) >= _LENGTH.size:
        end = _LENGTH.size + _LENGTH.unpack_from(padded)[0]
        value = padded[_LENGTH.size : end]
        if end <= len(padded) and pad(value) == padded:
            return value
    raise Refused("vault.altered", "padding that livret does not write")
