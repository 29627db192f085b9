"""One file's transactions within a process: one at a time as they come, and on the disk together.

A disk takes a thousand times as long to confirm as a transaction to decide. While others wait for
their turn, whoever is done passes the transaction on to the next without ending it; the last of
them ends it for all, and none of them goes on before that. Each sees what those before it left, as
if it had been confirmed, and if it is not, all of them fail. One that fails by itself is undone
alone.

    turn      everybody else of this process waits: read, decide, write
    ended     the disk has it: what was decided may be told
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, final

import sqlalchemy as sa

from livret_core.errors import LivretError, Unavailable

#: So many at most are confirmed together, and none waits longer for others.
MOST_TOGETHER: Final = 64
LONGEST_S: Final = 0.05

_MARK: Final = "livret_turn"


@final
class _Together:
    """A transaction of the database, with those who have a part in it."""

    __slots__ = ("ended", "error", "since_s", "turns")

    def __init__(self) -> None:
        self.since_s: Final = time.monotonic()
        self.turns = 0
        self.ended: Final = threading.Event()
        self.error: Exception | None = None

    @property
    def has_room(self) -> bool:
        return self.turns < MOST_TOGETHER and time.monotonic() - self.since_s < LONGEST_S


@final
class Turns:
    """The turns of one file in this process; other processes wait for each transaction of it."""

    def __init__(self, connect: Callable[[], sa.Connection], *, patience_s: float) -> None:
        """Take what opens a connection, whose driver begins nothing by itself.

        Args:
            connect: opens one; it is kept.
            patience_s: how long somebody waits for a turn.
        """
        self._connect: Final = connect
        self._patience_s: Final = patience_s
        self._mutex: Final = threading.Lock()
        self._waiting: Final[deque[threading.Lock]] = deque()
        self._is_taken = False
        # Read and written by whoever has the turn.
        self._connection: sa.Connection | None = None
        self._together: _Together | None = None

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Make several changes, all or none; they are on the disk when this ends.

        Raises:
            Unavailable: ``store.unavailable`` when the turn does not come.
            sa.exc.SQLAlchemyError: what the database fails by.
        """
        self._take()
        try:
            connection, together = self._begin()
        except BaseException:
            self._pass_on()
            raise
        error: BaseException | None = None
        try:
            yield connection
        except BaseException as raised:  # noqa: BLE001  # raised again below, once it is undone
            error = raised
        try:
            self._keep_or_undo(connection, together, is_kept=error is None)
        finally:
            self._pass_on()
            # What was read may be another's that the disk does not have yet.
            together.ended.wait()
        if together.error is not None and (error is None or isinstance(error, LivretError)):
            # Nothing of it is so, whatever somebody saw who came after another.
            raise _of(together.error) from None
        if error is not None:
            raise error

    def close(self) -> None:
        """Let go of the connection; another is opened for who comes later."""
        self._take()
        try:
            self._end()
            self._let_go()
        finally:
            self._pass_on()

    # Whose turn it is.

    def _take(self) -> None:
        """Wait for the turn."""
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        try:
            is_given = mine.acquire(timeout=self._patience_s)
        except BaseException:
            if not self._has_withdrawn(mine):
                self._pass_on()
            raise
        if not is_given and self._has_withdrawn(mine):
            raise Unavailable("store.unavailable", "its turn did not come")

    def _has_withdrawn(self, mine: threading.Lock) -> bool:
        """Wait no longer; False when the turn was given meanwhile."""
        with self._mutex:
            if mine not in self._waiting:
                return False
            self._waiting.remove(mine)
            return True

    def _pass_on(self) -> None:
        """Give the turn to the next; what nobody goes on with is ended first."""
        together = self._together
        if together is not None and together.has_room and self._has_gone_to_next():
            return
        try:
            self._end()
        finally:
            with self._mutex:
                self._is_taken = bool(self._waiting)
                if self._waiting:
                    self._waiting.popleft().release()

    def _has_gone_to_next(self) -> bool:
        """Give the turn to somebody who waits for it, if anybody does."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
                return True
            return False

    # What whoever has the turn does.

    def _begin(self) -> tuple[sa.Connection, _Together]:
        if self._connection is None:
            self._connection = self._connect()
        connection, together = self._connection, self._together
        if together is None:
            try:
                # Takes the file at once: what is read now is still so when it is written.
                _run(connection, "BEGIN IMMEDIATE")
            except BaseException:
                self._let_go()
                raise
            together = self._together = _Together()
        else:
            _run(connection, f"SAVEPOINT {_MARK}")
        together.turns += 1
        return connection, together

    def _keep_or_undo(
        self, connection: sa.Connection, together: _Together, *, is_kept: bool
    ) -> None:
        if together.turns == 1:
            if not is_kept:
                self._end(is_kept=False)
            return
        try:
            if not is_kept:
                _run(connection, f"ROLLBACK TO {_MARK}")
            _run(connection, f"RELEASE {_MARK}")
        except Exception as error:  # noqa: BLE001  # told to each of them
            # The database has undone all of it: a disk that is full, or is gone.
            together.error = error
            self._end(is_kept=False)

    def _end(self, *, is_kept: bool = True) -> None:
        """End the transaction for all who have a part in it."""
        together, self._together, connection = self._together, None, self._connection
        if together is None or connection is None:
            return
        try:
            if is_kept or _is_in_transaction(connection):
                _run(connection, "COMMIT" if is_kept else "ROLLBACK")
        except Exception as error:  # noqa: BLE001  # told to each of them
            together.error = together.error or error
            self._let_go()
        except BaseException as error:
            together.error = RuntimeError(type(error).__name__)
            self._let_go()
            raise
        finally:
            together.ended.set()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sa.exc.SQLAlchemyError):
                # Closed, whatever it was in the middle of, and not kept for another.
                connection.invalidate()
                connection.close()


def _of(error: Exception) -> sa.exc.DBAPIError:
    """Tell one of several what all of them failed by."""
    origin = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return sa.exc.DBAPIError(None, None, origin or error, hide_parameters=True)


def _run(connection: sa.Connection, statement: str) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(statement).close()
    except connection.dialect.loaded_dbapi.Error as error:
        raise sa.exc.DBAPIError(statement, None, error, hide_parameters=True) from None


def _is_in_transaction(connection: sa.Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)
