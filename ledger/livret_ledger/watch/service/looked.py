"""What a look of a watch came to, and whether somebody has to act on it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import final

from livret_core.errors import LivretError
from livret_core.ledger.head import CosignedHead
from livret_ledger.watch.alarms import Alert


@final
@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to.

    Attributes:
        head: up to which was looked; None when it could not be.
        new: alerts that were not there before.
        open: entries that were found, now or earlier, and do not stand in the journal.
        error: why nothing could be found out, or the ledger is not to be believed.
        silent_since_s: since when nothing was heard, when that is too long; else None.
        untold: why an alert is still owed to somebody; None when none is.
        missing: what the journal says is on the ledger, and the ledger does not have there.
        succession: the open entry by which another DID goes on for this one, unless the ledger
            has its refusal.
    """

    head: CosignedHead | None
    new: tuple[Alert, ...]
    open: tuple[Alert, ...]
    error: LivretError | None
    silent_since_s: int | None
    untold: LivretError | None
    missing: tuple[Alert, ...] = ()
    succession: Alert | None = None

    @property
    def found(self) -> bool:
        """Whether an entry was found that nobody was told of before."""
        return any(each.index is not None for each in self.new)

    @property
    def is_alarm(self) -> bool:
        """Whether somebody has to act: on what is new, missing, or an answer that is still owed."""
        owed = self.theft is not None or self.succession is not None
        return self.found or owed or bool(self.missing)

    @property
    def theft(self) -> Alert | None:
        """The first open entry that only keys of the owner's can have made."""
        return next((each for each in self.open if each.is_theft), None)


def open_alerts(alerts: Collection[Alert], journal: Collection[str]) -> tuple[Alert, ...]:
    """Give the entries that do not stand in the journal yet."""
    return tuple(
        each for each in alerts if each.index is not None and each.operation not in journal
    )
