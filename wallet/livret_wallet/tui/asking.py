"""A service asks somewhere else: its link, or its address with a code, leads to what it asks."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from livret_core import limits
from livret_core.errors import LivretError
from livret_wallet.screens import asking as told
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import refused
from livret_wallet.tui.face import Face, bindings
from livret_wallet.tui.fitting import facts_content


class AskingScreen(Face):
    """One field."""

    NAME: ClassVar[str] = "ask"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)
    AUTO_FOCUS = "#link"

    def __init__(self, *, proof: str | None = None) -> None:
        """Ask; *proof* is the one to show if it fits."""
        super().__init__()
        self._proof: Final = proof

    def body(self) -> ComposeResult:
        """Compose the question."""
        yield Static(id="link-question")
        yield Static(id="link-example")
        yield Input(id="link", max_length=limits.OFFER_BYTES)
        yield Static(id="link-harmless")

    def draw(self) -> None:
        """Write the question."""
        text = told.asking(self.language)
        self.query_one("#link-question", Static).update(Content(text.question))
        self.query_one("#link-example", Static).update(Content(text.example))
        harmless = facts_content([text.harmless], self.room)
        self.query_one("#link-harmless", Static).update(harmless)

    @on(Input.Submitted, "#link")
    def action_ask(self) -> None:
        """Go and see what is asked."""
        from livret_wallet.asked.flow import check_link
        from livret_wallet.receiving.invitation import is_offer
        from livret_wallet.tui.receive import ReceiveScreen

        app, field = self.wallet_app, self.query_one("#link", Input)
        typed = field.value.strip()
        if not typed:
            return
        # Not from within: this screen is gone by then.
        if is_offer(typed):
            app.call_later(app.switch_screen, ReceiveScreen(typed))
            return
        try:
            check_link(typed)
        except LivretError as error:
            self.tell(refused(error))
            field.select_all()
        else:
            app.call_later(app.show_request, typed, proof=self._proof)
