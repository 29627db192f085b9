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
from typing import TYPE_CHECKING, Final

from livret_edge.arguments import Asked
from livret_edge.files import write_named
from livret_edge.homes import default_home
from livret_edge.saying import now_s
from livret_wallet.words import first_run as texts

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from livret_wallet.client.fetching import Network
    from livret_wallet.plain.first_run import Begun

_GOES_AWAY: Final = (signal.SIGHUP, signal.SIGTERM)


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
    from livret_wallet.plain.asking import Asking
    from livret_wallet.plain.first_run import FirstRun
    from livret_wallet.session.founding import Founding

    usual = default_home("wallet")
    asking = Asking(print, input, getpass.getpass, is_plain=asked.plain or asked.voice.plain)
    founding = Founding(
        asked.home,
        beside=Path.cwd(),
        clock=now_s,
        reach=reach,
        random=os.urandom,
        write=lambda path, content: write_named(path, content, "--to"),
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
    with _until_it_goes_away(), founding:
        try:
            return story.run()
        except (EOFError, KeyboardInterrupt):
            if not founding.is_made:
                print(f"\n{texts(story.language)['nothing_saved']}", file=sys.stderr)
            raise KeyboardInterrupt from None


def _command(usual: Path, home: Path) -> str:
    """Write the command that opens the wallet of a folder; none for the usual one."""
    return "" if home == usual else f"livret wallet --home {shlex.quote(str(home))}"


@contextmanager
def _until_it_goes_away() -> Iterator[None]:
    """Take a terminal that is closed for a Ctrl-C: nothing may stay behind."""

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = [(each, signal.signal(each, interrupted)) for each in _GOES_AWAY]
    try:
        yield
    finally:
        for each, handler in before:
            signal.signal(each, handler)
