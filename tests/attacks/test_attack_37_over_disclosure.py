"""Attack 37: a wallet sends more than was asked, and the service keeps it.

Nobody attacks anybody, and a register of birth dates grows all the same. What was not
asked for ends in the machine: it is counted and never handed out.
"""

from dataclasses import replace
from types import MappingProxyType

from livret_core.encoding import json as json_encoding
from livret_core.sdjwt.plan import ClaimPath
from livret_verifier.question import Question
from tests.scene import CLAIMS, PROCEDURE, accepted, ask, draft, present, question


def asking(*paths: ClaimPath) -> Question:
    return question(procedure=replace(PROCEDURE, asks=paths, requires=MappingProxyType({})))


def test_attack_37_other_claims_sent_along() -> None:
    shown = accepted(present(draft(), "commune", "birthdate", "family_name"))
    assert shown.claims == {("commune",): "Verneuil"}
    assert shown.not_asked == 2


def test_attack_37_other_parts_of_a_claim_sent_along() -> None:
    text = present(draft(), "locality", "street_address")
    shown = accepted(text, asking(("address", "locality")))
    assert shown.claims == {("address", "locality"): "Verneuil"}
    assert shown.not_asked == 1


def test_attack_37_nothing_of_it_is_in_the_report() -> None:
    verdict = ask(present(draft(), "commune", "birthdate", "family_name"))
    written = json_encoding.format(verdict.report.to_json()).decode()
    for name in ("birthdate", "family_name"):
        value = CLAIMS[name]
        assert isinstance(value, str)
        assert value not in written


def test_attack_37_twin_exactly_what_was_asked() -> None:
    shown = accepted(present(draft(), "commune", "birthdate"), asking(("commune",), ("birthdate",)))
    assert shown.claims == {("commune",): "Verneuil", ("birthdate",): "1988-04-09"}
    assert shown.not_asked == 0


def test_attack_37_twin_a_whole_claim_and_the_parts_shown_of_it() -> None:
    shown = accepted(present(draft(), "locality"), asking(("address",)))
    assert shown.claims == {("address",): {"locality": "Verneuil"}}
    assert shown.not_asked == 0
