"""Whom this wallet believes: a list of public ledgers, and what is known of the one under the cursor."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult

from livret_core.errors import LivretError
from livret_core.words import Language
from livret_wallet.contents import LedgerSeen
from livret_wallet.naming import names_of
from livret_wallet.screens import trust as told
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import refused
from livret_wallet.screens.trust import Ledger
from livret_wallet.session import OpenWallet
from livret_wallet.session.dialogue import Dialogue
from livret_wallet.tui.dialogue import DialogueScreen
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import facts_content, fit
from livret_wallet.tui.pane import Pane, PanedFace
from livret_wallet.tui.rows import Piece, Rows

_STYLES: Final = {"✓": "good", "!": "warning", "?": "warning", "✗": "bad"}


class LedgerLines:
    """The ledgers as lines of a list."""

    def __init__(self, ledgers: Sequence[Ledger]) -> None:
        self._ledgers = tuple(ledgers)

    def __len__(self) -> int:
        return len(self._ledgers)

    def is_choice(self, at: int) -> bool:
        """Whether a line is a ledger."""
        return 0 <= at < len(self._ledgers)

    def pieces(self, at: int, width: int) -> list[Piece]:
        """Write a line."""
        one = self._ledgers[at]
        half = width // 2 - 1
        return [
            (fit(one.name, half) + "  ", ""),
            (fit(f"{one.state.sign} {one.state.text}", width - half - 2), _STYLES[one.state.sign]),
        ]


class TrustScreen(PanedFace):
    """Every ledger that is believed."""

    NAME: ClassVar[str] = "trust"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self._ledgers: tuple[Ledger, ...] = ()

    def keys_now(self) -> Sequence[Key]:
        """Give the keys that do something now."""
        return told.KEYS if self._ledgers else told.EMPTY_KEYS

    def body(self) -> ComposeResult:
        """Compose the list and the pane below it."""
        yield Rows(id="ledgers")
        yield Pane()

    def on_screen_resume(self) -> None:
        """Read them again: something may have become of one."""
        self.wallet_app.ask(OpenWallet.ledgers, self._read)

    def draw(self) -> None:
        """Write the list, and describe the one under the cursor."""
        app = self.wallet_app
        self._ledgers = told.ledgers(
            app.ledgers or (),
            self.language,
            names_of(app.contents.batches),
            now_s=app.now_s,
            zone=app.zone,
        )
        self.rows().show(LedgerLines(self._ledgers), at=self.rows().cursor)
        self.draw_pane()

    @on(Rows.Moved)
    def draw_pane(self) -> None:
        """Describe the one under the cursor."""
        self.draw_footer()
        one = self._current()
        facts = (told.none(self.language),) if one is None else (one.state, *one.facts)
        origin = "" if one is None else one.origin
        self.pane.tell(facts_content(facts, self.pane_room), of=origin)

    async def action_add(self) -> None:
        """Believe another one."""
        from livret_wallet.session.trusting import add_ledger

        await self._talk("add_ledger", add_ledger)

    async def action_words(self) -> None:
        """Show the six words of the one under the cursor."""
        from livret_wallet.session.trusting import six_words

        one = self._current()
        if one is not None:
            origin = one.origin
            await self._talk("trust", lambda wallet, language: six_words(wallet, origin, language))

    async def action_remove(self) -> None:
        """Believe the one under the cursor no more, after a yes."""
        from livret_wallet.session.trusting import remove_ledger

        one = self._current()
        if one is not None:
            origin = one.origin
            await self._talk(
                "remove_ledger", lambda wallet, language: remove_ledger(wallet, origin, language)
            )

    async def _talk(
        self, title: str, begin: Callable[[OpenWallet, Language], Dialogue[Any]]
    ) -> None:
        wallet = self.wallet_app.wallet
        if wallet is not None:
            await self.app.push_screen(DialogueScreen(title, begin(wallet, self.language)))

    def _current(self) -> Ledger | None:
        at = self.rows().cursor
        return self._ledgers[at] if 0 <= at < len(self._ledgers) else None

    def _read(self, found: tuple[LedgerSeen, ...] | LivretError) -> None:
        if isinstance(found, LivretError):
            self.tell(refused(found))
            return
        self.wallet_app.ledgers = found
        self.redraw()
