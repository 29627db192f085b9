"""The recovery words of a wallet, as its vault keeps them to seal backups under them."""

from dataclasses import dataclass, field
from typing import Final, Self, final

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput
from livret_wallet.record_form import Members, check_time, format_record

#: What recovery words stand for.
ENTROPY_BYTES: Final = 16


@final
@dataclass(frozen=True, slots=True)
class Recovery:
    """What the words of the recovery sheet stand for. Its ``repr`` shows nothing of it.

    Attributes:
        entropy: 16 random bytes. A secret: it opens every backup sealed under it.
        made_at_s: when it was drawn, seconds since 1970.
        checked_at_s: when somebody showed that the sheet can be read; None if nobody did.
    """

    entropy: bytes = field(repr=False)
    made_at_s: int
    checked_at_s: int | None = None

    def __post_init__(self) -> None:
        if len(self.entropy) != ENTROPY_BYTES:
            raise MalformedInput("vault.record", "`entropy` is not of 16 bytes")
        for seconds in (self.made_at_s, self.checked_at_s or 0):
            check_time(seconds)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON and base64url."""
        members = Members.parse(raw)
        recovery = cls(
            base64url.decode(members.text("entropy")),
            members.integer("made_at_s"),
            members.optional_integer("checked_at_s"),
        )
        members.check_spent()
        return recovery

    def format(self) -> bytes:
        """Write the record."""
        return format_record(
            {
                "entropy": base64url.encode(self.entropy),
                "made_at_s": self.made_at_s,
                "checked_at_s": self.checked_at_s,
            }
        )
