"""Attack 56: a registered service asks for more than it registered.

The wallet names what is too much on the sheet, and no yes that was said beforehand counts for it.
"""

from pathlib import Path

import pytest

from livret_core.words import LANGUAGES, Language
from livret_wallet.asked import standing
from livret_wallet.consent import ConsentSheet
from livret_wallet.sheet_facts import sheet_digest, sheet_object
from tests.being_asked import Asked
from tests.sheets import sheet_lines

_MORE = {
    "en": "ASKS FOR MORE THAN IT ANNOUNCED: Date of birth",
    "fr": "DEMANDE PLUS QU'ANNONCÉ : Date de naissance",
    "nl": "VRAAGT MEER DAN AANGEKONDIGD: Geboortedatum",
    "de": "VERLANGT MEHR ALS ANGEKÜNDIGT: Geburtsdatum",
}


def look(asked: Asked, language: Language = "en") -> tuple[ConsentSheet, bool]:
    """The sheet, and whether a yes said beforehand would do."""
    answering = asked.answering()
    found = answering.ask(asked.service.link)
    sheet = answering.sheet(answering.choose(found, None), found, language=language)
    return sheet, standing.may_go_unasked(found.standing, sheet)


def test_attack_56_twin_a_registered_service_asks_for_what_it_registered(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True).by_ledger("commune")
    sheet, goes_unasked = look(asked)
    assert goes_unasked
    assert sheet_object(sheet)["beyond"] == {"over": False, "types": [], "claims": []}
    assert "✓ It asks for nothing beyond what it announced." in sheet_lines(sheet, "en")
    assert asked.answer().is_taken


def test_attack_56_a_registered_service_asks_for_more(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True).by_ledger("commune", "birthdate")
    sheet, goes_unasked = look(asked)
    assert not goes_unasked
    assert sheet_object(sheet)["beyond"] == {"over": False, "types": [], "claims": ["birthdate"]}
    asked.says = "no"
    assert asked.refusal() == ("refused", "present.declined")
    assert (asked.sheets[0].excess, asked.used) == (sheet.excess, 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plain", [False, True])
def test_attack_56_what_is_too_much_is_named(
    tmp_path: Path, language: Language, plain: bool
) -> None:
    asked = Asked(tmp_path, registered=True).by_ledger("commune", "birthdate")
    sheet, _ = look(asked, language)
    lines = sheet_lines(sheet, language, plain=plain, whole=False)
    assert [line for line in lines if len(line) > (72 if plain else 80)] == []
    text = " ".join(" ".join(lines).split()).replace("\u00a0", " ")
    assert "! " + _MORE[language] in text


def test_attack_56_a_registration_that_has_ended_is_said_to_have(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True).by_ledger("commune")
    found = asked.answering().ask(asked.service.link)
    [sheet] = [look(asked)[0]]
    record = found.standing.record
    assert record is not None
    late = standing.held_against(found.standing, sheet, now_s=record.until_s)
    assert late.excess.is_over
    assert not standing.may_go_unasked(found.standing, late)
    assert "! ITS REGISTRATION DOES NOT HOLD NOW" in " ".join(sheet_lines(late, "en"))
    assert sheet_digest(late) != sheet_digest(sheet)


def test_attack_56_a_type_that_was_not_registered_is_too_much(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True, claims=("birthdate",)).by_ledger("commune")
    sheet, goes_unasked = look(asked)
    assert (sheet.excess.claims, goes_unasked) == ((("residency", ("commune",)),), False)
