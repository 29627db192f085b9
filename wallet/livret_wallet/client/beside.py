"""Files that a holder has written beside the wallet: a backup, a recovery sheet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from livret_core.errors import MalformedInput
from livret_edge.files import check_free, write_named

_WHICH: Final = "--to"


def check(path: Path) -> None:
    """Check that a file can be made there, and that nothing is lost by it.

    Raises:
        MalformedInput: ``usage.no_folder``, ``usage.file_exists``.
    """
    with _just_typed():
        check_free(path, _WHICH)


def write(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, for its owner alone, whole or not at all.

    Raises:
        MalformedInput: as :func:`check`. Unavailable: ``file.unavailable``.
    """
    with _just_typed():
        write_named(path, content, _WHICH)


@contextmanager
def _just_typed() -> Iterator[None]:
    """Name no option of a command to somebody who was asked for a name and typed one."""
    try:
        yield
    except MalformedInput as error:
        raise MalformedInput(error.code) from None
