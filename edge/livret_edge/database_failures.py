"""What it means when the database fails: a file that is damaged or in use, a server that is away."""

import sqlite3
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from livret_core.errors import LivretError, MalformedInput, Unavailable
from livret_edge.server_failures import cause_of

_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
#: At opening, a file without our tables is none of ours either.
NOT_OURS: Final = _DAMAGED | {sqlite3.SQLITE_ERROR}
_PRIMARY: Final = 0xFF


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
    cause = "full" if code == sqlite3.SQLITE_FULL else cause_of(origin)
    reason = {} if cause is None else {"reason": cause}
    return Unavailable("store.unavailable", type(error).__name__, **reason)
