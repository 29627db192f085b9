"""One run of the verifying machine: what it is about, and how its checks have ended so far."""

from typing import TypeVar, final

import msgspec

from livret_core.credential.presentation import Presentation
from livret_core.errors import LivretError
from livret_core.ledger.head import Head
from livret_verifier.memo import Memo
from livret_verifier.on_ledger import Shown
from livret_verifier.question import Question
from livret_verifier.report import CheckResult, DatedBy

_T = TypeVar("_T")


@final
class Run(msgspec.Struct, frozen=True):
    """What one run is about, and how its checks have ended so far.

    ``heads`` are those of what the ledger showed of a body, to be remembered; ``alive`` is one that
    showed no more than that the ledger is at work. That is of this minute, and what it shows of
    bodies is of the hour: remembered, it would keep all of that from being believed.
    """

    presentation: Presentation
    question: Question
    memo: Memo
    results: list[CheckResult]
    failures: list[LivretError]
    shown: list[Shown]
    dates: list[DatedBy]
    retired: list[int]
    heads: list[Head]
    alive: list[Head]

    def dated(self, found: tuple[_T, DatedBy | None]) -> _T:
        """Note the evidence that a check could not have passed without, if there was any."""
        if found[1] is not None:
            self.dates.append(found[1])
        return found[0]
