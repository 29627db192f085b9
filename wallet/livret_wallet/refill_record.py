"""When to ask a town hall again for one proof, as the vault keeps it."""

from dataclasses import dataclass
from typing import Self, final

from livret_core.errors import MalformedInput
from livret_wallet.record_form import Members, check_id, check_time, format_record


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Refill:
    """What is planned for one proof.

    Attributes:
        batch_id: of the proof.
        next_s: when to look again, drawn; seconds since 1970.
        asked_s: when its town hall was asked last; 0 for never.
        fruitless: how often in a row there was nothing newer.
        is_over: whether the town hall takes what it was asked with no more.
    """

    batch_id: str
    next_s: int
    asked_s: int = 0
    fruitless: int = 0
    is_over: bool = False

    def __post_init__(self) -> None:
        check_id(self.batch_id, "batch_id")
        for seconds in (self.next_s, self.asked_s):
            check_time(seconds)
        if self.fruitless < 0:
            raise MalformedInput("vault.record", "fewer times than never")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON."""
        members = Members.parse(raw)
        refill = cls(
            batch_id=members.text("batch_id"),
            next_s=members.integer("next_s"),
            asked_s=members.integer("asked_s"),
            fruitless=members.integer("fruitless"),
            is_over=members.integer("is_over") != 0,
        )
        members.check_spent()
        return refill

    def format(self) -> bytes:
        """Write the record."""
        return format_record(
            {
                "batch_id": self.batch_id,
                "next_s": self.next_s,
                "asked_s": self.asked_s,
                "fruitless": self.fruitless,
                "is_over": int(self.is_over),
            }
        )
