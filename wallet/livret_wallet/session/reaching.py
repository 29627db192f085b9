"""The network as an open wallet reaches it: when it is needed, and never once it is locked."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, final

from livret_core.errors import Unavailable

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Network
    from livret_wallet.receiving.needs import Answer, Call
    from livret_wallet.session.opened import OpenWallet


@final
class WhileOpen:
    """The network, reached when it is needed, and by nobody once the wallet is locked."""

    def __init__(self, wallet: "OpenWallet", reach: "Callable[[], Network]") -> None:
        self._wallet: Final = wallet
        self._reach: Final = reach
        self._network: Network | None = None

    def read(self, uri: str, code: str) -> bytes:
        """Read what is published."""
        return self._reached().read(uri, code)

    def carry(self, call: "Call") -> "Answer":
        """Make a request."""
        return self._reached().carry(call)

    def _reached(self) -> "Network":
        if self._wallet.is_locked:
            raise Unavailable("vault.locked")
        if self._network is None:
            self._network = self._reach()
        return self._network
