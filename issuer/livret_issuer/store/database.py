"""The town hall's own records: hand-overs, the slots of each copy, and an audit log.

SQLAlchemy Core over SQLite (WAL, ``synchronous=FULL``). Every table knows its tenant.
What a hand-over will say is kept until it was delivered and then dropped: the town's
register stays the authority, and this file is not to become a second one.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import sqlalchemy as sa

from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused, Unavailable
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_edge.files import write_new
from livret_issuer.audit_log import EMPTY, AuditAction, Entry, Head, check_chain
from livret_issuer.records import Copies, Slot, StoredHandover
from livret_issuer.store.failing import NOT_OURS, failure
from livret_issuer.store.journal import Journal
from livret_issuer.store.tables import AUDIT, COPY, HANDOVER, HEAD, LIST, METADATA

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


class Transaction:
    """Reads and writes of one transaction."""

    def __init__(self, connection: sa.Connection, tenant: str, audit_key: bytes) -> None:
        self._connection: Final = connection
        self._tenant: Final = tenant
        self._audit_key: Final = audit_key

    def add_handover(self, handover: StoredHandover) -> None:
        """Keep a new hand-over."""
        claims = handover.claims
        self._connection.execute(
            HANDOVER.insert().values(
                tenant=self._tenant,
                code=handover.code.text,
                vct=handover.vct,
                nonce=handover.nonce,
                max_copies=handover.max_copies,
                source=handover.source,
                source_line=handover.source_line,
                claims=None if claims is None else json_encoding.format(claims),
                created_at_s=handover.created_at_s,
                expires_at_s=handover.expires_at_s,
                person=handover.person,
            )
        )

    def has_handover(self, code: ShortCode) -> bool:
        """Whether a hand-over has this code."""
        found = sa.select(HANDOVER.c.code).where(
            HANDOVER.c.tenant == self._tenant, HANDOVER.c.code == code.text
        )
        return self._connection.execute(found).first() is not None

    def people_offered(self, vct: str, *, now_s: int) -> dict[bytes, ShortCode]:
        """Whom a hand-over of a type waits for that is open still: their marks, and its code."""
        found = sa.select(HANDOVER.c.person, HANDOVER.c.code).where(
            HANDOVER.c.tenant == self._tenant,
            HANDOVER.c.vct == vct,
            HANDOVER.c.expires_at_s > now_s,
            HANDOVER.c.person.is_not(None),
        )
        return {bytes(m): ShortCode.parse(code) for m, code in self._connection.execute(found)}

    def handover(self, code: ShortCode) -> StoredHandover:
        """Find a hand-over.

        Raises:
            Refused: ``handover.unknown``.
        """
        row = self._connection.execute(
            sa.select(HANDOVER).where(
                HANDOVER.c.tenant == self._tenant, HANDOVER.c.code == code.text
            )
        ).one_or_none()
        if row is None:
            raise Refused("handover.unknown")
        return _read_handover(row)

    def handovers(self) -> list[StoredHandover]:
        """All hand-overs, newest first."""
        rows = self._connection.execute(
            sa.select(HANDOVER)
            .where(HANDOVER.c.tenant == self._tenant)
            .order_by(HANDOVER.c.created_at_s.desc(), HANDOVER.c.code)
        )
        return [_read_handover(row) for row in rows]

    def use_handover(
        self, code: ShortCode, *, request_sha256: bytes, response: bytes, at_s: int
    ) -> None:
        """Note that a hand-over was used, and drop what it said."""
        self._connection.execute(
            HANDOVER.update()
            .where(HANDOVER.c.tenant == self._tenant, HANDOVER.c.code == code.text)
            .values(
                claims=None,
                person=None,
                issued_at_s=at_s,
                request_sha256=request_sha256,
                response=response,
            )
        )

    def cancel_handover(self, code: ShortCode, *, at_s: int) -> None:
        """End a hand-over now, and drop what it said."""
        self._connection.execute(
            HANDOVER.update()
            .where(HANDOVER.c.tenant == self._tenant, HANDOVER.c.code == code.text)
            .values(claims=None, person=None, expires_at_s=at_s, cancelled_at_s=at_s)
        )

    def forget_expired(self, now_s: int) -> int:
        """Drop claims and answers of hand-overs whose time is over; says how many."""
        result = self._connection.execute(
            HANDOVER.update()
            .where(
                HANDOVER.c.tenant == self._tenant,
                HANDOVER.c.expires_at_s <= now_s,
                sa.or_(
                    HANDOVER.c.claims.is_not(None),
                    HANDOVER.c.response.is_not(None),
                    HANDOVER.c.person.is_not(None),
                ),
            )
            .values(claims=None, response=None, person=None)
        )
        self.journal.forget_expired(now_s)
        return result.rowcount

    @property
    def journal(self) -> Journal:
        """What this town hall made for the public ledger."""
        return Journal(self._connection, self._tenant)

    def open_list(self, number: int, *, key: str) -> None:
        """Begin a status list: further copies get their places in it.

        Args:
            number: from 1.
            key: name of the credential key that signs it, and its copies.
        """
        self._connection.execute(
            LIST.insert().values(
                tenant=self._tenant, number=number, published_at_s=None, key=key, is_over=False
            )
        )

    def lists(self) -> dict[int, int | None]:
        """Every list that is published, in order, and the ``iat`` it was last published under."""
        rows = self._connection.execute(
            sa.select(LIST.c.number, LIST.c.published_at_s)
            .where(LIST.c.tenant == self._tenant, LIST.c.is_over.is_(False))
            .order_by(LIST.c.number)
        )
        return {row.number: row.published_at_s for row in rows}

    def last_list(self) -> int:
        """The highest number that a list ever had."""
        last = sa.select(sa.func.max(LIST.c.number)).where(LIST.c.tenant == self._tenant)
        return int(self._connection.execute(last).scalar_one() or 0)

    def list_key(self, number: int) -> str:
        """Which credential key signs a list."""
        key = sa.select(LIST.c.key).where(LIST.c.tenant == self._tenant, LIST.c.number == number)
        return str(self._connection.execute(key).scalar_one())

    def end_lists(self, key: str) -> None:
        """Publish the lists under *key* no more."""
        self._connection.execute(
            LIST.update()
            .where(LIST.c.tenant == self._tenant, LIST.c.key == key)
            .values(is_over=True)
        )

    def holds_until(self, key: str) -> int | None:
        """Until when a copy under *key* holds at most: 0 without any, None for one without end."""
        rows = self._connection.execute(
            sa.select(COPY.c.expires_at_s)
            .distinct()
            .join(
                LIST,
                sa.and_(LIST.c.tenant == COPY.c.tenant, LIST.c.number == COPY.c.list_number),
            )
            .where(COPY.c.tenant == self._tenant, LIST.c.key == key)
        )
        ends = list(rows.scalars())
        return None if None in ends else max(ends, default=0)

    def list_published(self, number: int, *, at_s: int) -> None:
        """Note the ``iat`` under which a list is published."""
        self._connection.execute(
            LIST.update()
            .where(LIST.c.tenant == self._tenant, LIST.c.number == number)
            .values(published_at_s=at_s)
        )

    def taken_slots(self, list_number: int) -> set[int]:
        """Which indexes of a list were ever given out."""
        rows = self._connection.execute(
            sa.select(COPY.c.slot).where(
                COPY.c.tenant == self._tenant, COPY.c.list_number == list_number
            )
        )
        return set(rows.scalars())

    def add_copies(
        self, code: ShortCode, slots: Sequence[Slot], *, expires_at_s: int | None
    ) -> None:
        """Give slots to the copies of one hand-over."""
        self._connection.execute(
            COPY.insert(),
            [
                {
                    "tenant": self._tenant,
                    "list_number": slot.list_number,
                    "slot": slot.index,
                    "code": code.text,
                    "status": int(Status.VALID),
                    "expires_at_s": expires_at_s,
                }
                for slot in slots
            ],
        )

    def statuses_of(self, code: ShortCode) -> set[Status]:
        """The statuses the copies of a hand-over have; empty when none was made."""
        rows = self._connection.execute(
            sa.select(COPY.c.status)
            .distinct()
            .where(COPY.c.tenant == self._tenant, COPY.c.code == code.text)
        )
        return {Status(value) for value in rows.scalars()}

    def lists_of(self, code: ShortCode) -> set[int]:
        """In which lists the copies of a hand-over have their places."""
        rows = self._connection.execute(
            sa.select(COPY.c.list_number)
            .distinct()
            .where(COPY.c.tenant == self._tenant, COPY.c.code == code.text)
        )
        return set(rows.scalars())

    def copies(self) -> dict[ShortCode, Copies]:
        """What was signed for each hand-over that was used."""
        return self._copies(COPY.c.tenant == self._tenant)

    def copies_of(self, code: ShortCode) -> Copies | None:
        """What was signed for one hand-over; None when nothing was."""
        found = self._copies(sa.and_(COPY.c.tenant == self._tenant, COPY.c.code == code.text))
        return found.get(code)

    def _copies(self, which: sa.ColumnElement[bool]) -> dict[ShortCode, Copies]:
        rows = self._connection.execute(
            sa.select(
                COPY.c.code,
                sa.func.count().label("count"),
                sa.func.max(COPY.c.status).label("status"),
                sa.func.max(COPY.c.expires_at_s).label("expires_at_s"),
            )
            .where(which)
            .group_by(COPY.c.code)
        )
        return {
            ShortCode.parse(code): Copies(count, Status(status), expires_at_s)
            for code, count, status, expires_at_s in rows
        }

    def set_status(self, code: ShortCode, status: Status, *, at_s: int) -> int:
        """Set the status of every copy of a hand-over; says how many."""
        self._connection.execute(
            HANDOVER.update()
            .where(HANDOVER.c.tenant == self._tenant, HANDOVER.c.code == code.text)
            .values(changed_at_s=at_s)
        )
        result = self._connection.execute(
            COPY.update()
            .where(COPY.c.tenant == self._tenant, COPY.c.code == code.text)
            .values(status=int(status))
        )
        return result.rowcount

    def statuses(self, list_number: int) -> dict[int, Status]:
        """Every index of a list that is not valid."""
        rows = self._connection.execute(
            sa.select(COPY.c.slot, COPY.c.status).where(
                COPY.c.tenant == self._tenant,
                COPY.c.list_number == list_number,
                COPY.c.status != int(Status.VALID),
            )
        )
        return {index: Status(value) for index, value in rows}

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


def _read_handover(row: Any) -> StoredHandover:
    return StoredHandover(
        ShortCode.parse(row.code),
        row.vct,
        row.nonce,
        row.max_copies,
        row.source,
        row.source_line,
        None if row.claims is None else json_encoding.parse_object(row.claims),
        row.created_at_s,
        row.expires_at_s,
        row.issued_at_s,
        row.request_sha256,
        row.response,
        row.cancelled_at_s,
        row.changed_at_s,
        row.person,
    )
