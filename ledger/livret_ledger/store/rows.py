"""What every store writes the same way, and how it is read back: a flipped bit is damage, not a crash."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, final

import msgspec

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger import records
from livret_core.ledger.records import AnyRecord
from livret_core.ledger.state import Clock
from livret_core.tlog.merkle import HASH_BYTES, Frontier
from livret_ledger.batch import Entry
from livret_ledger.store import StoredHead

BEGINNING: Final = Clock(0, 0, base64url.encode(bytes(32)))

_REMEMBERED: Final = 20_000  # records; a few kB each at most, and most far less


@final
class Standing(msgspec.Struct, frozen=True):
    """How a ledger stands: the one row that every batch changes."""

    origin: str
    frontier: Frontier
    map_root: bytes
    clock: Clock
    settled_size: int


def format_clock(clock: Clock) -> bytes:
    """Give the octets that :func:`parse_standing` reads."""
    return msgspec.json.encode(clock)


def parse_standing(row: Sequence[object]) -> Standing:
    """Read origin, size, peaks, root of the map, clock, and the size at the last ``state.commit``.

    Raises:
        Refused: ``ledger.damaged``.
    """
    match row:
        case [str(origin), int(size), bytes(peaks), bytes(map_root), bytes(clock), int(settled)]:
            try:
                return Standing(
                    origin,
                    Frontier(
                        size,
                        tuple(
                            peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)
                        ),
                    ),
                    map_root,
                    Clock(*msgspec.json.decode(clock, type=tuple[int, int, str])),
                    settled,
                )
            except (ValueError, msgspec.DecodeError):
                pass
    raise Refused("ledger.damaged", what="at")


def parse_entry(row: Sequence[object]) -> Entry:
    """Read index, operation id, ``iat`` and leaf.

    Raises:
        Refused: ``ledger.damaged``.
    """
    match row:
        case [int(index), bytes(operation_id), int(issued_at_s), bytes(leaf)]:
            return Entry(index, base64url.encode(operation_id), issued_at_s, leaf)
    raise Refused("ledger.damaged", what="entry")


def parse_head(row: Sequence[object]) -> StoredHead:
    """Read size, root and signed checkpoint.

    Raises:
        Refused: ``ledger.damaged``.
    """
    match row:
        case [int(size), bytes(root), bytes() | None as signed]:
            return StoredHead(size, root, signed)
    raise Refused("ledger.damaged", what="head")


def parse_record(value: object) -> AnyRecord:
    """Read a record.

    Raises:
        Refused: ``ledger.damaged``.
    """
    try:
        if isinstance(value, bytes):
            return records.parse(value)
    except MalformedInput:
        pass
    raise Refused("ledger.damaged", what="record")


def parse_pending(rows: Iterable[Sequence[object]]) -> Iterator[tuple[str, bytes]]:
    """Read names of records, and the canonical octets of each.

    Raises:
        Refused: ``ledger.damaged``.
    """
    for name, value in rows:
        if not (isinstance(name, str) and isinstance(value, bytes)):
            raise Refused("ledger.damaged", what="record")
        yield name, value


def parse_octets(value: object, what: str) -> bytes:
    """Read one value that is octets.

    Raises:
        Refused: ``ledger.damaged``.
    """
    if not isinstance(value, bytes):
        raise Refused("ledger.damaged", what=what)
    return value


@final
class Remembered:
    """The records read and written last, those that are not there too."""

    def __init__(self) -> None:
        self._records: Final[OrderedDict[str, AnyRecord | None]] = OrderedDict()

    def __getitem__(self, name: str) -> AnyRecord | None:
        record = self._records[name]
        self._records.move_to_end(name)
        return record

    def __setitem__(self, name: str, record: AnyRecord | None) -> None:
        self._records[name] = record
        self._records.move_to_end(name)
        if len(self._records) > _REMEMBERED:
            self._records.popitem(last=False)

    def clear(self) -> None:
        """Forget all: somebody else may have written."""
        self._records.clear()
