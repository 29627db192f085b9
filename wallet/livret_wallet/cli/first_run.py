"""`livret wallet` where there is no wallet yet: the three steps, at a terminal."""

import getpass
import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias, final

from livret_edge.arguments import Asked
from livret_edge.homes import default_home
from livret_edge.saying import now_s
from livret_wallet.words import first_run as texts

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from livret_wallet.client.fetching import Network
    from livret_wallet.plain.first_run import Begun

_Handler: TypeAlias = Callable[[int, FrameType | None], Any] | int | None

_INTERRUPTS: Final = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


def begin(
    asked: Asked,
    passphrase: bytes | None,
    *,
    reach: "Callable[[], AbstractContextManager[Network]]",
) -> "Begun | None":
    """Ask, and make the wallet; None where somebody said no to the six words.

    Args:
        asked: how it was started.
        passphrase: from a file that was named, or None.
        reach: the way to the network.

    Raises:
        KeyboardInterrupt: at Ctrl-C, at the end of input, and where the terminal goes away.
        LivretError: as :meth:`livret_wallet.session.founding.Founding.make`.
    """
    from livret_wallet.client import beside
    from livret_wallet.plain.asking import Asking
    from livret_wallet.plain.first_run import FirstRun
    from livret_wallet.session.founding import Founding

    usual, interruptions = default_home("wallet"), _Interruptions()

    def write(path: Path, content: bytes) -> None:
        with interruptions.put_off():
            beside.write(path, content)

    asking = Asking(print, input, getpass.getpass, is_plain=asked.plain or asked.voice.plain)
    founding = Founding(
        asked.home,
        beside=Path.cwd(),
        clock=now_s,
        reach=reach,
        random=os.urandom,
        write=write,
    )
    story = FirstRun(
        asking,
        founding,
        language=asked.voice.lang,
        asks_language=asked.lang is None,
        passphrase=passphrase,
        may_move=asked.home == usual,
        command=partial(_command, usual),
    )
    with interruptions, founding:
        try:
            return story.run()
        except (EOFError, KeyboardInterrupt):
            if not founding.is_made:
                print(f"\n{texts(story.language)['nothing_saved']}", file=sys.stderr)
            raise KeyboardInterrupt from None
        finally:
            interruptions.deafen()


def _command(usual: Path, home: Path) -> str:
    """Write the command that opens the wallet of a folder; none for the usual one."""
    return "" if home == usual else f"livret wallet --home {shlex.quote(str(home))}"


@final
class _Interruptions:
    """A terminal that is closed is taken for a Ctrl-C, and only the first of all that come counts.

    What was written is removed on the way out. Whoever closes a window sends a hang-up, and often
    a second thing right behind it: that one must not stop the removal.
    """

    def __init__(self) -> None:
        self._is_deaf = False
        self._is_busy = False
        self._is_due = False
        self._before: list[tuple[signal.Signals, _Handler]] = []

    def __enter__(self) -> Self:
        self._before = [(each, signal.signal(each, self._heard)) for each in _INTERRUPTS]
        return self

    def __exit__(self, *_: object) -> None:
        for each, handler in self._before:
            signal.signal(each, handler)

    def deafen(self) -> None:
        """Hear none any more: nothing is asked from here on."""
        self._is_deaf = True

    @contextmanager
    def put_off(self) -> Iterator[None]:
        """Hear one only when this is done: half of a file is nothing that anybody removes."""
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = False
            if self._is_due:
                self._interrupt()

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        self._is_due = True
        if not self._is_busy:
            self._interrupt()

    def _interrupt(self) -> None:
        if not self._is_deaf:
            self._is_deaf = True
            raise KeyboardInterrupt
