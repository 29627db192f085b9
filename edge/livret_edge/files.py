"""Files that people and other programs put before a command, and what it writes for them.

A reason why something could not be read or written is one of the words that
``{reason:cause}`` puts into a sentence (:mod:`livret_core.words.causes`).
"""

import errno
import fcntl
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable

FILE: Final = "file.unavailable"
HOME: Final = "home.unavailable"

_CHUNK_BYTES: Final = 1 << 16
_CAUSES: Final = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.EROFS: "not_allowed",
    errno.EISDIR: "folder",
    errno.ENXIO: "special",  # a socket
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
}
# What is there is not what was meant by the name, whoever tries and whenever.
_MISNAMED: Final = frozenset({"missing", "folder", "special"})


def open_file(path: Path, *, code: str = FILE) -> BinaryIO:
    """Open a regular file for reading; never wait for one that is none.

    What a folder calls a file may be a pipe that nobody writes to, or a device without
    an end, and a symbolic link may lead to either.

    Raises:
        Unavailable: *code* when it is not there, cannot be read or is no regular file;
            ``home.lost`` for one of a home, in a folder that is there.
    """
    with told(path, code):
        if code == HOME and path.parent.is_dir() and not path.exists():
            raise Unavailable("home.lost", file=str(path))
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise not_regular(path, code, mode)
    with told(path, code):
        return os.fdopen(handle, "rb")


def read_file(path: Path, max_bytes: int, *, code: str = FILE) -> bytes:
    """Read a regular file whole, and not a byte more than *max_bytes*, whatever its size says.

    Raises:
        MalformedInput: ``input.too_large``. Unavailable: *code*, as :func:`open_file`.
    """
    with open_file(path, code=code) as file, told(path, code):
        raw = file.read(max_bytes + 1)
    return _bounded(raw, path, max_bytes)


def read_secret(path: Path, max_bytes: int) -> bytes:
    """Read what another program hands over, through a pipe too (``<(pass show …)``).

    Raises:
        MalformedInput: ``input.too_large``. Unavailable: ``file.unavailable``.
    """
    raw = b""
    with told(path, FILE), path.open("rb", buffering=0) as file:
        while len(raw) <= max_bytes and (more := file.read(max_bytes + 1 - len(raw))):
            raw += more
    return _bounded(raw, path, max_bytes)


def read_chunks(path: Path) -> Iterator[bytes]:
    """Read a regular file of any size, piece by piece.

    Raises:
        Unavailable: ``file.unavailable``, as :func:`open_file`.
    """
    with open_file(path) as file:
        while True:
            with told(path, FILE):
                chunk = file.read(_CHUNK_BYTES)
            if not chunk:
                return
            yield chunk


def write_file(
    path: Path, content: bytes, *, mode: int = 0o600, code: str = FILE, replace: bool = True
) -> None:
    """Write a file whole or not at all, in place of the regular file that was there.

    It is a new file: whoever could read the one before, or held it open, cannot read
    this one, and no symbolic link is followed to another place.

    Args:
        path: where.
        content: all of it.
        mode: who may read it.
        code: of the reason when it cannot be written.
        replace: whether a file that is there may go.

    Raises:
        Unavailable: *code* when it cannot be written, or something there is no file.
        FileExistsError: there is a file, and it is not to be replaced.
    """
    beside = None
    try:
        with told(path, code):
            if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
                raise not_regular(path, code, path.lstat().st_mode)
            handle, beside = _beside(path)
            with os.fdopen(handle, "wb") as file:
                os.fchmod(file.fileno(), mode)
                _to_disk(file, content)
            if replace:
                beside.replace(path)
                beside = None
            else:
                _move_if_free(beside, path)
            sync_folder(path.parent)
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def remove_stale(folder: Path, name: str) -> None:
    """Remove what runs that were killed left half-written of files called *name*.

    Whoever writes holds a lock on it, so what is being written now stays.

    Args:
        folder: where the files are written.
        name: a file's name; what stands before it does not matter.
    """
    found = re.compile(rf"\..*{re.escape(name)}\.[a-z0-9_]{{8}}")
    with suppress(OSError):
        for path in folder.iterdir():
            if found.fullmatch(path.name):
                with suppress(OSError):
                    _remove_unheld(path)


def of_their_kind(name: str) -> str:
    """Give what the names of several files have in common: ``.did.update.json`` of ``2.did.update.json``."""
    kind = name.partition(".")[2]
    return f".{kind}" if "." in kind else name


def write_new(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file of a home that is not there yet, and see it to the disk.

    Finding that there is none and making it are one step: of two that write at once,
    one is told.

    Raises:
        Refused: ``home.exists``. Unavailable: ``home.unavailable``.
    """
    try:
        with told(path, HOME):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            try:
                with os.fdopen(handle, "wb") as file:
                    _to_disk(file, content)
            except BaseException:
                # What is half written would be taken for what it is named.
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise Refused("home.exists", path.name) from None


def make_folder(path: Path, *, mode: int = 0o700, code: str = FILE) -> None:
    """Make a folder and those above it, where there is none.

    Raises:
        Unavailable: *code*.
    """
    with told(path, code):
        try:
            path.mkdir(mode=mode, parents=True, exist_ok=True)
        except FileExistsError:
            raise unavailable(path, code, "special", "a file is in the way") from None


def make_named_folder(path: Path, option: str) -> Path:
    """Make a folder that somebody named, where there is none.

    Raises:
        MalformedInput: ``usage.no_folder`` where a file is in the way.
        Unavailable: ``file.unavailable``.
    """
    check_may_be_folder(path, option)
    make_folder(path)
    return path


def check_may_be_folder(path: Path, option: str) -> None:
    """Check that a folder is where somebody said, or can be made there.

    Raises:
        MalformedInput: ``usage.no_folder``.
    """
    if os.path.lexists(path) and not path.is_dir():
        raise MalformedInput("usage.no_folder", option=option, folder=str(path))


@contextmanager
def named_by(option: str) -> Iterator[None]:
    """Tell a name that leads to no file, as somebody typed it, from a file that fails.

    Raises:
        MalformedInput: ``usage.no_file`` with the *option*, where what is read or
            written inside raises that there is no such file, or no file at all.
    """
    try:
        yield
    except Unavailable as error:
        if error.code == FILE and error.facts.get("reason") in _MISNAMED:
            raise MalformedInput(
                "usage.no_file", error.detail, option=option, **error.facts
            ) from None
        raise


def check_folder(path: Path, option: str) -> Path:
    """Check that a folder that somebody named is there.

    Raises:
        MalformedInput: ``usage.no_folder``.
    """
    if not path.is_dir():
        raise MalformedInput("usage.no_folder", option=option, folder=str(path))
    return path


def check_free(path: Path, option: str) -> Path:
    """Check that a file can be made where somebody said, and that nothing is lost by it.

    Raises:
        MalformedInput: ``usage.no_folder``, ``usage.file_exists``.
    """
    check_folder(path.parent, option)
    if os.path.lexists(path):
        raise MalformedInput("usage.file_exists", option=option, file=str(path))
    return path


def write_named(
    path: Path, content: bytes, option: str, *, mode: int = 0o600, replace: bool = False
) -> None:
    """Write a file where somebody said, as :func:`write_file`; what is there stays.

    A name typed in the wrong place must not cost a wallet or a key.

    Raises:
        MalformedInput: ``usage.no_folder``, ``usage.no_file``, ``usage.file_exists``.
        Unavailable: ``file.unavailable``.
    """
    check_folder(path.parent, option)
    remove_stale(path.parent, path.name)
    try:
        with named_by(option):
            write_file(path, content, mode=mode, replace=replace)
    except FileExistsError:
        raise MalformedInput("usage.file_exists", option=option, file=str(path)) from None


def write_into(folder: Path, name: str, content: bytes, option: str, *, mode: int = 0o600) -> Path:
    """Write one of several files of a folder that somebody named; what is there stays.

    A file that says the same is as good as written: a command that was cut short is run again. What
    it left half-written goes by :func:`remove_stale`, once for all files that a command writes.

    Returns:
        Where it is.

    Raises:
        As :func:`write_named`.
    """
    path = folder / name
    if _says(path, content):
        return path
    write_named(path, content, option, mode=mode)
    return path


def _says(path: Path, content: bytes) -> bool:
    try:
        return read_file(path, len(content)) == content
    except LivretError:
        return False


def _move_if_free(beside: Path, path: Path) -> None:
    """Give a whole file its name, if nothing has it."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:
        # A stick formatted elsewhere has no second names for a file.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        shutil.copyfile(beside, path)


def sync_folder(path: Path) -> None:
    """See to the disk which files a folder has.

    Raises:
        OSError: as the system says it; see :func:`told`.
    """
    folder = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def told(path: Path, code: str) -> Iterator[None]:
    """Say what the operating system said, as one of our reasons.

    Raises:
        Unavailable: *code*. FileExistsError: as it is; what that means is the caller's.
    """
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, "failed")
        raise unavailable(path, code, cause, type(error).__name__) from None


def not_regular(path: Path, code: str, mode: int) -> LivretError:
    """Make the reason why something that is there is no file."""
    cause = "folder" if stat.S_ISDIR(mode) else "special"
    return unavailable(path, code, cause, "not a regular file")


def unavailable(path: Path, code: str, cause: str, detail: str) -> Unavailable:
    """Make the reason why something could not be read or written."""
    where = "home" if code == HOME else "file"
    return Unavailable(code, detail, reason=cause, **{where: str(path)})


def _beside(path: Path) -> tuple[int, Path]:
    """Open a file of a name of its own, held: two that write at once must not share one."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # taken for a stale one before it was held


def _remove_unheld(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    finally:
        os.close(handle)


def _bounded(raw: bytes, path: Path, max_bytes: int) -> bytes:
    if len(raw) > max_bytes:
        raise MalformedInput(
            "input.too_large", file=str(path), reason="too_large", max_bytes=max_bytes
        )
    return raw


def _to_disk(file: BinaryIO, content: bytes) -> None:
    file.write(content)
    file.flush()
    os.fsync(file.fileno())
