"""A screen that is read from top to bottom, further than the terminal is high."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from livret_wallet.tui.face import Face


class PageFace(Face):
    """Such a screen: it says in :meth:`written` what stands on it."""

    def body(self) -> ComposeResult:
        """Compose the page."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text")

    def written(self, width: int) -> Content:
        """Write the page in so many columns."""
        raise AssertionError(width)

    def draw(self) -> None:
        """Write the page."""
        self.query_one("#text", Static).update(self.written(self.room - 2))

    @property
    def page(self) -> VerticalScroll:
        """What is scrolled."""
        return self.query_one("#page", VerticalScroll)

    def action_up(self) -> None:
        """Read one line further up."""
        self.page.scroll_up(animate=False)

    def action_down(self) -> None:
        """Read one line further down."""
        self.page.scroll_down(animate=False)

    def action_page_up(self) -> None:
        """Read one page further up."""
        self.page.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Read one page further down."""
        self.page.scroll_page_down(animate=False)

    def action_first(self) -> None:
        """Read from the beginning."""
        self.page.scroll_home(animate=False)

    def action_last(self) -> None:
        """Read the end."""
        self.page.scroll_end(animate=False)
