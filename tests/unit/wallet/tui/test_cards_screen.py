"""The cards on a full screen: moved through, found, hidden, renewed; help from the bindings."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_wallet.records import StatusSeen
from livret_wallet.tui.cards import CardsScreen
from tests import wallet_held
from tests.piloting import Stage, with_app
from tests.scene import NOW_S
from tests.wallet_held import Held


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path)


def current(stage: Stage) -> str:
    screen = stage.app.screen
    assert isinstance(screen, CardsScreen)
    card = screen._lines.card(screen.rows().cursor)
    return "" if card is None else card.id


def test_the_cursor_moves_by_cards_and_the_pane_follows(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        assert current(stage) == "hers"
        assert "▸ Extract of birth" in stage.text
        assert "Camille Arnould, 14 March 1988" in stage.text
        await stage.press("down")
        assert current(stage) == "asked"
        await stage.press("down", "down")
        assert current(stage) == "zoe"
        assert "Zoé Arnould" in stage.text
        await stage.press("up")
        assert current(stage) == "later"
        await stage.press("end")
        assert current(stage) == "old"
        assert "replaced" in stage.text
        await stage.press("home")
        assert current(stage) == "hers"
        assert "NEEDS YOU" in stage.text
        await stage.press("pagedown")
        assert current(stage) not in {"hers", "asked"}
        await stage.press("pageup")
        assert current(stage) == "hers"

    with_app(held, story)


def test_a_withdrawn_proof_is_seen_with_all_that_is_said_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pane below grows by what it says; the line under the cursor stays in sight."""
    seen, whole = StatusSeen("revoked", NOW_S, NOW_S - 600), wallet_held.contents()
    batches = tuple(
        replace(each, seen=seen) if each.id == "home" else each for each in whole.batches
    )
    monkeypatch.setattr(wallet_held, "contents", lambda: replace(whole, batches=batches))

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("end")
        assert current(stage) == "home"
        marked = [line for line in stage.lines() if line.lstrip().startswith("▸")]
        assert ["withdrawn" in line for line in marked] == [True]
        assert "No service takes it any more." in stage.text

    with_app(Held(tmp_path), story)


def test_a_click_moves_the_cursor(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        [row] = [at for at, line in enumerate(stage.lines()) if "Sint-Jansbeke" in line]
        await stage.pilot.click(offset=(10, row))
        await stage.pilot.pause()
        assert current(stage) == "asked"

    with_app(held, story)


def test_what_is_typed_narrows_the_list_at_once(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("slash", "l", "y", "s", "space", "d", "i", "p")
        assert current(stage) == "master"
        assert "NEEDS YOU" not in stage.text
        assert "Enter to the list" in stage.text
        await stage.press("enter", "h")
        assert "•••••" in stage.text
        await stage.press("slash", "escape", "home")
        assert "NEEDS YOU" in stage.text
        await stage.press("slash", "z", "z")
        assert "Nothing has this in its name." in stage.text

    with_app(held, story)


def test_values_are_hidden_and_shown_again(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("h")
        assert "1988" not in stage.text
        await stage.press("down", "down", "down")
        assert "Zoé" not in stage.text
        await stage.press("h")
        assert "Zoé" in stage.text

    with_app(held, story)


def test_help_says_what_every_key_does(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("question_mark")
        assert stage.shown == "HelpScreen"
        assert "fetch a newer one" in stage.text
        await stage.press("end")
        assert "Enter alone never sends anything" in stage.text
        await stage.press("up", "escape")
        assert stage.shown == "CardsScreen"

    with_app(held, story)


def test_another_language_is_drawn_at_once(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("f2", "f2", "f2")
        assert "WOHNEN UND FAMILIE" in stage.text
        assert "Auszug aus dem" in stage.text
        assert "u erneuern" in stage.text

    with_app(held, story)


def test_the_three_ways_to_colour_are_taken_in_turn(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        seen = []
        for _ in range(3):
            await stage.press("f3")
            seen.append(stage.app.theme)
        assert seen == ["livret-light", "livret-contrast", "livret-dark"]

    with_app(held, story)


def test_what_cannot_be_renewed_says_why(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("end", "u")
        assert "A newer one took its place" in stage.text
        assert "gave no way" not in stage.text
        await stage.press("up", "u")
        assert "gave no way to fetch a newer one" in stage.text
        await stage.press("g")
        assert "Nothing is to be fetched" in stage.text
        assert held.asked == []

    with_app(held, story)


def test_a_town_hall_that_is_not_reached_is_no_refusal(tmp_path: Path) -> None:
    held = Held(tmp_path, believes=True)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("u")
        await stage.until(lambda: "What to do" in stage.text)
        assert held.asked == ["network"]
        assert "! " in stage.text

    with_app(held, story)


def test_what_comes_of_it_after_the_lock_is_said_to_nobody(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("u", "x")
        await stage.app.workers.wait_for_complete()
        await stage.pilot.pause()
        assert stage.shown == "UnlockScreen"
        assert stage.app.contents.batches == ()

    with_app(held, story)


def test_an_empty_wallet_says_where_proofs_come_from(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        assert "No proof yet." in stage.text
        await stage.press("down", "up", "home", "end", "pageup", "pagedown", "u")

    with_app(Held(tmp_path, is_empty=True), story)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
def test_every_line_has_room(held: Held, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        assert "q leave" in stage.text
        assert max(map(len, stage.lines())) <= size[0]

    with_app(held, story, size=size)


def test_no_colour_is_asked_of_a_terminal_that_wants_none(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def story(stage: Stage) -> None:
        await stage.unlock()
        colours = {
            colour
            for strip in stage.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None and colour.triplet is not None
        }
        assert all(len({*colour.triplet}) == 1 for colour in colours if colour.triplet)
        assert "▸" in stage.text

    with_app(held, story)
