"""Every point at which something reaches the disk or another machine; and stopping at one of them.

    points = Points()                       # counts
    points = Points(at=17, how="kill")      # ends this process at the 18th
    with points.watched(): ...

What is seen: each write, fsync, truncation and removal that SQLite asks of the operating
system (:mod:`tests.faults.sqlite_vfs`), each file made, written, synced and renamed by
Python, and whatever a test reports with ``reach``.

kill     the process ends, what it wrote is there
torn     the same in the middle of a write
power    the process ends, and what was not synced is not there
fail     that one thing fails with EIO, and all goes on
full     a write fails for want of space, and all goes on
"""

import errno
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, Self, TypeAlias

import pytest

from tests.faults import sqlite_vfs

How: TypeAlias = Literal["kill", "torn", "power", "fail", "full"]
WRITES: Final = ("write", "truncate")


class Points:
    """Counts what happens, and makes one of it the last thing or a failure.

    Attributes:
        names: what was reached, in order.
        went_off: whether the one at which to stop was reached.
    """

    def __init__(self, at: int | None = None, how: How = "kill") -> None:
        self.at = at
        self.how: How = how
        self.names: list[str] = []
        self.went_off = False
        self._lock = threading.Lock()
        self._undo: dict[str, list[Callable[[], None]]] = {}

    def reach(self, name: str, *, half: Callable[[], object] | None = None) -> None:
        """Say that *name* is about to happen; *half* does it halfway.

        Raises:
            OSError: for a point that fails.
        """
        with self._lock:
            number = len(self.names)
            self.names.append(name)
            if number != self.at:
                return
            self.went_off = True
            if self.how == "fail":
                raise OSError(errno.EIO, name)
            if self.how == "full":
                raise OSError(errno.ENOSPC, name)
            if self.how == "torn" and half is not None:
                half()
            if self.how == "power":
                self._cut_power()
            os.kill(os.getpid(), signal.SIGKILL)

    # What would not be there after a power cut.

    def unsynced(self, path: str, undo: Callable[[], None]) -> None:
        """Keep how to take back a write that nobody has synced yet."""
        with self._lock:
            self._undo.setdefault(path, []).append(undo)

    def synced(self, path: str) -> None:
        """Forget how: it is on the disk."""
        with self._lock:
            self._undo.pop(path, None)

    def moved(self, old: str, new: str) -> None:
        """Follow a file that was renamed."""
        with self._lock:
            if old in self._undo:
                self._undo[new] = self._undo.pop(old)

    def _cut_power(self) -> None:
        for undos in self._undo.values():
            for undo in reversed(undos):
                undo()

    # Seeing.

    @contextmanager
    def watched(self) -> Iterator[None]:
        """See all that happens, in this process and all its threads, while the context lasts."""
        with sqlite_vfs.shim(self), self._python():
            yield

    @contextmanager
    def _python(self) -> Iterator[None]:
        kept = (os.fsync, os.replace, os.mkdir, os.fdopen, tempfile.mkstemp)

        def fsync(handle: int) -> None:
            name = _path(handle)
            self.reach(f"sync {_short(name)}")
            kept[0](handle)
            self.synced(name)

        def replace(old: Any, new: Any, **more: Any) -> None:
            self.reach(f"rename {_short(str(new))}")
            kept[1](old, new, **more)
            self.moved(str(old), str(new))

        def mkdir(path: Any, *arguments: Any, **more: Any) -> None:
            if not os.path.isdir(path):  # noqa: PTH112  # Path's own would come here again
                self.reach(f"folder {_short(str(path))}")
            kept[2](path, *arguments, **more)

        def fdopen(handle: int, mode: str = "r", *arguments: Any, **more: Any) -> Any:
            file: Any = kept[3](handle, mode, *arguments, **more)
            return _Written(file, self) if mode == "wb" else file

        def mkstemp(*arguments: Any, **more: Any) -> tuple[int, str]:
            self.reach(f"file {more.get('prefix', '')}")
            return kept[4](*arguments, **more)

        with pytest.MonkeyPatch.context() as patch:
            for seen in (fsync, replace, mkdir, fdopen):
                patch.setattr(os, seen.__name__, seen)
            patch.setattr(tempfile, "mkstemp", mkstemp)
            yield


class _Written:
    """A file whose writes are seen."""

    def __init__(self, real: BinaryIO, points: Points) -> None:
        self._real = real
        self._points = points
        self._path = _path(real.fileno())

    def write(self, content: bytes) -> int:
        def half() -> None:
            self._real.write(content[: len(content) // 2])
            self._real.flush()

        self._points.reach(f"write {_short(self._path)}", half=half)
        there = Path(self._path).stat().st_ino
        folder = Path(self._path).parent

        def lose() -> None:
            # Under whatever name it is by now.
            for path in folder.iterdir():
                if path.is_file() and path.stat().st_ino == there:
                    os.truncate(path, 0)

        self._points.unsynced(self._path, lose)
        return self._real.write(content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._real.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def _path(handle: int) -> str:
    return str(Path(f"/proc/self/fd/{handle}").readlink())


def _short(path: str) -> str:
    """The name without what is by chance in it."""
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] if name.startswith(".") else name
