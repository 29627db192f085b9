"""What codes of a proof say to people, with the code beside it."""

import pytest

from livret_core.words import LANGUAGES, Language
from livret_core.words.claim_values import claim_value
from livret_core.words.countries import country_name
from livret_core.words.legal_persons import legal_person
from tests.hostile_strings import HOSTILE, UNSEEN


@pytest.mark.parametrize(
    ("path", "content", "language", "said"),
    [
        (("issuing_country",), "FR", "nl", "Frankrijk (FR)"),
        (("address", "country"), "BE", "de", "Belgien (BE)"),
        (("place_of_birth", "country"), "MA", "fr", "Maroc (MA)"),
        (("certificate_language",), "nl", "fr", "néerlandais (nl)"),
        (("issuing_territory",), "fr-insee:80999", "en", "commune INSEE 80999 (France)"),
        (("issuing_territory",), "be-nis:62063", "fr", "commune INS 62063 (Belgique)"),
        (("residence_kind",), "main", "de", "Hauptwohnung"),
        (("sex",), 2, "fr", "féminin"),
        (("birthdate",), "1988-03", "nl", "maart 1988"),
        # Of a code that nobody here knows, the code.
        (("issuing_country",), "ZZ", "fr", "ZZ"),
        (("sex",), "F", "fr", "F"),
        (("issuing_territory",), "xx-any:1", "fr", "xx-any:1"),
        # A name is no code, however it is written.
        (("family_name",), "FR", "en", "FR"),
        (("parents", 0, "given_name"), "main", "en", "main"),
    ],
)
def test_a_code_is_said_in_the_readers_words_and_stays_visible(
    path: tuple[str | int, ...], content: str | int, language: Language, said: str
) -> None:
    assert claim_value(path, content, language) == said


def test_a_commune_is_named_where_somebody_signed_its_name_and_its_number_stays() -> None:
    names = {"fr-insee:80999": "Verneuil-sur-Lys"}
    assert legal_person("fr-insee:80999", "fr", names) == "Verneuil-sur-Lys (INSEE 80999)"
    assert legal_person("be-nis:34999", "fr", names) == "commune INS 34999 (Belgique)"
    assert legal_person("fr-siren:000000018", "nl") == "instelling SIREN 000000018 (Frankrijk)"


def test_every_country_has_a_name_in_every_language() -> None:
    for code in ("FR", "BE", "DE", "CI", "XK", "GB"):
        assert all(country_name(code, language) for language in LANGUAGES)
    assert [country_name("DE", language) for language in LANGUAGES] == [
        "Germany", "Allemagne", "Duitsland", "Deutschland",
    ]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_attack_56_nothing_that_a_claim_says_acts_on_the_screen(text: str) -> None:
    paths = (("issuing_country",), ("issuing_territory",), ("certificate_language",), ("sex",))
    said = [claim_value(path, text, "fr") for path in paths]
    said += [
        legal_person(f"fr-insee:{text}", "fr"),
        legal_person("fr-insee:80999", "fr", {"fr-insee:80999": text}),
    ]
    assert not set("".join(said)) & UNSEEN
