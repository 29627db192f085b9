"""Lines of a terminal: read with an end to waiting, written at once."""

import os
import select
import sys
from typing import Final, final

_PIECE: Final = 4_096
_MOST: Final = 1 << 16


@final
class Terminal:
    """What somebody types, line by line; nothing that is longer than any answer is kept."""

    def __init__(self, descriptor: int | None = None) -> None:
        """Read from *descriptor*, or from standard input."""
        self._descriptor: Final = sys.stdin.fileno() if descriptor is None else descriptor
        self._typed = b""
        self._is_over = False

    def read(self, wait_s: float | None) -> str | None:
        """Read one line without its end; None where none came in *wait_s*.

        Raises:
            EOFError: there is nothing more.
        """
        while b"\n" not in self._typed:
            if self._is_over:
                raise EOFError
            ready, _, _ = select.select([self._descriptor], [], [], wait_s)
            if not ready:
                return None
            piece = os.read(self._descriptor, _PIECE)
            self._is_over = not piece
            self._typed = (self._typed + piece)[-_MOST:]
            if self._is_over and self._typed:
                self._typed += b"\n"
        line, _, self._typed = self._typed.partition(b"\n")
        return line.rstrip(b"\r").decode("utf-8", "replace")

    @staticmethod
    def write(line: str) -> None:
        """Write one line, and see it out of the door."""
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
