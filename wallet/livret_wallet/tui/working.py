"""Work that takes its time, in a thread; what came of it is said to what draws.

What the open wallet held and what happened to it, as it was read last, is kept here too.
"""

import gc
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from textual.app import App

from livret_core.errors import LivretError
from livret_core.words import Language
from livret_core.words.figures import Zone, utc
from livret_wallet.contents import Contents, LedgerSeen
from livret_wallet.records import HistoryEntry
from livret_wallet.screens.facts import Fact
from livret_wallet.session import OpenWallet

if TYPE_CHECKING:
    from livret_wallet.accepting import Services
    from livret_wallet.client.refilling import Passed

T = TypeVar("T")
Aside: TypeAlias = Callable[[Language], Fact | None]

_LEFT: Final = frozenset({"sent", "sending"})


class WorkingApp(App[None]):
    """An application over an open wallet that it never calls from what draws.

    Attributes:
        wallet: the open one; None while it is locked.
        contents: what it held when it was read last.
        ledgers: those that it believes; None before they were read.
        past: what happened to it, newest first; *days* has the day of each.
        is_all_read: whether that is all that happened.
        last_shown: the newest entry by which a proof left, by its id.
        aside: says in a language what it did by itself, or could not, in one line.
        services: what a ledger shows of those that ask, by its name, where somebody looked.
        zone: of the reader.
        language: the reader's.
    """

    zone: Zone = staticmethod(utc)
    language: Language = "en"

    def let_go(self) -> None:
        """Hold nothing of a wallet."""
        gc.unfreeze()
        self.wallet: OpenWallet | None = None
        self.contents = Contents()
        self.ledgers: tuple[LedgerSeen, ...] | None = None
        self.past: list[HistoryEntry] = []
        self.days: list[int] = []
        self.is_all_read = False
        self.last_shown: dict[str, HistoryEntry] = {}
        self.aside: Aside | None = None
        self.services: dict[str, Services] = {}

    def redraw(self) -> None:
        """Draw what is seen anew."""

    def work(
        self, do: Callable[[], T], then: Callable[[T], None], failed: Callable[[LivretError], None]
    ) -> None:
        """Do something in a thread, then call one of two methods."""

        def run() -> None:
            try:
                done = do()
            except LivretError as error:
                self.call_later(failed, error)
            else:
                self.call_later(then, done)

        self.run_worker(run, thread=True)

    def act(
        self,
        do: Callable[[OpenWallet], T],
        then: Callable[[T], None],
        failed: Callable[[LivretError], None],
    ) -> None:
        """Do something with the open wallet, read it again, then say what came of it.

        What comes of it once the wallet is locked is said to nobody.
        """
        wallet = self.wallet
        if wallet is None:
            return

        def do_and_read() -> Callable[[], None]:
            try:
                done = do(wallet)
            except LivretError as error:
                told = partial(failed, error)
            else:
                told = partial(then, done)
            contents = wallet.contents()
            ledgers = None if self.ledgers is None else wallet.ledgers()

            def say() -> None:
                self.contents, self.ledgers = contents, ledgers or self.ledgers
                self.catch_up()
                self.redraw()
                told()

            return say

        def came(say: Callable[[], None]) -> None:
            if self.wallet is wallet:
                say()

        def did_not(error: LivretError) -> None:
            if self.wallet is wallet:
                failed(error)

        self.work(do_and_read, came, did_not)

    def ask(self, do: Callable[[OpenWallet], T], then: Callable[[T | LivretError], None]) -> None:
        """Look something up in the open wallet; what came of it, or why not, is said."""
        wallet = self.wallet
        if wallet is None:
            return

        def came(found: T | LivretError) -> None:
            if self.wallet is wallet:
                then(found)

        self.work(lambda: do(wallet), came, came)

    # What it does by itself.

    def pass_by(self) -> None:
        """Let the open wallet do what is due, in a thread; nothing of it covers a screen."""
        self.ask(OpenWallet.pass_by, self._passed)

    def _passed(self, found: "Passed | LivretError") -> None:
        from livret_wallet.screens import passing

        if isinstance(found, LivretError):
            self.aside = partial(passing.stopped, found)
            self.redraw()
        elif found.is_something:
            self.aside = partial(passing.said_of, found)
            self.act(lambda _: None, lambda _: None, lambda _: None)

    # What happened.

    def read_rest(self, wallet: OpenWallet) -> None:
        """Read what the first screen does not need, a piece at a time; in a thread."""
        from livret_wallet.screens.activity import days_of

        try:
            self.call_later(self._read, wallet, wallet.ledgers(), (), ())
            for piece in wallet.history():
                self.call_later(self._read, wallet, None, piece, days_of(piece, self.zone))
            self.call_later(self._read_all, wallet)
        except LivretError:
            return  # locked meanwhile, or damaged: what is shown of it then says so

    def _read(
        self,
        wallet: OpenWallet,
        ledgers: tuple[LedgerSeen, ...] | None,
        piece: tuple[HistoryEntry, ...],
        days: Sequence[int],
    ) -> None:
        if self.wallet is not wallet:
            return
        if ledgers is not None:
            self.ledgers = ledgers
        self.past += piece
        self.days += days
        for entry in piece:
            if entry.kind in _LEFT and entry.batch_id is not None:
                self.last_shown.setdefault(entry.batch_id, entry)
        self.redraw()

    def _read_all(self, wallet: OpenWallet) -> None:
        if self.wallet is wallet:
            self.is_all_read = True
            # What was read stays until the wallet is locked: looking through fifty thousand
            # entries for what nobody needs any more would hold up a key now and then.
            gc.freeze()
            self.catch_up()
            self.redraw()

    def catch_up(self) -> None:
        """Read what happened since it was read, if all before was."""
        if self.is_all_read:
            known = len(self.past)
            self.ask(lambda wallet: (known, wallet.latest(known)), self._caught_up)

    def _caught_up(self, found: tuple[int, tuple[HistoryEntry, ...]] | LivretError) -> None:
        from livret_wallet.screens.activity import days_of

        if isinstance(found, LivretError):
            return  # what is shown of it then says so
        known, latest = found
        if known != len(self.past) or not latest:
            return  # somebody else was faster
        self.past = [*latest, *self.past]
        self.days = [*days_of(latest, self.zone), *self.days]
        for entry in reversed(latest):
            if entry.kind in _LEFT and entry.batch_id is not None:
                self.last_shown[entry.batch_id] = entry
        self.redraw()
