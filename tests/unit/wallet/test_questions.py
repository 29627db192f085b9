"""Only a whole word answers the question under a sheet; all else is asked again."""

import pytest

from livret_core.words import LANGUAGES, Language
from livret_wallet import questions
from livret_wallet.consent import ConsentSheet
from livret_wallet.questions import Said
from livret_wallet.words import texts
from tests.being_asked import Asked


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> ConsentSheet:
    asked = Asked(tmp_path_factory.mktemp("questions")).by()
    asked.answer()
    return asked.sheets[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *((word, "yes") for word in ("yes", "OUI", " ja ")),
        *((word, "no") for word in ("no", "Non", "nee", " nein ")),
        *((word, "later") for word in ("later", "plus  tard", "Später", "spa\u0308ter")),
        *((word, "list") for word in ("list", "liste", "lijst")),
        *((word, "who") for word in ("who", "qui", "wie", "wer")),
        *((word, "other") for word in ("other", "autre", "ander", "anderer")),
        *((word, None) for word in ("", " ", "ouii", "yess", "n", "noo", "no!", "yes no", "q")),
    ],
)
def test_a_whole_word_answers_and_nothing_else(typed: str, said: Said | None) -> None:
    assert questions.read(typed) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_that_the_question_names_is_read(language: Language) -> None:
    """What the screen tells people to type is what works, in their language."""
    asked = texts(language)["question_other"].rstrip(": \u00a0").replace(",", " ").split()
    named = [each for each in (questions.read(word) for word in asked) if each]
    if language == "fr":
        assert questions.read("plus tard") == "later"
        named.append("later")
    assert set(named) == {"yes", "no", "later", "other", "who", "list"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_fits_on_a_line(sheet: ConsentSheet, language: Language) -> None:
    assert len(questions.question(sheet, language)) <= 72


def test_no_other_is_offered_where_there_is_none(sheet: ConsentSheet) -> None:
    assert "other" not in questions.question(sheet, "en")
    assert questions.next_other(sheet, set()) is None
