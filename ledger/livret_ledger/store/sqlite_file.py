"""One SQLite file of a role: how it is made, told from others, opened, and what its errors mean.

WAL and ``synchronous=FULL``: what was committed outlives a power cut.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias, final

from livret_core.errors import LivretError, Refused, Unavailable

First: TypeAlias = tuple[str, Sequence[object]]

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
# The second: what readers share beside the file cannot grow, which has no other reason.
_FULL: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY_S: Final = 5.0
# Pages in the log before they go to their places: 16 MB. Rarely, because whoever commits
# just then waits for it.
_CHECKPOINT_PAGES: Final = 4_000


@final
class Kind(NamedTuple):
    """What a file is.

    Attributes:
        application_id: tells ``file`` and ``livret inspect`` what it is.
        version: of the schema.
        schema: statements that make the tables.
        called: in the details of errors.
    """

    application_id: int
    version: int
    schema: str
    called: str


def create(path: Path, kind: Kind, first: First) -> sqlite3.Connection:
    """Make a file with its tables and one first row, for its owner alone; nothing is left on failure.

    Raises:
        Refused: ``home.exists``. Unavailable: ``store.unavailable``.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        raise Refused("home.exists", path.name) from None
    except OSError as error:
        reason = {"reason": "full"} if error.errno in _NO_ROOM else {}
        name = type(error).__name__
        raise Unavailable("store.unavailable", name, file=path.name, **reason) from None
    with translated():
        connection = _connect(path, "rw")
        try:
            connection.executescript(
                f"PRAGMA application_id={kind.application_id};"
                f"PRAGMA user_version={kind.version};"
                f"PRAGMA journal_mode=WAL;BEGIN IMMEDIATE;{kind.schema}"
            )
            connection.execute(*first)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            for each in (path, *path.parent.glob(f"{path.name}-*")):
                each.unlink(missing_ok=True)
            raise
    return connection


def open_file(path: Path, kind: Kind, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a file that :func:`create` made.

    Raises:
        Unavailable: ``store.unavailable``, also for none there and for a file of another kind.
    """
    if not path.is_file():
        raise Unavailable("store.unavailable", f"no {kind.called} there", file=path.name)
    with translated():
        connection = _connect(path, "ro" if read_only else "rw")
        try:
            _check_kind(connection, kind, path)
        except BaseException:
            connection.close()
            raise
    return connection


def settle(connection: sqlite3.Connection) -> None:
    """Let the file alone hold all that was committed, before it is closed.

    SQLite does so when the last connection to a file closes, but not where that one only reads:
    the file would then be as it was long ago, and whole. Nothing is waited for, and where it
    cannot be done the log beside the file still holds all.
    """
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_damaged(path: Path, kind: Kind) -> bool:
    """Say whether a file is none that SQLite could have left, or none of its kind any more.

    One that is locked, or that nobody here may read, is not damaged.
    """
    try:
        connection = _connect(path, "ro")
        try:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED
    return bool(found != kind.application_id or said != "ok")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=64,
    )
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_kind(connection: sqlite3.Connection, kind: Kind, path: Path) -> None:
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if (found, version) != (kind.application_id, kind.version):
        raise Unavailable(
            "store.unavailable", f"not a {kind.called} of this version", file=path.name
        )


@contextmanager
def translated() -> Iterator[None]:
    """Let no error of the library out.

    Raises:
        Unavailable: ``store.unavailable``.
    """
    try:
        yield
    except LivretError:
        raise
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        # A damaged file makes the library stumble over its own texts and numbers too.
        found = getattr(error, "sqlite_errorcode", None)
        reason = {"reason": "full"} if found in _FULL else {}
        raise Unavailable("store.unavailable", type(error).__name__, **reason) from None
