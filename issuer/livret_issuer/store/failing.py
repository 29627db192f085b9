"""What it means when the database fails: a file that is damaged, or one that is in use."""

import sqlite3
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from livret_core.errors import LivretError, MalformedInput, Unavailable

_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
#: At opening, a file without our tables is none of ours either.
NOT_OURS: Final = _DAMAGED | {sqlite3.SQLITE_ERROR}
_PRIMARY: Final = 0xFF


def failure(
    error: sa.exc.SQLAlchemyError, path: Path, *, damaged: AbstractSet[int] = _DAMAGED
) -> LivretError:
    """Tell a file that only a backup mends from one that is locked or a disk that is full."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & _PRIMARY
    if code in damaged:
        return MalformedInput("home.malformed", type(error).__name__, file=str(path))
    reason = {"reason": "full"} if code == sqlite3.SQLITE_FULL else {}
    return Unavailable("store.unavailable", type(error).__name__, **reason)
