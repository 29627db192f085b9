"""A database server that keeps a ledger: whether there is one, and what speaks with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from livret_core.errors import Refused, Unavailable

if TYPE_CHECKING:
    from livret_ledger.store.postgres import PostgresStore


def check_address(address: str) -> None:
    """Check that *address* names a server and gives nothing away.

    Raises:
        MalformedInput: ``usage.store``, ``usage.store_secret``.
        Unavailable: ``store.no_driver``.
    """
    with _driver():
        from livret_edge.server_address import check_address as check
    check(address, "--store")


def check_reachable(address: str, origin: str) -> None:
    """Check that a server answers, and keeps no ledger of that name yet.

    Raises:
        Unavailable: ``store.unavailable``, ``store.no_driver``. Refused: ``store.has_ledger``.
    """
    if server().exists(address, origin):
        raise Refused("store.has_ledger")


def server() -> "type[PostgresStore]":
    """Give the store on a server.

    Raises:
        Unavailable: ``store.no_driver``.
    """
    with _driver():
        from livret_ledger.store.postgres import PostgresStore
    return PostgresStore


@contextmanager
def _driver() -> Iterator[None]:
    """Import what speaks with a server: most ledgers have none, and need no library for it."""
    try:
        yield
    except ImportError:
        raise Unavailable("store.no_driver") from None
