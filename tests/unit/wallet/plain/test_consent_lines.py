"""The consent line by line: a transcript in each language, and nothing but a whole word for an answer."""

import os
from pathlib import Path

import pytest

from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.openid4vp.response_error import ErrorResponse
from livret_core.words import LANGUAGES, PLAIN_COLUMNS, Language
from livret_wallet.plain.talk import columns
from livret_wallet.settings import Settings
from livret_wallet.vault import Vault, inbox
from livret_wallet.waiting_record import Waiting
from livret_wallet.words import screen_texts
from tests.asked_on_screen import AskedHeld
from tests.cheap_words import CHEAP
from tests.talking import Talked
from tests.wallet_held import PASSPHRASE

TRANSCRIPTS = Path(__file__).with_name("transcripts")


def held_of(root: Path, *claims: str) -> AskedHeld:
    held = AskedHeld(root)
    held.scene.by_ledger(*claims)
    return held


def talk_of(held: AskedHeld, language: Language = "en") -> Talked:
    return Talked(held, Settings(language, "lines"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_reads_as_its_transcript(tmp_path: Path, language: Language) -> None:
    held, said = held_of(tmp_path, "commune", "birthdate"), screen_texts(language)
    words = [said[f"word_{each}"] for each in ("send", "refuse")]
    talk = talk_of(held, language)
    typed = [
        f"{said['key_show']} 1", "", held.service.link, "", said["letter_send"], said["key_who"],
        said["key_list"], f"{words[0]} xyzzy", words[1], said["key_show"], said["key_back"],
        f"{said['key_show']} {held.service.link}", words[0], said["key_activity"], "1", "2",
    ]  # fmt: skip
    transcript = talk.through(*typed)
    transcript = transcript.replace(held.service.link, "LINK")
    kept = TRANSCRIPTS / f"consent-{language}.txt"
    if os.environ.get("LIVRET_WRITE_TRANSCRIPTS"):  # after a change that was meant: read them
        kept.write_text(transcript, encoding="utf-8")
    assert transcript == kept.read_text("utf-8")
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for line in talk.lines for char in line)
    no, yes = held.service.received
    assert isinstance(no, ErrorResponse)
    assert isinstance(yes, AuthorizationResponse)


@pytest.mark.parametrize("typed", ["", "y", "o", "j", "1", "yes please", "ye", "YES!", "send"])
def test_nothing_but_a_whole_yes_sends(tmp_path: Path, typed: str) -> None:
    held = held_of(tmp_path, "commune")
    talk_of(held).through("show", held.service.link, typed)
    assert held.service.received == []
    assert held.history()[0] == "received"


@pytest.mark.parametrize("typed", ["yes", "YES", " oui ", "ja"])
def test_a_whole_yes_of_any_language_sends(tmp_path: Path, typed: str) -> None:
    held = held_of(tmp_path, "commune")
    talk_of(held).through("show", held.service.link, typed)
    assert len(held.service.received) == 1
    assert held.history()[0] == "sent"


def test_a_copy_that_was_shown_before_takes_two_yeses(tmp_path: Path) -> None:
    held = held_of(tmp_path, "commune")
    link = held.service.link
    once = [f"show {link}", "yes"]
    talk = talk_of(held)
    talk.through(*once, *once, *once, "who", "yes", "later")
    assert len(held.service.received) == 2
    assert " ".join(talk.lines).count("answer yes once more") == 2
    talk_of(held).through(*once, "yes")
    assert len(held.service.received) == 3


def test_a_proof_that_is_known_to_be_withdrawn_takes_two_yeses(tmp_path: Path) -> None:
    held = held_of(tmp_path, "commune")
    held.was_seen("revoked")
    talk = talk_of(held)
    said = talk.through(f"show {held.service.link}", "yes", "later")
    assert "THIS PROOF IS WITHDRAWN" in " ".join(said.split())
    assert held.service.received == []
    talk_of(held).through(f"show {held.service.link}", "yes", "yes")
    assert len(held.service.received) == 1


@pytest.mark.parametrize("is_awaited", [True, False])
def test_where_nothing_fits_it_is_said_whether_an_answer_has_to_be_taken_in(
    tmp_path: Path, is_awaited: bool
) -> None:
    held = held_of(tmp_path, "profession")
    if is_awaited:
        held.asks_on_paper()
    talk = talk_of(held)
    talk.through(f"show {held.service.link}", "later")
    text = " ".join(talk.lines)
    assert ("NOTHING YOU HOLD FITS YET" in text) is is_awaited
    assert ("livret wallet receive" in text) is is_awaited
    assert ("NOTHING YOU HOLD FITS. Ask your town hall" in text) is not is_awaited


@pytest.mark.parametrize("word", ["back", "later"])
def test_later_and_back_tell_nobody_and_lose_nothing(tmp_path: Path, word: str) -> None:
    held = held_of(tmp_path, "commune")
    talk = talk_of(held)
    talk.through(f"show {held.service.link}", word, "inbox", "1", word, "back", "activity", "1")
    assert held.service.received == []
    text = " ".join(talk.lines)
    assert "nothing was sent, and Piscine des Saules was told nothing. It waits" in text
    assert "1. request, Piscine des Saules" in text
    assert "not answered, Piscine des Saules, wanted Commune" in text
    assert "It wanted: Commune" in text
    assert held.history()[:2] == ["unanswered", "received"]


def test_the_end_of_all_input_loses_no_request(tmp_path: Path) -> None:
    held = held_of(tmp_path, "commune")
    talk_of(held).through(f"show {held.service.link}")
    talk = talk_of(held)
    talk.through("inbox")
    assert any(line.startswith("1. request, Piscine des Saules") for line in talk.lines)


def test_a_no_ends_the_waiting(tmp_path: Path) -> None:
    held = held_of(tmp_path, "commune")
    talk = talk_of(held)
    talk.through(f"show {held.service.link}", "no", "inbox", "back", "activity")
    text = " ".join(talk.lines)
    assert "Nothing waits." in text
    assert "you said no, Piscine des Saules, wanted Commune" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inbox_reads_as_its_transcript(tmp_path: Path, language: Language) -> None:
    held, said = held_of(tmp_path, "commune"), screen_texts(language)
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        for at, (kind, who) in enumerate((("offer", "Verneuil"), ("request", "FitClub\x1b[2J"))):
            one = Waiting(
                kind=kind,  # type: ignore[arg-type]  # one of the two
                link=f"https://{kind}.test/",
                who=who,
                since_s=held.now_s - at,
                until_s=held.now_s - 1 if at else None,
            )
            inbox.put(vault, one)
    talk, drop = talk_of(held, language), said["key_drop"]
    transcript = talk.through(
        f"{said['key_show']} {held.service.link}", said["word_later"], said["key_inbox"], "9",
        drop, f"{drop} 3", "?", "no", f"{drop} 3", "yes", "1", said["key_back"],
    )  # fmt: skip
    transcript = transcript.replace(held.service.link, "LINK")
    kept = TRANSCRIPTS / f"inbox-{language}.txt"
    if os.environ.get("LIVRET_WRITE_TRANSCRIPTS"):  # after a change that was meant: read them
        kept.write_text(transcript, encoding="utf-8")
    assert transcript == kept.read_text("utf-8")
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS
    assert "\x1b" not in transcript


def test_what_leads_nowhere_is_said_with_the_next_step(tmp_path: Path) -> None:
    held = held_of(tmp_path, "commune")
    talk = talk_of(held)
    talk.through("show nonsense", "show pool.test/r/7KQ2-M9TX")
    assert sum(line.startswith("What to do: ") for line in talk.lines) == 2
    assert held.service.asked == []
