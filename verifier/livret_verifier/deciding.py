"""From what was posted to a verdict: the one way that service, command and library go. Pure."""

from typing import Final

from livret_core.credential.presentation import Presentation
from livret_core.errors import LivretError, Refused
from livret_core.ledger.trusting import Believed
from livret_core.openid4vp.response_error import ErrorResponse
from livret_verifier.checks import CHECKS
from livret_verifier.memo import Memo
from livret_verifier.policy import Policy
from livret_verifier.question import Question
from livret_verifier.report import Outcome, Report
from livret_verifier.transaction import Transaction
from livret_verifier.verdict import Verdict
from livret_verifier.verify import Step, begin

#: So many answers to one request are looked at while nobody can find out. Each may cost a
#: look-up, and who sends them is anybody who saw the request.
TRIES: Final = 5


def is_decided(outcome: Outcome, tries: int) -> bool:
    """Say whether a request is over with this answer.

    Args:
        outcome: of it.
        tries: how many were looked at before.
    """
    return outcome is not Outcome.UNAVAILABLE or tries + 1 >= TRIES


def begin_answer(
    asked: Transaction,
    shown: str | ErrorResponse,
    policy: Policy,
    memo: Memo,
    *,
    now_s: int,
    answered_at_s: int | None = None,
    believed: Believed | None = None,
) -> Step:
    """Begin to check what answers a request over the network.

    Args:
        asked: the request.
        shown: as :meth:`Transaction.read` gives it.
        policy: whom the service believes.
        memo: what was verified before.
        now_s: seconds since 1970.
        answered_at_s: when it was answered before, None if never.
        believed: the public ledger, if its words were confirmed here.

    Returns:
        What is needed, or a verdict: a holder's no is one, and so is what cannot be read.
    """
    if isinstance(shown, ErrorResponse):
        return unreadable(Refused("answer.declined"), now_s=now_s)
    try:
        presentation = Presentation.parse(shown)
        asked.check_answered_in_time(presentation)
    except LivretError as error:
        return unreadable(error, now_s=now_s)
    question = Question(
        policy, asked.procedure, asked.client_id, asked.nonce, answered_at_s, now_s, believed
    )
    return begin(presentation, question, memo)


def unreadable(error: LivretError, *, now_s: int) -> Verdict:
    """Give the verdict on a presentation that no check could be made of."""
    outcome = Outcome(error.branch)
    return Verdict(Report(outcome, error, (), len(CHECKS), now_s), None)
