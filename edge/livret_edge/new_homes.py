"""A home is made whole or not at all: what a run leaves that was cut short, the next one clears."""

import fcntl
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_edge.files import (
    HOME,
    check_free,
    make_folder,
    not_regular,
    read_file,
    told,
    unavailable,
    write_named,
)

# In a home that is being made; what stands beside it was put there by whoever makes it.
_BEGUN: Final = ".livret-begun"


def make_home(root: Path) -> None:
    """Make an empty folder for what a role keeps, for its owner alone.

    Raises:
        Refused: ``home.exists`` when it holds something. Unavailable: ``home.unavailable``.
    """
    make_folder(root, mode=0o700, code=HOME)
    with told(root, HOME):
        if any(root.iterdir()):
            raise Refused("home.exists", root.name)
        root.chmod(0o700)  # somebody may have made it, for everybody to look into


@contextmanager
def making_home(root: Path) -> Iterator[None]:
    """Make a home, and leave nothing of it where what is to be in it cannot be made.

    A run that is killed leaves a mark, held by nobody: the next one clears what it
    had begun, also what it put elsewhere (:func:`write_beside`), and begins anew.

    Raises:
        Refused: ``home.exists``, also while another run makes it.
        Unavailable: ``home.unavailable``.
    """
    was_there = root.is_dir()
    clear_abandoned(root)
    make_home(root)
    with told(root, HOME):
        begun = (root / _BEGUN).open("xb")
    with begun:
        fcntl.flock(begun, fcntl.LOCK_EX)
        try:
            yield
            (root / _BEGUN).unlink()
        except BaseException:
            _clear(root)
            if not was_there:
                root.rmdir()
            raise


def check_new_home(root: Path) -> None:
    """Check that a home can be made, before anything long is done for it.

    Raises:
        Refused: ``home.exists``. Unavailable: ``home.unavailable``.
    """
    with told(root, HOME):
        if root.is_dir():
            # What a run left that was cut short is cleared when the home is made.
            if any(root.iterdir()) and not (root / _BEGUN).exists():
                raise Refused("home.exists", root.name)
        elif os.path.lexists(root):
            raise unavailable(root, HOME, "special", "a file is in the way")


def check_home(root: Path, mark: str) -> None:
    """Check that *root* is the home of a role, by the file that only its maker writes.

    Raises:
        Unavailable: ``home.unavailable``.
    """
    with told(root, HOME):
        root.stat()
        if (root / _BEGUN).exists():
            raise unavailable(root, HOME, "empty", "begun, and not ended")
        try:
            mode = (root / mark).stat().st_mode
        except FileNotFoundError:
            raise unavailable(root, HOME, "empty", f"no {mark}") from None
    if not stat.S_ISREG(mode):
        raise not_regular(root / mark, HOME, mode)


def clear_abandoned(root: Path) -> None:
    """Clear what a run left that was cut short while it made a home, there and elsewhere.

    Raises:
        Refused: ``home.exists`` while it is still being made. Unavailable: ``home.unavailable``.
    """
    try:
        begun = (root / _BEGUN).open("rb")
    except OSError:
        return
    with begun, told(root, HOME):
        try:
            fcntl.flock(begun, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("home.exists", root.name) from None
        _clear(root)


def write_beside(root: Path, path: Path, content: bytes, option: str, *, mode: int = 0o600) -> None:
    """Write a new file that belongs to a home and does not lie there, as :func:`write_named`.

    While the home is being made, the file goes with it if that cannot be ended.

    Args:
        root: of the home.
        path: where the file is to be.
        content: all of it.
        option: by which somebody named the place.
        mode: who may read it.

    Raises:
        MalformedInput: ``usage.file_exists``, ``usage.no_folder``, ``usage.no_file``.
        Unavailable: ``home.unavailable``, ``file.unavailable``.
    """
    check_free(path, option)
    with told(root, HOME):
        if (root / _BEGUN).exists():
            # Noted first: what is noted and was not written is looked for in vain, and no more.
            line = {"file": str(path.absolute()), "sha256": hashlib.sha256(content).hexdigest()}
            with (root / _BEGUN).open("ab") as begun:
                begun.write(json_encoding.format(line) + b"\n")
                begun.flush()
                os.fsync(begun.fileno())
    write_named(path, content, option, mode=mode)


def _clear(root: Path) -> None:
    _clear_elsewhere(root / _BEGUN)
    for path in root.iterdir():
        if path.name == _BEGUN:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    # Last: without it, what is left is nobody's to clear.
    (root / _BEGUN).unlink(missing_ok=True)


def _clear_elsewhere(begun: Path) -> None:
    """Remove what was written elsewhere; not what somebody put in its place since."""
    with suppress(OSError):
        for line in begun.read_bytes().splitlines():
            try:
                noted = json_encoding.parse_object(line)
            except MalformedInput:
                continue  # cut short, so what it names was not begun
            path = Path(str(noted.get("file")))
            with suppress(LivretError, OSError):
                content = read_file(path, limits.OPERATION_BYTES)
                if hashlib.sha256(content).hexdigest() == noted.get("sha256"):
                    path.unlink()
