"""The keys of a town hall that stays open: read again once they are sealed anew."""

import threading
from typing import Final, final

from livret_core.errors import Unavailable
from livret_issuer.store.home import Home, IssuerKeys


@final
class KeysAtHand:
    """What opens one home's keys, for as long as a process serves it.

    Whoever serves has the keys in memory and keeps what opens the next ones there too
    (docs/threat-model.md). Guessing is made slow, and so is opening: it is done once for each file.
    """

    def __init__(self, home: Home, passphrase: bytes) -> None:
        """Take a home, and what opens its keys."""
        self._home: Final = home
        self._passphrase: Final = passphrase
        self._lock: Final = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._keys: IssuerKeys | None = None

    def read(self) -> IssuerKeys:
        """Give the keys as they are sealed now.

        Raises:
            Refused: ``vault.passphrase`` once they are sealed under another.
            MalformedInput: ``home.malformed``. Unavailable: ``home.unavailable``, ``vault.memory``.
        """
        with self._lock:
            seen = self._look()
            if self._keys is None or seen != self._seen:
                self._keys = self._home.read_keys(self._passphrase)
                self._seen = seen
            return self._keys

    def _look(self) -> tuple[int, int, int]:
        try:
            found = self._home.sealed.stat()
        except OSError:
            raise Unavailable("home.unavailable") from None
        return found.st_mtime_ns, found.st_ino, found.st_size
