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
    """What one run is about, and how its checks have ended so far."""

    presentation: Presentation
    question: Question
    memo: Memo
    results: list[CheckResult]
    failures: list[LivretError]
    shown: list[Shown]
    dates: list[DatedBy]
    retired: list[int]
    heads: list[Head]

    def dated(self, found: tuple[_T, DatedBy | None]) -> _T:
        """Note the evidence that a check could not have passed without, if there was any."""
        if found[1] is not None:
            self.dates.append(found[1])
        return found[0]
