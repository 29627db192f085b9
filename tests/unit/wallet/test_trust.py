"""Whom a wallet believes, on the full screen and line by line: added by six words, removed after a yes."""

import os
from pathlib import Path

import pytest
from textual.widgets import Input

from livret_core.ledger.six_words import words_of
from livret_core.words import LANGUAGES, PLAIN_COLUMNS, Language
from livret_core.words.figures import utc
from livret_wallet.plain.talk import columns
from livret_wallet.screens import trust as told
from livret_wallet.settings import Settings
from livret_wallet.words import screen_texts
from tests.cheap_words import cheap_words
from tests.ledger_files import LedgerFiles
from tests.piloting import Stage, with_app
from tests.talking import Talked
from tests.wallet_held import PASSPHRASE, Held

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

TRANSCRIPTS = Path(__file__).with_name("plain") / "transcripts"
FILE = "trust-root.jsonl"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LedgerFiles:
    """A ledger, whose trust root lies in the folder that somebody is in."""
    (tmp_path / "ledger").mkdir()
    found = LedgerFiles(tmp_path / "ledger")
    found.write(FILE, found.trust_root)
    monkeypatch.chdir(found.root)
    return found


async def answer(stage: Stage, typed: str) -> None:
    """Type an answer, once something is asked."""
    await stage.until(lambda: bool(str(stage.app.screen.query_one("#question").render())))
    stage.app.screen.query_one("#answer", Input).value = typed
    await stage.press("enter")


def trusted(held: Held) -> list[str]:
    wallet = held.unlock()
    found = [each.origin for each in wallet.ledgers()]
    wallet.lock()
    return found


def test_a_ledger_is_added_compared_and_removed(tmp_path: Path, files: LedgerFiles) -> None:
    held = Held(tmp_path)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("t")
        assert "No public ledger is believed here" in stage.text
        await stage.press("w", "d", "n")
        await stage.press("enter")
        assert "Address or file:" in stage.text
        await answer(stage, "nowhere.livret.test")
        await stage.until(lambda: "gave no answer" in stage.text)
        await answer(stage, FILE)
        await stage.until(lambda: "Its six words" in stage.text)
        assert files.words().replace(" ", ", ") in stage.text
        await stage.press("enter", "pageup", "pagedown", "up", "down")
        await answer(stage, "yes")
        await stage.until(lambda: "is believed here from now on" in stage.text)
        await stage.press("enter")
        assert stage.shown == "TrustScreen"
        await stage.until(lambda: "Believed since" in stage.text)
        await stage.press("w")
        await stage.until(lambda: files.words().replace(" ", ", ") in stage.text)
        await stage.press("escape", "d")
        await answer(stage, "perhaps")
        await stage.until(lambda: "Type yes or no." in stage.text)
        await answer(stage, "no")
        await stage.until(lambda: "believed as before" in stage.text)
        await stage.press("escape", "d")
        await answer(stage, "ja")
        await stage.until(lambda: "no longer believed" in stage.text)
        await stage.press("escape")
        await stage.until(lambda: "No public ledger is believed here" in stage.text)

    with_app(held, story)
    assert trusted(held) == []


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("typed", ["no", " ".join(words_of(bytes(32), "fr"))])
def test_words_that_differ_believe_nothing(tmp_path: Path, typed: str) -> None:
    held = Held(tmp_path)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("t", "n")
        await answer(stage, FILE)
        await answer(stage, typed)
        await stage.until(lambda: "Stop. Either this is not" in stage.text)

    with_app(held, story)
    assert trusted(held) == []


@pytest.mark.usefixtures("files")
def test_who_goes_back_or_is_locked_out_believes_nothing(tmp_path: Path) -> None:
    held = Held(tmp_path)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("t", "n")
        await answer(stage, FILE)
        await stage.until(lambda: "Its six words" in stage.text)
        await stage.press("escape")
        assert stage.shown == "TrustScreen"
        await stage.press("n")
        await answer(stage, FILE)
        await stage.until(lambda: "Its six words" in stage.text)
        await stage.app.lock()
        await stage.pilot.pause()
        assert stage.shown == "UnlockScreen"

    with_app(held, story)
    assert trusted(held) == []


@pytest.mark.usefixtures("files")
def test_a_ledger_that_is_known_already_asks_for_no_words(tmp_path: Path) -> None:
    held = Held(tmp_path, believes=True)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("t", "n")
        await answer(stage, FILE)
        await stage.until(lambda: "is believed already" in stage.text)

    with_app(held, story)
    assert len(trusted(held)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_mode_reads_as_its_transcript(
    tmp_path: Path, files: LedgerFiles, language: Language
) -> None:
    held, said = Held(tmp_path), screen_texts(language)
    yes = {"en": "yes", "fr": "oui", "nl": "ja", "de": "ja"}[language]
    no = {"en": "no", "fr": "non", "nl": "nee", "de": "nein"}[language]
    add, words, remove, back = (said[f"key_{each}"] for each in ("add", "words", "remove", "back"))
    talk = Talked(held, Settings(language, "lines"))
    transcript = talk.through(
        said["key_trust"], add, back, add, "nowhere", FILE, yes, "1", words, f"{remove} 1", no,
        f"{remove} 9", remove, yes, back, said["key_leave"],
    )  # fmt: skip
    title = f"livret · {said['title_trust']}"
    transcript = transcript[transcript.index(title) : transcript.rindex("\nlivret\n") + 1]
    kept = TRANSCRIPTS / f"trust.{language}.txt"
    if os.environ.get("LIVRET_WRITE_TRANSCRIPTS"):  # after a change that was meant: read them
        kept.write_text(transcript, encoding="utf-8")
    assert transcript == kept.read_text("utf-8")
    assert files.words(language).replace(" ", ", ") in " ".join(talk.lines)
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS
    assert trusted(held) == []


@pytest.mark.usefixtures("files")
def test_line_mode_stops_at_a_no(tmp_path: Path) -> None:
    talk = Talked(Held(tmp_path))
    talk.through("ledgers", "add", FILE, "no", "back", "leave")
    assert any("Stop. Either this is not" in line for line in talk.lines)
    assert trusted(talk.held) == []


def test_both_faces_say_the_same_of_a_ledger(tmp_path: Path) -> None:
    held, seen = Held(tmp_path, believes=True), list[str]()

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("t")
        await stage.until(lambda: "Believed since" in stage.text)
        seen.append(stage.text)

    with_app(held, story, size=(200, 40))
    talk = Talked(held)
    talk.through("ledgers", "1")
    wallet = held.unlock()
    [one] = told.ledgers(wallet.ledgers(), "en", now_s=held.now_s, zone=utc)
    wallet.lock()
    facts = [
        one.name,
        one.state.told,
        *(text for each in one.facts for text in (each.label, each.told)),
    ]
    for text in ("".join(seen), "".join(talk.lines)):
        bare = "".join(text.split())
        assert [fact for fact in facts if "".join(fact.split()) not in bare] == []


def test_a_first_run_may_end_where_a_proof_is_received(tmp_path: Path) -> None:
    held = Held(tmp_path, is_empty=True)

    async def story(stage: Stage) -> None:
        await stage.type_passphrase(PASSPHRASE)
        await stage.until(lambda: stage.shown == "ReceiveScreen")
        await stage.press("escape")
        assert stage.shown == "CardsScreen"

    with_app(held, story, receives=True)
    talk = Talked(held)
    talk.through("back", "leave", is_open=True, receives=True)
    assert talk.lines[0] == f"livret · {screen_texts('en')['title_receive']}"
