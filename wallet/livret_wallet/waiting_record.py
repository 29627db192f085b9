"""A link that its holder decides about later, as the vault keeps it until it is decided or over."""

from dataclasses import dataclass, field
from typing import Final, Literal, Self, TypeAlias, final, get_args

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_wallet.record_form import Members, check_text, check_time, format_record

Kind: TypeAlias = Literal["request", "offer"]

_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One of them.

    Attributes:
        kind: what the link leads to.
        link: as it was pasted or opened. Whoever has it can do with it what the holder can.
        who: what that who asks or offers calls itself; proves nothing.
        since_s: when it was put aside, seconds since 1970.
        until_s: how long it is good; None where nobody said.
        did: whom a ledger knows it by who asks or offers; empty where none does.
        hosts: of that one's certificate, as an authority verified them; empty for none.
            Both are empty in a record of earlier versions.
    """

    kind: Kind
    link: str = field(repr=False)
    who: str
    since_s: int
    until_s: int | None = None
    did: str = ""
    hosts: str = ""

    def __post_init__(self) -> None:
        for text in (self.who, self.did, self.hosts):
            check_text(text)
        if not 1 <= len(self.link) <= limits.OFFER_BYTES or not self.link.isascii():
            raise MalformedInput("vault.record", "`link` is none")
        for seconds in (self.since_s, self.until_s or 0):
            check_time(seconds)

    def is_over(self, now_s: int) -> bool:
        """Whether it is known to lead nowhere any more."""
        return self.until_s is not None and now_s >= self.until_s

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON."""
        members = Members.parse(raw)
        kind = members.text("kind")
        if kind not in _KINDS:
            raise MalformedInput("vault.record", "`kind` is none we know")
        waiting = cls(
            kind=_KINDS[_KINDS.index(kind)],
            link=members.text("link"),
            who=members.text("who"),
            since_s=members.integer("since_s"),
            until_s=members.optional_integer("until_s"),
            did=members.absent_or_text("did") or "",
            hosts=members.absent_or_text("hosts") or "",
        )
        members.check_spent()
        return waiting

    def format(self) -> bytes:
        """Write the record."""
        return format_record(
            {
                "kind": self.kind,
                "link": self.link,
                "who": self.who,
                "since_s": self.since_s,
                "until_s": self.until_s,
                **({"did": self.did} if self.did else {}),
                **({"hosts": self.hosts} if self.hosts else {}),
            }
        )
