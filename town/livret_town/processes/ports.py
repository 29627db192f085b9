"""Ports of this machine, held for processes that are about to listen there."""

import socket
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import Final, Self, final

from livret_core.errors import Unavailable

HOST: Final = "127.0.0.1"
#: Where a town listens when nobody says where, if all of it is free.
USUAL: Final = 8443

_FURTHER: Final = 1_000


@final
class Ports:
    """So many ports, each held until :meth:`release`.

    Where the system lets a port that is held be listened at by another, nobody else is given it
    in the meantime.
    """

    def __init__(self, held: list[socket.socket]) -> None:
        """Take what :meth:`reserve` found."""
        self._held: Final = held
        self.numbers: Final = tuple(int(each.getsockname()[1]) for each in held)

    @classmethod
    def reserve(cls, first: int | None, count: int) -> Self:
        """Hold so many ports.

        Args:
            first: the first of a row; 0 for any that are free; None for the usual row, or for
                any where something of it is taken.
            count: how many.

        Raises:
            Unavailable: ``town.port_taken`` with the ``port``, and another ``first`` to try.
        """
        if first == 0:
            return cls(_held([0] * count))
        begin = USUAL if first is None else first
        try:
            return cls(_held(list(range(begin, begin + count))))
        except Unavailable:
            if first is not None:
                raise
            return cls(_held([0] * count))

    @classmethod
    def hold(cls, numbers: Sequence[int]) -> Self:
        """Hold these.

        Raises:
            Unavailable: ``town.port_taken``.
        """
        return cls(_held(list(numbers)))

    def release(self) -> None:
        """Let go of them; whoever listens there by now is not disturbed."""
        for each in self._held:
            each.close()


def is_free(port: int) -> bool:
    """Say whether nobody listens there."""
    try:
        with closing(_bound(port)):
            return True
    except (OSError, OverflowError):
        return False


def _held(numbers: list[int]) -> list[socket.socket]:
    held: list[socket.socket] = []
    try:
        for number in numbers:
            try:
                held.append(_bound(number))
            except (OSError, OverflowError):
                further = number + _FURTHER
                other = further if further + len(numbers) <= 65_535 else USUAL
                raise Unavailable("town.port_taken", port=number, other=other) from None
    except BaseException:
        for each in held:
            each.close()
        raise
    if sys.platform != "linux":  # elsewhere a port that is held cannot be listened at
        for each in held:
            each.close()
    return held


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # As those do who will listen there: what ended a moment ago holds no port.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
    except BaseException:
        bound.close()
        raise
    return bound
