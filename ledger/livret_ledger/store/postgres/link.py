"""One connection to a PostgreSQL server: how it is made, what it promises, what its errors mean."""

import selectors
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, LiteralString, TypeAlias, final

import psycopg
from psycopg.errors import Diagnostic
from psycopg.sql import Composed

from livret_core.errors import LivretError, Unavailable
from livret_edge.server_failures import cause_of
from livret_ledger.starting import Replication

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
class Link:
    """A connection that is made again when it broke, but never in the middle of something."""

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
    def transaction(self, begin: LiteralString = "BEGIN") -> Iterator[list[Row]]:
        """Do all that is inside, or nothing of it; all of it is durable afterwards.

        Args:
            begin: how it begins; a statement may follow, whose rows are given: one way to
                the server less.

        Raises:
            Unavailable: ``store.unavailable``; then it is not known which, and when a
                standby did not answer in time all of it is done, on this server.
        """
        with translated():
            cursor = self._connection.execute(begin)
            while cursor.nextset():
                pass
            rows = cursor.fetchall() if cursor.description else []
        try:
            yield rows
        except BaseException:
            with suppress(psycopg.Error):
                self._connection.execute("ROLLBACK")
            raise
        with translated():
            self._commit()

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

    def _heed(self, notice: Diagnostic) -> None:
        if notice.severity_nonlocalized == "WARNING":
            self._warnings.append(notice.sqlstate or "")

    def _commit(self) -> None:
        """Commit, and wait for a standby if one has to have it, but not for ever.

        No timeout of the server's covers that wait, and the library has none.
        """
        self._warnings.clear()
        server = self._connection.pgconn
        server.send_query(b"COMMIT")
        if not self._is_answered(self._patience_s):
            # Asked to stop waiting, the server says COMMIT all the same, and warns.
            self._connection.cancel_safe(timeout=_CONNECT_S)
            if not self._is_answered(_CONNECT_S):
                self._connection.close()
                raise Unavailable("store.unavailable", "no answer to a commit")
        tags = []
        while (result := server.get_result()) is not None:
            tags.append(result.command_status)
        if tags != [b"COMMIT"]:
            raise Unavailable("store.unavailable", "not committed")
        if self._warnings:
            raise Unavailable("store.unavailable", "no standby has what was written")

    def _is_answered(self, wait_s: float) -> bool:
        server = self._connection.pgconn
        end_s = time.monotonic() + wait_s
        with selectors.DefaultSelector() as selector:
            selector.register(server.socket, selectors.EVENT_READ)
            server.flush()
            while server.is_busy():
                left_s = end_s - time.monotonic()
                if left_s <= 0:
                    return False
                if selector.select(left_s):
                    server.consume_input()
        return True


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
        cause = cause_of(error)
        reason = {} if cause is None else {"reason": cause}
        raise Unavailable("store.unavailable", type(error).__name__, **reason) from None
