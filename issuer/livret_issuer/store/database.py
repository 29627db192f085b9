"""The town hall's own records: hand-overs, the slots of each copy, and an audit log.

SQLAlchemy Core over SQLite (WAL, ``synchronous=FULL``) or PostgreSQL, where several processes
share one. Every table knows its tenant.
What a hand-over will say is kept until it was delivered and then dropped: the town's
register stays the authority, and this file is not to become a second one.
"""

import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import sqlalchemy as sa

from livret_core.errors import Refused, Unavailable
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_edge.database_failures import NOT_OURS, failure
from livret_edge.databases import BUSY_MS, Database, on_disk, on_server
from livret_edge.prepared import Prepared
from livret_issuer.audit_log import EMPTY, AuditAction, Entry, Head, check_chain
from livret_issuer.store.handovers import Handovers
from livret_issuer.store.inherited import Inherited, rows_of
from livret_issuer.store.journal import Journal
from livret_issuer.store.lists import Lists
from livret_issuer.store.pickups import Pickups
from livret_issuer.store.rows import of
from livret_issuer.store.shelf import Shelf
from livret_issuer.store.tables import AUDIT, HEAD, TABLES

_BUSY_MS: Final = BUSY_MS
# Others have their turn in between.
_FORGOTTEN_AT_ONCE: Final = 5_000
_HEAD: Final = Prepared(sa.select(HEAD).where(of(HEAD)))
_KEEP_HEAD: Final = Prepared(
    HEAD.update()
    .where(of(HEAD))
    .values({name: sa.bindparam(f"to_{name}") for name in ("number", "chain_sha256", "tag")})
)
_NOTE: Final = Prepared(AUDIT.insert())


class Store:
    """One tenant's view of the database. Writes happen inside :meth:`transaction`."""

    def __init__(self, database: Database, tenant: str, audit_key: bytes) -> None:
        self._database: Final = database
        self._engine: Final = database.engine
        # Whoever forgets to close it leaves no connection behind.
        weakref.finalize(self, database.close).atexit = False
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
            Unavailable: ``store.unavailable`` when the file is not there, is not one, or is of
                another version. MalformedInput: ``home.malformed`` for one that is damaged.
        """
        try:
            database = on_disk(path, TABLES, busy_ms=_BUSY_MS, create=create)
        except sa.exc.SQLAlchemyError as error:
            raise failure(error, path, damaged=NOT_OURS) from None
        return cls(database, tenant, audit_key)

    @classmethod
    def on_server(
        cls, address: str, *, tenant: str, audit_key: bytes, create: bool = False
    ) -> Self:
        """Open the records on a PostgreSQL server, which several processes may share.

        Args:
            address: a URI, as libpq reads it.
            tenant: whose records are meant.
            audit_key: 32 bytes, with which the end of the audit log is vouched for.
            create: make the tables where there are none, for a tenant of whom nothing is there.

        Raises:
            Refused: ``store.has_hall`` for a tenant that is there already.
            Unavailable: ``store.unavailable``, ``store.no_driver``.
        """
        try:
            store = cls(on_server(address, TABLES, tenant, create=create), tenant, audit_key)
        except sa.exc.SQLAlchemyError as error:
            raise failure(error, None) from None
        if create and not store.is_empty:
            store.close()
            raise Refused("store.has_hall")
        return store

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever noted of this tenant."""
        with self.transaction() as transaction:
            return transaction.is_empty

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def forget_expired(self, now_s: int) -> int:
        """Drop claims and answers of hand-overs whose time is over, from the disk too.

        Returns:
            How many hand-overs that concerned.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        dropped, is_done = 0, False
        while not is_done:
            with self.transaction() as transaction:
                count, is_done = transaction.forget_some(now_s)
            dropped += count
        if dropped:
            self.settle()
        return dropped

    def settle(self) -> None:
        """Let what was dropped be gone from the disk, as far as the database can.

        A server keeps it in its logs and backups for as long as its keeper says.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        try:
            self._database.settle()
        except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
            raise Unavailable("store.unavailable", type(error).__name__) from None

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """Make several changes, all or none.

        What hangs on them (:meth:`Transaction.afterwards`) is done when they are made for good.

        Raises:
            Unavailable: ``store.unavailable`` when the database is locked or failing.
        """
        with self._begun() as transaction:
            yield transaction
        if transaction.hanging:
            with self._begun() as after:
                for bring in transaction.hanging.values():
                    bring(after)

    @contextmanager
    def _begun(self) -> Iterator["Transaction"]:
        try:
            with self._database.transaction() as connection:
                yield Transaction(connection, self._tenant, self._audit_key)
        except sa.exc.SQLAlchemyError as error:
            file = self._engine.url.database
            raise failure(error, None if file is None else Path(file)) from None


class Transaction(Handovers, Lists):
    """Reads and writes of one transaction."""

    def __init__(self, connection: sa.Connection, tenant: str, audit_key: bytes) -> None:
        super().__init__(connection, tenant)
        self._audit_key: Final = audit_key
        self.hanging: Final[dict[str, Callable[[Transaction], object]]] = {}

    def afterwards(self, name: str, bring: "Callable[[Transaction], object]") -> None:
        """Have something outside the database follow it, once this is there for good.

        If this is rolled back, nothing follows. Where the process dies in between, or it fails,
        nothing has followed yet: it must be possible to do it later, by what is there.

        Args:
            name: of what follows; asked for twice, it is done once.
            bring: does it, in a transaction of its own: what it reads there nobody changes meanwhile.
        """
        self.hanging[name] = bring

    def forget_some(self, now_s: int) -> tuple[int, bool]:
        """Drop claims and answers of hand-overs whose time is over, some thousand at once.

        With the answer ends the time in which a wallet can have it again, or say what became of
        it: what was renewed is withdrawn then, if it was not before.

        Returns:
            How many that concerned, and whether that was all.
        """
        over = self.over(now_s, most=_FORGOTTEN_AT_ONCE)
        for renewed in self.pickups.renewed_by(over):
            self.replace_copies(renewed, at_s=now_s)
        dropped = self.forget(over)
        self.journal.forget_expired(now_s)
        dropped += self.pickups.forget(over, now_s=now_s)
        return dropped, len(over) < _FORGOTTEN_AT_ONCE

    def replace_copies(self, code: ShortCode, *, at_s: int) -> None:
        """Withdraw the copies that newer ones took the place of, if nobody withdrew them before."""
        before = self.statuses_of(code)
        if before and Status.INVALID not in before:
            self.set_status(code, Status.INVALID, at_s=at_s)
            self.note("replace", code.text, at_s=at_s)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever noted of this tenant."""
        wanted = sa.select(HEAD.c.tenant).where(HEAD.c.tenant == self._tenant)
        return self._connection.execute(wanted).first() is None

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
    def shelf(self) -> Shelf:
        """What is published, on whichever machine."""
        return Shelf(self._connection, self._tenant)

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
        self.note_each(action, (about,), at_s=at_s)

    def note_each(self, action: AuditAction, abouts: Sequence[str], *, at_s: int) -> None:
        """Append an entry for each of *abouts*, in order; as :meth:`note`, at once."""
        if not abouts:
            return
        before = head = self.head()
        entries = []
        for about in abouts:
            head = head.followed_by(at_s=at_s, action=action, about=about)
            entries.append(
                {
                    "tenant": self._tenant,
                    "number": head.number,
                    "at_s": at_s,
                    "action": action,
                    "about": about,
                    "chain_sha256": head.chain_sha256,
                }
            )
        _NOTE.run_each(self._connection, entries)
        kept = {
            "number": head.number,
            "chain_sha256": head.chain_sha256,
            "tag": head.tag(self._audit_key, self._tenant),
        }
        if before == EMPTY:
            self._connection.execute(HEAD.insert().values(tenant=self._tenant, **kept))
        else:
            self._run(_KEEP_HEAD, **{f"to_{name}": value for name, value in kept.items()})

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
        row = self._run(_HEAD).first()
        if row is None:
            return EMPTY
        head = Head(row.number, bytes(row.chain_sha256))
        head.check_tag(bytes(row.tag), self._audit_key, self._tenant)
        return head
