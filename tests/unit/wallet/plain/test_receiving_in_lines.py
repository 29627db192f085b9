"""Receiving line by line: its transcripts, the same facts as the full screen, and what is refused."""

import os
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from livret_core.words import LANGUAGES, PLAIN_COLUMNS, Language
from livret_core.words.figures import utc
from livret_town.simulator.issuers import PIN
from livret_wallet.plain.talk import columns
from livret_wallet.receiving.needs import PinNeeded
from livret_wallet.screens import receiving as told
from livret_wallet.screens.card import CardPage
from livret_wallet.screens.facts import Fact
from livret_wallet.settings import Settings
from livret_wallet.words import screen_texts
from tests.cheap_words import cheap_words
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.piloting import Stage, with_app
from tests.talking import Talked
from tests.wallet_at_hall import AtHall

__all__ = ["cheap_words"]

TRANSCRIPTS = Path(__file__).with_name("transcripts")


def test_of_several_town_halls_the_number_says_whose_a_code_is(tmp_path: Path) -> None:
    at = AtHall(tmp_path)
    talk = Talked(at)
    talk.through("receive", at.link, "fetch", PIN, "keep", "leave")
    at.knows("https://other.test/hall")
    before = len(at.visit.hall.asked)
    talk.through("receive 7KQ2-M9T9", "back", "back", "leave")
    text = " ".join(talk.lines)
    assert "https://other.test/hall" in text
    assert "asks none of them before you say whose code it is" in text
    assert len(at.visit.hall.asked) == before
    talk.through("receive 7KQ2-M9T9", "0", "3", "1", "leave")
    assert " ".join(talk.lines).count("Nothing has this number.") == 2
    assert at.visit.hall.asked[before].endswith("/o/7KQ2-M9T9")


@pytest.mark.parametrize(("ahead_s", "taken"), [(0, True), (300, True), (301, False)])
def test_by_a_clock_that_is_behind_the_town_hall_is_of_another_day_on_both_faces(
    tmp_path: Path, ahead_s: int, *, taken: bool
) -> None:
    """It is the clock that is spoken of, and not the hand-over, which is right; nothing is spent."""
    at = AtHall(tmp_path)
    issued_at_s = at.now_s + ahead_s
    at.visit.announces(issued_at_s=issued_at_s, expires_at_s=issued_at_s + 86_400)
    talk = Talked(at)
    talk.through(f"receive {at.link}", "back", "back", "leave")
    seen = [" ".join(talk.lines)]

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("r")
        await at.paste(stage, at.link)
        await stage.until(lambda: stage.shown == "OfferScreen" or "another day" in stage.text)
        seen.append(stage.text)

    with_app(at, story)
    for text in seen:
        assert ("another day" in text) is not taken
        assert ("date and time" in " ".join(text.split())) is not taken
    assert not any(asked.startswith("POST") for asked in at.visit.hall.asked)


def words(language: Language, *actions: str) -> list[str]:
    said = screen_texts(language)
    return [said[f"key_{action}"] for action in actions]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reception_reads_as_its_transcript(tmp_path: Path, language: Language) -> None:
    at = AtHall(tmp_path)
    receive, take, keep, back, leave = words(
        language, "receive", "take", "keep", "back", "leave"
    )  # fmt: skip
    talk = Talked(at, Settings(language, "lines"))
    transcript = talk.through(
        receive, "htps://x/o/7", back, f"{receive} {at.code}", take, "40", "402718", "402 719",
        "", keep, leave,
    )  # fmt: skip
    kept = TRANSCRIPTS / f"receiving_{language}.txt"
    if os.environ.get("LIVRET_WRITE_TRANSCRIPTS"):  # after a change that was meant: read them
        kept.write_text(transcript, encoding="utf-8")
    assert transcript == kept.read_text("utf-8")
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS


def test_a_code_alone_is_looked_for_where_its_holder_says(tmp_path: Path) -> None:
    at = AtHall(tmp_path)
    talk = Talked(at)
    talk.through("receive", "7KQ2-M9T9", "back", "leave")
    assert at.visit.hall.asked == []
    assert "Type the address before it" in " ".join(talk.lines)
    assert not any("(yes/no)" in line for line in talk.lines)
    talk.through("receive", at.link, "fetch", PIN, "keep", "leave")
    before = len(at.visit.hall.asked)
    talk.through("receive 7KQ2-M9T9", "no", "back", "leave")
    assert len(at.visit.hall.asked) == before
    talk.through("receive 7KQ2-M9T9", "perhaps", "yes", "leave")
    assert at.visit.hall.asked[before].endswith("/o/7KQ2-M9T9")


def test_an_offer_left_for_later_waits_until_it_is_spent(tmp_path: Path) -> None:
    at = AtHall(tmp_path)
    talk = Talked(at)
    talk.through("receive", at.link, "later", "inbox", "1", "later", "1", "fetch", PIN, "later")
    text = " ".join(talk.lines)
    assert "It waits in the inbox. Nothing of it was used up." in text
    assert "1. hand-over, Town of Verneuil" in text
    talk.lines.clear()
    talk.through("inbox", "back", "renew 1", "leave")
    text = " ".join(talk.lines)
    assert "Nothing waits." in text
    assert "It was begun, and nothing of it is kept yet." in text


def test_looking_now_says_what_came_of_it(tmp_path: Path) -> None:
    at = AtHall(tmp_path, puts_off=True)
    talk = Talked(at)
    talk.through("receive", at.link, "fetch", PIN, "inbox", "look now", "leave")
    assert "! Not ready yet: 1 proof." in talk.lines
    at = AtHall(tmp_path / "none")
    talk = Talked(at)
    talk.through("inbox", "n", "leave")
    assert "No town hall here can be asked" in " ".join(talk.lines)
    assert at.visit.hall.asked == []


def test_the_settings_say_whom_this_wallet_asked(tmp_path: Path) -> None:
    at = AtHall(tmp_path)
    talk = Talked(at)
    talk.through("receive", at.link, "fetch", PIN, "keep", "settings", "leave")
    text = " ".join(talk.lines)
    assert "WHOM THIS WALLET ASKED ledger.example: a public ledger, believed since" in text
    assert "verneuil.test:8443/verneuil: a town hall, asked for proofs 1 time, last on" in text


def test_what_was_left_for_later_is_asked_again_before_it_is_kept(tmp_path: Path) -> None:
    at = AtHall(tmp_path)
    talk = Talked(at)
    talk.through(
        f"receive {at.code}", "fetch", PIN, "later", "fetch 1", "later", "g 1", "keep", "leave"
    )
    assert [line for line in talk.lines if line == "livret · Keep it?"] == ["livret · Keep it?"] * 3
    assert [said.event for said in at.visit.hall.told] == ["credential_accepted"]


def test_what_was_left_for_later_is_refused_from_the_list_by_a_whole_yes(tmp_path: Path) -> None:
    at = AtHall(tmp_path)
    talk = Talked(at)
    talk.through(
        "refuse 1", f"receive {at.code}", "fetch", PIN, "later", "refuse", "refuse 1", "n", "no",
        "refuse 1", "yes", "leave",
    )  # fmt: skip
    text = " ".join(talk.lines)
    assert text.count("only the counter hands it over again") == 3
    assert text.index("Not understood.") < text.index("Say of which, by its number")
    assert "Type yes or no." in text
    assert "Nothing of it was kept." in text
    assert [said.event for said in at.visit.hall.told] == ["credential_deleted"]


def test_refused_and_later_are_said(tmp_path: Path) -> None:
    for word, event in (("refuse", ["credential_deleted"]), ("later", [])):
        at = AtHall(tmp_path / word)
        talk = Talked(at)
        talk.through("receive", at.link, "fetch", PIN, word, "leave")
        assert [each.event for each in at.visit.hall.told] == event
        assert "0 proofs" in talk.lines[-8:] or "0 proofs · 1 needs you" in talk.lines[-8:]


def test_what_is_put_off_or_refused_says_the_next_step(tmp_path: Path) -> None:
    at = AtHall(tmp_path / "later", puts_off=True)
    talk = Talked(at)
    talk.through("receive", at.link, "fetch", PIN, "leave")
    assert "Not ready yet." in " ".join(talk.lines)
    at = AtHall(tmp_path / "blocked")
    talk = Talked(at)
    talk.through("receive", at.link, "fetch", *["402718"] * 3, "leave")
    assert talk.lines[-1] == "Your wallet is locked."
    assert any("blocked" in line for line in talk.lines)


def test_with_nobody_believed_yet_it_is_asked_who_is_to_be_and_then_goes_on(
    tmp_path: Path, cheap_words: None
) -> None:
    at = AtHall(tmp_path, believes=False)
    file = at.visit.files.write("trust-root.jsonl", at.visit.files.trust_root)
    talk = Talked(at)
    talk.through("receive", at.link, str(file), "yes", "fetch", PIN, "keep", "leave")
    text = " ".join(talk.lines)
    assert "No public ledger is believed here" in text
    assert "It is here, checked and kept." in text
    at = AtHall(tmp_path / "not", believes=False)
    talk = Talked(at)
    talk.through("receive", at.link, "back", "back", "leave")
    assert at.visit.hall.asked == []


def test_attack_56_no_word_of_a_stranger_acts_in_the_lines(tmp_path: Path) -> None:
    at, names_left = AtHall(tmp_path), list(HOSTILE)
    talk = Talked(at)

    def name_next() -> None:
        if names_left:
            names = MappingProxyType({"en": names_left.pop(0)[:900]})
            at.visit.hall.metadata = replace(at.visit.hall.metadata, names=names)

    at.before = name_next
    answers = ["receive", at.link, "back", "back"] * len(HOSTILE)
    talk.through(*answers, "leave")
    assert names_left == []
    assert not UNSEEN & set("".join(talk.lines))
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS


def test_each_fact_is_on_the_screens_and_in_the_lines(tmp_path: Path) -> None:
    facts = [_bare(text) for text in _facts(AtHall(tmp_path / "facts"))]
    at = AtHall(tmp_path / "screen")
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("r")
        seen.append(stage.text)
        await stage.press("escape")
        await at.look(stage)
        seen.append(stage.text)
        await stage.press("g")
        await stage.until(lambda: stage.shown == "PinScreen")
        seen.append(stage.text)
        await stage.press(*PIN, "enter")
        await stage.until(lambda: stage.shown == "ArrivedScreen")
        seen.append(stage.text)

    with_app(at, story, size=(200, 60))
    at = AtHall(tmp_path / "lines")
    talk = Talked(at)
    talk.through("receive", at.link, "fetch", PIN)
    on_screen, in_lines = _bare("".join(seen)), _bare("".join(talk.lines))
    assert len(facts) > 60
    assert {fact for fact in facts if fact not in on_screen} == set()
    assert {fact for fact in facts if fact not in in_lines} == set()


def _bare(text: str) -> str:
    return "".join(text.split())


def _facts(at: AtHall) -> list[str]:
    """Everything that the pure modules say on the way."""
    wallet = at.unlock()
    reception = wallet.look_at(at.visit.hall.offer)
    need = wallet.go_through(reception)
    assert isinstance(need, PinNeeded)
    came = wallet.go_through(reception, PIN)
    offer = told.offer(reception, "en", utc)
    found = told.arrived(
        came,  # type: ignore[arg-type]  # an honest town hall's
        "en",
        ledgers=wallet.ledgers(),
        now_s=at.now_s,
        zone=utc,
        is_hidden=False,
    )
    wallet.lock()
    return [
        *_texts(*told.handed("en")),
        *_of(offer),
        *_texts(*told.pin(need, "en")),
        told.pin_counts("en"),
        *_of(found),
    ]


def _of(page: CardPage) -> list[str]:
    return [
        page.title,
        *(text for part in page.parts for text in (part.heading, *_texts(*part.facts))),
    ]


def _texts(*facts: Fact) -> list[str]:
    return [text for fact in facts for text in (fact.label, fact.told, fact.beside)]
