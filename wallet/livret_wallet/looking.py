"""What a holder who looks now has asked, and what came of it. Pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from livret_core.errors import LivretError
from livret_wallet.contents import Contents

if TYPE_CHECKING:
    from livret_wallet.pickup_record import Pickup
    from livret_wallet.records import HeldBatch


@final
@dataclass(frozen=True, slots=True)
class Looked:
    """What came of it.

    Attributes:
        asked: how many askings there were.
        came: how many proofs came.
        put_off: how many come later, as their town halls said.
        failed: what was not answered, or refused: by the name of the town hall, with the reason.
    """

    asked: int = 0
    came: int = 0
    put_off: int = 0
    failed: tuple[tuple[str, LivretError], ...] = ()


def begun(contents: Contents) -> "tuple[Pickup, ...]":
    """Give what was begun and is to be asked for; not what came, and waits for its holder's word."""
    return tuple(each for each in contents.fetching if each.is_open and not each.awaits_holder)


def renewable(contents: Contents) -> "tuple[HeldBatch, ...]":
    """Give the proofs whose town hall said how to ask for a newer one, and that none is begun of."""
    under_way = {each.renews for each in contents.fetching if each.is_open}
    return tuple(
        each for each in contents.batches if contents.may_renew(each) and each.id not in under_way
    )
