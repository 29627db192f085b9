"""An offer: who offers, what, on whose word. Nothing is spent before it is gone on with."""

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from livret_wallet.screens import receiving as told
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import refused
from livret_wallet.screens.warnings import known_names
from livret_wallet.tui.face import bindings
from livret_wallet.tui.going import Going
from livret_wallet.tui.page import PageFace, page_content

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Reception
    from livret_wallet.receiving.needs import PinNeeded


class OfferScreen(Going, PageFace):
    """Everything that is known of an offer before it is gone on with."""

    NAME: ClassVar[str] = "offer"
    KEYS: ClassVar[tuple[Key, ...]] = told.OFFER_KEYS
    BINDINGS = bindings(told.OFFER_KEYS)

    def __init__(self, reception: "Reception") -> None:
        super().__init__()
        self.reception = reception

    def written(self, width: int) -> Content:
        """Write who offers what, and what comes next."""
        app = self.wallet_app
        known = known_names(app.contents.batches, ())
        page = told.offer(self.reception, self.language, app.zone, familiar=known)
        return page_content(page, width)

    def action_take(self) -> None:
        """Go on: to the PIN, or to the proof."""
        self.go()

    def action_offer_later(self) -> None:
        """Decide later: it waits in the inbox, and nothing of it is spent."""
        one = told.waiting_of(self.reception, self.language, now_s=self.wallet_app.now_s)
        self.wallet_app.act(
            lambda wallet: wallet.put_aside(one),
            lambda _: self._waits(),
            lambda error: self.tell(refused(error)),
        )

    def _waits(self) -> None:
        self.wallet_app.call_later(self.go_home, told.offer_waits)

    async def ask_pin(self, need: "PinNeeded") -> None:
        """Ask for it on a screen of its own."""
        from livret_wallet.tui.pin import PinScreen

        await self.wallet_app.push_screen(PinScreen(self.reception, need))
