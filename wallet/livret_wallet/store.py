"""Files outside the vault: what is put before the wallet, and what it writes for others."""

import os
import stat
import tempfile
from pathlib import Path
from typing import BinaryIO

from livret_core.errors import MalformedInput, Unavailable


def open_file(path: Path, *, code: str = "file.unavailable") -> BinaryIO:
    """Open a regular file for reading; never wait for one that is none.

    What a folder calls a file may be a pipe that nobody writes to, or a device without
    an end, and a symbolic link may lead to either.

    Raises:
        Unavailable: *code* when it is not there, cannot be read or is no regular file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unavailable(code, type(error).__name__, file=path.name) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Unavailable(code, "not a regular file", file=path.name)
    return os.fdopen(handle, "rb")


def read_file(path: Path, max_bytes: int, *, code: str = "file.unavailable") -> bytes:
    """Read a regular file whole, and not a byte more than *max_bytes*, whatever its size says.

    Raises:
        MalformedInput: ``input.too_large``. Unavailable: *code*, as :func:`open_file`.
    """
    try:
        with open_file(path, code=code) as file:
            raw = file.read(max_bytes + 1)
    except OSError as error:
        raise Unavailable(code, type(error).__name__, file=path.name) from None
    if len(raw) > max_bytes:
        raise MalformedInput("input.too_large", max_bytes=max_bytes)
    return raw


def read_secret(path: Path, max_bytes: int) -> bytes:
    """Read what another program hands over, through a pipe too (``<(pass show …)``).

    Raises:
        MalformedInput: ``input.too_large``. Unavailable: ``file.unavailable``.
    """
    try:
        with path.open("rb", buffering=0) as file:
            raw = b""
            while len(raw) <= max_bytes and (more := file.read(max_bytes + 1 - len(raw))):
                raw += more
    except OSError as error:
        raise Unavailable("file.unavailable", type(error).__name__, file=path.name) from None
    if len(raw) > max_bytes:
        raise MalformedInput("input.too_large", max_bytes=max_bytes)
    return raw


def write_file(
    path: Path, content: bytes, *, mode: int = 0o600, code: str = "file.unavailable"
) -> None:
    """Write a file whole or not at all, in place of the regular file that was there.

    It is a new file: whoever could read the one before, or held it open, cannot read
    this one, and no symbolic link is followed to another place.

    Raises:
        Unavailable: *code* when it cannot be written, or something there is no file.
    """
    beside = None
    try:
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise Unavailable(code, "not a regular file", file=path.name)
        # A name of its own: two that write at once must not share a half-written file.
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        beside = None
        folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise Unavailable(code, type(error).__name__, file=path.name) from None
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)
