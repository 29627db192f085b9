"""What a holder prefers and nobody need know before the wallet is open, as its vault keeps it."""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.errors import MalformedInput
from livret_wallet.record_form import Members, format_record

#: After how long a wallet that nobody touches may lock itself, seconds. None is shorter than ten
#: minutes: people read slowly, and are called away.
LOCKS_AFTER_S: Final = (600, 1_200, 1_800, 3_600)


@final
@dataclass(frozen=True, slots=True)
class Preferences:
    """What is preferred.

    Attributes:
        lock_after_s: one of :data:`LOCKS_AFTER_S`.
    """

    lock_after_s: int = LOCKS_AFTER_S[0]

    def __post_init__(self) -> None:
        if self.lock_after_s not in LOCKS_AFTER_S:
            raise MalformedInput("vault.record", "a time that nobody can choose")

    @property
    def next_lock_after_s(self) -> int:
        """The next time to choose."""
        at = LOCKS_AFTER_S.index(self.lock_after_s)
        return LOCKS_AFTER_S[(at + 1) % len(LOCKS_AFTER_S)]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON."""
        members = Members.parse(raw)
        preferences = cls(members.integer("lock_after_s"))
        members.check_spent()
        return preferences

    def format(self) -> bytes:
        """Write the record."""
        return format_record({"lock_after_s": self.lock_after_s})
