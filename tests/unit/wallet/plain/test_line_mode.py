"""The wallet line by line: the same facts and keys, at most 72 columns, nothing that acts on a terminal."""

import os
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.words import LANGUAGES, PLAIN_COLUMNS, Language
from livret_wallet.plain.talk import Talk, columns, wrapped
from livret_wallet.plain.terminal import Terminal
from livret_wallet.records import HistoryEntry
from livret_wallet.screens.facts import Fact
from livret_wallet.session import LOCK_AFTER_S, WARN_BEFORE_S
from livret_wallet.settings import Settings
from livret_wallet.vault import Vault
from livret_wallet.words import screen_texts
from tests.cheap_words import CHEAP
from tests.talking import Talked, Waits
from tests.wallet_held import PASSPHRASE, Held, batch

TRANSCRIPTS = Path(__file__).with_name("transcripts")


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path, believes=True)


def words(language: Language, *actions: str) -> list[str]:
    said = screen_texts(language)
    return [said[f"key_{action}"] for action in actions]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_reads_as_its_transcript(held: Held, language: Language) -> None:
    back, more, filtered, leave = words(language, "back", "activity", "filter", "leave")
    talk = Talked(held, Settings(language, "lines"))
    transcript = talk.through("", "5", back, "2", more, "3", filtered, back, "99", "xyzzy", leave)
    kept = TRANSCRIPTS / f"{language}.txt"
    if os.environ.get("LIVRET_WRITE_TRANSCRIPTS"):  # after a change that was meant: read them
        kept.write_text(transcript, encoding="utf-8")
    assert transcript == kept.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_has_room_and_no_escape(held: Held, language: Language) -> None:
    talk = Talked(held, Settings(language, "lines"))
    raw, help_, back, more, renew = words(language, "raw", "help", "back", "activity", "renew")
    talk.through("1", raw, help_, renew, back, more, "3", help_, back, f"{renew} 1")
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for line in talk.lines for char in line)


def test_attack_56_a_hostile_wallet_says_no_byte_that_acts(tmp_path: Path) -> None:
    hostile = "Pool\u202e\x1b[2J\x9b\x07\r\u200b" + "w" * 200 + "漢" * 50
    held = Held(tmp_path, is_empty=True)
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault, vault.transaction():
        vault.put("credential", None, batch("one", "residency", who=hostile).format())
        entry = HistoryEntry(held.now_s, "sent", hostile, "one", ((hostile,),))
        vault.put("history", None, entry.format())
    talk = Talked(held)
    talk.through("1", "as signed", "back", "activity", "1", "back", "find pool")
    assert "2J" in "".join(talk.lines)
    assert not any(
        ord(char) < 32 or ord(char) in {0x202E, 0x9B, 0x200B} for char in "".join(talk.lines)
    )
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS


def test_what_a_screen_let_through_is_spelled_out_all_the_same() -> None:
    said: list[str] = []
    Talk(said.append, lambda _: None).facts([Fact("a\x1b", "b\u202e")], "en")
    assert said == ["a\\x1b: b\\u202e"]


def test_enter_alone_is_no_answer(held: Held) -> None:
    talk = Talked(held)
    transcript = talk.through("", "", "")
    assert transcript.count("What next?") + transcript.count("Which?") == 4


def test_a_key_is_typed_as_it_is_written_or_as_its_word(held: Held) -> None:
    for typed in ("/ diploma", "/diploma", "find diploma", "FIND diploma"):
        talk = Talked(held)
        talk.through(typed)
        assert "STUDY AND WORK" in talk.lines
        assert talk.lines.count("HOME AND FAMILY") == 1


def test_a_word_of_another_language_is_understood_too(held: Held) -> None:
    talk = Talked(held)
    talk.through("language", "language", "language", "langue", "quitter")
    assert talk.lines[-1] == "Your wallet is locked."
    assert [each.language for each in talk.kept] == ["fr", "nl", "de", "en"]


def test_values_are_hidden_and_shown_again(held: Held) -> None:
    talk = Talked(held)
    talk.through("hide", "5", "as signed", "hide", "leave", is_open=True)
    at = max(at for at, line in enumerate(talk.lines) if "as it was signed" in line)
    hidden = "\n".join(talk.lines[talk.lines.index("livret", 3) : at])
    assert "Tanneurs" not in hidden
    assert '"alg": "ES256",' in talk.lines[at:]


def test_what_needs_a_number_says_so(held: Held) -> None:
    talk = Talked(held)
    talk.through("renew", "renew 4", "renew 7", "fetch 1", "renew 99")
    text = " ".join(talk.lines)
    assert text.count("Say of which") == 2
    assert "A newer one took its place." in text
    assert "gave no way to fetch a newer one" in text
    assert "Nothing is to be fetched for this line." in text
    assert held.asked == []


def test_a_town_hall_that_is_not_reached_is_said_with_the_next_step(held: Held) -> None:
    talk = Talked(held)
    talk.through("renew 1", "1", "renew")
    assert held.asked == ["network", "network"]
    assert sum(line.startswith("What to do: ") for line in talk.lines) == 2


def test_further_entries_are_asked_for(tmp_path: Path) -> None:
    held = Held(tmp_path, is_empty=True)
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault, vault.transaction():
        for at in range(30):
            vault.put(
                "history", None, HistoryEntry(held.now_s - at, "refused", f"Pool {at}").format()
            )
    talk = Talked(held)
    talk.through("activity", "more", "list", "back", "leave")
    numbered = [line.split(".")[0] for line in talk.lines if "you said no" in line]
    assert numbered == [*map(str, range(1, 31)), *map(str, range(1, 21))]
    assert any(line.startswith("No proof yet.") for line in talk.lines)


def test_a_wrong_passphrase_is_asked_again_and_not_without_end(held: Held) -> None:
    talk = Talked(held)
    talk.through("leave", passphrases=("no", "", PASSPHRASE))
    assert sum(line.startswith("✗ ") for line in talk.lines) == 2
    with pytest.raises(LivretError) as caught:
        Talked(held).through(passphrases=["no"] * 9)
    assert caught.value.code == "vault.passphrase"


def test_the_lock_is_told_of_and_then_made(held: Held) -> None:
    talk = Talked(held)
    near = LOCK_AFTER_S - WARN_BEFORE_S
    transcript = talk.through(
        Waits(near), "list", Waits(near), Waits(WARN_BEFORE_S), "leave",
        passphrases=(PASSPHRASE, PASSPHRASE),
    )  # fmt: skip
    assert talk.waited[:4] == [near, WARN_BEFORE_S, near, WARN_BEFORE_S]
    assert transcript.count("The wallet locks itself in 60 s.") == 2
    locked = talk.lines.index("Nobody touched it for 10 minutes: your wallet locked itself.")
    assert "livret" in talk.lines[locked:]
    held.unlock().lock()


def test_locking_and_the_end_of_input_leave_it_locked(held: Held) -> None:
    talk = Talked(held)
    talk.through("1", "lock", "3", passphrases=(PASSPHRASE, PASSPHRASE))
    assert talk.transcript.count("(Passphrase)") == 2
    held.unlock().lock()


def test_the_passphrase_is_asked_for_in_the_language_of_the_wallet(held: Held) -> None:
    talk = Talked(held, Settings("fr", "lines"))
    talk.through(passphrases=(PASSPHRASE,))
    assert talk.transcript.count("(Phrase secrète)") == 1


def test_words_are_broken_where_they_must_be() -> None:
    assert wrapped("") == [""]
    assert [columns(line) for line in wrapped("漢" * 40)] == [72, 8]
    assert columns("e\u0301") == 1
    assert wrapped("a " + "b" * 80) == ["a", "b" * 72, "b" * 8]


def test_a_terminal_gives_line_after_line_and_then_its_end() -> None:
    here, there = os.pipe()
    terminal = Terminal(here)
    assert terminal.read(0.001) is None
    os.write(there, b"one\r\ntwo\nthr")
    assert [terminal.read(None), terminal.read(None)] == ["one", "two"]
    assert terminal.read(0.001) is None
    os.write(there, b"ee \xff")
    os.close(there)
    assert terminal.read(None) == "three \ufffd"
    with pytest.raises(EOFError):
        terminal.read(None)
    os.close(here)
