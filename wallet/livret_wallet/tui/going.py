"""A screen from which a reception goes on: to a PIN, to what came, or to what comes later."""

from functools import partial
from typing import TYPE_CHECKING

from livret_core.errors import LivretError
from livret_wallet.screens.notes import note, refused
from livret_wallet.screens.standing import put_off
from livret_wallet.tui.face import Face
from livret_wallet.tui.warnings import stopped

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Arrived, Reception
    from livret_wallet.receiving.collecting import PutOff
    from livret_wallet.receiving.needs import PinNeeded


class Going(Face):
    """Such a screen."""

    reception: "Reception"
    is_busy = False

    def go(self, pin: str | None = None) -> None:
        """Go on with the offer, in a thread."""
        if self.is_busy:
            return
        self.is_busy = True
        self.tell(note("fetching"))
        self.wallet_app.act(
            lambda wallet: wallet.go_through(self.reception, pin), self._came, self._failed
        )

    def _came(self, done: "PinNeeded | Arrived | PutOff") -> None:
        self.is_busy = False
        self.wallet_app.call_later(self._show, done)

    async def _show(self, done: "PinNeeded | Arrived | PutOff") -> None:
        from livret_wallet.receiving.collecting import PutOff
        from livret_wallet.receiving.needs import PinNeeded
        from livret_wallet.tui.arrived import ArrivedScreen

        match done:
            case PinNeeded():
                self.tell()
                await self.ask_pin(done)
            case PutOff():
                app = self.wallet_app
                await self.go_home(partial(put_off, done.pickup, zone=app.zone))
            case _:
                await self.go_home()
                await self.wallet_app.push_screen(ArrivedScreen(done))

    async def ask_pin(self, need: "PinNeeded") -> None:
        """Ask for a PIN."""
        raise AssertionError(need)

    def _failed(self, error: LivretError) -> None:
        # A reception that was refused is over: what can be done begins at the counter, or anew.
        self.wallet_app.call_later(self.go_home, refused(error))
        stopped(self.wallet_app, error, who=self.reception.opened.offered.metadata.issuer.text)
