"""The PIN of an offer: typed in sight, in the groups it was said in."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from livret_wallet.screens import receiving as told
from livret_wallet.screens.keys import Key
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import facts_content
from livret_wallet.tui.going import Going

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Reception
    from livret_wallet.receiving.needs import PinNeeded

_MOST_CHARS = 128


class PinScreen(Going):
    """One question, and what became of the last answer."""

    NAME: ClassVar[str] = "pin"
    KEYS: ClassVar[tuple[Key, ...]] = told.PIN_KEYS
    BINDINGS = bindings(told.PIN_KEYS)
    AUTO_FOCUS = "#pin"

    def __init__(self, reception: "Reception", need: "PinNeeded") -> None:
        super().__init__()
        self.reception = reception
        self._need = need

    def body(self) -> ComposeResult:
        """Compose the question."""
        yield Static(id="facts")
        yield Static(id="question")
        yield Input(id="pin", max_length=_MOST_CHARS)
        yield Static(id="warning")

    def draw(self) -> None:
        """Write the question, and why the last PIN was none."""
        facts = facts_content(told.pin(self._need, self.language), self.room - 2)
        self.query_one("#facts", Static).update(facts)
        self.query_one("#question", Static).update(Content.styled(self.said["pin_ask"], "bold"))
        self.query_one("#warning", Static).update(told.pin_counts(self.language))
        if not self.is_busy:
            self.tell(partial(told.pin_failed, self._need))

    @on(Input.Changed, "#pin")
    def group(self) -> None:
        """Write what is typed in groups of three."""
        field = self.query_one("#pin", Input)
        grouped = told.grouped(field.value, self._need.tx_code)
        if grouped != field.value:
            is_at_end = field.cursor_position >= len(field.value)
            field.value = grouped
            if is_at_end:
                field.cursor_position = len(grouped)

    @on(Input.Submitted, "#pin")
    def action_send_pin(self) -> None:
        """Send the PIN."""
        field = self.query_one("#pin", Input)
        if self.is_busy or not field.value.strip():
            return
        typed, field.value = field.value, ""
        self.go(typed)

    async def ask_pin(self, need: "PinNeeded") -> None:
        """Ask again, here."""
        self._need = need
        self.redraw()
