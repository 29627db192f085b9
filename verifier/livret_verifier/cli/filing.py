"""An answer in a file is decided about, once."""

import time
from typing import Final, NamedTuple

from livret_core import limits
from livret_core.credential.presentation import Presentation
from livret_core.errors import LivretError, Refused
from livret_core.ledger.dating import Dating
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.words import printable_json
from livret_core.words.instants import dated
from livret_edge.arguments import Asked
from livret_edge.files import check_folder, named_by, read_file
from livret_edge.saying import local_zone, now_s
from livret_verifier.asking import check_answers_in_time
from livret_verifier.deciding import unreadable
from livret_verifier.gather import FolderGatherer, drive
from livret_verifier.memo import Memo
from livret_verifier.policy import Policy
from livret_verifier.question import Question
from livret_verifier.rendering import report_lines, verdict_lines, verdict_object
from livret_verifier.store import Desk, OpenRequest
from livret_verifier.verdict import Verdict
from livret_verifier.verify import begin

_MAX_ANSWER_BYTES: Final = 4 << 20


def file(asked: Asked) -> int:
    """Decide about an answer by the desk's own policy."""
    desk = Desk.open(asked.home)
    return check(asked, desk, desk.policy())


def check(asked: Asked, desk: Desk, policy: Policy) -> int:
    """Decide about an answer in a file by a policy, and say why; the verdict's exit status."""
    voice = asked.voice
    procedure = policy.procedure(asked.procedure)
    check_folder(asked.evidence, "--evidence")
    with named_by(asked.named("answer")):
        answer = AuthorizationResponse.parse(read_file(asked.answer, _MAX_ANSWER_BYTES))
    dating = None
    if asked.dating is not None:
        with named_by(asked.named("dating")):
            dating = Dating.parse(read_file(asked.dating, limits.DATING_BYTES))
    request = desk.find(answer.state)
    if request.procedure != procedure.name or answer.query_id != procedure.name:
        raise Refused("request.unknown", "made for another procedure")
    started = time.perf_counter()
    verdict = _verify(asked, desk, policy, _Answered(answer, request, dating))
    elapsed_ms = (time.perf_counter() - started) * 1e3
    if voice.json:
        print(printable_json(dated(verdict_object(verdict)), indent=None))
        return verdict.report.outcome.exit_status
    voice.drawn(
        verdict_lines(
            verdict,
            procedure,
            voice.lang,
            elapsed_ms=elapsed_ms,
            plain=voice.plain,
            colour=voice.colour,
            zone=local_zone,
        )
    )
    if asked.report:
        voice.lines(report_lines(verdict.report, voice.lang, plain=voice.plain, zone=local_zone))
    return verdict.report.outcome.exit_status


class _Answered(NamedTuple):
    """An answer, the request it is to, and what came beside it to date it."""

    answer: AuthorizationResponse
    request: OpenRequest
    dating: Dating | None


def _verify(asked: Asked, desk: Desk, policy: Policy, answered: _Answered) -> Verdict:
    at_s = now_s()
    answer, request, dating = answered
    procedure = policy.procedure(asked.procedure)
    try:
        presentation = Presentation.parse(answer.presentation)
        check_answers_in_time(presentation, expires_at_s=request.expires_at_s)
    except LivretError as error:
        return unreadable(error, now_s=at_s)
    gatherer = FolderGatherer(asked.evidence, clock=now_s)
    memo = Memo()
    believed = desk.ledgers.believed(policy.ledger)

    def decide(answered_at_s: int | None) -> Verdict:
        question = Question(
            policy,
            procedure,
            request.client_id,
            request.nonce,
            answered_at_s,
            at_s,
            believed,
            dating,
        )
        verdict = drive(begin(presentation, question, memo), gatherer.gather)
        if verdict.head is not None:
            desk.ledgers.remember(verdict.head)
        return verdict

    verdict = decide(request.answered_at_s)
    if verdict.presentation is None or asked.dry_run:
        return verdict
    # Two windows may be reading the same answer: whoever marks it first has it.
    if desk.mark_answered(request.state, now_s=at_s):
        return verdict
    return decide(at_s)
