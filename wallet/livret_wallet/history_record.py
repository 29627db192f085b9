"""What the vault keeps of what happened, one record for each thing: never what was said."""

from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias, final, get_args

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_wallet.record_form import Members, check_id, check_text, check_time, format_record

HistoryKind: TypeAlias = Literal[
    "received",
    "not_received",
    "sending",
    "sent",
    "refused",
    "failed",
    "backed_up",
    "restored",
    "put_off",
    "withdrawn",
    "paused",
    "unanswered",
]
ClaimPath: TypeAlias = tuple[str | int, ...]

_KINDS: Final[tuple[HistoryKind, ...]] = get_args(HistoryKind)


@final
@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened, without what was said: names of claims, never values.

    Attributes:
        at_s: seconds since 1970.
        kind: what happened; ``sending`` where nothing says any more how it ended. ``backed_up``
            and ``restored`` are with nobody; ``withdrawn`` and ``paused`` were seen in a list;
            ``unanswered`` is a request that was looked at and left for later.
        counterparty: with whom: a DID, a host or a name.
        batch_id: of the :class:`HeldBatch` concerned, if there was one.
        disclosed: paths of the claims that left, names and array indexes only.
        request_digest: SHA-256 of the request answered, 32 bytes, if there was one.
        dated_day: the day that what dates the proof is of, if that left too; days since 1970.
        vct: the type of what it was about, where that was known: it is read when the proof is
            held no more.
        reason: why it was not: one of :data:`livret_core.codes.CODES`.
        wanted: paths of the claims that were asked for and did not leave; as *disclosed*.
    """

    at_s: int
    kind: HistoryKind
    counterparty: str
    batch_id: str | None = None
    disclosed: tuple[ClaimPath, ...] = ()
    request_digest: bytes | None = None
    dated_day: int | None = None
    vct: str | None = None
    reason: str | None = None
    wanted: tuple[ClaimPath, ...] = ()

    def __post_init__(self) -> None:
        check_time(self.at_s)
        if self.kind not in _KINDS:
            raise MalformedInput("vault.record", "`kind` is none we know")
        for text in (self.counterparty, self.vct or "", self.reason or ""):
            check_text(text)
        if self.batch_id is not None:
            check_id(self.batch_id, "batch_id")
        if max(len(self.disclosed), len(self.wanted)) > limits.DISCLOSURES:
            raise MalformedInput("vault.record", "more paths than disclosures")
        for path in (*self.disclosed, *self.wanted):
            check_path(path)
        if self.request_digest is not None and len(self.request_digest) != 32:
            raise MalformedInput("vault.record", "`request_digest` is not a SHA-256 digest")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON and base64url."""
        members = Members.parse(raw)
        digest = members.optional_text("request_digest")
        entry = cls(
            at_s=members.integer("at_s"),
            kind=_parse_kind(members.text("kind")),
            counterparty=members.text("counterparty"),
            batch_id=members.optional_text("batch_id"),
            disclosed=tuple(_parse_path(item) for item in members.array("disclosed")),
            request_digest=None if digest is None else base64url.decode(digest),
            dated_day=members.absent_or_integer("dated_day"),
            vct=members.absent_or_text("vct"),
            reason=members.absent_or_text("reason"),
            wanted=tuple(_parse_path(item) for item in members.absent_or_array("wanted")),
        )
        members.check_spent()
        return entry

    def format(self) -> bytes:
        """Write the record."""
        return format_record(
            {
                "at_s": self.at_s,
                "kind": self.kind,
                "counterparty": self.counterparty,
                "batch_id": self.batch_id,
                "disclosed": [list(path) for path in self.disclosed],
                "request_digest": (
                    None if self.request_digest is None else base64url.encode(self.request_digest)
                ),
                **({} if self.dated_day is None else {"dated_day": self.dated_day}),
                **({} if self.vct is None else {"vct": self.vct}),
                **({} if self.reason is None else {"reason": self.reason}),
                **({"wanted": [list(path) for path in self.wanted]} if self.wanted else {}),
            }
        )


def _parse_kind(text: str) -> HistoryKind:
    for kind in _KINDS:
        if kind == text:
            return kind
    raise MalformedInput("vault.record", "`kind` is none we know")


def _parse_path(value: JsonValue) -> ClaimPath:
    if not isinstance(value, list):
        raise MalformedInput("vault.record", "a path in `disclosed` is not an array")
    path: list[str | int] = []
    for step in value:
        if isinstance(step, bool) or not isinstance(step, str | int):
            raise MalformedInput("vault.record", "a path in `disclosed` is not names and indexes")
        path.append(step)
    return tuple(path)


def check_path(path: ClaimPath) -> None:
    """Check that a path can be kept: names and indexes, no deeper than any claim is."""
    if not 1 <= len(path) <= limits.JSON_DEPTH:
        raise MalformedInput("vault.record", "an empty path in `disclosed`, or too long a one")
    for step in path:
        if isinstance(step, str):
            check_text(step)
        elif step < 0:
            raise MalformedInput("vault.record", "an index in `disclosed` below zero")
