"""See all that was written to a disk, at once: thousands of files cost what one does.

A system that cannot, or that would not say what failed, has each file seen to it by itself.
"""

import os
import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Final

# Before, Linux kept to itself what could not be written.
_TELLS_SINCE: Final = (5, 8)
_RELEASE: Final = re.compile(r"([0-9]+)\.([0-9]+)")


def can_sync_all() -> bool:
    """Say whether :func:`sync_all` can be relied on here."""
    return _syncfs() is not None


def sync_all(handle: int) -> None:
    """See to the disk all that was written to the file system of an open file or folder.

    Args:
        handle: opened before the first of what is meant was written: what failed since is told.

    Raises:
        OSError: as the system says it.
    """
    syncfs = _syncfs()
    if syncfs is None:
        raise OSError("nothing here syncs a whole disk")
    syncfs(handle)


@cache
def _syncfs() -> Callable[[int], None] | None:
    release = _RELEASE.match(os.uname().release)
    if sys.platform != "linux" or release is None:
        return None
    if (int(release[1]), int(release[2])) < _TELLS_SINCE:
        return None
    import ctypes

    try:
        function = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return None

    def syncfs(handle: int) -> None:
        if function(ctypes.c_int(handle)):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    return syncfs
