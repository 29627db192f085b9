"""Answers for the tests of an application: a yes, and every no there is, in one line each.

    accepted(commune="Verneuil-sur-Lys")
    refused("status.revoked")

    @pytest.mark.parametrize("answer", every_refusal(), ids=lambda answer: answer.code)
    def test_nobody_gets_in_without_a_yes(answer): ...

Nothing is signed or verified here: what these say is what the application would be told. A
claim or a reason that there is none of is an error, so that no test passes by a slip of the pen.
"""

import difflib
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from livret_core.codes import CODES
from livret_core.credential import catalogue
from livret_core.credential.claim_path import format_path
from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonValue
from livret_core.errors import Fact, LivretError, MalformedInput, Refused, Unavailable
from livret_verifier.answered import Answer
from livret_verifier.checks import CHECKS
from livret_verifier.reasons import REASONS
from livret_verifier.report import CheckResult, Outcome, Report

__all__ = ["accepted", "every_refusal", "refused"]

#: When all of them were decided: 1 January 2026.
AT_S: Final = 1_767_225_600
_ERRORS: Final[dict[str, type[LivretError]]] = {
    "refused": Refused,
    "malformed": MalformedInput,
    "unavailable": Unavailable,
}


def accepted(issuer: str = "Verneuil-sur-Lys", /, **claims: JsonValue) -> Answer:
    """Give an answer that is accepted; a claim inside another is ``**{"address.locality": …}``.

    Args:
        issuer: who signed, as the policy would name it.
        claims: what was asked for, all of it of one type (``livret types TYPE`` has the names).

    Raises:
        ValueError: a claim that no type has, with those there are.
    """
    _check_claims(claims)
    results = tuple(CheckResult(check, None) for check in CHECKS)
    report = Report(Outcome.ACCEPTED, None, results, len(CHECKS), AT_S)
    report.facts["issuer"] = issuer
    told = {"event": "verdict", **report.to_json(), "claims": dict(claims)}
    return Answer(Outcome.ACCEPTED, None, MappingProxyType(claims), issuer, told)


def refused(code: str, /, **facts: Fact) -> Answer:
    """Give an answer that is not accepted, or of which nobody could find out, for this reason.

    Args:
        code: why; one of :data:`livret_verifier.reasons.REASONS`.
        facts: for the sentence of :meth:`Answer.says` (``expired_at_s=…``).

    Raises:
        ValueError: no answer ends for this reason, with those that look like it.
    """
    if code not in REASONS:
        near = difflib.get_close_matches(code, REASONS, n=3) or REASONS[:1]
        raise ValueError(f"no answer ends for the reason {code!r}; like it: {', '.join(near)}")
    branch = CODES[code].branch
    error, outcome = _ERRORS[branch](code, **facts), Outcome(branch)
    report = Report(outcome, error, (), len(CHECKS), AT_S, dict(facts))
    told = {"event": "verdict", **report.to_json(), "claims": None}
    return Answer(outcome, code, report=told, facts=MappingProxyType(facts))


def every_refusal() -> tuple[Answer, ...]:
    """Give an answer for each reason that one can end for, once, in the order of their names."""
    return tuple(refused(code) for code in REASONS)


def _check_claims(claims: Iterable[str]) -> None:
    asked, types = set(claims), catalogue.all_types()
    known = {name for kind in types for name in _names(kind)}
    unknown = sorted(asked - known)
    if unknown:
        near = difflib.get_close_matches(unknown[0], known, n=1)
        hint = f"; like it: {near[0]!r}" if near else ""
        names = ", ".join(sorted(known))
        raise ValueError(f"no type has the claim {unknown[0]!r}{hint}; there are {names}")
    if not any(asked <= _names(kind) for kind in types):
        raise ValueError(f"no one type has all of: {', '.join(sorted(asked))}")


def _names(kind: CredentialType) -> set[str]:
    """Name what a procedure can ask for of a type: what has parts is asked for by its parts."""
    paths = [claim.path for claim in kind.claims]
    return {
        format_path(path)
        for path in paths
        if not any(other != path and other[: len(path)] == path for other in paths)
    }
