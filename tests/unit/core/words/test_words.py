import re
import string
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.codes import CODES
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.words import (
    LANGUAGES,
    Language,
    explain,
    explain_error,
    explanation_lines,
    labelled_lines,
    language_of,
    near_codes,
    printable,
    refusal_lines,
)
from livret_core.words.counting import BETWEEN
from livret_core.words.language import texts
from livret_core.words.subjects import SUBJECTS

SAID = [code for code in CODES if code in SUBJECTS]

# Words of the trade that no resident or clerk should meet (docs/glossary.md has theirs).
TRADE = re.compile(
    r"credential|\bclaim|\btoken|\bnonce|\bJWT|\bJSON|\bJWS|\bJWE|\bDIDs?\b|SD-JWT|base64|"
    r"\bURI\b|\bURL\b|ledger entry|\bhash|\bdigest|verifier|issuer|revoked|revocation|"
    r"attestation|\bcredentials?\b|\bhachage|\bjeton|\bissu",
    re.IGNORECASE,
)
# The ledger is never called by the name of the town's own data.
REGISTER = re.compile(
    r"public register|registre public|openbaar register|öffentliche[snr]* Register", re.IGNORECASE
)


def sentences(language: Language) -> Iterator[tuple[str, str]]:
    for key, sentence in texts(language).sentences.items():
        for text in (sentence.what, sentence.step, sentence.known):
            if text:
                yield key, text


def fields(text: str) -> set[tuple[str, str]]:
    return {
        (name, "" if BETWEEN in (spec or "") else spec or "")
        for _, name, spec, _ in string.Formatter().parse(text)
        if name
    }


def longest(text: str) -> str:
    """Read a sentence as it is said of many."""
    return re.sub(r"\{\w+:[^|}]*\|([^}]*)\}", r"\1", text)


def test_every_code_has_a_subject_and_no_other_has() -> None:
    assert SUBJECTS.keys() ^ CODES.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_a_code_needs_is_there_and_none_is_left_over(language: Language) -> None:
    wanted = {subject.sentence for subject in SUBJECTS.values()}
    assert wanted ^ texts(language).sentences.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_languages_say_the_same_facts(language: Language) -> None:
    english = texts("en").sentences
    for key, sentence in texts(language).sentences.items():
        assert fields(sentence.known) == fields(english[key].known), key
        assert fields(sentence.what) == set(), key
        assert fields(sentence.step) == fields(english[key].step), key
        assert all("|" in name for name, _ in fields(sentence.step)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_meets_no_word_of_the_trade(language: Language) -> None:
    found = [(key, text) for key, text in sentences(language) if TRADE.search(_outside(text))]
    assert found == []


def _outside(text: str) -> str:
    """Leave out what is typed or filled in, not said."""
    return re.sub(r"`[^`]*`|\{[^}]*\}|--\w+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ledger_is_never_called_a_register(language: Language) -> None:
    assert [key for key, text in sentences(language) if REGISTER.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_certificate_and_extract_are_left_to_the_documents_of_that_name(language: Language) -> None:
    names = re.compile(r"certifi|zertifi|extrait|extract|uittreksel|auszug", re.IGNORECASE)
    assert [key for key, text in sentences(language) if names.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_ends_and_stays_short(language: Language) -> None:
    assert [key for key, text in sentences(language) if not text.endswith((".", "{claim}."))] == []
    assert [key for key, text in sentences(language) if len(longest(text)) > 120] == []


@pytest.mark.parametrize("code", [c for c in SAID if CODES[c].branch == "unavailable"])
def test_what_could_not_be_checked_is_never_said_as_a_refusal(code: str) -> None:
    assert explain(code).verdict in {"COULD NOT CHECK", "NOT DONE", "NO ANSWER"}
    assert explain(code).sign == "!"


@pytest.mark.parametrize("code", [c for c in SAID if c.startswith("usage.")] + ["vault.missing"])
def test_a_command_that_did_not_begin_is_not_said_as_a_judgement(code: str) -> None:
    said = {language: explain(code, language).verdict for language in LANGUAGES}
    assert said == {
        "en": "NOT DONE",
        "fr": "NON FAIT",
        "nl": "NIET GEDAAN",
        "de": "NICHT AUSGEFÜHRT",
    }


@pytest.mark.parametrize(
    "code", ["consent.required", "policy.no_address", "policy.no_procedure", "code.mistyped"]
)
def test_what_is_missing_or_mistyped_is_not_said_to_be_unreadable(code: str) -> None:
    assert explain(code).verdict == "NOT DONE"


def test_one_word_has_one_sign() -> None:
    signs: dict[str, set[str]] = {}
    for code in SAID:
        said = explain(code)
        signs.setdefault(said.verdict, set()).add(said.sign)
    assert signs == {
        "REFUSED": {"✗"},
        "UNREADABLE": {"?"},
        "COULD NOT CHECK": {"!"},
        "NOT DONE": {"!"},
        "NO ANSWER": {"!"},
    }


@pytest.mark.parametrize("code", ["answer.none", "answer.never"])
def test_a_request_that_nobody_answered_is_neither_refused_nor_unchecked(code: str) -> None:
    said = {language: explain(code, language).verdict for language in LANGUAGES}
    assert said == {
        "en": "NO ANSWER",
        "fr": "SANS RÉPONSE",
        "nl": "GEEN ANTWOORD",
        "de": "KEINE ANTWORT",
    }


def test_a_proof_that_could_not_be_checked_keeps_its_word() -> None:
    assert explain("status.unavailable").verdict == "COULD NOT CHECK"


def test_facts_are_said_when_they_are_known() -> None:
    error = Refused("validity.expired", expired_at_s=1_803_168_000, now_s=1_803_168_001)
    assert (
        explain_error(error).what == "Ended on 21 February 2027. The holder can ask for a new one."
    )
    assert explain_error(error, "fr").what.startswith("Expiré le 21 février 2027.")
    assert explain_error(error, "nl").what.startswith("Verlopen op 21 februari 2027.")
    assert explain_error(error, "de").what.startswith("Abgelaufen am 21. Februar 2027.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("error", "named"),
    [
        (Unavailable("file.unavailable", file="list.csv", reason="full"), "list.csv"),
        (Unavailable("home.unavailable", home="/srv/hall", reason="empty"), "/srv/hall"),
        (Unavailable("status.unavailable", reason="status.malformed"), "status.malformed"),
        (
            MalformedInput("policy.malformed", place="issuers[1].did", reason="key_kind"),
            "issuers[1].did",
        ),
        (MalformedInput("claims.malformed", path="birthdate", rule="date"), "birthdate"),
        (MalformedInput("intake.header", line=1, column="name"), "name"),
    ],
)
def test_what_is_to_be_mended_is_named(language: Language, error: LivretError, named: str) -> None:
    assert named in explain_error(error, language).what


@pytest.mark.parametrize("key", ["what", "step", "known"])
def test_french_never_breaks_before_a_double_sign(key: str) -> None:
    said = [getattr(sentence, key) for sentence in texts("fr").sentences.values()]
    assert [text for text in said if re.search(r" [:;?!»]|« ", text)] == []


def test_without_facts_the_sentence_is_still_true() -> None:
    assert (
        explain("validity.expired").what
        == "This proof has ended. The holder can ask for a new one."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_of_the_next_step_can_be_pasted_where_what_it_needs_is_known(
    language: Language,
) -> None:
    """Rule 12 of the words; without the fact it stands there what is to be typed in its place."""
    known = MalformedInput("claims.absent", path="address", type="residency")
    assert "`livret types residency`" in explain_error(known, language).step
    assert "`livret types TYPE`" in explain("claims.absent", language).step
    assert "{" not in explain("claims.absent", language).step


def test_attack_56_a_fact_in_a_command_is_one_word_of_it() -> None:
    hostile = MalformedInput("claims.absent", type="x; rm -r ~ \x1b`")
    assert "`livret types 'x; rm -r ~ \\x1b`'`" in explain_error(hostile).step


def test_a_fact_cannot_move_the_cursor() -> None:
    error = Refused("issuer.wrong_territory", issuer="Venn\x1b[2Jdorf\u202e")
    assert explain_error(error).what.startswith("Signed by Venn\\x1b[2Jdorf\\u202e for")


def test_an_unknown_code_is_malformed() -> None:
    with pytest.raises(MalformedInput) as caught:
        explain("no.such")
    assert caught.value.code == "input.malformed"


@pytest.mark.parametrize(
    ("typed", "first"),
    [("status.revokd", "status.revoked"), ("revoked", "status.revoked")],
)
def test_a_mistyped_code_finds_its_neighbour(typed: str, first: str) -> None:
    assert near_codes(typed)[0] == first


@pytest.mark.parametrize(
    ("text", "language"), [("fr", "fr"), ("de-BE", "de"), ("NL_be", "nl"), ("en.UTF-8", "en")]
)
def test_a_language_is_read_with_or_without_its_country(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "f", "es", "french", "deutsch"])
def test_another_language_is_malformed(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        language_of(text)
    assert caught.value.code == "input.malformed"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plain", [False, True])
def test_every_refusal_fits_the_terminal(language: Language, *, plain: bool) -> None:
    widest = 72 if plain else 80
    for code in SAID:
        explanation = explain(code, language)
        for lines in (
            refusal_lines(explanation, language, plain=plain),
            explanation_lines(explanation, language, plain=plain),
        ):
            assert max(map(len, lines)) <= widest, code
            assert explanation.verdict.casefold() in lines[0].casefold()


def test_colour_never_comes_alone() -> None:
    first = refusal_lines(explain("status.revoked"), colour=True)[0]
    assert "\x1b[" in first
    assert "✗ REFUSED" in first


def test_line_mode_has_no_drawing() -> None:
    lines = refusal_lines(explain("status.revoked"), plain=True, colour=True)
    assert "\x1b" not in "".join(lines)
    assert lines[0] == "refused: Withdrawn by the body that signed it."


@given(st.text())
def test_printable_text_has_no_control_and_no_bidirectional_character(text: str) -> None:
    import unicodedata

    shown = printable(text, max_chars=10_000)
    assert {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Zl"} == set()


def test_printable_text_is_bounded_and_says_so() -> None:
    assert printable("a" * 300) == "a" * 199 + "…"


def test_names_are_printable_as_they_are() -> None:
    assert printable("Zoé d'Arnould-Müller") == "Zoé d'Arnould-Müller"


def test_several_identifiers_of_one_row_stand_under_each_other() -> None:
    keys = ["did:key:" + letter * 48 for letter in "abcd"]
    lines = labelled_lines([("Prüfsumme des Textes", "x"), ("Von", ", ".join(keys))], "de")
    assert {len(line) - len(line.lstrip()) for line in lines[2:]} == {4}
    assert [line.strip(" ,") for line in lines[2:]] == keys
