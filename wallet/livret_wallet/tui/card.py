"""One card: what it says in two languages, who stands behind it, and as it was signed."""

from typing import ClassVar

from textual.content import Content

from livret_core.errors import LivretError
from livret_wallet.dating import HeldDating
from livret_wallet.records import HeldBatch
from livret_wallet.screens import card as told
from livret_wallet.screens.cards import state_of
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import Key
from livret_wallet.screens.unlock import refusal
from livret_wallet.tui.face import bindings
from livret_wallet.tui.page import PageFace, page_content


class CardScreen(PageFace):
    """Everything about one proof."""

    NAME: ClassVar[str] = "card"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self, batch: HeldBatch) -> None:
        super().__init__()
        self._batch = batch
        self._dating: HeldDating | None = None
        self._is_raw = False

    def on_mount(self) -> None:
        """Draw, and look up what dates it."""
        super().on_mount()
        self.wallet_app.ask(lambda wallet: wallet.dating(self._batch.id), self._found)

    def written(self, width: int) -> Content:
        """Write the card, or the copy as it was signed."""
        app = self.wallet_app
        if self._is_raw:
            lines = told.raw(self._batch, self.language, is_hidden=app.is_hidden)
            return Content("\n").join(
                Content(piece) for line in lines for piece in _broken(line, width)
            )
        page = told.page(
            self._batch,
            self.language,
            state=state_of(self._batch, app.contents, now_s=app.now_s),
            ledgers=app.ledgers or (),
            dating=self._dating,
            last_shown=app.last_shown.get(self._batch.id),
            zone=app.zone,
            is_hidden=app.is_hidden,
        )
        return page_content(page, width)

    def action_raw(self) -> None:
        """Show the copy as it was signed, or the card again."""
        self._is_raw = not self._is_raw
        self.redraw()
        self.action_first()

    async def action_show(self) -> None:
        """Show this proof to a service that asks."""
        await self.wallet_app.show_asking(proof=self._batch.id)

    def action_renew(self) -> None:
        """Fetch a newer one."""
        app, batch = self.wallet_app, self._batch
        if not app.contents.may_renew(batch):
            self.tell(Fact("", self.said["cannot_renew"], "!"))
            return
        self.tell(Fact("", self.said["fetching"]))
        app.act(
            lambda wallet: wallet.renew(batch),
            lambda _: self.tell(Fact("", self.said["renewed"], "✓")),
            lambda error: self.tell(*refusal(error, self.language)),
        )

    def _found(self, dating: "HeldDating | None | LivretError") -> None:
        if isinstance(dating, LivretError):
            self.tell(*refusal(dating, self.language))
            return
        self._dating = dating
        if dating is not None:
            self.redraw()


def _broken(text: str, width: int) -> list[str]:
    """Break a line anywhere: it is read character by character, and copied."""
    return [text[at : at + width] for at in range(0, len(text), width)] or [""]
