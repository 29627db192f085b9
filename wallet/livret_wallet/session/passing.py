"""What an open wallet does by itself, in a thread of its own, for a face that waits for lines."""

import threading
from collections import deque
from typing import TYPE_CHECKING, Final, final

from livret_core.errors import LivretError

if TYPE_CHECKING:
    from livret_wallet.client.refilling import Passed
    from livret_wallet.session.opened import OpenWallet

#: How often it is looked whether something is due. Whether anybody is asked is drawn long before.
PASS_EVERY_S: Final = 60
_MOST_NEWS: Final = 16


@final
class Passing:
    """Passes, one a minute, until it is stopped or the wallet is locked."""

    def __init__(self, wallet: "OpenWallet", *, every_s: float = PASS_EVERY_S) -> None:
        """Begin; the first pass is as long away as each."""
        self._wallet: Final = wallet
        self._every_s: Final = every_s
        self._over: Final = threading.Event()
        self._news: Final[deque[Passed | LivretError]] = deque(maxlen=_MOST_NEWS)
        threading.Thread(target=self._run, name="passing", daemon=True).start()

    def news(self) -> "list[Passed | LivretError]":
        """Give what came of it since this was asked last."""
        found = []
        while self._news:
            found.append(self._news.popleft())
        return found

    def stop(self) -> None:
        """End, after what is under way, and let go of what came of it."""
        self._over.set()
        self._news.clear()

    def pass_by(self) -> None:
        """Do what is due."""
        try:
            passed = self._wallet.pass_by()
        except LivretError as error:
            self._tell(error)
        else:
            if passed.is_something:
                self._tell(passed)

    def _tell(self, news: "Passed | LivretError") -> None:
        if not self._over.is_set():
            self._news.append(news)

    def _run(self) -> None:
        while not self._over.wait(self._every_s) and not self._wallet.is_locked:
            self.pass_by()
