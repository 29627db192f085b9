"""A desk that believes the public ledger: any accredited issuer, and nobody else."""

from dataclasses import replace

import pytest

from livret_core.territory import Territory
from livret_verifier.evidence import LedgerNeed, StatusListNeed
from tests.ledger_scene import DAY_S
from tests.on_ledger import ANY, Desk
from tests.scene import TOWN, draft, present


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_accredited_issuer_is_accepted_without_being_listed(desk: Desk) -> None:
    verdict = desk.verdict()
    assert verdict.presentation is not None, verdict.report.reason
    assert verdict.presentation.issuer.name == "Public ledger (fr-insee:57463)"
    assert verdict.report.passed == verdict.report.checks_in_all == 15


def test_an_issuer_is_called_what_the_policy_calls_its_number(desk: Desk) -> None:
    desk.issuers = (replace(ANY, names=(("fr-insee:57463", "Mairie de Metz"),)),)
    verdict = desk.verdict()
    assert verdict.presentation is not None
    assert verdict.presentation.issuer.name == "Mairie de Metz"
    desk.issuers = (replace(ANY, names=(("fr-insee:80999", "Ville de Verneuil"),)),)
    other = desk.verdict()
    assert other.presentation is not None
    assert other.presentation.issuer.name == "Public ledger (fr-insee:57463)"


def test_the_report_says_as_of_when_and_on_whose_word(desk: Desk) -> None:
    verdict = desk.verdict()
    said = verdict.report.to_json()["ledger"]
    assert said == {
        "origin": "ledger.example/meuse",
        "size": len(desk.scene.leaves),
        "as_of_s": desk.scene.at_s,
        "age_s": 60,
        "freshness": "fresh",
        "witnesses": 4,
        "auditors": 4,
        "members": 4,
        "continues_the_last": False,
    }


def test_the_head_is_handed_out_to_be_remembered_whatever_the_verdict(desk: Desk) -> None:
    accepted, refused = desk.verdict(), desk.verdict(desk.text(territory="fr-insee:54395"))
    assert accepted.head is not None
    assert refused.head is not None
    assert refused.presentation is None
    assert accepted.head.remember(None) == refused.head.remember(None)


def test_nothing_but_the_ledger_is_asked_before_the_signature_holds(desk: Desk) -> None:
    needs: list[object] = []
    desk.verdict(needs=needs)  # type: ignore[arg-type]
    assert [type(need) for need in needs] == [LedgerNeed, StatusListNeed]
    needs.clear()
    forged = desk.text(hall=replace(desk.hall(), signer=desk.root.credential_key()))
    assert desk.refusal(forged, needs=needs) == ("refused", "issuer.signature")
    assert [type(need) for need in needs] == [LedgerNeed]


def test_an_issuer_of_another_host_is_not_looked_up(desk: Desk) -> None:
    needs: list[object] = []
    assert desk.refusal(present(draft(town=TOWN)), needs=needs) == (
        "refused",
        "issuer.not_accepted",
    )
    assert needs == []


def test_a_town_without_the_right_is_refused(desk: Desk) -> None:
    liege = desk.scene.towns[3]
    refusal = desk.refusal(town=liege, text=desk.text(liege))
    assert refusal == ("refused", "issuer.not_accredited")


def test_a_right_for_another_place_is_no_right_here(desk: Desk) -> None:
    text = desk.text(territory="fr-insee:54395")
    assert desk.refusal(text) == ("refused", "issuer.wrong_territory")


def test_a_service_may_want_fewer_places_than_the_ledger_allows(desk: Desk) -> None:
    desk.issuers = (replace(ANY, territories=frozenset({Territory.parse("fr-insee:54395")})),)
    assert desk.refusal() == ("refused", "issuer.wrong_territory")
    desk.issuers = (replace(ANY, territories=frozenset({Territory.parse("fr-insee:57463")})),)
    assert desk.verdict().presentation is not None


def test_a_compromised_key_is_refused(desk: Desk) -> None:
    kid = f"{desk.metz.did}#credential-1"
    desk.scene.apply(desk.scene.compromise(kid, desk.metz, from_s=desk.scene.at_s))
    desk.scene.tick(60)
    assert desk.refusal() == ("refused", "issuer.key_compromised")


def test_an_unconfirmed_ledger_says_neither_yes_nor_no(desk: Desk) -> None:
    desk.believed = None
    assert desk.refusal() == ("unavailable", "trust.unconfirmed")


def test_missing_evidence_says_neither_yes_nor_no(desk: Desk) -> None:
    assert desk.refusal(evidence=b"") == ("unavailable", "ledger.unavailable")


def test_damaged_evidence_says_neither_yes_nor_no(desk: Desk) -> None:
    evidence = bytearray(desk.evidence())
    evidence[len(evidence) // 2] ^= 1
    assert desk.refusal(evidence=bytes(evidence)) == ("unavailable", "ledger.unavailable")


def test_another_towns_evidence_does_not_say(desk: Desk) -> None:
    other = desk.evidence(desk.scene.towns[3])
    assert desk.refusal(evidence=other) == ("unavailable", "ledger.not_shown")


@pytest.mark.parametrize("left_out", ["rights/", "accr/"])
def test_evidence_without_a_right_says_neither_yes_nor_no(desk: Desk, left_out: str) -> None:
    names = [name for name in desk.names() if not name.startswith(left_out)]
    evidence = desk.seen.evidence(names, desk.head()).format()
    assert desk.refusal(evidence=evidence) == ("unavailable", "ledger.rights_not_shown")


def test_old_evidence_is_believed_up_to_its_age_and_said_to_be_amber(desk: Desk) -> None:
    evidence, text = desk.evidence(), desk.text()
    assert desk.believed is not None
    asked = desk.question(now_s=desk.now_s)
    assert desk.verdict(text, evidence=evidence, asked=asked).presentation is not None
    strict = replace(desk.believed, ages=type(desk.believed.ages)(60, 7 * DAY_S))
    later = desk.verdict(
        text, evidence=evidence, asked=desk.question(believed=strict, now_s=desk.now_s + 1)
    )
    assert later.head is not None
    assert later.head.freshness == "amber"
    old = replace(desk.believed, ages=type(desk.believed.ages)(60, 60))
    refusal = desk.refusal(
        text, evidence=evidence, asked=desk.question(believed=old, now_s=desk.now_s + 1)
    )
    assert refusal == ("unavailable", "ledger.stale")


def test_a_type_that_the_group_is_not_believed_for_is_refused(desk: Desk) -> None:
    desk.issuers = (replace(ANY, types=frozenset({"urn:livret:birth:1"})),)
    assert desk.refusal() == ("refused", "issuer.not_accredited")


def test_an_issuer_named_outright_is_taken_as_named(desk: Desk) -> None:
    named = replace(
        ANY,
        name="Metz",
        identifier=str(desk.metz.did),
        territories=frozenset({Territory.parse("fr-insee:57463")}),
        is_on_ledger=False,
    )
    desk.issuers = (ANY, named)
    # Its own log is asked for, and not had here: the ledger does not stand in for it.
    assert desk.refusal() == ("unavailable", "issuer.unavailable")
