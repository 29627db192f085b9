"""The list itself: a value of 1, 2, 4 or 8 bits for each index, deflated (Token Status List §4).

An index counts from the least significant bit of the first byte. Nothing marks an
index that was never given out: it reads as 0, like a credential that holds.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias, cast, final

from livret_core import limits
from livret_core.errors import MalformedInput, Refused

Bits: TypeAlias = Literal[1, 2, 4, 8]

# index >> shift is the byte, index & mask the place in it.
_SHIFT: Final = {1: 3, 2: 2, 4: 1, 8: 0}
_MASK: Final = {1: 7, 2: 3, 4: 1, 8: 0}


@final
@dataclass(frozen=True, slots=True)
class StatusList:
    """Statuses by index. Immutable: a change makes a new list.

    Attributes:
        bits: bits for each status.
        octets: the statuses packed, least significant bit first; 1 byte to
            :data:`livret_core.limits.STATUS_LIST_BYTES`.
    """

    bits: Bits
    octets: bytes

    def __post_init__(self) -> None:
        bits: object = self.bits  # from JSON, where `true` and `1.0` would equal 1
        if type(bits) is not int or bits not in _SHIFT:
            raise MalformedInput("status.malformed", "`bits` is not 1, 2, 4 or 8")
        if not self.octets:
            raise MalformedInput("status.malformed", "a list without entries")
        if len(self.octets) > limits.STATUS_LIST_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.STATUS_LIST_BYTES)

    @classmethod
    def of(cls, entries: int, *, bits: Bits, statuses: Mapping[int, int]) -> Self:
        """Make a list of at least *entries* places, 0 but where *statuses* says otherwise.

        The size is rounded up to whole bytes, as the specification recommends.

        Raises:
            Refused: ``status.out_of_range`` for an index beyond *entries*.
            ValueError: a status that does not fit in *bits*.
        """
        if statuses and max(statuses) >= entries:
            raise Refused("status.out_of_range")
        return cls(bits, bytes(-(-entries * bits // 8))).with_statuses(statuses)

    @classmethod
    def inflate(cls, bits: int, compressed: bytes) -> Self:
        """Read a list from the ZLIB form (RFC 1950) that tokens carry.

        At most one byte beyond the cap is ever produced, whatever *compressed* claims.

        Raises:
            MalformedInput: ``input.too_large``, or ``status.malformed`` for another
                `bits`, a stream that is not ZLIB, is cut short or has bytes after it.
        """
        reader = zlib.decompressobj(wbits=zlib.MAX_WBITS)
        try:
            octets = reader.decompress(compressed, limits.STATUS_LIST_BYTES + 1)
        except zlib.error:
            raise MalformedInput("status.malformed", "not a ZLIB stream") from None
        if len(octets) > limits.STATUS_LIST_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.STATUS_LIST_BYTES)
        if not reader.eof:
            raise MalformedInput("status.malformed", "the ZLIB stream is cut short")
        if reader.unused_data:
            raise MalformedInput("status.malformed", "bytes after the ZLIB stream")
        return cls(cast(Bits, bits), octets)

    def deflate(self) -> bytes:
        """Write the ZLIB form.

        Run-length matching suits a list that is nearly all zero: a hundredth of the
        time of the general matcher at its highest level, for a tenth more bytes.
        """
        writer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_RLE)
        return writer.compress(self.octets) + writer.flush()

    @property
    def entries(self) -> int:
        """How many indexes the list answers for."""
        return len(self.octets) * 8 // self.bits

    def get(self, index: int) -> int:
        """Look up the status at *index*.

        Raises:
            Refused: ``status.out_of_range``.
        """
        bits = self.bits
        place = index >> _SHIFT[bits]
        if not 0 <= place < len(self.octets):
            raise Refused("status.out_of_range")
        return (self.octets[place] >> ((index & _MASK[bits]) * bits)) & ((1 << bits) - 1)

    def marked(self) -> dict[int, int]:
        """Give every index whose status is not 0, in order."""
        per_byte = 8 // self.bits
        indexes = (
            place * per_byte + offset
            for place, octet in enumerate(self.octets)
            if octet
            for offset in range(per_byte)
        )
        return {index: value for index in indexes if (value := self.get(index))}

    def with_statuses(self, statuses: Mapping[int, int]) -> Self:
        """Make the list in which each index of *statuses* has its new value.

        Raises:
            Refused: ``status.out_of_range``.
            ValueError: a status that does not fit in ``bits``.
        """
        bits, top = self.bits, (1 << self.bits) - 1
        if not statuses:
            return self
        if min(statuses) < 0 or max(statuses) >= self.entries:
            raise Refused("status.out_of_range")
        if min(statuses.values()) < 0 or max(statuses.values()) > top:
            raise ValueError(f"a status of {bits} bits is 0 to {top}")
        shift, mask = _SHIFT[bits], _MASK[bits]
        octets = bytearray(self.octets)
        for index, status in statuses.items():
            offset = (index & mask) * bits
            place = index >> shift
            octets[place] = (octets[place] & ~(top << offset)) | (status << offset)
        return type(self)(bits, bytes(octets))
