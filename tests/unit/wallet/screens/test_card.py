"""One card: in the reader's language and its own, who stands behind it, and as it was signed."""

from dataclasses import replace
from typing import Any

import pytest

from livret_core.look_alike import Known
from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import utc
from livret_wallet.answering import open_copy
from livret_wallet.records import HeldBatch
from livret_wallet.screens.card import CardPage, page, raw
from livret_wallet.screens.facts import HIDDEN
from tests.scene import NOW_S
from tests.wallet_held import HISTORY, LEDGER, VERNEUIL, batch

HOME = batch("home", "residency", used=1)


def card(held: HeldBatch = HOME, language: Language = "en", **changes: Any) -> CardPage:
    given: dict[str, Any] = {
        "state": "good", "ledgers": (LEDGER,), "now_s": NOW_S, "dating": None, "last_shown": HISTORY[-1], "zone": utc,
        "is_hidden": False, **changes,
    }  # fmt: skip
    return page(held, language, **given)


def rows(found: CardPage, part: int) -> dict[str, str]:
    return {fact.label: fact.told for fact in found.parts[part].facts}


def test_what_it_says_stands_in_the_order_of_its_type() -> None:
    found = card(language="fr")
    assert found.title == "Attestation de domicile"
    assert [fact.label for fact in found.parts[0].facts][:6] == [
        "Nom", "Prénoms", "Date de naissance", "Commune", "Rue", "Numéro",
    ]  # fmt: skip
    assert {fact.beside for fact in found.parts[0].facts} == {""}


def test_its_own_language_stands_beside_the_readers_and_says_so() -> None:
    found = card(language="de")
    assert found.title == "Meldebescheinigung · Attestation de domicile"
    assert "Französisch" in found.parts[0].heading
    beside = {fact.label: fact.beside for fact in found.parts[0].facts}
    assert beside["Gemeinde"] == "Commune"
    assert "1er septembre 2019" in "".join(beside.values())


def test_every_claim_is_there() -> None:
    said = [fact.text for fact in card().parts[0].facts]
    for expected in ("Arnould", "Camille", "9 April 1988", VERNEUIL, "rue des Tanneurs", "12"):
        assert expected in said
    assert len(said) == len({fact.label for fact in card().parts[0].facts})


def test_who_stands_behind_it_as_of_when_and_how_many_agree() -> None:
    behind = rows(card(replace(HOME, vouched=replace(HOME.vouched, origin=LEDGER.origin))), 1)  # type: ignore[type-var]
    assert behind["Signed by"] == "Verneuil-sur-Lys (INSEE 80999)"
    assert behind["Publishes at"] == "ledger.livret.test/verneuil"
    assert behind["Calls itself"] == VERNEUIL
    assert behind["Allowed by"].startswith("✓ public ledger ledger.livret.test/lys")
    assert behind["As of"] == "18 November 2026, 09:06 UTC"
    assert behind["Members agree"] == "4 of 5"
    assert "Sint-Jansbeke" in behind["The members"]
    assert "The members" not in rows(card(ledgers=()), 1)


def test_a_name_that_nobody_signed_stands_only_where_it_says_whose_word_it_is() -> None:
    elsewhere = replace(HOME.vouched, who="be-nis:34999")  # type: ignore[type-var]
    behind = rows(card(replace(HOME, vouched=elsewhere)), 1)
    assert behind["Signed by"] == "commune NIS 34999 (Belgium)"
    assert behind["Calls itself"] == VERNEUIL


def test_who_agrees_now_is_named_and_who_does_not() -> None:
    ledger = replace(LEDGER, places=("a.example", "b.example"), agreed=("a.example",))
    now = rows(card(ledgers=(ledger,)), 1)["Who agrees now"]
    assert now == "1 of 5 members agree, 2 hours ago: a.example. Not among them: b.example."
    assert "Who agrees now" not in rows(card(), 1)


def test_what_is_to_be_warned_of_is_said_by_its_title() -> None:
    assert rows(card(ledgers=()), 1)[""].startswith("! The ledger that vouched for this")
    assert "" not in rows(card(ledgers=None), 1)
    alike = card(known=(Known("Verneuil-sur-Lis", "did:another"),))
    assert rows(alike, 1)[""] == "! Its name looks like one that you know"


def test_a_proof_that_nobody_vouches_for_says_so() -> None:
    assert rows(card(replace(HOME, vouched=None)), 1)["Allowed by"].startswith("! ")
    odd = replace(HOME, issuer_did="no name of ours\x1b")
    assert rows(card(odd), 1)["Publishes at"] == "no name of ours\\x1b"
    sealed = replace(HOME, vouched=None, issuer_did="https://verneuil.test")
    assert rows(card(sealed), 1)["Signed by"] == "verneuil.test"


def test_how_long_and_how_often() -> None:
    holds = rows(card(), 2)
    assert holds["Valid"] == "until 6 February 2027"
    assert holds["Copies"] == "unused: 9 of 10"
    assert holds["Last shown"].startswith("Piscine des Saules")


@pytest.mark.parametrize("language", LANGUAGES)
def test_hiding_takes_every_value_and_leaves_every_label(language: Language) -> None:
    shown, hidden = card(language=language), card(language=language, is_hidden=True)
    assert {fact.text for fact in hidden.parts[0].facts} == {HIDDEN}
    assert [fact.label for fact in hidden.parts[0].facts] == [
        fact.label for fact in shown.parts[0].facts
    ]
    assert "septembre 2019" not in "".join(fact.beside for fact in hidden.parts[0].facts)
    assert raw(HOME, language, is_hidden=True)[1:] == (HIDDEN,)


def test_as_it_was_signed_is_all_of_it() -> None:
    text = "\n".join(raw(HOME, "en", is_hidden=False))
    presentation = open_copy(HOME.copies[0]).presentation
    assert all(disclosure in text for disclosure in presentation.sd_jwt.disclosures)
    assert str(presentation.token.header["kid"]) in text
    assert '"status_list"' in text


def test_attack_56_what_a_stranger_calls_himself_acts_on_no_terminal() -> None:
    hostile = "Town\u202e\x1b]0;x\x07\n[link=x]"
    found = card(replace(HOME, issuer_name=hostile))
    text = found.title + "".join(fact.told for part in found.parts for fact in part.facts)
    assert not set(text) & set("\u202e\x1b\x07\n")
