"""Files that a holder has written beside the wallet: a backup, a recovery sheet."""

from pathlib import Path
from typing import Final

from livret_edge.files import check_free, write_named

_WHICH: Final = "--to"


def check(path: Path) -> None:
    """Check that a file can be made there, and that nothing is lost by it.

    Raises:
        MalformedInput: ``usage.no_folder``, ``usage.file_exists``.
    """
    check_free(path, _WHICH)


def write(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, for its owner alone, whole or not at all.

    Raises:
        MalformedInput: as :func:`check`. Unavailable: ``file.unavailable``.
    """
    write_named(path, content, _WHICH)
