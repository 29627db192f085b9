"""What others said of a held proof, as the vault keeps it: who vouched, what a list said last."""

from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias, final, get_args

from livret_core.errors import MalformedInput
from livret_wallet.record_form import Members, check_text, check_time

Stand: TypeAlias = Literal["valid", "suspended", "revoked"]
_STANDS: Final[tuple[Stand, ...]] = get_args(Stand)


@final
@dataclass(frozen=True, slots=True)
class StatusSeen:
    """What a status list said of a proof when the wallet looked last.

    Attributes:
        stand: of all its copies: the worst that was said of one.
        checked_at_s: when that was, seconds since 1970.
        listed_at_s: when the list was signed; ``None`` for a proof that needs none.
    """

    stand: Stand
    checked_at_s: int
    listed_at_s: int | None = None

    def __post_init__(self) -> None:
        if self.stand not in _STANDS:
            raise MalformedInput("vault.record", "`stand` is none we know")
        check_time(self.checked_at_s)
        if self.listed_at_s is not None:
            check_time(self.listed_at_s)

    @classmethod
    def read(cls, members: Members | None) -> Self | None:
        """Read one from its record; None for none."""
        if members is None:
            return None
        typed = members.text("stand")
        stand = next((each for each in _STANDS if each == typed), None)
        if stand is None:
            raise MalformedInput("vault.record", "`stand` is none we know")
        seen = cls(stand, members.integer("checked_at_s"), members.optional_integer("listed_at_s"))
        members.check_spent()
        return seen


@final
@dataclass(frozen=True, slots=True)
class Vouched:
    """Who vouched for the signer of a proof when it came, besides the signer.

    Attributes:
        origin: of the public ledger.
        who: the signer's registered number there.
        as_of_s: the time of the head that showed it, seconds since 1970.
        members: how many independent members had seen that head.
        all_members: of how many.
    """

    origin: str
    who: str
    as_of_s: int
    members: int
    all_members: int

    def __post_init__(self) -> None:
        check_text(self.origin)
        check_text(self.who)
        check_time(self.as_of_s)
        if not 0 <= self.members <= self.all_members:
            raise MalformedInput("vault.record", "more members than there are")

    @classmethod
    def read(cls, members: Members | None) -> Self | None:
        """Read one from its record; None for none."""
        if members is None:
            return None
        vouched = cls(
            members.text("origin"),
            members.text("who"),
            members.integer("as_of_s"),
            members.integer("members"),
            members.integer("all_members"),
        )
        members.check_spent()
        return vouched
