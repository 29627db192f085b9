"""One process: begun on a leash, in a group of its own, and what it said."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any, Final, final

_KEPT: Final = 200
_LINE: Final = 4_000
_LOOK_S: Final = 0.05
#: What a service says once it takes connections.
_LISTENS: Final = frozenset({"listening", "serving"})


@final
class Started:
    """A process of one service.

    Attributes:
        name: what people call it.
        host: under which name it answers.
        words: the command, without ``livret``.
        log: where all that it says is kept.
        told: what it said when it began to listen; empty until then.
    """

    def __init__(self, name: str, host: str, words: Sequence[str], *, log: Path) -> None:
        """Begin it.

        Args:
            name: what people call it.
            host: under which name it answers.
            words: the command, without ``livret``.
            log: where all that it says is kept.
        """
        self.name: Final = name
        self.host: Final = host
        self.words: Final = tuple(words)
        self.told: dict[str, Any] = {}
        self._said: Final[deque[str]] = deque(maxlen=_KEPT)
        self._listens: Final = Event()
        self.log: Final = log
        self._file: Final = log.open("a", encoding="utf-8")
        leash, self._end = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own command
                [
                    *(sys.executable, "-P", "-m", "livret_town.processes.leash", str(leash)),
                    *words,
                    "--json",
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                pass_fds=(leash,),
                # Ctrl-C is for whoever began it: that one ends all of them, in order.
                process_group=0,
            )
        finally:
            os.close(leash)
        self._readers = [
            Thread(target=self._read, args=(stream,), name=f"log of {name}", daemon=True)
            for stream in (self._process.stdout, self._process.stderr)
            if stream is not None
        ]
        for each in self._readers:
            each.start()

    @property
    def listens(self) -> bool:
        """Whether it said so, and has not ended."""
        return self._listens.is_set() and self.is_there

    @property
    def is_there(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def wait(self, until_s: float) -> bool:
        """Wait until it listens; False when it ends before, or not by *until_s* (monotonic)."""
        while not self._listens.wait(_LOOK_S):
            if not self.is_there:
                self._drain()
                return False
            if time.monotonic() > until_s:
                return False
        return self.is_there

    def last(self, count: int) -> list[str]:
        """Give the last lines it said, other than where it listens."""
        return list(self._said)[-count:]

    def tell_to_end(self) -> None:
        """Tell it and whatever it began to end."""
        self._signal(signal.SIGTERM)

    def end(self, until_s: float) -> None:
        """Wait for its end; at *until_s* (monotonic) it is ended."""
        try:
            self._process.wait(max(until_s - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        if self._end >= 0:
            os.close(self._end)
            self._end = -1
        self._drain()
        self._file.close()

    def _signal(self, number: signal.Signals) -> None:
        # Not by its group alone: one that has just begun may not have made it yet.
        with contextlib.suppress(ProcessLookupError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, number)

    def _drain(self) -> None:
        for each in self._readers:
            each.join(1)

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._take(line.rstrip("\n")[:_LINE])

    def _take(self, line: str) -> None:
        with contextlib.suppress(ValueError):
            self._file.write(line + "\n")
            self._file.flush()
        if not self._listens.is_set() and line.startswith("{"):
            with contextlib.suppress(ValueError):
                said = json.loads(line)
                if said.get("event") in _LISTENS:
                    self.told = said
                    self._listens.set()
                    return
        self._said.append(line)
