"""Threads for work that waits: for a disk, for a lock, for another service.

The loop that takes requests must not wait itself. Handing over costs a fifth of what the ways of
the libraries do, which carry contexts along and can be told to give up; nothing here needs either.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar, final

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_IDLE_S: Final = 10.0


@final
class Hands:
    """So many pieces of work at a time; further ones wait their turn."""

    def __init__(self, most: int, *, idle_s: float = _IDLE_S) -> None:
        """Take on nobody yet.

        Args:
            most: threads at a time.
            idle_s: one that has nothing to do for so long ends.
        """
        self._most: Final = most
        self._idle_s: Final = idle_s
        self._lock: Final = threading.Lock()
        self._waiting: Final[SimpleQueue[_Piece]] = SimpleQueue()
        self._unfinished = 0
        self._threads = 0

    async def do(self, work: Callable[[_Given], _Made], given: _Given) -> _Made:
        """Have it done, and give what it gives or raise what it raises."""
        loop = asyncio.get_running_loop()
        told: asyncio.Future[tuple[Any, BaseException | None]] = loop.create_future()
        with self._lock:
            self._unfinished += 1
            self._waiting.put(_Piece(work, given, loop, told))
            if self._unfinished > self._threads and self._threads < self._most:
                threading.Thread(target=self._work, name="livret hand", daemon=True).start()
                self._threads += 1
        made, error = await told
        if error is not None:
            raise error
        result: _Made = made
        return result

    def _work(self) -> None:
        while (piece := self._next()) is not None:
            made, error = piece.done()
            with self._lock:
                # Before anybody is told: who comes next finds this one free.
                self._unfinished -= 1
            piece.tell(made, error)

    def _next(self) -> "_Piece | None":
        try:
            return self._waiting.get(timeout=self._idle_s)
        except Empty:
            with self._lock:
                if not self._waiting.empty():
                    return self._waiting.get()
                self._threads -= 1
            return None


@final
class _Piece:
    """One piece of work, and whom to tell."""

    __slots__ = ("_given", "_loop", "_told", "_work")

    def __init__(
        self,
        work: Callable[[Any], Any],
        given: object,
        loop: asyncio.AbstractEventLoop,
        told: "asyncio.Future[tuple[Any, BaseException | None]]",
    ) -> None:
        self._work: Final = work
        self._given: Final = given
        self._loop: Final = loop
        self._told: Final = told

    def done(self) -> tuple[Any, BaseException | None]:
        try:
            return self._work(self._given), None
        except BaseException as error:  # noqa: BLE001  # whatever it is, it is told
            return None, error

    def tell(self, made: object, error: BaseException | None) -> None:
        # Who asked may be gone, and the loop with him.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._say, made, error)

    def _say(self, made: object, error: BaseException | None) -> None:
        if not self._told.done():
            self._told.set_result((made, error))
