"""A screen with a list and a field to find by."""

from typing import TYPE_CHECKING

from textual import events, on
from textual.widgets import Input

from livret_wallet.screens.keys import FINDING, Key
from livret_wallet.tui.face import bindings
from livret_wallet.tui.pane import PanedFace

if TYPE_CHECKING:
    from collections.abc import Sequence


class FindField(Input):
    """What is typed narrows the list at once; Enter keeps it, Esc takes it away."""

    BINDINGS = bindings(FINDING)

    def action_keep_found(self) -> None:
        """Go to the list of what was found."""
        self.screen.set_focus(self.screen.query_one("Rows"))

    def action_end_find(self) -> None:
        """Take away what was typed, and go to the list."""
        self.value = ""
        self.action_keep_found()


class FindingFace(PanedFace):
    """Such a screen: it says in :meth:`show` what to do with what is typed."""

    @property
    def typed(self) -> str:
        """What is sought."""
        return self.query_one("#find", FindField).value

    def show(self) -> None:
        """Show what is sought."""

    @on(Input.Changed, "#find")
    def narrow(self) -> None:
        """Show what has what is typed."""
        self.show()

    def keys_now(self) -> "Sequence[Key]":
        """Give the keys of the field, while somebody types into it."""
        is_typing = isinstance(self.focused, FindField)
        return FINDING if is_typing else self.KEYS

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def draw_other_footer(self) -> None:
        """Write the keys of what has the focus now."""
        self.call_after_refresh(self.draw_footer)

    def action_find(self) -> None:
        """Go to the field."""
        self.query_one("#find", FindField).focus()
