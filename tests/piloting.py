"""The wallet's full screen, driven: keys pressed, what is on it read back as lines.

with_app(held, story)                     # story(stage): a coroutine; locked at first
await stage.unlock()                      # up to the cards, all of the history read
await stage.press("slash", "b")
stage.lines()                             # as they stand on the screen
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from textual.pilot import Pilot
from textual.widgets import Input

from livret_core.words.figures import utc
from livret_wallet.settings import Settings
from livret_wallet.tui.app import WalletApp
from tests.wallet_held import HISTORY, PASSPHRASE, Held

_WAITS: Final = 500


class Stage:
    """A running application and the wallet behind it."""

    def __init__(self, app: WalletApp, pilot: Pilot[None], held: Held) -> None:
        self.app = app
        self.pilot = pilot
        self.held = held

    @property
    def shown(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so; the test fails when it never is."""
        for _ in range(_WAITS):
            if is_so():
                await self.pilot.pause()
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it never came to that:\n" + "\n".join(self.lines()))

    async def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase, and wait for the cards and all that is read after them."""
        await self.type_passphrase(passphrase)
        await self.until(lambda: self.shown == "CardsScreen")
        await self.until(lambda: len(self.app.past) == len(HISTORY) or self.held.is_empty)

    async def type_passphrase(self, passphrase: str) -> None:
        """Type it, and Enter."""
        self.app.screen.query_one("#passphrase", Input).value = passphrase
        await self.pilot.press("enter")

    async def press(self, *keys: str) -> None:
        """Press keys, and let the screen draw."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def lines(self) -> list[str]:
        """What stands on the screen, without colours."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines())


def with_app(
    held: Held,
    story: Callable[[Stage], Awaitable[None]],
    *,
    size: tuple[int, int] = (80, 24),
    settings: Settings | None = None,
    **changes: Any,
) -> list[Settings]:
    """Run a story; the settings that were kept meanwhile."""
    kept: list[Settings] = []

    async def run() -> None:
        app = app_of(held, settings, kept=kept, **changes)
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot, held)
            await pilot.pause()
            try:
                await story(stage)
            finally:
                if app.wallet is not None:
                    app.wallet.lock()

    asyncio.run(run())
    return kept


def app_of(
    held: Held,
    settings: Settings | None = None,
    *,
    kept: list[Settings] | None = None,
    **changes: Any,
) -> WalletApp:
    """Make the application over a wallet on a disk."""
    given: dict[str, Any] = {
        "language": "en", "clock": held.clock, "zone": utc, "salvage": held.salvage, **changes,
    }  # fmt: skip
    keep = [] if kept is None else kept
    return WalletApp(held.unlock, settings=settings or Settings(), keep=keep.append, **given)
