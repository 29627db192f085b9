"""The fraud file as it travels: one spelling of each, and nothing of it checked. Pure.

Layout: ``docs/spec/fraud.md``. What one shows is for :mod:`livret_ledger.fraud`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias, final

import msgspec

from livret_core import limits
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.tlog.checkpoint import SignedCheckpoint

FILE_BYTES: Final = 4 << 20  # two notes as large as notes are read, and a little more

_HashText = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z")]
_ProofText = Annotated[tuple[_HashText, ...], msgspec.Meta(max_length=limits.LOG_PROOF_HASHES)]
_NoteText = Annotated[str, msgspec.Meta(max_length=limits.NOTE_BYTES)]


class _HeadsForm(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="two-heads"
):
    v: Literal[1]
    first: _NoteText
    second: _NoteText
    root: _HashText | None
    proof: _ProofText


class _EntryForm(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="bad-entry"
):
    v: Literal[1]
    head: _NoteText
    index: Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]
    rule: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9_]{1,40}\.[a-z0-9_]{1,40}\Z")]
    leaf: Annotated[str, msgspec.Meta(max_length=90_000)]
    inclusion: _ProofText
    before: _ProofText


@final
@dataclass(frozen=True, slots=True)
class TwoHeads:
    """Two heads that one log signed, and that are not of one history. Nothing is verified.

    Attributes:
        first: the smaller, or either of one size.
        second: the other.
        root: of as many leaves as *first* has, in the tree of *second*; None for one size.
        proof: that it is so: from there to *second*; empty for one size.
    """

    first: SignedCheckpoint
    second: SignedCheckpoint
    root: bytes | None = None
    proof: tuple[bytes, ...] = ()

    def format(self) -> bytes:
        """Write the file."""
        return _format(
            {
                "v": 1,
                "kind": "two-heads",
                "first": self.first.format().decode(),
                "second": self.second.format().decode(),
                "root": None if self.root is None else base64url.encode(self.root),
                "proof": _texts(self.proof),
            }
        )


@final
@dataclass(frozen=True, slots=True)
class BadEntry:
    """An entry that a head covers and the rules refuse. Nothing is verified.

    Attributes:
        head: signed by the log.
        index: of the entry, from 0.
        rule: the code with which the rules refuse it; ``ledger.not_last`` for a head whose
            last entry is no ``state.commit``.
        leaf: the entry's octets.
        inclusion: proof that it stands there.
        before: proof from the tree of the entries before it to the head.
    """

    head: SignedCheckpoint
    index: int
    rule: str
    leaf: bytes
    inclusion: tuple[bytes, ...]
    before: tuple[bytes, ...]

    def format(self) -> bytes:
        """Write the file."""
        return _format(
            {
                "v": 1,
                "kind": "bad-entry",
                "head": self.head.format().decode(),
                "index": self.index,
                "rule": self.rule,
                "leaf": base64url.encode(self.leaf),
                "inclusion": _texts(self.inclusion),
                "before": _texts(self.before),
            }
        )


Fraud: TypeAlias = TwoHeads | BadEntry


def parse(raw: bytes) -> Fraud:
    """Read a fraud file; there is one spelling of each.

    Raises:
        MalformedInput: ``fraud.malformed``, ``input.*``, and what reading a head raises.
    """
    value = json_encoding.parse_object(raw, max_bytes=FILE_BYTES)
    if jcs.canonicalize(value) + b"\n" != raw:
        raise MalformedInput("fraud.malformed", "not in canonical form")
    try:
        form = msgspec.convert(value, _HeadsForm | _EntryForm)
    except msgspec.ValidationError:
        raise MalformedInput("fraud.malformed", "a member missing, unknown or wrong") from None
    if isinstance(form, _HeadsForm):
        return TwoHeads(
            SignedCheckpoint.parse(form.first.encode()),
            SignedCheckpoint.parse(form.second.encode()),
            None if form.root is None else base64url.decode(form.root),
            _hashes(form.proof),
        )
    return BadEntry(
        SignedCheckpoint.parse(form.head.encode()),
        form.index,
        form.rule,
        base64url.decode(form.leaf),
        _hashes(form.inclusion),
        _hashes(form.before),
    )


def _format(value: JsonObject) -> bytes:
    return jcs.canonicalize(value) + b"\n"


def _texts(hashes: Sequence[bytes]) -> list[JsonValue]:
    return [base64url.encode(value) for value in hashes]


def _hashes(texts: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(base64url.decode(text) for text in texts)
