from typing import Final

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_verifier.checks import CHECKS, ISSUER, TYPE
from livret_verifier.evidence import Missing
from livret_verifier.report import Outcome
from livret_verifier.verdict import VerifiedPresentation, judge
from tests.scene import NOW_S, accepted, ask, draft, folder, present, question

REFUSED: Final = Refused("status.revoked")
MALFORMED: Final = MalformedInput("input.json")
UNAVAILABLE: Final = Unavailable("status.unavailable")


@pytest.mark.parametrize(
    ("failures", "outcome", "reason"),
    [
        ([], Outcome.ACCEPTED, None),
        ([UNAVAILABLE], Outcome.UNAVAILABLE, UNAVAILABLE),
        ([UNAVAILABLE, MALFORMED], Outcome.MALFORMED, MALFORMED),
        ([UNAVAILABLE, MALFORMED, REFUSED], Outcome.REFUSED, REFUSED),
        ([REFUSED, Refused("jws.signature")], Outcome.REFUSED, REFUSED),
    ],
)
def test_one_certain_no_is_enough(
    failures: list[LivretError], outcome: Outcome, reason: LivretError | None
) -> None:
    assert judge(failures) == (outcome, reason)


def test_each_outcome_has_its_exit_status() -> None:
    assert {one: one.exit_status for one in Outcome} == {
        Outcome.ACCEPTED: 0,
        Outcome.REFUSED: 1,
        Outcome.MALFORMED: 2,
        Outcome.UNAVAILABLE: 3,
    }


def test_the_checks_are_numbered_in_order_and_each_names_its_rule() -> None:
    assert [check.number for check in CHECKS] == list(range(1, 16))
    assert all(check.name and check.rule for check in CHECKS)
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_an_accepted_presentation_passed_every_check_in_order() -> None:
    report = ask(present(draft())).report
    assert [one.check for one in report.results] == list(CHECKS)
    assert (report.outcome, report.reason, report.passed) == (Outcome.ACCEPTED, None, 15)
    assert report.facts == {"service": "Desk", "procedure": "parking", "issuer": "Verneuil"}


def test_what_was_fetched_is_named_with_its_age() -> None:
    report = ask(present(draft()), question(now_s=NOW_S + 40)).report
    fetched = {one.check.number: (one.source, one.age_s) for one in report.results if one.source}
    assert fetched == {4: ("memory", 40), 15: ("memory", 40)}


def test_what_could_not_be_had_is_named_without_an_age() -> None:
    report = ask(present(draft()), gather=folder(status=Missing("usb", "gone"))).report
    last = report.results[-1]
    assert (last.check.number, last.source, last.age_s) == (15, "usb", None)


def test_checks_that_were_not_reached_are_not_in_the_report() -> None:
    report = ask(present(draft()), question(issuers=())).report
    assert [one.check for one in report.results] == [TYPE, ISSUER]
    assert report.passed == 1


def test_every_failed_check_is_told_not_only_the_first() -> None:
    made = draft(expires_s=NOW_S).with_payload(cnf=...)
    report = ask(present(made), question(answered_at_s=NOW_S - 1)).report
    failed = {one.check.number: one.error.code for one in report.results if one.error}
    assert failed == {7: "validity.expired", 11: "holder.unbound", 13: "holder.replayed"}
    assert report.reason is not None
    assert report.reason.code == "validity.expired"


def test_the_report_as_json_has_no_claim_in_it() -> None:
    found = ask(present(draft(), "birthdate")).report.to_json()
    assert found["outcome"] == "refused"
    assert found["code"] == "answer.incomplete"
    assert (found["checks"], found["verified_at_s"]) == (15, NOW_S)
    results = found["results"]
    assert isinstance(results, list)
    [failed] = [one for one in results if isinstance(one, dict) and one["outcome"] != "passed"]
    assert isinstance(failed, dict)
    assert (failed["number"], failed["facts"]) == (14, {"claim": "commune"})
    assert "1988" not in repr(found)


def test_only_the_machine_makes_a_verified_presentation() -> None:
    one = accepted(present(draft()))
    with pytest.raises(TypeError, match="machine"):
        VerifiedPresentation(
            issuer=one.issuer,
            vct=one.vct,
            claims=one.claims,
            not_asked=0,
            issued_at_s=None,
            expires_at_s=None,
            seal=object(),
        )
