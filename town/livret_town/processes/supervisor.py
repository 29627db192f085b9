"""All processes of a town: begun side by side, waited for, ended in order."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeAlias, final

from livret_core.errors import LivretError, Unavailable
from livret_edge.files import make_folder
from livret_town.processes.started import Started

#: For a machine that has other things to do.
PATIENCE_S: Final = 60.0
_GRACE_S: Final = 8.0

_TO_END: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)

_Handler: TypeAlias = Callable[[int, FrameType | None], object] | signal.Handlers


@final
class Supervisor:
    """Begins processes, and lets none outlive it."""

    def __init__(self, logs: Path) -> None:
        """Begin with none.

        Args:
            logs: a folder for what they say.
        """
        self._logs: Final = logs
        self._started: Final[list[Started]] = []
        self._together: Final[list[list[Started]]] = []
        self.failed: Started | None = None

    def begin(
        self, name: str, host: str, words: Sequence[str], *, is_with_last: bool = False
    ) -> Started:
        """Begin one; :meth:`wait` waits for it.

        Args:
            name: what people call it.
            host: under which name it answers.
            words: the command, without ``livret``.
            is_with_last: whether it is ended together with the one begun before it.

        Raises:
            Unavailable: ``file.unavailable`` where what it says cannot be kept.
        """
        make_folder(self._logs)
        file = name.lower().replace(" ", "-").replace("'", "-")
        started = Started(name, host, words, log=self._logs / f"{file}.log")
        self._started.append(started)
        if is_with_last and self._together:
            self._together[-1].append(started)
        else:
            self._together.append([started])
        return started

    def wait(self, *wanted: Started, patience_s: float = PATIENCE_S) -> None:
        """Wait until those wanted listen, all of them if none is named.

        Raises:
            Unavailable: ``town.no_answer`` with the ``process``, which is :attr:`failed`.
        """
        until_s = time.monotonic() + patience_s
        for each in wanted or self._started:
            if not each.wait(until_s):
                raise self._blame(each)

    def check(self) -> None:
        """Check that none has ended.

        Raises:
            Unavailable: ``town.no_answer``.
        """
        ended = next((each for each in self._started if not each.is_there), None)
        if ended is not None:
            raise self._blame(ended)

    def told(self, name: str) -> dict[str, Any]:
        """Give what the process of a name said when it began to listen."""
        return next((each.told for each in self._started if each.name == name), {})

    def again(self, started: Started) -> Started:
        """End one and begin the same anew, in its place among the others; :meth:`wait` waits."""
        started.tell_to_end()
        started.end(time.monotonic() + _GRACE_S)
        anew = Started(started.name, started.host, started.words, log=started.log)
        for row in (self._started, *self._together):
            row[:] = [anew if each is started else each for each in row]
        return anew

    def explain(self, error: LivretError) -> LivretError:
        """Say which process is behind an error: one that has ended, or that does not answer."""
        if error.branch != "unavailable" or error.code == "town.no_answer":
            return error
        ended = next((each for each in self._started if not each.is_there), None)
        host = str(error.facts.get("host", ""))
        silent = next((each for each in self._started if host and each.host == host), None)
        found = ended or silent
        return error if found is None else self._blame(found)

    def stop(self) -> None:
        """End all, the last begun first; what is under way there is answered."""
        while self._together:
            for each in self._together[-1]:
                each.tell_to_end()
            until_s = time.monotonic() + _GRACE_S
            for each in self._together[-1]:
                each.end(until_s)
            self._together.pop()

    def _blame(self, started: Started) -> Unavailable:
        self.failed = started
        return Unavailable("town.no_answer", process=started.name)


@contextmanager
def supervised(logs: Path) -> Iterator[Supervisor]:
    """Supervise processes while it lasts; told to end, it ends them before itself."""
    made = Supervisor(logs)
    with _told_to_end():
        try:
            yield made
        finally:
            with _undisturbed():
                made.stop()


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Leave by an exception when told to end, as by Ctrl-C, so that what was begun is ended."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    with _handling(_TO_END, leave):
        yield


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C not leave processes behind; each of them is ended in seconds."""
    with _handling((signal.SIGINT, *_TO_END), signal.SIG_IGN):
        yield


@contextmanager
def _handling(numbers: Sequence[signal.Signals], handler: _Handler) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, handler) for each in numbers}
    try:
        yield
    finally:
        for each, former in before.items():
            signal.signal(each, former)
