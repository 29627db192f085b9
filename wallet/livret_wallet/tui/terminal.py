"""The terminal that the application is drawn on, read so that a paste is never taken for keys."""

import os
import selectors
from codecs import getincrementaldecoder
from typing import Final

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from livret_wallet.tui.pasted import Pasted

_PIECE: Final = 4_096
_TICK_S: Final = 0.1


class Terminal(LinuxDriver):
    """The library's driver, but for what is between its reading and its parsing."""

    def run_input_thread(self) -> None:
        """Read until the application ends."""
        parser, pasted = XTermParser(), Pasted()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_TICK_S):
                    piece = decode(os.read(self.fileno, _PIECE))
                    if not piece:
                        self.exit_event.wait(_TICK_S)  # it is gone, or one character is not whole
                    elif text := pasted.guard(piece):
                        for message in parser.feed(text):
                            self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
