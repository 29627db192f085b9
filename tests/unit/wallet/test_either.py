"""A link is followed where it leads, whichever key or word it was given to; in both faces."""

from pathlib import Path

import pytest
from textual.widgets import Input

from livret_edge import scanning
from livret_wallet.screens.cards import waits
from tests.asked_on_screen import AskedHeld
from tests.piloting import Stage, with_app
from tests.talking import Talked
from tests.visiting import HALL
from tests.wallet_at_hall import AtHall
from tests.wallet_held import Held

CODE = f"{HALL.removeprefix('https://')}/o/7KQ2-M9T9"
PICTURE = b"\x89PNG\r\n\x1a\n"


async def give(stage: Stage, key: str, field: str, typed: str) -> None:
    """Unlock, press a key, paste, Enter."""
    await stage.unlock()
    await stage.press(key)
    stage.app.screen.query_one(field, Input).value = typed
    await stage.press("enter")


@pytest.fixture
def asked(tmp_path: Path) -> AskedHeld:
    held = AskedHeld(tmp_path)
    held.scene.by_ledger("commune")
    return held


@pytest.mark.parametrize("manner", ["link", "picture"])
def test_what_a_service_asks_is_shown_by_the_key_that_receives(
    asked: AskedHeld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manner: str
) -> None:
    typed = asked.service.link
    if manner == "picture":
        typed = str(tmp_path / "seen.png")
        Path(typed).write_bytes(PICTURE)
        monkeypatch.setattr(scanning, "read_code", lambda _raw: asked.service.link)

    async def story(stage: Stage) -> None:
        await give(stage, "r", "#handed", typed)
        await stage.until(lambda: stage.shown == "ConsentScreen")
        await stage.until(lambda: "WILL LEAVE" in stage.text)
        await stage.press("m")
        await stage.until(lambda: stage.shown == "CardsScreen")
        assert "1 to decide (i)" in stage.text

    with_app(asked, story)
    assert asked.service.received == []
    assert asked.history()[-1:] != ["sent"]


def test_what_is_handed_over_is_shown_by_the_key_that_asks(tmp_path: Path) -> None:
    at = AtHall(tmp_path)

    async def story(stage: Stage) -> None:
        await give(stage, "s", "#link", at.link)
        await stage.until(lambda: stage.shown == "OfferScreen")
        await stage.press("m")
        await stage.until(lambda: stage.shown == "CardsScreen")

    with_app(at, story)


def test_a_code_of_a_town_hall_mistyped_is_no_question_of_a_service(tmp_path: Path) -> None:
    at = AtHall(tmp_path)

    async def story(stage: Stage) -> None:
        await give(stage, "s", "#link", CODE[:-1] + "X")
        await stage.until(lambda: "What to do" in stage.text)
        assert stage.shown == "ReceiveScreen"
        assert stage.app.screen.query_one("#handed", Input).value.endswith("M9TX")

    with_app(at, story)


def test_line_by_line_what_a_service_asks_is_shown_by_the_word_that_receives(
    asked: AskedHeld,
) -> None:
    told = Talked(asked).through("receive", asked.service.link, "later", "leave")
    assert "1 to decide (inbox)" in told
    assert told.count("It will get 1 item.") == 1
    assert asked.service.received == []


def test_line_by_line_what_is_handed_over_is_shown_by_the_word_that_shows(tmp_path: Path) -> None:
    at = AtHall(tmp_path)
    told = Talked(at).through("show", at.link, "later", f"show {at.link}", "back", "leave")
    assert told.count("Offered by") == 2
    assert "1 to decide (inbox)" in told


def test_nothing_waits_nothing_is_said(tmp_path: Path) -> None:
    held = Held(tmp_path)
    assert "to decide" not in Talked(held).through("leave")
    assert waits(held.unlock().contents(), "en", now_s=held.now_s, key="i") == ""
