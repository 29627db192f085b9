"""One connection to a PostgreSQL server: how it is made, what it promises, what its errors mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any, Final, LiteralString, TypeAlias, final

import msgspec
import psycopg
from psycopg.errors import Diagnostic
from psycopg.sql import Composed

from livret_core.errors import LivretError, Unavailable

Row: TypeAlias = tuple[Any, ...]

_CONNECT_S: Final = 5
# A server that vanished without a word is noticed in so many seconds, not in two hours.
_KEEPALIVE: Final[dict[str, Any]] = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_SETTINGS: Final[LiteralString] = """
    SELECT set_config('search_path', %s, false),
        set_config('synchronous_commit', 'on', false),
        set_config('lock_timeout', '5s', false),
        set_config('statement_timeout', '60s', false),
        set_config('default_transaction_read_only', %s, false)
"""


@final
class Replication(msgspec.Struct, frozen=True):
    """Whether what is durable on this server is durable on another one too.

    Attributes:
        is_required: a commit is answered only once a standby has it
            (``synchronous_standby_names`` is set).
        attached: synchronous standbys that are there now; None where this role may not know.
    """

    is_required: bool
    attached: int | None


@final
class Link:
    """A connection that is made again when it broke, but never in the middle of something.

    Attributes:
        waits_for_standby: whether the next commit is answered only once a standby has it.
    """

    def __init__(self, address: str, schema: str, *, read_only: bool, patience_s: float) -> None:
        """Connect.

        Args:
            address: connection string or URI, as libpq reads it; a password belongs in a
                password file.
            schema: that all names are looked up in.
            read_only: the server refuses what writes.
            patience_s: how long a commit may wait for a standby.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        self._address: Final = address
        self._schema: Final = schema
        self._is_read_only: Final = read_only
        self._patience_s: Final = patience_s
        self._warnings: list[str] = []
        self._connection = self._connect()

    @property
    def is_broken(self) -> bool:
        """Whether the server has gone, as far as is known here."""
        return self._connection.closed

    @property
    def replication(self) -> Replication:
        """Whether commits wait for a standby, as it was when connecting."""
        return self._replication

    def mend(self) -> None:
        """Connect again, where the server had gone.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        if self.is_broken:
            self._connection = self._connect()

    def rows(self, query: LiteralString, values: Sequence[object] = ()) -> list[Row]:
        """Read.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        with translated():
            return self._connection.execute(query, values, prepare=True, binary=True).fetchall()

    def run(self, query: LiteralString | Composed, values: Sequence[object] = ()) -> None:
        """Do something that gives nothing back.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        with translated():
            self._connection.execute(query, values)

    @contextmanager
    def transaction(self, mode: LiteralString = "BEGIN") -> Iterator[None]:
        """Do all that is inside, or nothing of it; all of it is durable afterwards.

        Raises:
            Unavailable: ``store.unavailable``; then it is not known which, and when a
                standby did not answer in time all of it is done, on this server.
        """
        with translated():
            self._connection.execute(mode)
        try:
            yield
        except BaseException:
            with suppress(psycopg.Error):
                self._connection.execute("ROLLBACK")
            raise
        self._warnings.clear()
        with translated(), self._patience():
            self._connection.execute("COMMIT")
        # A server that gives up waiting for its standby says COMMIT, and warns.
        if self._warnings:
            raise Unavailable("store.unavailable", "no standby has what was written")

    @contextmanager
    def pipelined(self) -> Iterator[None]:
        """Send what is inside without waiting for each answer.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        with translated(), self._connection.pipeline():
            yield

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _connect(self) -> "psycopg.Connection[Row]":
        with translated():
            connection: psycopg.Connection[Row] = psycopg.connect(
                self._address,
                autocommit=True,
                connect_timeout=_CONNECT_S,
                client_encoding="utf-8",
                application_name="livret ledger",
                **_KEEPALIVE,
            )
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
        connection.add_notice_handler(self._heed)
        return connection

    def _prepare(self, connection: "psycopg.Connection[Row]") -> None:
        read_only = "on" if self._is_read_only else "off"
        connection.execute(_SETTINGS, (self._schema, read_only))
        row = connection.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_standby_names'), "
            "pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'), "
            "(SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum'))"
        ).fetchone()
        if row is None or row[0] != "on":
            raise Unavailable("store.unavailable", "the server does not write through (fsync)")
        _, names, may_know, attached = row
        self._replication = Replication(bool(names), attached if may_know else None)
        self.waits_for_standby = self._replication.is_required

    def _heed(self, notice: Diagnostic) -> None:
        if notice.severity_nonlocalized == "WARNING":
            self._warnings.append(notice.sqlstate or "")

    @contextmanager
    def _patience(self) -> Iterator[None]:
        """Wait for a standby, but not for ever: no timeout of the server's covers that."""
        if not self.waits_for_standby:
            yield
            return
        timer = Timer(self._patience_s, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        # If not even this reaches the server, the connection is about to break.
        with suppress(psycopg.Error):
            self._connection.cancel_safe(timeout=_CONNECT_S)


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
    except psycopg.Error as error:
        raise Unavailable("store.unavailable", type(error).__name__) from None
