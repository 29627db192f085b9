"""A list of any length, of which only the lines that are seen are drawn."""

from dataclasses import dataclass
from typing import ClassVar, Final, Protocol, TypeAlias

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

Piece: TypeAlias = tuple[str, str]
"""Text, and the name of the style it is drawn in: one of those of :class:`Rows`, or empty."""


_MARK: Final = " ▸ "


class Lines(Protocol):
    """What a list shows. It is asked for no line that is not seen."""

    def __len__(self) -> int: ...

    def is_choice(self, at: int) -> bool:
        """Whether the cursor may stand on a line."""

    def pieces(self, at: int, width: int) -> list[Piece]:
        """Write a line in so many columns."""


class NoLines:
    """A list before it has anything to show."""

    def __len__(self) -> int:
        return 0

    def is_choice(self, at: int) -> bool:  # noqa: ARG002
        """Nothing can be chosen."""
        return False

    def pieces(self, at: int, width: int) -> list[Piece]:  # noqa: ARG002
        """Nothing is written."""
        return []


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines, some of which can be chosen; the cursor is a mark as well as a colour."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor", "rows--heading", "rows--dim", "rows--good", "rows--warning", "rows--bad",
    }  # fmt: skip

    cursor: reactive[int] = reactive(-1)

    @dataclass
    class Moved(Message):
        """The cursor stands on another line."""

        at: int

    class Seen(Message):
        """Another part of the list is seen."""

    @dataclass
    class Chosen(Message):
        """A line was clicked on."""

        at: int

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: Lines = NoLines()

    def show(self, lines: Lines, *, at: int | None = None) -> None:
        """Show other lines, the cursor on *at* or on the first that can be chosen."""
        self._lines = lines
        self.virtual_size = Size(self.size.width, len(lines))
        wanted = at if at is not None and at < len(lines) and lines.is_choice(at) else None
        before = self.cursor
        self.cursor = self._next(-1, 1) if wanted is None else wanted
        self.refresh()
        self.post_message(self.Seen())
        if before == self.cursor:
            self.post_message(self.Moved(self.cursor))

    def on_resize(self) -> None:
        """Keep to the width there is, and see the cursor: what stands below may have grown."""
        self.virtual_size = Size(self.size.width, len(self._lines))
        self._see(self.cursor)
        self.post_message(self.Seen())

    def watch_scroll_y(self, before: float, now: float) -> None:
        """Tell that another part is seen."""
        super().watch_scroll_y(before, now)
        self.post_message(self.Seen())

    def step(self, by: int) -> None:
        """Move the cursor by lines that can be chosen."""
        way = 1 if by > 0 else -1
        at = self.cursor
        for _ in range(abs(by)):
            following = self._next(at, way)
            if following < 0:
                break
            at = following
        if at == self.cursor and way < 0:
            self.scroll_to(y=0, animate=False)  # the heading above the first
        self.cursor = at

    def page(self, way: int) -> None:
        """Move the cursor by what is seen at a time."""
        target = self.cursor + way * max(1, self.size.height - 1)
        target = min(max(target, 0), len(self._lines) - 1)
        at = self._next(target - way, way)
        self.cursor = at if at >= 0 else self._next(target, -way)

    def first(self) -> None:
        """Move the cursor to the first line that can be chosen."""
        self.scroll_to(y=0, animate=False)
        self.cursor = self._next(-1, 1)

    def last(self) -> None:
        """Move the cursor to the last line that can be chosen."""
        self.cursor = self._next(len(self._lines), -1)

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw both lines anew, and see the cursor."""
        for at in (before, now):
            self.refresh_line(at - int(self.scroll_offset.y))
        self._see(now)
        self.refresh()
        self.post_message(self.Moved(now))

    def _see(self, at: int) -> None:
        """Scroll so far that a line is seen, with the heading above it."""
        if at >= 0:
            above = 1 if at and not self._lines.is_choice(at - 1) else 0
            self.scroll_to_region(
                Region(0, at - above, 1, 1 + above), animate=False, force=True, x_axis=False
            )

    def render_line(self, y: int) -> Strip:
        """Draw one line that is seen."""
        at, width = y + int(self.scroll_offset.y), self.size.width
        plain = self.rich_style
        if at >= len(self._lines):
            return Strip.blank(width, plain)
        is_current = at == self.cursor
        row = plain + self.get_component_rich_style("rows--cursor") if is_current else plain
        segments = [Segment(_MARK if is_current else " " * len(_MARK), row)]
        for text, style in self._lines.pieces(at, width - len(_MARK) - 2):
            drawn = self.get_component_rich_style(f"rows--{style}", partial=True) if style else None
            segments.append(Segment(text, row + drawn if drawn else row))
        return Strip(segments).adjust_cell_length(width, row)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the line, and choose it."""
        at = event.y + int(self.scroll_offset.y)
        if at < len(self._lines) and self._lines.is_choice(at):
            self.cursor = at
            self.post_message(self.Chosen(at))

    def _next(self, at: int, way: int) -> int:
        at += way
        while 0 <= at < len(self._lines):
            if self._lines.is_choice(at):
                return at
            at += way
        return -1
