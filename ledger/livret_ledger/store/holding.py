"""One at a time: a lock on a file, held for as long as a process is at work in a folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from livret_core.errors import Unavailable
from livret_edge.files import HOME, told


@contextmanager
def held_alone(lock: Path, code: str) -> Iterator[None]:
    """Hold a lock that nobody else holds; the system lets go of it when this process ends.

    Args:
        lock: the file, made where there is none; nothing is ever written into it.
        code: of the reason when another process holds it.

    Raises:
        Unavailable: *code*; ``home.unavailable`` where there can be no such file.
    """
    with told(lock, HOME):
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unavailable(code) from None
        yield
    finally:
        os.close(descriptor)
