"""The consent on the full screen and in lines: the same facts, whatever stands in them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from livret_core.words import LANGUAGES, PLAIN_COLUMNS, Language
from livret_core.words.figures import utc
from livret_wallet.cli import sheet
from livret_wallet.plain.talk import columns
from livret_wallet.screens import consent
from livret_wallet.screens.consent import ConsentPage, Question
from livret_wallet.screens.warnings import known_names
from livret_wallet.session.requests import Requests
from livret_wallet.settings import Settings
from livret_wallet.words import screen_texts
from tests.asked_on_screen import AskedHeld
from tests.being_asked import BY_KEY
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.piloting import Stage, with_app
from tests.talking import Talked


def question_of(held: AskedHeld, language: Language) -> Question:
    wallet = held.unlock()
    requests = Requests(wallet)
    asked = requests.ask(held.service.link)
    found = requests.fitting(asked)
    known = known_names(wallet.contents().batches, tuple(wallet.latest(0)))
    candidate = found[0] if found else None
    would = None if candidate is None else requests.sheet(asked, candidate, language)
    ledgers = wallet.ledgers()
    wallet.lock()
    return Question(asked.request, asked.standing, candidate, would, known, ledgers)


def page_of(held: AskedHeld, language: Language) -> ConsentPage:
    question = question_of(held, language)
    return consent.page(question, language, now_s=held.now_s, zone=utc, is_hidden=False)


def facts_of(page: ConsentPage) -> Iterator[str]:
    yield page.title
    yield page.stands.told
    yield from page.wanted
    for columns_ in page.columns:
        yield columns_.beside
        yield from columns_.stays
        for fact in (*columns_.leaves, *columns_.along):
            yield from (fact.label, fact.text)
    for fact in (*page.facts, *page.band, *page.who):
        yield from (fact.label, fact.told)


def without_space(text: str) -> str:
    return "".join(text.split())


async def look(stage: Stage, link: str, *keys: str) -> list[str]:
    await stage.press("s")
    stage.app.screen.query_one("#link", Input).value = link
    await stage.press("enter")
    asking = screen_texts(stage.app.language)["asking"]
    await stage.until(lambda: stage.shown == "ConsentScreen" and asking not in stage.text)
    seen = [stage.text]
    for key in keys:
        await stage.press(key)
        seen.append(stage.text)
    while stage.shown == "ConsentScreen":
        await stage.press("escape")
        await stage.pilot.pause(0.01)
    return seen


@pytest.fixture(autouse=True)
def _at_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "local_zone", utc)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("asks", ["commune", "birthdate", "profession", "by key"])
def test_each_fact_is_on_the_screen_in_the_lines_and_in_what_a_command_writes(
    tmp_path: Path, language: Language, asks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = AskedHeld(tmp_path)
    if asks == "by key":
        held.scene.by(BY_KEY, "commune", name="Ville de Vеrneuil")  # one letter is Cyrillic
    else:
        held.scene.by_ledger(asks)
    facts = {without_space(each) for each in facts_of(page_of(held, language))}
    question = question_of(held, language)
    monkeypatch.setattr(sheet, "now_s", lambda: held.now_s)
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        seen.extend(await look(stage, held.service.link, "i", "l"))

    with_app(held, story, size=(400, 80), settings=Settings(language))
    talk = Talked(held, Settings(language, "lines"))
    said = screen_texts(language)
    show, who, list_ = said["key_show"], said["key_who"], said["key_list"]
    talk.through(f"{show} {held.service.link}", who, list_)
    assert len(facts) > 15
    assert {each for each in facts if each not in without_space("\n".join(seen))} == set()
    assert {each for each in facts if each not in without_space("".join(talk.lines))} == set()
    if question.sheet is None:
        return  # a command refuses what nothing answers
    for plain in (False, True):
        page, lines = sheet.page_of(question, language), list[str]()
        lines += sheet.sheet_lines(question, language, plain=plain)
        lines += sheet.list_lines(page, language, plain=plain)
        lines += sheet.who_lines(page, language, plain=plain)
        # Two columns tear a sentence in two: each word of a fact is looked for.
        written = without_space("".join(lines))
        assert {one for one in facts if not plain and one not in beside(lines)} == set()
        assert {one for one in facts if plain and one not in written} == set()


def test_a_command_says_that_nothing_stays_where_nothing_does(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by_ledger("commune")
    question = question_of(held, "en")
    assert question.sheet is not None
    usual = sheet.sheet_lines(question, "en", whole=True)
    assert "· nothing more: this is all of it" not in usual
    bare = replace(question, sheet=replace(question.sheet, stays=()))
    lines = sheet.sheet_lines(bare, "en", whole=True)
    at = lines.index(screen_texts("en")["stay_heading"])
    assert lines[at + 1] == f"· {screen_texts('en')['stays_nothing']}"


def beside(lines: list[str]) -> str:
    """Both columns of a sheet, each from top to bottom, behind the lines as they stand."""
    left, right = (each[:40].strip(" ✓+") for each in lines), (each[40:] for each in lines)
    return without_space("".join([*lines, *left, *right]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stands", ["", "old", "too_old"])
def test_a_ledger_that_was_not_seen_for_long_is_warned_of_where_its_word_counts(
    tmp_path: Path, language: Language, stands: str
) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by_ledger("commune")
    question = question_of(held, language)
    [ledger] = question.ledgers
    unseen_s = {"": 0, "old": ledger.fresh_s + 1, "too_old": ledger.refuse_s + 1}[stands]
    old = replace(question, ledgers=(replace(ledger, seen_s=held.now_s - unseen_s),))
    unread = replace(question, ledgers=(replace(ledger, seen_s=0, origin="other.example/x"),))
    kinds = [one.kind for one in consent.warnings(old, language, now_s=held.now_s)]
    assert kinds == ([stands] if stands else [])
    assert consent.warnings(unread, language, now_s=held.now_s) == ()
    page = consent.page(old, language, now_s=held.now_s, zone=utc, is_hidden=False)
    assert [fact.sign for fact in page.band] == (["!"] if stands else ["✓"])


def test_attack_56_what_a_service_calls_itself_acts_nowhere(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    seen: list[str] = []
    links: list[str] = []

    def ask(text: str) -> str:
        more: dict[str, Any] = {"name": text[:200], "purposes": {"en": text[:200]}}
        held.scene.by(BY_KEY, "commune", **more)
        return held.service.link

    async def story(stage: Stage) -> None:
        await stage.unlock()
        for text in HOSTILE:
            seen.extend(await look(stage, ask(text), "i"))

    with_app(held, story, size=(100, 60))
    talk = Talked(held)
    for text in HOSTILE:
        links.append(ask(text))
        talk.through(f"show {links[-1]}", "who", "back")
    for face in ("\n".join(seen), "\n".join(talk.lines)):
        assert set(face) & UNSEEN == set()
        assert "[bold red]VERIFIED[/]" in face
        assert "\\x1b[2J" in face
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS


@pytest.mark.parametrize(
    ("retention_s", "said"),
    [
        (None, "la demande ne dit pas combien de temps"),
        (0, "rien après votre passage, d'après le service"),
        (900, "15 minutes, d'après le service"),
    ],
)
def test_how_long_a_service_keeps_what_it_gets_is_said_as_its_own_word(
    retention_s: int | None, said: str, tmp_path: Path
) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by_ledger("commune", retention_s=retention_s)
    kept = [fact.text for fact in page_of(held, "fr").facts if fact.label == "Conservation"]
    assert kept == [said]
