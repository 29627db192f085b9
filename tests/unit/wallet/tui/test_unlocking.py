"""The full screen, from its passphrase to its lock."""

from pathlib import Path

import pytest
from textual.widgets import Input

from livret_core.words import LANGUAGES, Language
from livret_wallet.session import LOCK_AFTER_S
from livret_wallet.settings import Settings
from livret_wallet.tui.unlock import UnlockScreen
from tests.piloting import Stage, with_app
from tests.wallet_held import PASSPHRASE, Held


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path, believes=True)


def test_a_passphrase_opens_the_cards(held: Held) -> None:
    async def story(stage: Stage) -> None:
        assert "Your wallet is locked." in stage.text
        assert "•" not in stage.text
        await stage.unlock()
        assert "HOME AND FAMILY" in stage.text
        assert "ledger ! not seen yet" in stage.text

    with_app(held, story)


def test_a_wrong_passphrase_says_what_to_do_and_leaves_nothing_typed(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.type_passphrase("another")
        await stage.until(lambda: "✗" in stage.text)
        assert "What to do" in stage.text
        assert stage.app.screen.query_one("#passphrase", Input).value == ""
        await stage.type_passphrase("")
        await stage.until(lambda: "passphrase" in stage.text)
        await stage.unlock()

    with_app(held, story)


def test_what_is_typed_is_not_shown(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("o", "r", "c", "h")
        assert "orch" not in stage.text

    with_app(held, story)


def test_enter_without_a_passphrase_opens_nothing(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("enter")
        await stage.pilot.pause()
        assert stage.app.wallet is None
        assert stage.shown == "UnlockScreen"
        # It is no passphrase that was wrong, and none that is being chosen.
        assert "✗" not in stage.text
        await stage.type_passphrase("copper lantern orchard")
        await stage.until(lambda: "✗" in stage.text or stage.app.wallet is not None)

    with_app(held, story)


def test_a_wallet_that_another_process_has_is_refused_in_words(held: Held) -> None:
    other = held.unlock()

    async def story(stage: Stage) -> None:
        await stage.type_passphrase("copper lantern orchard")
        await stage.until(lambda: "Another livret has this wallet open." in stage.text)

    with_app(held, story)
    other.lock()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_begins_in_the_language_that_was_chosen(held: Held, language: Language) -> None:
    texts = {"en": "locked", "fr": "verrouillé", "nl": "vergrendeld", "de": "gesperrt"}

    async def story(stage: Stage) -> None:
        assert texts[language] in stage.text

    with_app(held, story, settings=Settings(language), language="en")


def test_language_and_colours_are_chosen_before_it_is_open_and_kept(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "f3")
        assert "Votre portefeuille est verrouillé." in stage.text
        await stage.app.workers.wait_for_complete()

    kept = with_app(held, story)
    assert max(kept, key=lambda each: each.theme) == Settings("fr", "screen", "light")


def test_esc_ends_it_before_it_is_open(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("escape")
        assert stage.app._exit

    with_app(held, story)


def test_the_lock_takes_everything_off_the_screen(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        wallet = stage.app.wallet
        assert wallet is not None
        await stage.press("x")
        assert stage.shown == "UnlockScreen"
        assert "Verneuil" not in stage.text
        assert wallet.is_locked
        assert (stage.app.contents.batches, stage.app.past, stage.app.last_shown) == ((), [], {})
        await stage.unlock()

    with_app(held, story)


def test_a_wallet_that_nobody_touches_locks_itself_and_says_so_before(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("question_mark")
        held.now_s += LOCK_AFTER_S - 30
        await stage.app.tick()
        await stage.pilot.pause()
        assert "locks itself in 30 s" in stage.text
        await stage.press("down")
        await stage.app.tick()
        await stage.pilot.pause()
        assert "locks itself" not in stage.text
        held.now_s += LOCK_AFTER_S
        await stage.app.tick()
        await stage.pilot.pause()
        assert stage.shown == "UnlockScreen"
        assert "Nobody touched it for 10 minutes" in stage.text

    with_app(held, story)


def test_a_screen_that_is_gone_draws_nothing_more(held: Held) -> None:
    async def story(stage: Stage) -> None:
        locked = stage.app.screen
        assert isinstance(locked, UnlockScreen)
        locked.redraw()
        await stage.unlock()
        locked.redraw()
        assert stage.app.fault is None

    with_app(held, story)


def test_a_wallet_that_was_opened_before_shows_its_cards_at_once(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.until(lambda: stage.shown == "CardsScreen")
        await stage.pilot.pause(0.1)
        assert stage.app.fault is None

    with_app(held, story, wallet=held.unlock(PASSPHRASE.encode()))


def test_leaving_locks(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        wallet = stage.app.wallet
        assert wallet is not None
        await stage.press("q")
        assert wallet.is_locked

    with_app(held, story)


def test_ctrl_c_ends_it_as_everything_in_a_terminal(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("ctrl+c")
        assert stage.app._exit
        assert stage.app.wallet is None

    with_app(held, story)


def test_a_fault_of_ours_prints_no_local_variable(
    held: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "five words of a poem"

    async def story(stage: Stage) -> None:
        def breaks() -> None:
            typed = secret
            raise RuntimeError(len(typed))

        stage.app.call_later(breaks)
        await stage.pilot.pause()

    with pytest.raises(RuntimeError):
        with_app(held, story)
    said = capsys.readouterr()
    assert secret not in said.out + said.err
    assert "breaks" not in said.out + said.err
