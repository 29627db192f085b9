"""Work that takes its time, in a thread; what came of it is said to what draws."""

from collections.abc import Callable
from typing import TypeVar

from textual.app import App

from livret_core.errors import LivretError
from livret_wallet.contents import Contents
from livret_wallet.session import OpenWallet

T = TypeVar("T")


class WorkingApp(App[None]):
    """An application over an open wallet that it never calls from what draws.

    Attributes:
        wallet: the open one; None while it is locked.
        contents: what it held when it was read last.
    """

    wallet: OpenWallet | None = None
    contents: Contents = Contents()

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

        def do_and_read() -> tuple[T, Contents]:
            done = do(wallet)
            return done, wallet.contents()

        def came(found: tuple[T, Contents]) -> None:
            if self.wallet is wallet:
                done, self.contents = found
                self.redraw()
                then(done)

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
