"""Which clients are kept: one for each name, a bounded number, and none is closed while in use.

Connections are kept by address, and two names may share one: each name has its own client, so
that what was agreed with one is never said to the other.
"""

from collections.abc import Callable
from typing import Final, Generic, TypeVar, final

CLIENTS: Final = 64

C = TypeVar("C")


@final
class Kept(Generic[C]):
    """Clients by name. Its user takes care that one thread at a time is here."""

    def __init__(self, make: Callable[[], C]) -> None:
        self._make: Final = make
        self._clients: dict[tuple[str, int], C] = {}
        self._users: dict[int, int] = {}

    def take(self, name: tuple[str, int]) -> C:
        """Give the client for a name, kept or new; it is in use until it is given back."""
        client = self._clients.pop(name, None)
        if client is None:
            client = self._make()
        self._clients[name] = client  # the last, again: the one used longest ago is first
        self._users[id(client)] = self._users.get(id(client), 0) + 1
        return client

    def give_back(self, name: tuple[str, int], client: C) -> list[C]:
        """Take a client back; those that are to be closed now."""
        left = self._users.pop(id(client)) - 1
        if left:
            self._users[id(client)] = left
        elif self._clients.get(name) is not client:
            return [client]
        gone = []
        for each in list(self._clients):
            if len(self._clients) <= CLIENTS:
                break
            if id(self._clients[each]) not in self._users:
                gone.append(self._clients.pop(each))
        return gone

    def clear(self) -> list[C]:
        """Keep none any more; those that are to be closed now. Who still uses one closes it."""
        gone = [client for client in self._clients.values() if id(client) not in self._users]
        self._clients.clear()
        return gone
