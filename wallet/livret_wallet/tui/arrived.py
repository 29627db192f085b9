"""What came, before it is kept: read, then kept, refused, or set aside."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from livret_core.errors import LivretError
from livret_wallet.screens import receiving as told
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import note, refused
from livret_wallet.screens.warnings import known_names
from livret_wallet.tui.face import bindings
from livret_wallet.tui.page import PageFace, page_content

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Arrived, Fetched


class ArrivedScreen(PageFace):
    """A proof that was checked and is not kept yet."""

    NAME: ClassVar[str] = "arrived"
    KEYS: ClassVar[tuple[Key, ...]] = told.ARRIVED_KEYS
    BINDINGS = bindings(told.ARRIVED_KEYS)

    def __init__(self, came: "Arrived") -> None:
        super().__init__()
        self._came = came
        self._is_busy = False

    def written(self, width: int) -> Content:
        """Write all of it."""
        app = self.wallet_app
        page = told.arrived(
            self._came,
            self.language,
            ledgers=app.ledgers or (),
            now_s=app.now_s,
            familiar=known_names(app.contents.batches, ()),
            zone=app.zone,
            is_hidden=app.is_hidden,
        )
        return page_content(page, width)

    def action_keep(self) -> None:
        """Keep it."""
        if self._begins():
            self.wallet_app.act(lambda wallet: wallet.keep(self._came), self._kept, self._failed)

    def action_decline(self) -> None:
        """Keep nothing of it."""
        if self._begins():
            self.wallet_app.act(
                lambda wallet: wallet.decline(self._came), self._declined, self._failed
            )

    async def action_set_aside(self) -> None:
        """Decide later."""
        if not self._is_busy:
            await self.go_home(told.set_aside)

    def _begins(self) -> bool:
        was_busy, self._is_busy = self._is_busy, True
        if not was_busy:
            self.tell(note("fetching"))
        return not was_busy

    def _kept(self, done: "Fetched") -> None:
        self.wallet_app.call_later(self.go_home, partial(told.kept, done))

    def _declined(self, _done: None) -> None:
        self.wallet_app.call_later(self.go_home, told.declined)

    def _failed(self, error: LivretError) -> None:
        self._is_busy = False
        self.tell(refused(error))
