"""Checkpoints (C2SP tlog-checkpoint 1.0): the head of a log, as the text of a note."""

from dataclasses import dataclass
from typing import Self, final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.tlog.lines import decode_hash, decode_size, encode_base64, is_line
from livret_core.tlog.merkle import HASH_BYTES
from livret_core.tlog.note import Note, SignatureLine


@final
@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: who it is, how many leaves, under which root.

    Attributes:
        origin: the log's unique name, at most 1,024 bytes; compared as text.
        size: leaves, 0 to 2^63 - 1.
        root: 32 bytes.
        extensions: further lines. Nobody vouches for what they say, cosigners included.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(map(is_line, (self.origin, *self.extensions))):
            raise MalformedInput("log.checkpoint", "an empty line, or control characters")
        if len(self.origin.encode("utf-8")) > limits.ORIGIN_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.ORIGIN_BYTES)
        if len(self.extensions) > limits.CHECKPOINT_EXTENSIONS:
            raise MalformedInput("input.too_large", max_lines=limits.CHECKPOINT_EXTENSIONS)
        if not 0 <= self.size <= limits.LOG_SIZE or len(self.root) != HASH_BYTES:
            raise MalformedInput("log.checkpoint", "not a size and a root")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note as a checkpoint; what is read is written the same again.

        Raises:
            MalformedInput: ``log.checkpoint``, ``input.too_large``.
        """
        *lines, rest = text.split("\n")
        if rest or len(lines) < 3:
            raise MalformedInput("log.checkpoint", "not three lines or more")
        size, root = decode_size(lines[1]), decode_hash(lines[2])
        if size is None or root is None:
            raise MalformedInput("log.checkpoint", "not a size and a root")
        return cls(lines[0], size, root, tuple(lines[3:]))

    def format(self) -> str:
        """Write the checkpoint as the text of a note."""
        lines = (self.origin, str(self.size), encode_base64(self.root), *self.extensions)
        return "\n".join(lines) + "\n"


@final
@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A note whose text is a checkpoint. Well formed; nothing in it is verified.

    Attributes:
        note: what stood there, signatures included.
        checkpoint: its text, read.
    """

    note: Note
    checkpoint: Checkpoint

    def __post_init__(self) -> None:
        if self.note.text != self.checkpoint.format():
            raise ValueError("the note of another checkpoint")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a signed checkpoint.

        Raises:
            MalformedInput: ``note.malformed``, ``log.checkpoint``, ``input.too_large``.
        """
        return cls.of(Note.parse(raw))

    @classmethod
    def of(cls, signed: Note) -> Self:
        """Read the text of a note as a checkpoint; errors as :meth:`Checkpoint.parse`."""
        return cls(signed, Checkpoint.parse(signed.text))

    def format(self) -> bytes:
        """Write the note."""
        return self.note.format()

    def with_signatures(self, *lines: SignatureLine) -> Self:
        """Make the same checkpoint with further signatures."""
        return type(self)(self.note.with_signatures(*lines), self.checkpoint)
