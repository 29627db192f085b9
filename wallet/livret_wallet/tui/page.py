"""A screen that is read from top to bottom, further than the terminal is high."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from livret_wallet.screens.card import CardPage
from livret_wallet.screens.facts import Fact
from livret_wallet.tui.face import Face
from livret_wallet.tui.fitting import facts_content, fit, widest, wrapped

_LEAST: Final = 12


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
        self.call_after_refresh(self.say_more)

    def on_mount(self) -> None:
        """Draw, and say from now on how much is still below."""
        super().on_mount()
        for what in ("scroll_y", "virtual_size"):
            self.watch(self.page, what, self.say_more, init=False)

    def say_more(self) -> None:
        """Say on the line below the page how many lines of it are further down."""
        if not self.is_mounted:
            return
        self.tell_more(self.page.max_scroll_y - self.page.scroll_y, *self.under_page())

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


def page_content(page: CardPage, width: int) -> Content:
    """Write a title, and facts under headings, in so many columns."""
    parts = [Content.styled(text, "bold") for text in wrapped(page.title, width)]
    for part in page.parts:
        parts += [Content(""), Content.styled(part.heading, "$primary bold")]
        is_beside = any(fact.beside for fact in part.facts)
        content = _beside(part.facts, width) if is_beside else facts_content(part.facts, width)
        parts.append(content)
    return Content("\n").join(parts)


def _beside(facts: tuple[Fact, ...], width: int) -> Content:
    """Write facts in three columns: label, what it says, and the certificate's own words."""
    labels = min(widest(fact.label for fact in facts), max(_LEAST, width // 3))
    values = min(widest(fact.text for fact in facts), max(_LEAST, (width - labels - 4) // 2))
    rest = max(_LEAST, width - labels - values - 4)
    lines = []
    for fact in facts:
        columns = (
            wrapped(fact.label, labels), wrapped(fact.text, values), wrapped(fact.beside, rest)
        )  # fmt: skip
        for at in range(max(map(len, columns))):
            label, text, beside = (column[at] if at < len(column) else "" for column in columns)
            lines.append(
                Content.assemble(
                    (fit(label, labels) + "  ", "$dim"),
                    fit(text, values) + "  ",
                    (beside, "$dim italic"),
                )
            )
    return Content("\n").join(lines)
