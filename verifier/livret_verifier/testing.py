"""Answers for the tests of an application: a yes, and every no there is, in one line each.

    accepted(commune="Verneuil-sur-Lys")
    refused("status.revoked")

    @pytest.mark.parametrize("answer", every_refusal(), ids=lambda answer: answer.code)
    def test_nobody_gets_in_without_a_yes(answer): ...

Nothing is signed or verified here: what these say is what the application would be told. A
claim or a reason that there is none of, and a value that no claim has, is an error, so that no
test passes by a slip of the pen.
"""

import difflib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from livret_core.codes import CODES
from livret_core.credential import catalogue
from livret_core.credential.claim_path import ClaimPath, format_path
from livret_core.credential.claim_shape import shape_of
from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonValue
from livret_core.errors import Fact, LivretError, MalformedInput, Refused, Unavailable
from livret_verifier.answered import Answer
from livret_verifier.checks import CHECKS
from livret_verifier.handed import check_kind
from livret_verifier.reasons import REASONS
from livret_verifier.report import CheckResult, Outcome, Report

__all__ = ["accepted", "askable", "every_refusal", "refused"]

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
            Under a path through every element, ``parents.*.family_name``, a list.

    Raises:
        ValueError: a claim that no type has, with those there are; a value that no proof of that
            type has there.
        TypeError: an issuer that is no text.
    """
    check_kind(issuer, str, "an issuer is called by a text, as 'Verneuil-sur-Lys'")
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
        facts: for the sentence of :meth:`Answer.says` (``expired_at_s=…``, in seconds since 1970).

    Raises:
        ValueError: no answer ends for this reason, with those that look like it, or with what
            to raise in the place of a call or a command that does end for it.
        TypeError: a reason that is no text, or a fact that is neither text nor a whole number.
    """
    check_kind(code, str, "a reason is a text, as 'status.revoked'; every_refusal() has them all")
    _check_facts(facts)
    if code not in REASONS:
        raise ValueError(f"no answer ends for the reason {code!r}; {_instead(code)}")
    branch = CODES[code].branch
    error, outcome = _ERRORS[branch](code, **facts), Outcome(branch)
    report = Report(outcome, error, (), len(CHECKS), AT_S, dict(facts))
    told = {"event": "verdict", **report.to_json(), "claims": None}
    return Answer(outcome, code, report=told, facts=MappingProxyType(facts))


def every_refusal() -> tuple[Answer, ...]:
    """Give an answer for each reason that one can end for, once, in the order of their names."""
    return tuple(refused(code) for code in REASONS)


def askable(kind: CredentialType) -> dict[str, ClaimPath]:
    """Give what a procedure can ask for of a type, by name: of what has parts, its parts."""
    paths = [claim.path for claim in kind.claims]
    return {
        format_path(path): path
        for path in paths
        if not any(other != path and other[: len(path)] == path for other in paths)
    }


def _check_facts(facts: Mapping[str, object]) -> None:
    for name, fact in facts.items():
        if name.endswith("_s"):
            check_kind(fact, int, f"{name} is a whole number of seconds")
        elif not isinstance(fact, int):
            check_kind(fact, str, f"{name} is a text or a whole number")


def _instead(code: str) -> str:
    """Say what is meant by a code that is no reason of an answer."""
    if code not in CODES:
        return f"like it: {', '.join(difflib.get_close_matches(code, REASONS, n=3) or REASONS[:1])}"
    error = _ERRORS[CODES[code].branch]
    return (
        f"it says {CODES[code].meaning!r}. Where a call of the library ends for it, or a command "
        f"does, let your double raise livret_core.errors.{error.__name__}({code!r})"
    )


def _check_claims(claims: Mapping[str, JsonValue]) -> None:
    types = {kind: askable(kind) for kind in catalogue.all_types()}
    known = {name for paths in types.values() for name in paths}
    unknown = sorted(claims.keys() - known)
    if unknown:
        near = difflib.get_close_matches(unknown[0], known, n=1)
        hint = f"; like it: {near[0]!r}" if near else ""
        names = ", ".join(sorted(known))
        raise ValueError(f"no type has the claim {unknown[0]!r}{hint}; there are {names}")
    wrong = [
        _wrong(kind, paths, claims)
        for kind, paths in types.items()
        if claims.keys() <= paths.keys()
    ]
    if not wrong:
        raise ValueError(f"no one type has all of: {', '.join(sorted(claims))}")
    if all(wrong):
        raise ValueError(wrong[0])


def _wrong(
    kind: CredentialType, paths: Mapping[str, ClaimPath], claims: Mapping[str, JsonValue]
) -> str:
    """Say which claim has a value that no proof of a type has; empty when all may be."""
    for name, value in claims.items():
        try:
            kind.check_claim(paths[name], value)
        except MalformedInput as error:
            rule = str(error.facts.get("rule", error.code.partition(".")[2]))
            wanted = shape_of(kind.schema, paths[name]).get(rule)
            # In a list it may be an element that is wrong.
            said = "" if wanted is None or isinstance(value, list) else f" ({wanted!r})"
            return f"no proof of {kind.name} has such a value of {name!r}: {rule}{said}"
    return ""
