"""The address of a server in a file of its own."""

from typing import Final

from livret_core.errors import MalformedInput, Unavailable

ADDRESS_BYTES: Final = 2_048


def read_address(raw: bytes, option: str, *, may_have_secret: bool = True) -> str:
    """Read the one line of such a file.

    Args:
        raw: its content.
        option: that named the file.
        may_have_secret: whether a password may stand in it: nobody but its owner reads the file.

    Raises:
        MalformedInput: ``usage.store``, ``usage.store_secret``. Unavailable: ``store.no_driver``.
    """
    try:
        from livret_edge.server_address import check_address
    except ImportError:
        raise Unavailable("store.no_driver") from None
    try:
        address = raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise MalformedInput("usage.store", option=option) from None
    check_address(address, option, may_have_secret=may_have_secret)
    return address
