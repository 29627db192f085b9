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
_SERVER_FULL: Final = "53100"


def failure(
    error: sa.exc.SQLAlchemyError | sqlite3.Error,
    path: Path | None,
    *,
    damaged: AbstractSet[int] = _DAMAGED,
) -> LivretError:
    """Tell a file that only a backup mends from one that is locked or a disk that is full."""
    origin = getattr(error, "orig", error)
    code = getattr(origin, "sqlite_errorcode", 0) & _PRIMARY
    if path is not None and code in damaged:
        return MalformedInput("home.malformed", type(error).__name__, file=str(path))
    is_full = code == sqlite3.SQLITE_FULL or getattr(origin, "sqlstate", None) == _SERVER_FULL
    reason = {"reason": "full"} if is_full else {}
    return Unavailable("store.unavailable", type(error).__name__, **reason)
