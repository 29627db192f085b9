"""The consent on a full screen: read, answered, put aside; and sent by its own letter alone."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from textual.widgets import Input

from livret_core.errors import Unavailable
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.openid4vp.response_error import ErrorResponse
from livret_core.words import LANGUAGES, Language
from livret_wallet.receiving.needs import Call
from livret_wallet.settings import Settings
from livret_wallet.standing_record import Stand
from livret_wallet.vault import Vault, holdings
from livret_wallet.words import screen_texts
from tests.asked_on_screen import AskedHeld
from tests.being_asked import BY_KEY
from tests.cheap_words import CHEAP
from tests.piloting import Stage, with_app
from tests.wallet_held import PASSPHRASE

_TALL: Final = (80, 60)


@pytest.fixture
def held(tmp_path: Path) -> AskedHeld:
    made = AskedHeld(tmp_path)
    made.scene.by_ledger("commune")
    return made


async def ask(stage: Stage, link: str) -> None:
    """Unlock, press s, paste the link, Enter."""
    await stage.unlock()
    await again(stage, link)


async def again(stage: Stage, link: str) -> None:
    await stage.press("s")
    stage.app.screen.query_one("#link", Input).value = link
    await stage.press("enter")
    await stage.until(lambda: stage.shown == "ConsentScreen")
    asking = screen_texts(stage.app.language)["asking"]
    await stage.until(lambda: asking not in stage.text)


def lose(call: Call) -> None:
    """Nobody is where the answer goes to."""
    if call.uri.text.endswith("/answers/7"):
        raise Unavailable("net.unavailable", host="pool.test")


def sent(held: AskedHeld) -> list[AuthorizationResponse]:
    return [each for each in held.service.received if isinstance(each, AuthorizationResponse)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yes_in_the_readers_letter_sends_what_the_sheet_says(
    held: AskedHeld, language: Language
) -> None:
    said = screen_texts(language)

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        assert said["band_fine"][:40] in stage.text
        assert f"{said['letter_send']} {said['key_send']}" in stage.text
        await stage.press(said["letter_send"])
        await stage.until(lambda: stage.shown == "CardsScreen")
        taken = said["sent_taken"].format(service="Piscine des Saules")
        await stage.until(lambda: taken[:40] in stage.text)
        await stage.until(lambda: stage.app.past[0].kind == "sent")
        assert stage.app.last_shown[stage.app.contents.batches[0].id].disclosed == (("commune",),)

    with_app(held, story, settings=Settings(language))
    assert len(sent(held)) == 1
    assert held.history()[0] == "sent"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_key_consents(held: AskedHeld, language: Language) -> None:
    """Enter, space, every other language's letter, and all letters that do something else."""
    letters = {screen_texts(each)["letter_send"] for each in LANGUAGES}
    others = letters - {screen_texts(language)["letter_send"]}

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        keys = ["enter", "enter", "space", "tab", "enter", *sorted(others), "i", "i", "l", "l", "h"]
        await stage.press(*keys, "c", "down", "up", "end", "home", "f3", "enter")
        assert stage.shown == "ConsentScreen"

    with_app(held, story, settings=Settings(language))
    assert held.service.received == []
    assert held.history()[0] == "received"


def test_a_letter_follows_the_language(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("f2", "y")
        assert stage.shown == "ConsentScreen"
        assert "Piscine des Saules vous fait une demande" in stage.text
        assert held.service.received == []
        await stage.press("o")
        await stage.until(lambda: stage.shown == "CardsScreen")

    with_app(held, story)
    assert len(sent(held)) == 1


def test_a_no_is_told_and_noted(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("n")
        await stage.until(lambda: "was told no, and nothing else" in stage.text)
        await stage.press("a")
        await stage.until(lambda: "you said no" in stage.text)

    with_app(held, story)
    [received] = held.service.received
    assert isinstance(received, ErrorResponse)
    assert held.history()[0] == "refused"


def test_a_no_stands_when_nobody_hears_it(held: AskedHeld) -> None:
    held.scene.network.before = lose

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("n")
        await stage.until(lambda: "Your no is noted" in stage.text)

    with_app(held, story)
    assert held.history()[0] == "refused"


def test_going_back_sends_nothing_and_the_request_waits(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("escape")
        await stage.until(lambda: stage.shown == "CardsScreen")
        await stage.until(lambda: "Not answered: nothing was sent" in stage.text)
        assert "It waits in the inbox until" in " ".join(stage.text.split())
        assert [each.link for each in stage.app.contents.waiting] == [held.service.link]
        await stage.press("a")
        await stage.until(lambda: "not answered" in stage.text)
        assert "wanted Commune" in stage.text
        await stage.press("escape", "i", "enter")
        await stage.until(lambda: "WILL LEAVE" in stage.text)
        await stage.press("escape")
        await stage.until(lambda: stage.shown == "InboxScreen")

    with_app(held, story)
    assert held.service.received == []
    assert held.history()[:2] == ["unanswered", "received"]


def test_a_lock_while_it_is_read_loses_no_request(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("x")
        await stage.until(lambda: stage.shown == "UnlockScreen")
        await stage.unlock()
        assert [each.link for each in stage.app.contents.waiting] == [held.service.link]

    with_app(held, story)
    assert held.service.received == []


@pytest.mark.parametrize("key", ["l", "i"])
def test_esc_goes_one_step_back(held: AskedHeld, key: str) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        before = stage.text
        await stage.press(key)
        assert stage.text != before
        await stage.press("escape")
        assert stage.shown == "ConsentScreen"
        assert stage.text == before

    with_app(held, story)


def test_a_no_says_what_was_wanted(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("n")
        await stage.until(lambda: "was told no, and nothing else" in stage.text)
        assert stage.app.contents.waiting == ()
        await stage.press("a")
        await stage.until(lambda: "wanted Commune" in stage.text)
        assert "It wanted" in stage.text

    with_app(held, story)


def test_later_waits_in_the_inbox_until_it_is_answered(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("m")
        await stage.until(lambda: "It waits in the" in " ".join(stage.text.split()))
        assert held.service.received == []
        await stage.press("i")
        assert "request       Piscine des Saules" in stage.text
        assert "Open it, and see what would leave" in stage.text
        await stage.press("enter")
        await stage.until(lambda: "WILL LEAVE" in stage.text)
        await stage.press("y")
        await stage.until(lambda: stage.shown == "InboxScreen")
        await stage.until(lambda: "Nothing waits." in stage.text)
        assert "which took it" in stage.text

    with_app(held, story)
    assert len(sent(held)) == 1


def test_what_waited_too_long_is_said_to_be_over_and_dropped(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("m")
        await stage.until(lambda: "It waits in the" in " ".join(stage.text.split()))
        held.now_s += 400
        await stage.press("i")
        assert "! over" in stage.text
        assert "Ask the service for a new one" in stage.text
        await stage.press("d")
        assert "d once more drops it" in " ".join(stage.text.split())
        assert "! over" in stage.text
        await stage.press("d")
        await stage.until(lambda: "Dropped. Nobody was told anything." in stage.text)
        assert "Nothing waits." in stage.text
        assert "d drop" not in stage.text
        await stage.press("d", "enter", "escape")
        assert stage.shown == "CardsScreen"

    with_app(held, story)
    assert held.service.received == []


def test_what_is_too_much_is_named_in_the_band(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by_ledger("commune", "birthdate")

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        assert "! ASKS FOR MORE THAN IT ANNOUNCED: Date of birth." in stage.text
        # And where it stands itself, beside what was announced.
        assert "! Date of birth: " in stage.text
        assert "✓ Commune: " in stage.text
        assert "at its counter" in " ".join(stage.text.split())

    with_app(held, story)


def test_who_asks_and_the_list_are_looked_at_and_the_sheet_is_answered(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("i")
        assert "decentralized_identifier" not in stage.text
        assert "Identifier" in stage.text
        await stage.press("y")
        assert "Answer it here" in stage.text
        assert held.service.received == []
        await stage.press("l")
        assert "· Date of issue" in stage.text
        await stage.press("l", "h")
        assert "Verneuil-sur-Lys" not in stage.text
        assert "•••••" in stage.text

    with_app(held, story, size=_TALL)


def test_a_request_that_is_over_cannot_be_answered(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        held.now_s += 400
        await stage.press("y")
        assert "THIS REQUEST IS OVER" in stage.text

    with_app(held, story)
    assert held.service.received == []


def test_nothing_fits_and_a_no_is_possible(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by(BY_KEY, "profession")

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        assert "NOTHING YOU HOLD FITS. Ask your town hall" in stage.text
        assert "Send these items" not in stage.text
        await stage.press("y")
        assert "nothing to send" in stage.text
        await stage.press("n")
        await stage.until(lambda: "was told no" in stage.text)

    with_app(held, story)


def test_what_may_fit_was_asked_for_and_has_to_be_taken_in(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by(BY_KEY, "profession")
    held.asks_on_paper()

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        assert "NOTHING YOU HOLD FITS YET" in stage.text
        assert "livret wallet receive" in stage.text
        assert "Ask your town hall" not in stage.text

    with_app(held, story)


def test_a_copy_that_was_shown_before_takes_a_second_yes(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        for expected in (1, 2):
            await stage.press("y")
            await stage.until(lambda: stage.shown == "CardsScreen")
            assert len(sent(held)) == expected
            await again(stage, held.service.link)
        assert "NO UNUSED COPY IS LEFT" in stage.text
        await stage.press("y")
        assert len(sent(held)) == 2
        await stage.press("y")
        await stage.until(lambda: stage.shown == "CardsScreen")
        assert len(sent(held)) == 3

    with_app(held, story)


@pytest.mark.parametrize(("stand", "word"), [("revoked", "WITHDRAWN"), ("suspended", "PAUSED")])
def test_a_proof_that_is_known_to_be_listed_takes_a_second_yes(
    held: AskedHeld, stand: Stand, word: str
) -> None:
    held.was_seen(stand)

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        assert f"THIS PROOF IS {word}" in stage.text
        assert "nothing beyond what it announced" not in stage.text
        await stage.press("y")
        assert "To send it all the same" in stage.text
        assert sent(held) == []
        await stage.press("y")
        await stage.until(lambda: stage.shown == "CardsScreen")
        assert len(sent(held)) == 1

    with_app(held, story)


def test_a_first_yes_is_to_the_proof_that_was_seen_and_to_no_other(held: AskedHeld) -> None:
    held.was_seen("revoked")
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        [one] = holdings.batches(vault)
        vault.put("credential", None, replace(one, id="another").format())

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("y")
        assert "To send it all the same" in stage.text
        await stage.press("c")
        assert "To send it all the same" not in stage.text
        await stage.press("y")
        assert "To send it all the same" in stage.text
        assert sent(held) == []

    with_app(held, story)
    assert sent(held) == []


def test_a_proof_that_is_known_to_be_good_takes_one_yes(held: AskedHeld) -> None:
    held.was_seen("valid")

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        assert "nothing beyond what it announced" in stage.text
        await stage.press("y")
        await stage.until(lambda: stage.shown == "CardsScreen")
        assert len(sent(held)) == 1

    with_app(held, story)


def test_what_is_no_link_is_said_with_the_next_step(held: AskedHeld) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("s")
        field = stage.app.screen.query_one("#link", Input)
        field.value = "pool.test/r/7KQ2-M9TX"
        await stage.press("enter")
        assert "What to do" in stage.text
        # It stands there to be mended, and what is typed or pasted now comes in its place.
        assert (stage.shown, field.value) == ("AskingScreen", "pool.test/r/7KQ2-M9TX")
        assert field.selected_text == field.value
        await stage.press("escape")
        assert stage.shown == "CardsScreen"

    with_app(held, story)
    assert held.service.asked == []


def test_where_no_word_comes_back_nobody_says_that_it_arrived(held: AskedHeld) -> None:
    held.scene.network.after = lose

    async def story(stage: Stage) -> None:
        await ask(stage, held.service.link)
        await stage.press("y")
        await stage.until(lambda: "nobody knows whether the answer arrived" in stage.text)
        await stage.until(lambda: stage.app.past[0].kind == "sending")

    with_app(held, story)
