"""The pane below a list: what is known of the line under the cursor, however long that is."""

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.visual import VisualType
from textual.widgets import Static

from livret_wallet.tui.face import Face
from livret_wallet.tui.rows import Rows


class Pane(VerticalScroll):
    """It takes what it needs of the screen, up to its part, and is scrolled beyond that."""

    def __init__(self) -> None:
        super().__init__(id="pane", can_focus=False)
        self._of = ""

    def compose(self) -> ComposeResult:
        """Compose what is scrolled."""
        yield Static(id="told")

    def tell(self, content: VisualType, *, of: str) -> None:
        """Say what is known of a line; of another than before, from its beginning.

        Args:
            content: that.
            of: names the line. What is drawn anew of the same one stays where it is read.
        """
        self.query_one("#told", Static).update(content)
        if of != self._of:
            self._of = of
            self.scroll_home(animate=False)

    @property
    def below(self) -> float:
        """How many lines are further down."""
        return self.max_scroll_y - self.scroll_y

    def turn(self, way: int) -> bool:
        """Read one page on, or back; False where there is no more that way."""
        if way > 0 and round(self.below) > 0:
            self.scroll_page_down(animate=False)
        elif way < 0 and self.scroll_y > 0:
            self.scroll_page_up(animate=False)
        else:
            return False
        return True


class PanedFace(Face):
    """A screen with a list, and below it the pane of the line under the cursor.

    The keys that turn pages read the pane to its end, and move on in the list from there: no
    line of a list of any length holds them.
    """

    def on_mount(self) -> None:
        """Draw, and say from now on how much of the pane is further down."""
        super().on_mount()
        for what in ("scroll_y", "virtual_size"):
            self.watch(self.pane, what, self.say_more, init=False)

    @property
    def pane(self) -> Pane:
        """What describes the line under the cursor."""
        return self.query_one(Pane)

    @property
    def pane_room(self) -> int:
        """How many columns the pane has beside its bar."""
        return self.room - 1

    @on(Rows.Seen)
    def say_more(self) -> None:
        """Say how much there is below: of the list on the pane, and of the pane on the footer."""
        if not self.is_mounted:
            return
        rows = self.rows()
        self.tell_more(rows.max_scroll_y - rows.scroll_y, self.pane)
        self.tell_more(self.pane.below, *self.under_page())

    def rows(self) -> Rows:
        """Give the list of the screen."""
        return self.query_one(Rows)

    @on(Rows.Chosen)
    def say_no_more(self) -> None:
        """Say no more what was said of the line where the cursor stood."""
        self.tell()

    def _move(self, move: Callable[[], None]) -> None:
        before = self.rows().cursor
        move()
        if self.rows().cursor != before:
            self.say_no_more()

    def action_up(self) -> None:
        """Move the cursor one line up."""
        self._move(partial(self.rows().step, -1))

    def action_down(self) -> None:
        """Move the cursor one line down."""
        self._move(partial(self.rows().step, 1))

    def action_page_up(self) -> None:
        """Read the pane further up; from its beginning, move the cursor one page up."""
        if not self.pane.turn(-1):
            self._move(partial(self.rows().page, -1))

    def action_page_down(self) -> None:
        """Read the pane further down; from its end, move the cursor one page down."""
        if not self.pane.turn(1):
            self._move(partial(self.rows().page, 1))

    def action_first(self) -> None:
        """Move the cursor to the first line."""
        self._move(self.rows().first)

    def action_last(self) -> None:
        """Move the cursor to the last line."""
        self._move(self.rows().last)
