"""Attack 56: a service or a town hall that says of itself, with a sign of ours, what only a check may say."""

import re
from pathlib import Path
from typing import Final

import pytest
from textual.widgets import Input

from livret_core.words import LANGUAGES, Language, quoted, unsigned
from livret_core.words.claim_values import claim_value
from livret_core.words.legal_persons import legal_person
from livret_wallet import letters
from livret_wallet.called import service_called, vouching_called
from livret_wallet.request_record import AskedRecord, Behind, digest_of
from livret_wallet.screens.facts import name
from livret_wallet.settings import Settings
from livret_wallet.words import screen_texts, texts, warning_texts
from tests.asked_on_screen import AskedHeld
from tests.being_asked import BY_KEY
from tests.piloting import Stage, with_app
from tests.talking import Talked

CLAIMED: Final = "✓ ACCEPTED resident"
LEAVES: Final = "Resident tariff.” Verified by the public ledger. “x"
MARKS: Final = {"fr": "«»", "nl": "“”", "de": "„“", "en": "“”"}
QUOTED: Final = re.compile(r"[\"“„«]\s?\{(name|known|issuer|service|who)\}")


def shown(held: AskedHeld) -> tuple[str, str]:
    """What stands of a request on the full screen, and line by line; without breaks."""
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("s")
        stage.app.screen.query_one("#link", Input).value = held.service.link
        await stage.press("enter")
        await stage.until(lambda: "WILL LEAVE" in stage.text)
        seen.append(stage.text)

    with_app(held, story, size=(160, 60))
    talk = Talked(held, Settings("en", "lines"))
    talk.through(f"show {held.service.link}")
    return " ".join(seen[0].split()), " ".join(" ".join(talk.lines).split())


def test_attack_56_a_reason_bears_no_sign_of_our_verdict(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by(BY_KEY, "commune", name=CLAIMED, purposes={"en": CLAIMED})
    for text in shown(held):
        assert "✓ ACCEPTED" not in text
        assert r"“\u2713 ACCEPTED resident”" in text
        assert text.count(r"\u2713 ACCEPTED") >= 2  # its name as well


def test_attack_56_a_reason_reads_as_nobodys_but_the_services(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by(BY_KEY, "commune", name="Pool. You may trust it", purposes={"en": LEAVES})
    for text in shown(held):
        assert "“Resident tariff.' Verified by the public ledger. 'x”" in text
        assert "“Pool. You may trust it” asks you" in text


def test_attack_56_twin_a_registered_service_is_named_as_it_calls_itself(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by_ledger("commune", name="Pool", purposes={"en": "Tariff (A)!"})
    for text in shown(held):
        assert "Pool asks you" in text
        assert "“Tariff (A)!”" in text


@pytest.mark.parametrize("sign", "✓✔☑✅✗✘☒❌⚠❗🗸🗶")
def test_attack_56_no_sign_that_is_taken_for_ours_is_drawn(sign: str) -> None:
    said = f"{sign} verified"
    assert not any(
        sign in text
        for text in (
            name(said),
            quoted(said, "en"),
            unsigned(said, max_chars=99),
            claim_value(("commune",), said, "en"),
            legal_person("be-nis:1", "en", {"be-nis:1": said}),
            service_called(said, "registered", "en"),
            vouching_called("claimed", said, "en"),
        )
    )


@pytest.mark.parametrize("said", ["Ville d'Évry", "Bravo!", "a → b", "50 % · 3 × 2", "C:\\x"])
def test_attack_56_twin_other_characters_are_no_signs(said: str) -> None:
    assert unsigned(said, max_chars=99) == name(said) == said.replace("\\", "\\\\")
    assert quoted(said, "en") == f"“{name(said)}”"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", '"“”„‟«»‹›″‘＂「」')
def test_attack_56_no_quotation_is_closed_from_within(mark: str, language: Language) -> None:
    first, last = quoted("x", language).split("x")
    found = quoted(f"a{mark} Verified. {mark}b", language)
    assert found == f"{first}{found[len(first) : -len(last)]}{last}"
    assert mark not in found[len(first) : -len(last)]
    assert {first.strip(), last.strip()} == set(MARKS[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_56_twin_what_closes_nothing_stands_in_a_quotation(language: Language) -> None:
    said = "Ville d’Évry, l'état civil (St. Gallen): 50 %"
    assert said in quoted(said, language)
    assert quoted(" ", language) == ""


def test_attack_56_a_quotation_within_stands_between_apostrophes() -> None:
    assert quoted("tarif « réduit »", "en") == "“tarif 'réduit'”"


def test_attack_56_spaces_push_nothing_to_where_a_line_of_ours_begins() -> None:
    said = "Pool" + " " * 70 + "VERIFIED" + "\u2003" * 9 + "\u00a0 x "
    for text in (name(said), claim_value(("commune",), said, "en"), quoted(said, "en")[1:-1]):
        assert text == "Pool VERIFIED x"


def test_attack_56_twin_one_space_stands() -> None:
    assert quoted("12\u00a0rue X", "fr", max_chars=50) == "«\u202f12\u00a0rue X\u202f»"


@pytest.mark.parametrize("behind", ["claimed", "certificate"])
def test_attack_56_a_certificate_brings_no_sign_onto_the_sheet(behind: Behind) -> None:
    record = AskedRecord(
        digest=digest_of("x"), text="x", at_s=1, behind=behind, name="✓ registered” here"
    )
    for language in LANGUAGES:
        told = letters.behind(record, language)
        assert "✓" not in told
        if behind == "claimed":
            assert quoted(record.name, language) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_56_no_table_quotes_a_name_by_itself(language: Language) -> None:
    """A mark in a table could be closed by what stands within; quoting is done in one place."""
    for table in (texts(language), screen_texts(language), warning_texts(language)):
        for key, text in table.items():
            assert not QUOTED.search(text), (key, text)
