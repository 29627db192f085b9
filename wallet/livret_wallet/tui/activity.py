"""The activity: what came and went, of any length, by day; what can be known of the line under the cursor."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from livret_core.errors import LivretError
from livret_core.words.figures import utc
from livret_wallet.contents import Contents
from livret_wallet.request_record import AskedRecord
from livret_wallet.screens import activity as told
from livret_wallet.screens.activity import FILTERS, NOTHING_SIGNED, Filter, Past
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import note
from livret_wallet.session import OpenWallet, evidence
from livret_wallet.session.dialogue import Dialogue
from livret_wallet.tui.dialogue import DialogueScreen
from livret_wallet.tui.face import bindings
from livret_wallet.tui.finding import FindField, FindingFace
from livret_wallet.tui.fitting import facts_content, fit
from livret_wallet.tui.pane import Pane
from livret_wallet.tui.request import RequestScreen
from livret_wallet.tui.rows import Piece, Rows

_STYLES: Final = {"✗": "bad", "!": "warning", "?": "warning"}
_WHAT: Final = 16
_TIME: Final = 5


class ActivityLines:
    """The history as lines of a list; each is written when it is seen."""

    def __init__(self, screen: "ActivityScreen", past: Past, lines: list[int]) -> None:
        self._screen = screen
        self.past = past
        self.lines = lines

    def __len__(self) -> int:
        return len(self.lines)

    def is_choice(self, at: int) -> bool:
        """Whether a line is an entry."""
        return self.lines[at] >= 0

    def entry(self, at: int) -> int | None:
        """Give the place in the history of a line's entry."""
        return self.lines[at] if 0 <= at < len(self.lines) and self.lines[at] >= 0 else None

    def pieces(self, at: int, width: int) -> list[Piece]:
        """Write a line."""
        listed = self.lines[at]
        if (on := told.day_of(listed)) is not None:
            text = told.heading(self.past, on, now_s=self._screen.wallet_app.now_s)
            return [(fit(text, width), "heading")]
        if listed < 0:
            return [(" " * width, "")]
        line = told.line(self.past, listed)
        room = width - _TIME - _WHAT - 6
        who = min(room // 2, 30)
        return [
            (fit(line.time, _TIME) + "  ", "dim"),
            (fit(f"{line.sign} {line.what}", _WHAT) + "  ", _STYLES.get(line.sign, "")),
            (fit(line.who, who) + "  ", ""),
            (fit(line.said, room - who), "dim"),
        ]


class ActivityScreen(FindingFace):
    """Everything that came and went."""

    NAME: ClassVar[str] = "activity"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self._shown: Filter = "all"
        self._past = Past((), (), "en", utc)
        self._of: tuple[int, bool, str] | None = None
        self._contents: Contents | None = None
        self._signed: Mapping[bytes, AskedRecord] = NOTHING_SIGNED
        self._lines = ActivityLines(self, self._past, [])

    def body(self) -> ComposeResult:
        """Compose the list and the pane below it."""
        with Horizontal(id="above"):
            yield Static(id="find-label")
            yield FindField(id="find", compact=True)
            yield Static(id="count")
        yield Rows(id="activity")
        yield Pane()

    def draw(self) -> None:
        """Write the list anew where it is another: further entries came, or another language."""
        app = self.wallet_app
        now = (len(app.past), app.is_all_read, self.language)
        if now != self._of or self._contents is not app.contents:
            self._of, self._contents = now, app.contents
            self._written()
            self.query_one("#find-label", Static).update(self.said["find"])
            self.show()
            app.ask(evidence.kept, self._read_signed)
        else:
            self.draw_pane()

    def show(self) -> None:
        """Show the entries that are sought, the cursor on the one it was on."""
        app = self.wallet_app
        current = self._lines.entry(self.rows().cursor)
        lines = told.listed(self._past, shown=self._shown, typed=self.typed)
        self._lines = ActivityLines(self, self._past, lines)
        counted = told.count(self._past, lines, self._shown, is_whole=app.is_all_read)
        self.query_one("#count", Static).update(counted)
        at = lines.index(current) if current is not None and current in lines else None
        self.rows().show(self._lines, at=at)

    @on(Rows.Moved)
    def draw_pane(self) -> None:
        """Describe the entry under the cursor."""
        if self._contents is None:
            return  # nothing was drawn yet
        entry = self._lines.entry(self.rows().cursor)
        if entry is None:
            text = self.said["none_found" if self._past.entries else "nothing_past"]
            self.pane.tell(text, of="")
            return
        first, *others = told.pane(self._past, entry)
        content = [Content.styled(first.text, "bold"), facts_content(others, self.pane_room)]
        self.pane.tell(Content("\n").join(content), of=str(len(self._past.entries) - entry))

    def _written(self) -> None:
        app, batches = self.wallet_app, self.wallet_app.contents.batches
        self._past = Past(
            app.past, batches, self.language, app.zone, days=app.days, signed=self._signed
        )

    def _read_signed(self, found: Mapping[bytes, AskedRecord] | LivretError) -> None:
        if not isinstance(found, LivretError) and found != self._signed:
            self._signed = found
            self._written()
            self.show()
            self.draw_pane()

    async def action_view(self) -> None:
        """Show what the service of the entry under the cursor signed."""
        at = self._lines.entry(self.rows().cursor)
        record = None if at is None else self._past.signed(at)
        if at is None or record is None:
            self.tell(note("none_signed", "!"))
            return
        await self.app.push_screen(RequestScreen(self._past.entries[at], record))

    async def action_erase(self) -> None:
        """Write a letter that asks to delete what left with the entry under the cursor."""
        await self._talk_of("erase", evidence.erase)

    async def action_report(self) -> None:
        """Write a report on the service of the entry under the cursor."""
        await self._talk_of("report", evidence.report)

    async def action_export(self) -> None:
        """Write what is listed to a file."""
        wallet = self.wallet_app.wallet
        if wallet is not None:
            dialogue = evidence.export(wallet, self._past, self._lines.lines)
            await self.app.push_screen(DialogueScreen("export", dialogue))

    async def _talk_of(
        self, title: str, begin: Callable[[OpenWallet, Past, int], Dialogue[bool]]
    ) -> None:
        wallet, at = self.wallet_app.wallet, self._lines.entry(self.rows().cursor)
        if at is None:
            self.tell(note(f"none_to_{title}", "!"))
        elif wallet is not None:
            await self.app.push_screen(DialogueScreen(title, begin(wallet, self._past, at)))

    def action_filter(self) -> None:
        """Show the next kind of entries."""
        self._shown = FILTERS[(FILTERS.index(self._shown) + 1) % len(FILTERS)]
        self.show()
