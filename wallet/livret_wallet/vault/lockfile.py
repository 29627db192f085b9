"""One livret process on one vault at a time.

The lock is advisory, dies with its process, and stands on a file of its own: on
POSIX systems, closing any other handle of the database file, such as a backup's,
would silently drop the locks that SQLite holds there.
"""

import fcntl
import os
import sys
from pathlib import Path
from typing import final

from livret_core.errors import Unavailable


@final
class LockFile:
    """The lock ``<vault>.lock``, held from construction to :meth:`release`."""

    __slots__ = ("_descriptor",)

    def __init__(self, vault: Path) -> None:
        """Take the lock, at once or not at all.

        Raises:
            Unavailable: ``vault.busy`` when another process, or another
                :class:`~livret_wallet.vault.Vault` of this one, holds it;
                ``vault.storage`` when the file cannot be made.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            descriptor = os.open(vault.with_name(vault.name + ".lock"), flags, 0o600)
        except OSError as error:
            raise Unavailable("vault.storage", error.strerror or "") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Unavailable("vault.busy") from None
        except OSError as error:
            os.close(descriptor)
            raise Unavailable("vault.storage", error.strerror or "") from None
        self._descriptor = descriptor

    @property
    def free_bytes(self) -> int:
        """How much may be written to its disk; without end where that cannot be known."""
        try:
            disk = os.fstatvfs(self._descriptor)
        except OSError:
            return sys.maxsize
        return disk.f_bavail * disk.f_frsize

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
