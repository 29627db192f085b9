"""What every key of a screen does, made from its bindings."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from livret_wallet.screens import help as told
from livret_wallet.screens.keys import Key
from livret_wallet.tui.face import Face, bindings
from livret_wallet.tui.fitting import fit, widest


class HelpScreen(Face):
    """The keys of the screen before, one a line."""

    NAME: ClassVar[str] = "help"
    KEYS = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def body(self) -> ComposeResult:
        """Compose the page."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="keys")

    def draw(self) -> None:
        """Write the keys and what they do."""
        lines = told.lines(self._keys, self.language)
        width = widest(line.key for line in lines)
        written = [
            Content.assemble((fit(line.key, width), "$primary bold"), f"   {line.does}")
            for line in lines
        ]
        rules = [Content(text) for text in told.rules(self.language)]
        parts = [*written, Content(""), *rules]
        self.query_one("#keys", Static).update(Content("\n").join(parts))

    def action_up(self) -> None:
        """Read further up."""
        self.query_one("#page").scroll_up(animate=False)

    def action_down(self) -> None:
        """Read further down."""
        self.query_one("#page").scroll_down(animate=False)
