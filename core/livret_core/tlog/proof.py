"""Proofs in one file (C2SP tlog-proof): that an entry is in a log that witnesses saw.

Text, self-contained, checked offline against a policy. The usual ending of such a file
is ``.tlog-proof``.
"""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.tlog import witnessed
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.lines import (
    decode_base64,
    decode_hashes,
    decode_size,
    decode_text,
    encode_base64,
)
from livret_core.tlog.merkle import HASH_BYTES, check_inclusion
from livret_core.tlog.policy import Policy
from livret_core.tlog.witnessed import WitnessedCheckpoint

_HEADER: Final = "c2sp.org/tlog-proof@v1"
_HEAD_BYTES: Final = 2 * limits.LOG_PROOF_EXTRA_BYTES + 64 * (limits.LOG_PROOF_HASHES + 3)


@final
@dataclass(frozen=True, slots=True)
class LogProof:
    """An inclusion proof with the signed checkpoint it leads to. Nothing in it is verified.

    Attributes:
        index: the entry's, from 0.
        hashes: the inclusion proof, the leaf's sibling first; at most 63.
        signed: the checkpoint.
        extra: what else the maker put in, at most 64 KiB and not empty. Nobody signed it.
    """

    index: int
    hashes: tuple[bytes, ...]
    signed: SignedCheckpoint
    extra: bytes | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.index <= limits.LOG_SIZE or self.extra == b"":
            raise MalformedInput("log.proof", "an index out of range, or extra data of no length")
        if any(len(value) != HASH_BYTES for value in self.hashes):
            raise MalformedInput("log.proof", "not a hash")
        if len(self.hashes) > limits.LOG_PROOF_HASHES:
            raise MalformedInput("input.too_large", max_hashes=limits.LOG_PROOF_HASHES)
        if self.extra is not None and len(self.extra) > limits.LOG_PROOF_EXTRA_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.LOG_PROOF_EXTRA_BYTES)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a proof file; what is read is written the same again.

        Raises:
            MalformedInput: ``log.proof``, ``note.malformed``, ``log.checkpoint``,
                ``input.too_large``.
        """
        head, blank, rest = raw.partition(b"\n\n")
        if len(head) > _HEAD_BYTES:
            raise MalformedInput("input.too_large", max_bytes=_HEAD_BYTES)
        text = decode_text(head)
        if text is None or not blank:
            raise MalformedInput("log.proof", "not text, or no empty line above the checkpoint")
        header, *lines = text.split("\n")
        if header != _HEADER:
            raise MalformedInput("log.proof", "not a proof of version 1")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = decode_base64(lines.pop(0).removeprefix("extra "))
            if not extra:
                raise MalformedInput("log.proof", "extra data that is not base64, or empty")
        if not lines or not lines[0].startswith("index "):
            raise MalformedInput("log.proof", "no index")
        index, hashes = decode_size(lines[0].removeprefix("index ")), decode_hashes(lines[1:])
        if index is None or hashes is None:
            raise MalformedInput("log.proof", "not an index and up to 63 hashes")
        return cls(index, hashes, SignedCheckpoint.parse(rest), extra)

    def format(self) -> bytes:
        """Write the proof file."""
        lines = [_HEADER]
        if self.extra is not None:
            lines.append(f"extra {encode_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += map(encode_base64, self.hashes)
        return "\n".join([*lines, "", ""]).encode() + self.signed.format()

    def check(self, leaf: bytes, policy: Policy) -> WitnessedCheckpoint:
        """Check that the leaf with hash *leaf* is number ``index`` of a log *policy* accepts.

        Raises:
            Refused: ``log.inclusion``; otherwise as
                :func:`livret_core.tlog.witnessed.verify`, which comes first.
        """
        head = witnessed.verify(self.signed, policy)
        checkpoint = head.checkpoint
        check_inclusion(leaf, self.index, checkpoint.size, self.hashes, checkpoint.root)
        return head
