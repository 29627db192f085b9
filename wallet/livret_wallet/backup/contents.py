"""What is in a backup, as octets: a heading, then records as the vault has them. Pure."""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, Self, TypeAlias, final, get_args

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput
from livret_wallet.record_form import check_time

#: A kind's number is its place here, from 1, and is that of the vault's table of the name.
Kind: TypeAlias = Literal[
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
Row: TypeAlias = tuple[Kind, bytes]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_VERSION: Final = 1
_NUMBER_OF: Final[Mapping[str, int]] = MappingProxyType(
    {kind: at for at, kind in enumerate(KINDS, start=1)}
)
_HEADING: Final = struct.Struct(">I")
_ROW: Final = struct.Struct(">BI")
_HEADING_BYTES: Final = 4_096


@final
@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup has.

    Attributes:
        made_at_s: seconds since 1970.
        with_keys: whether it has what proofs are shown with.
        rows: records, in the order they were first put.
    """

    made_at_s: int
    with_keys: bool
    rows: tuple[Row, ...] = field(repr=False)

    def of(self, kind: Kind) -> list[bytes]:
        """Give the records of a kind."""
        return [value for each, value in self.rows if each == kind]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read what was unsealed.

        Raises:
            MalformedInput: ``backup.malformed``.
        """
        try:
            return cls._parse(raw)
        except (LivretError, struct.error, IndexError) as error:
            raise MalformedInput("backup.malformed", str(error)) from None

    @classmethod
    def _parse(cls, raw: bytes) -> Self:
        (length,) = _HEADING.unpack_from(raw)
        at = _HEADING.size + length
        if length > _HEADING_BYTES or at > len(raw):
            raise MalformedInput("backup.malformed", "a heading of an impossible length")
        heading = json_encoding.parse_object(raw[_HEADING.size : at])
        made_at_s, with_keys = heading.get("made_at_s"), heading.get("with_keys")
        if set(heading) != {"v", "made_at_s", "with_keys", "rows"} or heading["v"] != _VERSION:
            raise MalformedInput("backup.malformed", "a version that this livret does not read")
        if type(made_at_s) is not int or not isinstance(with_keys, bool):
            raise MalformedInput("backup.malformed", "a heading that livret does not write")
        check_time(made_at_s)
        rows: list[Row] = []
        while at < len(raw):
            number, length = _ROW.unpack_from(raw, at)
            at += _ROW.size
            if not 1 <= number <= len(KINDS) or length > limits.VAULT_ROW_BYTES:
                raise MalformedInput("backup.malformed", "a record of no kind, or too large")
            if at + length > len(raw) or len(rows) >= limits.VAULT_ROWS:
                raise MalformedInput("backup.malformed", "records that end early, or too many")
            rows.append((KINDS[number - 1], raw[at : at + length]))
            at += length
        if len(rows) != heading["rows"]:
            raise MalformedInput("backup.malformed", "another number of records")
        return cls(made_at_s, with_keys, tuple(rows))

    def format(self) -> bytes:
        """Write it.

        Raises:
            MalformedInput: ``input.too_large`` above :data:`livret_core.limits.BACKUP_BYTES`.
        """
        heading = json_encoding.format(
            {
                "v": _VERSION,
                "made_at_s": self.made_at_s,
                "with_keys": self.with_keys,
                "rows": len(self.rows),
            }
        )
        raw = b"".join((_HEADING.pack(len(heading)), heading, *_written(self.rows)))
        if len(raw) > limits.BACKUP_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.BACKUP_BYTES)
        return raw


def _written(rows: Iterable[Row]) -> Iterable[bytes]:
    for kind, value in rows:
        yield _ROW.pack(_NUMBER_OF[kind], len(value))
        yield value
