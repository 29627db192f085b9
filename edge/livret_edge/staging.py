"""Files that come to be together: written where nobody looks, then put in their places.

A folder of a name of its own, inside the one they are for, takes them; whoever writes
holds a lock on it. One that nobody holds is what a run left that was cut short, and says
by the names of its files how far it came.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, Self, final

from livret_edge.files import FILE, sync_folder, told
from livret_edge.whole_disk import can_sync_all, sync_all

_PREFIX: Final = ".livret-new-"
_SOME: Final = 1_000


@final
class Staging:
    """Files on their way into a folder."""

    def __init__(self, folder: Path, lock: int, *, many: bool = False) -> None:
        self._folder: Final = folder
        self._lock: Final = lock
        self._at_once: Final = many and can_sync_all()
        self._kept = False

    @classmethod
    @contextmanager
    def begin(cls, target: Path, *, many: bool = False) -> Iterator[Self]:
        """Make a place for files that are to go into *target*.

        With *many* they are seen to the disk together, where the system can, when all of them
        are written: one after the other takes minutes for a list of a whole town. What was not put in place goes, unless :meth:`keep` was called: that is then for
        :meth:`left_in` to find.

        Raises:
            Unavailable: ``file.unavailable``.
        """
        with told(target, FILE):
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=target))
        with told(folder, FILE):
            lock = _lock_of(folder)
        staging = cls(folder, lock, many=many)
        try:
            yield staging
        finally:
            if not staging._kept or not staging._some():
                shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)

    @classmethod
    def left_in(cls, target: Path) -> Iterator[Self]:
        """What earlier runs left on the way into *target*, one after the other, held meanwhile.

        Raises:
            Unavailable: ``file.unavailable``.
        """
        with told(target, FILE):
            found = sorted(target.glob(f"{_PREFIX}*"))
        for folder in found:
            try:
                lock = _lock_of(folder)
            except OSError:
                continue  # somebody is at work there, or it is no folder of ours
            try:
                yield cls(folder, lock)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)

    @property
    def names(self) -> list[str]:
        """The files that are here."""
        return sorted(path.name for path in self._folder.iterdir())

    def write(self, name: str, content: bytes, *, mode: int = 0o600) -> bool:
        """Write a file; False when there is one of that name.

        It is on the disk when this ends, or with *many* when :meth:`seal` does.

        Raises:
            Unavailable: ``file.unavailable``.
        """
        path = self._folder / name
        with told(self._folder.parent / name, FILE):  # what somebody was to find
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
            except FileExistsError:
                return False
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                if not self._at_once:
                    os.fsync(file.fileno())
        return True

    def _some(self) -> tuple[str, ...]:
        """Some of the files that are here, in no order; none when there is none."""
        with os.scandir(self._folder) as found:
            return tuple(entry.name for entry in islice(found, _SOME))

    def keep(self) -> None:
        """Let nothing remove what is here: it counts now, in its place or not yet."""
        self._kept = True

    def seal(self) -> None:
        """See to the disk that all of them are there.

        Raises:
            Unavailable: ``file.unavailable``.
        """
        with told(self._folder.parent, FILE):
            if self._at_once:
                sync_all(self._lock)
            else:
                sync_folder(self._folder)

    def put_in_place(self, *names: str) -> None:
        """Put files in their places; without *names* all of them.

        Raises:
            Unavailable: ``file.unavailable``; what is not in its place is still here.
        """
        target = self._folder.parent
        some = names or self._some()
        while some:
            for name in some:
                with told(target / name, FILE):
                    (self._folder / name).replace(target / name)
            some = () if names else self._some()
        with told(target, FILE):
            sync_folder(target)


def _lock_of(folder: Path) -> int:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
