"""A path as somebody types it: whatever was typed, to look is no failure.

A name may be longer than any file's, hold what no name can, or begin with a person who is not on
this computer (``~nobody``): then there is nothing under it.
"""

from pathlib import Path


def path_of(typed: str) -> Path:
    """Read a path; ``~`` is a home where that is known, else what it is."""
    path = Path(typed.strip())
    try:
        return path.expanduser()
    except (RuntimeError, ValueError):  # nobody of that name, or what no name can be
        return path


def is_file(path: Path) -> bool:
    """Whether there is a file, as far as can be seen."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder, as far as can be seen."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_carried_away(path: Path) -> bool:
    """Whether a folder is on another disk than this person's home, as a stick is."""
    try:
        return path.stat().st_dev != Path.home().stat().st_dev
    except (OSError, RuntimeError):
        return False
