"""The end of verifying: how the checks add up, and what was proved when every one passed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from types import MappingProxyType
from typing import Final, NamedTuple, final

import msgspec

from livret_core.credential.claim_path import ClaimPath
from livret_core.credential.verified import VerifiedCredential
from livret_core.encoding.json import JsonValue
from livret_core.errors import Fact, LivretError
from livret_core.ledger.head import Head
from livret_verifier.answer import count_not_asked
from livret_verifier.checks import CHECKS
from livret_verifier.policy import AcceptedIssuer, Procedure
from livret_verifier.report import Outcome, Report
from livret_verifier.run import Run

_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPresentation:
    """A presentation that passed every check. Only this module makes one.

    Attributes:
        issuer: the accepted issuer, as the policy names it.
        vct: the credential's type.
        claims: what was asked for and nothing else, by path; for a path with a
            ``None`` part, the list of what it selects.
        not_asked: how many claims were disclosed that nobody asked for. They are
            dropped here and must not be kept.
        issued_at_s, expires_at_s: seconds since 1970, None where it does not say.
    """

    issuer: AcceptedIssuer
    vct: str
    claims: Mapping[ClaimPath, JsonValue]
    not_asked: int
    issued_at_s: float | None
    expires_at_s: float | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("VerifiedPresentation is made by the verifying machine only")


@final
class Verdict(msgspec.Struct, frozen=True):
    """The end: a report, and the presentation when (and only when) it is accepted.

    ``head`` is that of what the ledger showed of the issuer, if it was believed: to be remembered,
    whatever the verdict, so that nothing older is ever believed again.
    """

    report: Report
    presentation: VerifiedPresentation | None
    head: Head | None = None


class Proven(NamedTuple):
    """A verified credential, and the claims in it that were asked for."""

    credential: VerifiedCredential
    claims: Mapping[ClaimPath, JsonValue]


def conclude(run: Run, accepted: AcceptedIssuer | None, answer: Proven | None = None) -> Verdict:
    """Add up how the checks of a run ended. Acceptance takes every check, each passed.

    Args:
        run: with the results of all checks that were made.
        accepted: whose credential it is taken to be; None where nobody's.
        answer: what was proved; None where it did not come to that.
    """
    outcome, reason = judge(run.failures)
    question = run.question
    facts: dict[str, Fact] = {
        "service": question.policy.service,
        "procedure": question.procedure.name,
    }
    if accepted is not None:
        facts["issuer"] = accepted.name
    head = run.heads[0] if run.heads else None
    seen = head or (run.alive[0] if run.alive else None)
    report = Report(
        outcome,
        reason,
        tuple(run.results),
        len(CHECKS),
        question.now_s,
        facts,
        seen,
        run.dates[0] if run.dates else None,
        run.retired[0] if run.retired else None,
    )
    if outcome is not Outcome.ACCEPTED:
        return Verdict(report, None, head)
    if answer is None or accepted is None or len(run.results) != len(CHECKS):
        raise AssertionError("accepted without every check")
    return Verdict(report, _present(answer, accepted, question.procedure), head)


def _present(
    answer: Proven, accepted: AcceptedIssuer, procedure: Procedure
) -> VerifiedPresentation:
    credential = answer.credential
    return VerifiedPresentation(
        issuer=accepted,
        vct=credential.registered.vct,
        claims=MappingProxyType(answer.claims),
        not_asked=count_not_asked(credential, procedure),
        issued_at_s=credential.validity.issued_at_s,
        expires_at_s=credential.validity.expires_at_s,
        seal=_SEAL,
    )


def judge(failures: Sequence[LivretError]) -> tuple[Outcome, LivretError | None]:
    """Say what the failed checks, in their order, add up to.

    A refusal outranks everything: it is certain. Malformed outranks unavailable,
    since no later answer can mend it.
    """
    for outcome in (Outcome.REFUSED, Outcome.MALFORMED, Outcome.UNAVAILABLE):
        for error in failures:
            if error.branch == outcome.value:
                return outcome, error
    return Outcome.ACCEPTED, None
