"""The application: an open wallet or none, how its holder reads, and its lock. It only wires."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final

from textual import events

from livret_core.errors import LivretError
from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import Zone
from livret_wallet.contents import Contents
from livret_wallet.preference_record import Preferences
from livret_wallet.records import HeldBatch
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.header import ledger_state
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import Note, note
from livret_wallet.session import LOCK_AFTER_S, PASS_EVERY_S, AutoLock, OpenWallet
from livret_wallet.session.salvage import DAMAGED, Salvage, looked
from livret_wallet.settings import READINGS, THEMES, Settings
from livret_wallet.tui import themes
from livret_wallet.tui.face import Face
from livret_wallet.tui.help import HelpScreen
from livret_wallet.tui.terminal import Terminal
from livret_wallet.tui.unlock import UnlockScreen
from livret_wallet.tui.working import WorkingApp

Unlocker = Callable[[bytes], OpenWallet]

_TICK_S: Final = 1.0


class WalletApp(WorkingApp):
    """One citizen's wallet on a whole terminal."""

    TITLE = "livret"
    CSS_PATH: ClassVar[str] = "livret.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        unlock: Unlocker,
        *,
        settings: Settings,
        keep: Callable[[Settings], None],
        language: Language,
        clock: Callable[[], int],
        zone: Zone,
        lock_after_s: int = LOCK_AFTER_S,
        wallet: OpenWallet | None = None,
        salvage: Callable[[bytes], Salvage] | None = None,
        receives: bool = False,
    ) -> None:
        """Begin, locked unless *wallet* is open already.

        Args:
            unlock: opens the wallet with a passphrase; called in a thread.
            settings: how its holder reads.
            keep: keeps what the holder chooses instead.
            language: to begin in, where the settings name none.
            clock: gives seconds since 1970.
            zone: of the reader.
            lock_after_s: after how long untouched it locks itself.
            wallet: opened with a passphrase from a file.
            salvage: says what still opens of one that is damaged; called in a thread.
            receives: whether a proof is to be received first.
        """
        super().__init__(driver_class=Terminal)
        self._unlock: Final = unlock
        self._salvage: Final = salvage
        self.salvaged: Salvage | None = None
        self._keep: Final = keep
        self._clock: Final = clock
        self._auto_lock: Final = AutoLock(clock, after_s=lock_after_s)
        self.settings = settings
        self._is_warned = False
        self.zone = zone
        self.language = settings.language or language
        self.is_hidden = False
        self._opened_before: Final = wallet
        self._receives = receives
        self.let_go()

    @property
    def now_s(self) -> int:
        """The time, in seconds since 1970."""
        return self._clock()

    async def on_mount(self) -> None:
        """Ask for the passphrase."""
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.theme_name(self.settings.theme)
        await self.push_screen(UnlockScreen())
        self.run_worker(_load, thread=True)
        self.set_interval(_TICK_S, self.tick)
        self.set_interval(PASS_EVERY_S, self.pass_by)
        if self._opened_before is not None:
            self.opened(self._opened_before)

    def open_with(self, passphrase: bytes) -> OpenWallet:
        """Open the wallet; in a thread."""
        self.salvaged = None
        try:
            wallet = self._unlock(passphrase)
        except LivretError as error:
            if error.code in DAMAGED and self._salvage is not None:
                self.salvaged = looked(self._salvage, passphrase)
            raise
        wallet.language = self.language
        return wallet

    def opened(self, wallet: OpenWallet) -> None:
        """Show what an open wallet holds."""
        self.wallet = wallet
        if wallet.preferences != Preferences():
            self.lock_after(wallet.preferences.lock_after_s)
        self._auto_lock.touch()
        self.act(OpenWallet.contents, self._first_seen, self._cannot_read)

    async def _show_cards(self) -> None:
        from livret_wallet.tui.cards import CardsScreen

        await self.switch_screen(CardsScreen())
        wallet = self.wallet
        if wallet is not None:
            self.run_worker(lambda: self.read_rest(wallet), thread=True)
        if self._receives and isinstance(self.screen, CardsScreen):
            self._receives = False
            await self.screen.action_receive()

    async def show_card(self, batch: HeldBatch) -> None:
        """Show everything about one proof."""
        from livret_wallet.tui.card import CardScreen

        await self.push_screen(CardScreen(batch))

    async def show_activity(self) -> None:
        """Show what came and went."""
        from livret_wallet.tui.activity import ActivityScreen

        self.aside = None  # it stands there
        await self.push_screen(ActivityScreen())

    async def show_help(self, keys: Sequence[Key]) -> None:
        """Show what the keys of a screen do."""
        await self.push_screen(HelpScreen(keys))

    async def show_asking(self, *, proof: str | None = None) -> None:
        """Ask for what a service asks with; *proof* is the one to show if it fits."""
        from livret_wallet.tui.asking import AskingScreen

        await self.push_screen(AskingScreen(proof=proof))

    async def show_request(self, link: str, *, proof: str | None = None) -> None:
        """Show what a service asks, in the place of the question for its link."""
        from livret_wallet.tui.consent import ConsentScreen

        await self.switch_screen(ConsentScreen(link, proof=proof))

    async def end_with(self, screen: Face, note: Note | None = None) -> None:
        """Go back to before a screen, and say there what came of it."""
        while screen in self.screen_stack:
            await self.pop_screen()
        if isinstance(self.screen, Face):
            self.screen.tell(note)

    def _first_seen(self, _contents: Contents) -> None:
        self.call_later(self._show_cards)

    def _cannot_read(self, error: LivretError) -> None:
        wallet = self.wallet
        if wallet is not None and error.code in DAMAGED:
            self.work(wallet.salvage, partial(self._cannot_open, error), self._cannot_open)
        else:
            self._cannot_open(error)

    def _cannot_open(self, error: LivretError, found: Salvage | None = None) -> None:
        wallet, self.wallet, self.salvaged = self.wallet, None, found
        if wallet is not None:
            wallet.lock()
        if isinstance(self.screen, UnlockScreen):
            self.screen.refuse(error)

    # The lock.

    async def on_event(self, event: events.Event) -> None:
        """Take every key and every click for somebody being there."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._auto_lock.touch()
        await super().on_event(event)

    async def tick(self) -> None:
        """Lock when nobody has touched it for long; say so beforehand."""
        if self.wallet is None:
            return
        if self._auto_lock.is_due:
            await self.lock(by_itself_s=self._auto_lock.after_s)
        elif isinstance(self.screen, Face) and self._is_warned != self._auto_lock.is_near:
            self._is_warned = self._auto_lock.is_near
            soon = note("locks_soon", "!", count=self._auto_lock.left_s)
            self.screen.tell(soon if self._is_warned else None)

    async def lock(self, *, by_itself_s: int | None = None) -> None:
        """Lock the wallet: keys and values leave memory and screen."""
        if self.wallet is not None:
            self.wallet.lock()
        self.let_go()
        self._is_warned = False
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.push_screen(UnlockScreen(by_itself_s=by_itself_s))

    def lock_after(self, after_s: int) -> None:
        """Lock when nobody touched it for so many seconds."""
        self._auto_lock.lock_after(after_s)

    def leave(self) -> None:
        """Lock the wallet and end."""
        if self.wallet is not None:
            self.wallet.lock()
        self.let_go()
        self.exit()

    def action_help_quit(self) -> None:
        """End at Ctrl-C, as everything in a terminal does."""
        self.leave()

    async def action_quit(self) -> None:
        """End."""
        self.leave()

    # How it is read.

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the colours that are ours alone, for as long as no theme of ours is chosen."""
        return dict(themes.THEMES[0].variables)

    def ledger_state(self) -> Fact | None:
        """Say how the ledger stands, while a wallet is open."""
        return ledger_state(self.ledgers, self.language, now_s=self.now_s)

    def hide(self) -> None:
        """Hide all values, or show them again."""
        self.is_hidden = not self.is_hidden
        self.redraw()

    def next_language(self) -> None:
        """Take the next language, and keep the choice."""
        self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
        if self.wallet is not None:
            self.wallet.language = self.language
        self._choose(replace(self.settings, language=self.language))

    def next_theme(self) -> None:
        """Take the next colours, and keep the choice."""
        theme = THEMES[(THEMES.index(self.settings.theme) + 1) % len(THEMES)]
        self.theme = themes.theme_name(theme)
        self._choose(replace(self.settings, theme=theme))

    def next_reading(self) -> None:
        """Read the other way from the next start on."""
        at = READINGS.index(self.settings.reading)
        self._choose(replace(self.settings, reading=READINGS[(at + 1) % len(READINGS)]))

    def _choose(self, settings: Settings) -> None:
        self.settings = settings
        self.redraw()
        self.work(lambda: self._keep(settings), lambda _: None, lambda _: None)

    def redraw(self) -> None:
        """Draw anew what is seen; every screen below it when it is seen again."""
        for screen in self.screen_stack:
            if screen is not self.screen and isinstance(screen, Face):
                screen.is_stale = True
        if isinstance(self.screen, Face):
            self.screen.redraw()

    @property
    def fault(self) -> Exception | None:
        """What was wrong with the application itself, if it ended by that."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual would print local variables: of ours, some are nobody's business. Whoever
        # started the application reports what happened.
        self._close_messages_no_wait()


def _load() -> None:
    """Import what the other screens need while somebody types a passphrase."""
    for name in ("cards", "card", "activity", "asking", "warnings"):
        importlib.import_module(f"livret_wallet.tui.{name}")
