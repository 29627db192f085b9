"""The town hall's own records: hand-overs, the slots of each copy, and an audit log.

SQLAlchemy Core over SQLite (WAL, ``synchronous=FULL``). Every table knows its tenant.
What a hand-over will say is kept until it was delivered and then dropped: the town's
register stays the authority, and this file is not to become a second one.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import sqlalchemy as sa

from livret_core.errors import Unavailable
from livret_edge.files import write_new
from livret_issuer.audit_log import EMPTY, AuditAction, Entry, Head, check_chain
from livret_issuer.store.failing import NOT_OURS, failure
from livret_issuer.store.handovers import Handovers
from livret_issuer.store.inherited import Inherited, rows_of
from livret_issuer.store.journal import Journal
from livret_issuer.store.lists import Lists
from livret_issuer.store.pickups import Pickups
from livret_issuer.store.tables import AUDIT, HEAD, METADATA

_BUSY_MS: Final = 5_000


class Store:
    """One tenant's view of the database. Writes happen inside :meth:`transaction`."""

    def __init__(self, engine: sa.Engine, tenant: str, audit_key: bytes) -> None:
        self._engine: Final = engine
        self._tenant: Final = tenant
        self._audit_key: Final = audit_key

    @classmethod
    def open(cls, path: Path, *, tenant: str, audit_key: bytes, create: bool = False) -> Self:
        """Open the database file.

        Args:
            path: where it is.
            tenant: whose records are meant.
            audit_key: 32 bytes, with which the end of the audit log is vouched for.
            create: make an empty one.

        Raises:
            Unavailable: ``store.unavailable`` when the file is not there or is not one.
        """
        if not create and not path.is_file():
            raise Unavailable("store.unavailable", f"no {path.name}")
        engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_MS / 1000})

        @sa.event.listens_for(engine, "connect")
        def _configure(connection: Any, _record: Any) -> None:
            # The driver's own transactions would start late; BEGIN IMMEDIATE below
            # makes two clerks wait for each other instead of failing half-way.
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")

        @sa.event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        store = cls(engine, tenant, audit_key)
        try:
            if create:
                # SQLite's own files beside it get the mode that it has.
                write_new(path, b"")
                METADATA.create_all(engine)
            else:
                with engine.connect() as connection:
                    connection.execute(sa.select(sa.func.count()).select_from(AUDIT))
        except sa.exc.SQLAlchemyError as error:
            raise failure(error, path, damaged=NOT_OURS) from None
        return store

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def forget_expired(self, now_s: int) -> int:
        """Drop claims and answers of hand-overs whose time is over, from the disk too.

        Returns:
            How many hand-overs that concerned.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        with self.transaction() as transaction:
            dropped = transaction.forget_expired(now_s)
        if dropped:
            self.settle()
        return dropped

    def settle(self) -> None:
        """Empty the database's log into the database.

        `secure_delete` overwrites what is dropped in the file; the log beside it still
        holds the page as it was, until this.
        """
        try:
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()
        except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
            raise Unavailable("store.unavailable", type(error).__name__) from None

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """Make several changes, all or none.

        Raises:
            Unavailable: ``store.unavailable`` when the database is locked or failing.
        """
        try:
            with self._engine.begin() as connection:
                yield Transaction(connection, self._tenant, self._audit_key)
        except sa.exc.SQLAlchemyError as error:
            raise failure(error, Path(str(self._engine.url.database))) from None


class Transaction(Handovers, Lists):
    """Reads and writes of one transaction."""

    def __init__(self, connection: sa.Connection, tenant: str, audit_key: bytes) -> None:
        super().__init__(connection, tenant)
        self._audit_key: Final = audit_key

    def forget_expired(self, now_s: int) -> int:
        """Drop claims and answers of hand-overs whose time is over; says how many."""
        dropped = super().forget_expired(now_s)
        self.journal.forget_expired(now_s)
        return dropped + self.pickups.forget_expired(now_s)

    def inherited(self, did: str) -> Inherited:
        """What was taken over of one whose DID this town hall's succeeded."""
        return Inherited(self._connection, did)

    def rows(self) -> Iterable[tuple[sa.Table, Mapping[str, Any]]]:
        """Give what another may take over: lists, copies, used hand-overs."""
        return rows_of(self._connection, self._tenant)

    @property
    def journal(self) -> Journal:
        """What this town hall made for the public ledger."""
        return Journal(self._connection, self._tenant)

    @property
    def pickups(self) -> Pickups:
        """Hand-overs that are picked up over the network."""
        return Pickups(self._connection, self._tenant)

    def note(self, action: AuditAction, about: str, *, at_s: int) -> None:
        """Append to the audit log: each entry's hash covers the one before.

        *about* is a code or a number, never a person.

        Raises:
            Refused: ``audit.altered`` when the head was not made with the town's key.
        """
        before = self.head()
        head = before.followed_by(at_s=at_s, action=action, about=about)
        self._connection.execute(
            AUDIT.insert().values(
                tenant=self._tenant,
                number=head.number,
                at_s=at_s,
                action=action,
                about=about,
                chain_sha256=head.chain_sha256,
            )
        )
        kept = {
            "number": head.number,
            "chain_sha256": head.chain_sha256,
            "tag": head.tag(self._audit_key, self._tenant),
        }
        if before == EMPTY:
            self._connection.execute(HEAD.insert().values(tenant=self._tenant, **kept))
        else:
            self._connection.execute(
                HEAD.update().where(HEAD.c.tenant == self._tenant).values(**kept)
            )

    def audit(self) -> list[Entry]:
        """The audit log: number, time, action, about.

        Raises:
            Refused: ``audit.altered`` when the chain of hashes does not hold, or does
                not end where the head says.
        """
        rows = self._connection.execute(
            sa.select(AUDIT).where(AUDIT.c.tenant == self._tenant).order_by(AUDIT.c.number)
        )
        return check_chain(
            (
                ((row.number, row.at_s, row.action, row.about), bytes(row.chain_sha256))
                for row in rows
            ),
            self.head(),
        )

    def head(self) -> Head:
        """Where the audit log ends, as somebody with the key vouched for it.

        Going on from the last entry that is there would put right what was cut off.

        Raises:
            Refused: ``audit.altered``.
        """
        row = self._connection.execute(
            sa.select(HEAD).where(HEAD.c.tenant == self._tenant)
        ).one_or_none()
        if row is None:
            return EMPTY
        head = Head(row.number, bytes(row.chain_sha256))
        head.check_tag(bytes(row.tag), self._audit_key, self._tenant)
        return head
