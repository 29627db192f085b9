"""The pane below a list: what to do is seen at once, and all of it can be read, on 80 by 24."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.words import Language
from livret_wallet.records import HistoryEntry, StatusSeen
from livret_wallet.settings import Settings
from livret_wallet.tui.pane import PanedFace
from livret_wallet.words import screen_texts
from tests import piloting, wallet_held
from tests.piloting import Stage, with_app
from tests.scene import NOW_S
from tests.wallet_held import Held

LONG = "Standesamt der Verbandsgemeinde Sankt Vith an der Our und der Burg-Reuland-Gemeinden, " * 2


def paned(stage: Stage) -> PanedFace:
    screen = stage.app.screen
    assert isinstance(screen, PanedFace)
    return screen


def whole(text: str) -> str:
    """What is seen or said, however it is broken into lines."""
    return "".join(text.split())


@pytest.fixture
def named_at_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each proof withdrawn, of a body with a name of 120 characters."""
    seen, held = StatusSeen("revoked", NOW_S, NOW_S - 600), wallet_held.contents()
    batches = tuple(
        replace(each, seen=seen, issuer_name=LONG[:120].strip(), vouched=None)
        for each in held.batches
    )
    monkeypatch.setattr(wallet_held, "contents", lambda: replace(held, batches=batches))
    sent = tuple(
        HistoryEntry(NOW_S - 9, "sent", LONG[:120], each.id, (("commune",),)) for each in batches
    )
    monkeypatch.setattr(wallet_held, "HISTORY", sent)
    monkeypatch.setattr(piloting, "HISTORY", sent)


@pytest.mark.usefixtures("named_at_length")
@pytest.mark.parametrize("language", ["de", "fr"])
def test_what_to_do_with_a_card_is_seen_and_the_rest_can_be_read(
    language: Language, tmp_path: Path
) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("end")
        assert whole(screen_texts(language)["why_withdrawn"]) in whole(stage.text)
        screen = paned(stage)
        assert round(screen.pane.below) > 0
        more = screen.said["more_below"].format(count=round(screen.pane.below))
        assert more in stage.text
        cursor = screen.rows().cursor
        for _ in range(9):
            if round(screen.pane.below) > 0:
                await stage.press("pagedown")
                assert screen.rows().cursor == cursor
        assert round(screen.pane.below) == 0
        assert whole(screen.said["last_shown"]) in whole(stage.text)
        await stage.press("pageup")
        assert screen.rows().cursor == cursor

    with_app(Held(tmp_path), story, settings=Settings(language, "screen"))


@pytest.mark.usefixtures("named_at_length")
def test_what_is_read_stays_where_it_is_until_another_line_is_chosen(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("end", "pagedown")
        screen = paned(stage)
        read = screen.pane.scroll_y
        assert read > 0
        screen.redraw()  # as a pass in the background does
        await stage.pilot.pause()
        assert screen.pane.scroll_y == read
        await stage.press("up")
        assert screen.pane.scroll_y == 0

    with_app(Held(tmp_path), story, settings=Settings("de", "screen"))


def test_no_line_of_a_long_history_holds_the_page_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = tuple(
        HistoryEntry(
            NOW_S - at,
            "failed",
            LONG[:120],
            "home",
            wanted=(("birthdate",), ("address",)),
            reason="issuer.not_accredited",
        )
        for at in range(60)
    )
    monkeypatch.setattr(wallet_held, "HISTORY", failed)
    monkeypatch.setattr(piloting, "HISTORY", failed)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("a")
        screen = paned(stage)
        assert round(screen.pane.below) > 0
        last = len(screen.rows()._lines) - 1
        for _ in range(400):
            if screen.rows().cursor == last:
                break
            await stage.press("pagedown")
        assert screen.rows().cursor == last
        for _ in range(400):
            if screen.rows().cursor <= 1:
                break
            await stage.press("pageup")
        assert screen.rows().cursor == 1

    with_app(Held(tmp_path), story, settings=Settings("de", "screen"))


def test_twin_a_pane_that_is_seen_whole_leaves_the_page_keys_to_the_list(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        screen = paned(stage)
        cursor = screen.rows().cursor
        assert round(screen.pane.below) == 0
        await stage.press("pagedown")
        assert screen.rows().cursor > cursor

    with_app(Held(tmp_path), story, size=(120, 40))
