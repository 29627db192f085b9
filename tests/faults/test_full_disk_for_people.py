"""The disk is full while somebody shows, refuses or renews, or while a desk reads: it is said, and goes on with room."""

import pytest
from textual.widgets import Input

from livret_core.openid4vp.response import AuthorizationResponse
from livret_town.simulator.issuers import PIN
from tests.asked_on_screen import AskedHeld
from tests.at_window import at_window, filed
from tests.piloting import Stage, with_app
from tests.small_disk import Disk, small_disk, use_up
from tests.wallet_at_hall import AtHall
from tests.windows import opened

__all__ = ["small_disk"]


def fill(disk: Disk) -> None:
    """To the last byte."""
    disk.fill()
    use_up(disk.folder / "more")


def empty(disk: Disk) -> None:
    (disk.folder / "more").unlink()
    disk.empty()


def answers(held: AskedHeld) -> list[object]:
    return [each for each in held.service.received if isinstance(each, AuthorizationResponse)]


@pytest.mark.parametrize("key", ["y", "n"])
def test_on_a_full_disk_nothing_leaves_without_a_trace(small_disk: Disk, key: str) -> None:
    root = small_disk.folder / "wallet"
    root.mkdir()
    held = AskedHeld(root)
    held.scene.by_ledger("commune")

    async def ask(stage: Stage) -> None:
        await stage.press("s")
        stage.app.screen.query_one("#link", Input).value = held.service.link
        await stage.press("enter")
        await stage.until(lambda: "WILL LEAVE" in stage.text)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await ask(stage)
        fill(small_disk)
        try:
            await stage.press(key)
            await stage.until(lambda: "free space" in stage.text)
            assert answers(held) == []
        finally:
            empty(small_disk)
        await stage.until(lambda: stage.shown == "CardsScreen")
        await ask(stage)
        await stage.press(key)
        await stage.until(lambda: stage.shown == "CardsScreen")

    with_app(held, story)
    assert held.history() == [{"y": "sent", "n": "refused"}[key], "received"]
    assert len(answers(held)) == (key == "y")


def test_on_a_full_disk_a_desk_says_so_and_goes_on(small_disk: Disk) -> None:
    window = opened(small_disk.folder / "pool")
    staff = at_window(window)
    text = filed(window)
    fill(small_disk)
    try:
        answer = staff.fill("window/read", shown=text, lang="en")
        assert answer.status == 503
        assert b"See whether its disk" in answer.body
        assert window.window.transactions.counts.since("0000") == []
    finally:
        empty(small_disk)
    assert "ACCEPTED" in staff.page(staff.read(text))


def test_on_a_full_disk_no_hand_over_is_spent(small_disk: Disk) -> None:
    root = small_disk.folder / "wallet"
    root.mkdir()
    at = AtHall(root)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.reach_pin(stage)
        fill(small_disk)
        try:
            await stage.press(*PIN, "enter")
            await stage.until(lambda: "free space" in stage.text)
        finally:
            empty(small_disk)
        # Nothing was spent: the same hand-over and the same PIN are good.
        await at.arrive(stage)
        await stage.press("k")
        await stage.until(lambda: len(stage.app.contents.batches) == 1)

    with_app(at, story)
