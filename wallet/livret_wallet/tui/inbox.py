"""The inbox: a line for everything that waits, and what is known of the one under the cursor."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult

from livret_core.errors import LivretError
from livret_wallet.looking import Looked
from livret_wallet.screens import inbox as told
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.inbox import Item
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import note, refused
from livret_wallet.session.looking import look_now
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import facts_content, fit
from livret_wallet.tui.pane import Pane, PanedFace
from livret_wallet.tui.rows import Piece, Rows
from livret_wallet.waiting_record import Waiting

_WHAT: Final = 12


class WaitingLines:
    """What waits as lines of a list."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = tuple(items)

    def __len__(self) -> int:
        return len(self._items)

    def is_choice(self, at: int) -> bool:
        """Whether a line is one that waits."""
        return 0 <= at < len(self._items)

    def pieces(self, at: int, width: int) -> list[Piece]:
        """Write a line."""
        one = self._items[at]
        room = width - _WHAT - 4
        who = room // 2
        return [
            (fit(one.what, _WHAT) + "  ", "dim"),
            (fit(one.who, who) + "  ", ""),
            (fit(one.state.told, room - who), "warning" if one.state.sign else ""),
        ]


class InboxScreen(PanedFace):
    """Everything that waits."""

    NAME: ClassVar[str] = "inbox"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[Item, ...] = ()
        self._is_busy = False
        self._dropping = ""

    def keys_now(self) -> Sequence[Key]:
        """Give the keys that do something now."""
        return told.KEYS if self._items else told.EMPTY_KEYS

    def body(self) -> ComposeResult:
        """Compose the list and the pane below it."""
        yield Rows(id="waiting")
        yield Pane()

    def draw(self) -> None:
        """Write the list, and describe the one under the cursor."""
        app = self.wallet_app
        self._items = told.items(
            app.contents.waiting, self.language, now_s=app.now_s, zone=app.zone
        )
        self.rows().show(WaitingLines(self._items), at=self.rows().cursor)
        self.draw_pane()

    @on(Rows.Moved)
    def draw_pane(self) -> None:
        """Describe the one under the cursor."""
        self._dropping = ""
        self.draw_footer()
        at = self.rows().cursor
        facts: tuple[Fact, ...] = (told.none(self.language),)
        if 0 <= at < len(self._items):
            one = self._items[at]
            facts = (Fact("", one.who), one.state, *one.facts)
        current = self._current()
        link = "" if current is None else current.link
        self.pane.tell(facts_content(facts, self.pane_room), of=link)

    @on(Rows.Chosen)
    async def action_open(self) -> None:
        """See what is asked or offered."""
        from livret_wallet.tui.consent import ConsentScreen
        from livret_wallet.tui.receive import ReceiveScreen

        one = self._current()
        if one is not None:
            is_asked = one.kind == "request"
            await self.app.push_screen(
                ConsentScreen(one.link) if is_asked else ReceiveScreen(one.link)
            )

    def action_drop(self) -> None:
        """Keep the one under the cursor no more, when it is said twice; nobody is told anything."""
        one = self._current()
        if one is None:
            return
        link = one.link
        if self._dropping != link:
            self._dropping = link
            self.tell(note("drop_twice", "!", key=told.DROP.name))
        else:
            self.wallet_app.act(
                lambda wallet: wallet.forget_link(link), self._dropped, self._failed
            )

    def action_look_now(self) -> None:
        """Ask the town halls for newer proofs, and for what was put off."""
        if not self._is_busy:
            self._is_busy = True
            self.tell(note("looking_now"))
            self.wallet_app.act(look_now, self._looked, self._failed)

    def _looked(self, found: Looked) -> None:
        self._is_busy = False
        self.tell(partial(told.looked, found))

    def _current(self) -> Waiting | None:
        at, waiting = self.rows().cursor, self.wallet_app.contents.waiting
        return waiting[at] if 0 <= at < len(waiting) else None

    def _dropped(self, _: bool) -> None:
        self.tell(note("inbox_dropped"))

    def _failed(self, error: LivretError) -> None:
        self._is_busy = False
        self.tell(refused(error))
