"""A verdict as people read it: the word first, and never more than is known."""

from dataclasses import replace
from types import MappingProxyType

import msgspec
import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.words import LANGUAGES, Language, day
from livret_verifier.checks import CHECKS
from livret_verifier.evidence import Missing
from livret_verifier.rendering import report_lines, verdict_lines, verdict_object
from livret_verifier.verdict import Verdict
from livret_verifier.words import texts
from tests.on_ledger import Desk
from tests.scene import PROCEDURE, REVOKED, THIEF, ask, bind, draft, folder, present, showing

ACCEPTED = ask(present(draft()))
REVOKED_ONE = ask(present(draft(index=REVOKED)))
STALE = ask(present(draft()), gather=folder(status=Missing("memory", "down")))
COPIED = ask(bind(showing(draft().signed(), "commune"), signer=THIEF))

WORDS = {
    "en": ("ACCEPTED", "REFUSED", "COULD NOT CHECK"),
    "fr": ("ACCEPTÉ", "REFUSÉ", "VÉRIFICATION IMPOSSIBLE"),
    "nl": ("AANVAARD", "GEWEIGERD", "CONTROLE NIET MOGELIJK"),
    "de": ("ANGENOMMEN", "ABGELEHNT", "PRÜFUNG NICHT MÖGLICH"),
}


def lines(verdict: Verdict, language: Language = "en", *, plain: bool = False) -> list[str]:
    return verdict_lines(verdict, PROCEDURE, language, elapsed_ms=1.234, plain=plain)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_is_the_first_word(language: Language) -> None:
    accepted, refused, unknown = WORDS[language]
    assert lines(ACCEPTED, language)[0].startswith(f"✓ {accepted}")
    assert lines(REVOKED_ONE, language)[0].startswith(f"✗ {refused}")
    assert lines(STALE, language)[0].startswith(f"! {unknown}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_line_mode_too_and_without_a_sign(language: Language) -> None:
    for verdict, word in zip((ACCEPTED, REVOKED_ONE, STALE), WORDS[language], strict=True):
        assert lines(verdict, language, plain=True)[0].startswith(word.lower())


def test_an_accepted_proof_says_what_was_asked_who_signed_and_until_when() -> None:
    told = "\n".join(lines(ACCEPTED))
    assert "15 of 15 checks, 1.2 ms" in told
    assert "Verneuil" in told
    assert "Valid until" in told


def test_a_refused_one_says_why_what_to_do_and_what_was_in_order() -> None:
    first, *rest = lines(REVOKED_ONE)
    told = " ".join(" ".join(rest).split())
    assert first.endswith("status.revoked")
    assert "What to do" in told
    assert "(14)" in told
    assert "livret explain status.revoked" in told
    assert rest[-1] == "(exit 1)".rjust(80)


def test_what_is_refused_shows_no_claim() -> None:
    for verdict in (REVOKED_ONE, STALE, COPIED):
        assert verdict_object(verdict)["claims"] is None
        assert "Commune" not in "\n".join(lines(verdict))


def test_more_than_was_asked_is_counted_and_not_shown() -> None:
    verdict = ask(present(draft(), "commune", "birthdate", "family_name"))
    told = "\n".join(lines(verdict))
    assert "items that were not asked for: 2" in told
    assert "1988" not in told
    assert "Durand" not in told


def test_a_date_is_told_in_words() -> None:
    from tests.scene import question

    wants = replace(PROCEDURE, asks=(("birthdate",),), requires=MappingProxyType({}))
    verdict = ask(present(draft(), "birthdate"), question(procedure=wants))
    told = "\n".join(verdict_lines(verdict, wants, "fr", elapsed_ms=1.0))
    assert "9 avril 1988" in told


@pytest.mark.parametrize("plain", [False, True])
def test_a_report_names_every_check_reached_or_not(*, plain: bool) -> None:
    told = "\n".join(report_lines(COPIED.report, plain=plain))
    for check in CHECKS:
        assert texts("en").checks[check.number] in " ".join(told.split())
    assert "not reached" in told
    assert "holder.signature" in told


@pytest.mark.parametrize(
    ("error", "sign"),
    [
        (Refused("holder.signature"), "✗"),
        (Unavailable("status.unavailable"), "!"),
        (MalformedInput("input.json"), "?"),
    ],
    ids=str,
)
def test_the_check_that_failed_has_the_sign_of_its_answer(error: LivretError, sign: str) -> None:
    [failed, passed, *_] = COPIED.report.results
    report = msgspec.structs.replace(COPIED.report, results=(failed._replace(error=error), passed))
    signs = {line[4:7].strip() for line in report_lines(report) if line[2:4].strip()}
    assert signs == {"✓", "·", sign}


@pytest.mark.parametrize("plain", [False, True])
def test_a_report_is_in_the_language_of_its_reader(*, plain: bool) -> None:
    told = " ".join(" ".join(report_lines(COPIED.report, "de", plain=plain)).split())
    assert "nicht erreicht" in told
    assert "soeben für Sie erstellt" in told
    assert "not reached" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_mode_keeps_the_word_and_the_code(language: Language) -> None:
    told = lines(REVOKED_ONE, language, plain=True)
    assert told[0].startswith(WORDS[language][1].lower())
    assert "status.revoked" in " ".join(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_could_not_be_had_says_why(language: Language) -> None:
    assert "down" in " ".join(lines(STALE, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_its_words_in_every_language(language: Language) -> None:
    assert set(texts(language).checks) == {check.number for check in CHECKS}
    assert set(texts(language).labels) == set(texts("en").labels)


def test_colour_stands_beside_the_word() -> None:
    first = verdict_lines(ACCEPTED, PROCEDURE, "en", elapsed_ms=1.0, colour=True)[0]
    assert first.startswith("\x1b[1;32m✓ ACCEPTED\x1b[0m")


def test_that_its_version_is_retired_is_said_of_one_that_is_accepted() -> None:
    desk = Desk()
    desk.scene.apply(desk.scene.retire())
    retired_s = desk.scene.at_s
    desk.scene.tick(86_400)
    told = " ".join(verdict_lines(desk.verdict(), PROCEDURE, "en", elapsed_ms=1.2))
    told = " ".join(told.split())
    assert f"retired since {day(retired_s, 'en')}; what was signed before stays good" in told
