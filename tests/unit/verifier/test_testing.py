"""What an application's own tests are given: a yes, and every no, in one line each."""

import re
from pathlib import Path
from typing import Any

import pytest

from livret_core.codes import CODES
from livret_core.words import LANGUAGES
from livret_verifier import Answer
from livret_verifier.reasons import REASONS
from livret_verifier.report import Outcome
from livret_verifier.testing import AT_S, accepted, every_refusal, refused

#: What commands, town halls and wallets stop for; no answer of a verifier ends so.
_OTHERS = [
    "usage",
    "home",
    "vault",
    "pickup",
    "token",
    "issuance",
    "dpop",
    "handover",
    "intake",
    "received",
    "watch",
    "town",
    "audit",
    "fraud",
    "offer",
    "access",
    "wallet",
    "key_proof",
    "metadata",
    "present",
    "pending",
    "consent",
    "file",
    "store",
]


def test_a_yes_has_what_was_asked_for() -> None:
    answer = accepted(commune="Verneuil", **{"address.locality": "Verneuil"})
    assert answer.accepted
    assert dict(answer.claims) == {"commune": "Verneuil", "address.locality": "Verneuil"}
    assert (answer.code, answer.issuer) == (None, "Verneuil-sur-Lys")
    assert [answer.says(each) for each in ("en", "fr", "nl", "de")] == [
        "Accepted.", "Accepté.", "Aanvaard.", "Angenommen.",
    ]  # fmt: skip


def test_a_report_is_there_as_in_earnest() -> None:
    yes = accepted("Lille", commune="Lille").report
    no = refused("status.revoked", issuer="Lille").report
    assert yes is not None
    assert no is not None
    assert yes.keys() == no.keys()
    assert (yes["event"], yes["outcome"], yes["code"]) == ("verdict", "accepted", None)
    assert yes["passed"] == yes["checks"]
    assert yes["claims"] == {"commune": "Lille"}
    assert (no["outcome"], no["code"], no["claims"]) == ("refused", "status.revoked", None)
    assert no["facts"] == {"issuer": "Lille"}


def test_a_claim_that_there_is_none_of_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no type has the claim 'comune'; like it: 'commune'"):
        accepted(comune="Verneuil")
    with pytest.raises(ValueError, match=r"there are .*\baddress\.locality\b.*\bbirthdate\b"):
        accepted(foo=1)
    # It is asked for by its parts, and a verifier never gives the whole.
    with pytest.raises(ValueError, match="'address'"):
        accepted(address={"locality": "Verneuil"})
    with pytest.raises(ValueError, match="no one type has all of: act_number, resident_since"):
        accepted(act_number="1", resident_since="2019")


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("commune", 3, r"type \('string'\)$"),
        ("commune", None, "type"),
        ("commune", "Verneuil\u200b", "text"),
        ("commune", object(), "json"),
        ("birthdate", "1990-13", "pattern"),
        ("residence_kind", "holiday", "enum"),
        ("address.postal_code", "", "pattern"),
        ("sex", True, "enum"),
        ("parents.*.family_name", "Martin", r"type \('array'\)$"),
        ("parents.*.family_name", [], "minItems"),
        ("parents.*.family_name", ["Martin", 3], "type$"),
    ],
)
def test_a_value_that_no_proof_has_is_an_error(name: str, value: Any, rule: str) -> None:
    with pytest.raises(ValueError, match=rf"such a value of '{re.escape(name)}': {rule}"):
        accepted(**{name: value})


def test_values_as_proofs_have_them_are_taken() -> None:
    for claims in (
        {"commune": "Verneuil", "birthdate": "1990", "address.postal_code": "80999"},
        {"sex": 1, "parents.*.family_name": ["Martin", "Nguyễn"], "annotations": ["mariage"]},
        {"eqf_level": 6, "diploma_title": "Licence"},
    ):
        assert dict(accepted(**claims).claims) == claims


def test_what_is_no_text_is_no_reason_and_no_issuer() -> None:
    wrong: Any = None
    with pytest.raises(TypeError, match=r"as 'status\.revoked'.*NoneType"):
        refused(wrong)
    with pytest.raises(TypeError, match="Verneuil-sur-Lys"):
        accepted(wrong, commune="Verneuil")


def test_a_fact_is_one_that_a_sentence_can_say() -> None:
    wrong: Any = None
    for fact in (wrong, "noon"):
        with pytest.raises(TypeError, match="expired_at_s is a whole number of seconds"):
            refused("validity.expired", expired_at_s=fact)
    assert "2026" in refused("validity.expired", expired_at_s=AT_S).says()


def test_every_refusal_is_there_once_and_named() -> None:
    answers = every_refusal()
    codes = [answer.code for answer in answers]
    assert codes == sorted(set(REASONS))
    assert set(REASONS) <= set(CODES)
    assert not any(answer.accepted for answer in answers)
    assert {answer.outcome for answer in answers} == set(Outcome) - {Outcome.ACCEPTED}
    assert all(answer.says(language) for answer in answers for language in LANGUAGES)
    assert all(answer.report is not None for answer in answers)
    assert [each.code for each in answers if each.may_be_asked_again] == [
        code for code in codes if CODES[str(code)].branch == "unavailable"
    ]


def test_no_reason_is_one_that_no_verdict_can_have() -> None:
    assert [code for code in REASONS if code.partition(".")[0] in _OTHERS] == []
    for code in ("usage.choice", "vault.busy", "pickup.blocked", "status.invented"):
        with pytest.raises(ValueError, match="no answer ends for the reason"):
            refused(code)


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("answer.none", "Unavailable('answer.none')"),
        ("answer.never", "Unavailable('answer.never')"),
        ("request.over_purpose", "Refused('request.over_purpose')"),
        ("policy.no_procedure", "MalformedInput('policy.no_procedure')"),
    ],
)
def test_what_a_call_ends_for_is_no_reason_and_its_error_is_named(code: str, instead: str) -> None:
    with pytest.raises(ValueError, match=f"double raise .*{re.escape(instead)}"):
        refused(code)


def test_whatever_decides_by_the_specification_is_among_the_reasons() -> None:
    page = Path(__file__).parents[3] / "docs/spec/policy.md"
    _, _, decides = page.read_text("utf-8").partition("## What decides")
    told = set(re.findall(r"^\| `([a-z0-9_]+\.[a-z_]+)`", decides, re.MULTILINE))
    assert len(told) > 5
    assert {code for code in told if code in CODES} <= set(REASONS)


@pytest.mark.parametrize("answer", every_refusal(), ids=lambda answer: answer.code)
def test_the_reason_of_a_refusal_names_its_test(answer: Answer) -> None:
    assert str(answer.code) in str(answer)
    assert not answer.claims
    assert not answer.issuer
