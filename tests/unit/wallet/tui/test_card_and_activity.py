"""One card and the activity on a full screen."""

from pathlib import Path

import pytest

from livret_wallet.tui.activity import ActivityScreen
from tests.piloting import Stage, with_app
from tests.wallet_held import Held


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path, believes=True)


def test_a_card_is_opened_read_hidden_and_left(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("end", "up", "up", "enter")
        assert stage.shown == "CardScreen"
        assert "Proof of residence · Attestation de domicile" in stage.text
        assert "rue des Tanneurs" in stage.text
        await stage.press("h")
        assert "Tanneurs" not in stage.text
        await stage.press("end")
        assert "HOW LONG AND HOW OFTEN" in stage.text
        await stage.press("up", "pageup", "pagedown", "home", "down")
        await stage.press("v")
        assert "as it was signed" in stage.text
        assert "ES256" not in stage.text
        await stage.press("h")
        assert '"alg": "ES256"' in stage.text
        await stage.press("v", "u")
        assert "gave no way" in stage.text
        await stage.press("f2", "f3")
        assert "Un justificatif" in stage.text
        await stage.press("question_mark", "escape", "escape")
        assert stage.shown == "CardsScreen"

    with_app(held, story)


def test_a_card_is_renewed_from_where_it_is_read(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("enter", "u")
        await stage.until(lambda: "What to do" in stage.text)
        assert held.asked == ["network"]
        await stage.press("x")
        assert stage.shown == "UnlockScreen"

    with_app(held, story)


def test_a_click_on_a_card_opens_it(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        [row] = [at for at, line in enumerate(stage.lines()) if "until 23 Nov" in line]
        await stage.pilot.click(offset=(10, row))
        await stage.until(lambda: stage.shown == "CardScreen")

    with_app(held, story)


def test_the_activity_is_filtered_searched_and_left(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("a")
        assert stage.shown == "ActivityScreen"
        assert "TODAY" in stage.text
        assert "7 entries · all" in stage.text
        assert "▸ 10:51  → sent" in stage.text
        await stage.press("down", "pagedown", "end")
        assert "FitClub" in stage.text
        await stage.press("home", "up", "pageup", "f")
        assert "3 entries · what left" in stage.text
        await stage.press("f", "f")
        assert "3 entries · what came to nothing" in stage.text
        await stage.press("slash", "v", "e", "n", "n", "enter")
        assert "1 entry" in stage.text
        assert "What to do" in stage.text
        await stage.press("slash", "escape", "f2", "f3", "h")
        assert "AUJOURD'HUI" in stage.text
        await stage.press("question_mark")
        assert "filtrer" not in stage.text
        assert "ce qui est parti" in stage.text
        await stage.press("escape", "escape")
        assert stage.shown == "CardsScreen"
        await stage.press("a", "x")
        assert stage.shown == "UnlockScreen"

    with_app(held, story)


def test_nothing_past_is_said(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("a")
        assert "Nothing came or went yet." in stage.text
        assert isinstance(stage.app.screen, ActivityScreen)

    with_app(Held(tmp_path, is_empty=True), story)
