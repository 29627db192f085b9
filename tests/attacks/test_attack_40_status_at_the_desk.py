"""Attack 40, at the desk: a withdrawn proof, and every way of not finding that out.

Not knowing is neither yes nor no. A list that cannot be had, or only an old one, is
*unavailable*; another's list is refused; none of them is ever *withdrawn* or *accepted*.
"""

import pytest

from livret_core.https_uri import HttpsUri
from livret_verifier.evidence import Evidence, Found, Missing
from livret_verifier.report import Outcome
from tests.scene import (
    DAY_S,
    INDEX,
    NOW_S,
    REVOKED,
    STRANGER,
    SUSPENDED,
    TOWN,
    accepted,
    ask,
    draft,
    folder,
    present,
    refusal,
)


def found(content: bytes) -> Found:
    return Found(content, "memory", NOW_S)


@pytest.mark.parametrize(
    ("index", "code"),
    [
        (REVOKED, "status.revoked"),
        (SUSPENDED, "status.suspended"),
        ((1 << 17) - 1 + 1, "status.out_of_range"),
    ],
)
def test_attack_40_withdrawn_paused_or_not_in_the_list(index: int, code: str) -> None:
    verdict = ask(present(draft(index=index)))
    assert verdict.report.outcome is Outcome.REFUSED
    assert refusal(present(draft(index=index))) == (14, code)


ELSEWHERE = HttpsUri.parse(TOWN.status_uri.text.replace("1.jwt", "2.jwt"))


@pytest.mark.parametrize(
    ("evidence", "code", "outcome"),
    [
        (Missing("memory", "offline"), "status.unavailable", Outcome.UNAVAILABLE),
        (found(TOWN.status_list(issued_s=NOW_S - DAY_S - 1)), "status.stale", Outcome.UNAVAILABLE),
        (found(TOWN.status_list(signer=STRANGER.signer)), "status.untrusted", Outcome.REFUSED),
        (found(TOWN.status_list(uri=ELSEWHERE)), "status.other_list", Outcome.REFUSED),
        (found(TOWN.status_list(issued_s=NOW_S + 301)), "status.ahead", Outcome.REFUSED),
        (found(b"<html>404</html>"), "jws.malformed", Outcome.MALFORMED),
        (found(b""), "jws.malformed", Outcome.MALFORMED),
    ],
    ids=["offline", "old", "another's", "another list", "future", "a web page", "empty"],
)
def test_attack_40_a_list_that_does_not_answer(
    evidence: Evidence, code: str, outcome: Outcome
) -> None:
    verdict = ask(present(draft()), gather=folder(status=evidence))
    assert verdict.presentation is None
    assert verdict.report.reason is not None
    assert (verdict.report.outcome, verdict.report.reason.code) == (outcome, code)


def test_attack_40_the_issuers_log_cannot_be_had() -> None:
    verdict = ask(present(draft()), gather=folder(log=Missing("memory", "offline")))
    assert verdict.presentation is None
    assert verdict.report.outcome is Outcome.UNAVAILABLE
    assert refusal(present(draft()), gather=folder(log=Missing("memory", "offline"))) == (
        4,
        "issuer.unavailable",
    )


def test_attack_40_twin_valid_in_a_list_of_today() -> None:
    accepted(present(draft(index=INDEX)))


def test_attack_40_twin_the_oldest_list_this_procedure_believes() -> None:
    accepted(
        present(draft()), gather=folder(status=found(TOWN.status_list(issued_s=NOW_S - DAY_S)))
    )


def test_attack_40_twin_the_last_index() -> None:
    accepted(present(draft(index=(1 << 17) - 1)))
