"""What a screen said stays no longer than it holds, and is read in the language of now."""

from functools import partial
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from livret_core.errors import Refused
from livret_core.words import explain, moment
from livret_core.words.figures import utc
from livret_wallet.client.refilling import Passed
from livret_wallet.screens import passing
from livret_wallet.screens.notes import note, refused
from livret_wallet.tui.face import Face
from tests.piloting import Stage, with_app
from tests.wallet_at_hall import AtHall
from tests.wallet_held import Held

GONE = Refused("offer.gone")


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path, believes=True)


@pytest.fixture
def at(tmp_path: Path) -> AtHall:
    return AtHall(tmp_path)


def face(stage: Stage) -> Face:
    assert isinstance(stage.app.screen, Face)
    return stage.app.screen


def read(stage: Stage) -> str:
    return " ".join(stage.text.split())


def test_what_was_said_is_read_in_the_language_that_is_chosen_next(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        face(stage).tell(refused(GONE))
        failed = Passed((), (), (("V", Refused("token.refresh")),))
        stage.app.aside = partial(passing.said_of, failed)
        stage.app.redraw()
        for language in ("en", "fr", "nl", "de"):
            await stage.pilot.pause()
            assert stage.app.language == language
            assert explain(GONE.code, language).what in read(stage)
            assert explain("token.refresh", language).what[:20] in read(stage)
            await stage.press("f2")

    with_app(held, story, size=(120, 40))


def test_what_was_said_of_one_line_is_not_said_of_the_next(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("a", "end", "v")
        assert "Nothing that a service signed is kept" in read(stage)
        await stage.press("down")
        assert "Nothing that a service signed is kept" in read(stage), "the cursor did not move"
        await stage.press("up")
        assert "Nothing that a service signed is kept" not in read(stage)

    with_app(held, story)


@pytest.mark.parametrize(("sign", "stays"), [("✓", False), ("!", True), ("✗", True)])
def test_what_went_well_is_no_news_after_another_screen(held: Held, sign: str, stays: bool) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        face(stage).tell(note("fetched", sign))
        await stage.pilot.pause()
        assert "checked and kept" in stage.text
        await stage.press("a", "escape")
        assert ("checked and kept" in stage.text) is stays

    with_app(held, story)


def test_a_newer_one_takes_the_place_of_the_card_that_is_read(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("k")
        await stage.until(lambda: stage.shown == "CardsScreen")
        [first] = stage.app.contents.batches
        await stage.press("enter")
        assert stage.shown == "CardScreen"
        at.visit.hall.has_newer = True
        at.now_s += 600
        await stage.press("u")
        await stage.until(lambda: "took its place" in stage.text)
        newest = stage.app.contents.batches[0]
        assert newest.id != first.id
        received = moment(newest.received_at_s, "en", zone=utc)
        assert received != moment(first.received_at_s, "en", zone=utc)
        assert f"Received {received}" in read(stage)

    with_app(at, story, size=(120, 40))


def test_what_is_put_off_is_not_said_to_be_here(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("k")
        await stage.until(lambda: stage.shown == "CardsScreen")
        await stage.press("enter")
        at.visit.hall.has_newer = True
        at.visit.hall._puts_off = True
        at.now_s += 600
        await stage.press("u")
        await stage.until(lambda: "Not ready yet" in stage.text)
        assert "took its place" not in stage.text

    with_app(at, story)


def test_what_is_pasted_after_coming_back_is_not_put_behind_what_stood_there(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.look(stage)
        await stage.press("escape")
        field = stage.app.screen.query_one("#handed", Input)
        assert field.value == at.link
        stage.app.post_message(events.Paste(at.code))
        await stage.until(lambda: field.value != at.link)
        assert field.value == at.code

    with_app(at, story)
