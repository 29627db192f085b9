"""The requests that a desk made over the network: each answered once, whoever asks first.

SQLAlchemy Core over SQLite (WAL, ``synchronous=FULL``) or PostgreSQL, where several processes
share one. What was asked, the key for its answer and what was shown are sealed; all of it is
dropped when the procedure says.

    open ── take ──▶ taken ── settle ──▶ answered ── forget ──▶ (nothing)
      ▲                │
      └── settle(final=False): nobody could find out, so it may be answered again
"""

import hashlib
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, final

import sqlalchemy as sa

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.sealing import NONCE_BYTES, SealingKey
from livret_edge.database_failures import NOT_OURS, failure
from livret_edge.databases import BUSY_MS, Database, on_disk, on_server
from livret_verifier import transaction_form
from livret_verifier.store.drawing import drawn
from livret_verifier.store.tables import TABLES, TRANSACTION
from livret_verifier.transaction import Transaction

OPEN: Final = "open"
TAKEN: Final = "taken"
ANSWERED: Final = "answered"

#: After so long, whoever took an answer and said nothing more is gone.
TAKEN_S: Final = 60
_HUSK_S: Final = 900  # how long it is still known that a request is over

# Made once: to write a statement down costs more than to carry it out.
_T: Final = TRANSACTION.c
_OWN: Final = _T.tenant == sa.bindparam("whose")
_THIS: Final = sa.and_(_OWN, _T.code == sa.bindparam("which"))
_FREE: Final = sa.or_(
    _T.stand == OPEN, sa.and_(_T.stand == TAKEN, _T.taken_at_s < sa.bindparam("long_ago_s"))
)
_MINE: Final = sa.and_(_T.stand == TAKEN, _T.taken_by == sa.bindparam("mine"))
_BY_CODE: Final = sa.select(TRANSACTION).where(_THIS)
_BY_HANDLE: Final = sa.select(TRANSACTION).where(
    _OWN, _T.handle_sha256 == sa.bindparam("which_sha256")
)
_OPENED: Final = (
    sa.update(TRANSACTION)
    .where(_THIS, _T.opened_at_s.is_(None))
    .values(opened_at_s=sa.bindparam("at_s"))
)
_TAKE: Final = (
    sa.update(TRANSACTION)
    .where(_THIS, _FREE)
    .values(stand=TAKEN, taken_by=sa.bindparam("claim"), taken_at_s=sa.bindparam("at_s"))
)
_RELEASE: Final = sa.update(TRANSACTION).where(_THIS, _MINE).values(stand=OPEN, taken_by=None)
_SAY: Final = (
    sa.update(TRANSACTION)
    .where(_THIS, _MINE)
    .values(
        stand=OPEN,
        taken_by=None,
        verdict=sa.bindparam("said"),
        return_sha256=sa.bindparam("back_sha256"),
    )
)
# What opens an answer is of no more use once it was given, and must open no other.
_SETTLE: Final = _SAY.values(
    stand=ANSWERED,
    terms=None,
    answered_at_s=sa.bindparam("at_s"),
    forget_at_s=sa.bindparam("until_s"),
)


@final
@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one request.

    Attributes:
        code: its name.
        stand: ``open``, ``taken`` or ``answered``.
        asked: what was asked; None once it was answered.
        ends_at_s, opened_at_s, answered_at_s: seconds since 1970.
        verdict: what became of it, as JSON; None while nobody knows.
        session_sha256: of the browser that began it.
        return_sha256: of the code with which that browser comes back.
    """

    code: str
    stand: str
    asked: Transaction | None
    ends_at_s: int
    opened_at_s: int | None
    answered_at_s: int | None
    verdict: bytes | None
    session_sha256: bytes | None
    return_sha256: bytes | None


@final
class Transactions:
    """One desk's requests over the network. May be used by several threads and processes."""

    def __init__(self, database: Database, tenant: str, key: SealingKey) -> None:
        self._database: Final = database
        self._engine: Final = database.engine
        weakref.finalize(self, database.close).atexit = False
        self._tenant: Final = tenant
        self._key: Final = key.subkey("livret desk transactions")

    @classmethod
    def open(cls, path: Path, *, tenant: str, key: SealingKey) -> Self:
        """Open the database file; an empty one is made where there is none.

        Raises:
            Unavailable: ``store.unavailable``. MalformedInput: ``home.malformed``.
        """
        try:
            if not path.exists():
                try:
                    return cls(on_disk(path, TABLES, busy_ms=BUSY_MS, create=True), tenant, key)
                except Refused:
                    pass  # another process was quicker
            return cls(on_disk(path, TABLES, busy_ms=BUSY_MS, create=False), tenant, key)
        except sa.exc.SQLAlchemyError as error:
            raise failure(error, path, damaged=NOT_OURS) from None

    @classmethod
    def on_server(cls, address: str, *, tenant: str, key: SealingKey) -> Self:
        """Open the records on a PostgreSQL server; tables are made where there are none.

        Raises:
            Unavailable: ``store.unavailable``, ``store.no_driver``.
        """
        try:
            return cls(on_server(address, TABLES, tenant, create=True), tenant, key)
        except sa.exc.SQLAlchemyError as error:
            raise failure(error, None) from None

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def add(
        self, asked: Transaction, *, handle: str, session: str | None = None, now_s: int
    ) -> None:
        """Keep a request.

        Args:
            asked: what was made.
            handle: a secret by which its maker asks what became of it.
            session: a secret of the browser that began it, which alone may end it.
            now_s: seconds since 1970.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        row = {
            "tenant": self._tenant,
            "code": asked.code,
            "handle_sha256": digest_of(handle),
            "session_sha256": None if session is None else digest_of(session),
            "terms": self._seal(transaction_form.format(asked), asked.code, "terms"),
            "stand": OPEN,
            "ends_at_s": asked.ends_at_s,
            "forget_at_s": asked.ends_at_s + _HUSK_S,
        }
        self.forget(now_s)
        with self._begun() as connection:
            connection.execute(sa.insert(TRANSACTION).values(row))

    def find(self, code: str) -> Kept:
        """Find a request by its code.

        Raises:
            Refused: ``request.unknown``. Unavailable: ``store.unavailable``.
            MalformedInput: ``home.malformed``.
        """
        return self._find(_BY_CODE, which=code)

    def find_by_handle(self, handle: str) -> Kept:
        """Find a request by its maker's handle; errors as :meth:`find`."""
        return self._find(_BY_HANDLE, which_sha256=digest_of(handle))

    def mark_opened(self, code: str, *, now_s: int) -> None:
        """Note that a wallet has fetched it, the first time."""
        self._changed(_OPENED, which=code, at_s=now_s)

    def take(self, code: str, claim: bytes, *, now_s: int) -> bool:
        """Take a request to check its answer; False when somebody did before, even just now.

        Args:
            code: which.
            claim: random, this taker's own.
            now_s: seconds since 1970.
        """
        return self._changed(_TAKE, which=code, long_ago_s=now_s - TAKEN_S, claim=claim, at_s=now_s)

    def settle(
        self,
        code: str,
        claim: bytes,
        verdict: bytes,
        *,
        now_s: int,
        retention_s: int,
        return_code: str | None = None,
        final: bool = True,
    ) -> bool:
        """Write down what became of an answer; False when somebody else took it meanwhile.

        Args:
            code: which.
            claim: with which it was taken.
            verdict: what is to be told to whoever asked, as JSON.
            now_s: seconds since 1970.
            retention_s: in so many seconds all of it is forgotten.
            return_code: with which the browser that began it comes back.
            final: False where nobody could find out; then it may be answered again.
        """
        told: dict[str, object] = {
            "which": code,
            "mine": claim,
            "said": self._seal(verdict, code, "verdict"),
            "back_sha256": None if return_code is None else digest_of(return_code),
        }
        if not final:
            return self._changed(_SAY, **told)
        return self._changed(_SETTLE, **told, at_s=now_s, until_s=now_s + retention_s)

    def release(self, code: str, claim: bytes) -> None:
        """Give back what was taken, as if no answer had come."""
        self._changed(_RELEASE, which=code, mine=claim)

    def forget(self, now_s: int) -> int:
        """Drop what is to be forgotten, from the disk too; says how many."""
        with self._begun() as connection:
            gone = connection.execute(
                sa.delete(TRANSACTION).where(
                    TRANSACTION.c.tenant == self._tenant, TRANSACTION.c.forget_at_s <= now_s
                )
            ).rowcount
        if gone:
            try:
                self._database.settle()
            except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
                raise Unavailable("store.unavailable", type(error).__name__) from None
        return gone

    def count_open(self, now_s: int) -> int:
        """Count the requests that wait for an answer."""
        wanted = sa.select(sa.func.count()).where(
            TRANSACTION.c.tenant == self._tenant,
            TRANSACTION.c.stand != ANSWERED,
            TRANSACTION.c.ends_at_s > now_s,
        )
        with self._begun() as connection:
            return int(connection.execute(wanted).scalar_one())

    def _changed(self, change: sa.Update, **given: object) -> bool:
        with self._begun() as connection:
            return connection.execute(change, {"whose": self._tenant, **given}).rowcount == 1

    def _find(self, wanted: sa.Select[Any], **given: object) -> Kept:
        with self._begun() as connection:
            row = connection.execute(wanted, {"whose": self._tenant, **given}).mappings().first()
        if row is None:
            raise Refused("request.unknown")
        code, terms, verdict = row["code"], row["terms"], row["verdict"]
        asked = None
        if terms is not None:
            asked = transaction_form.parse(self._unseal(terms, code, "terms"))
        return Kept(
            code,
            row["stand"],
            asked,
            row["ends_at_s"],
            row["opened_at_s"],
            row["answered_at_s"],
            None if verdict is None else self._unseal(verdict, code, "verdict"),
            row["session_sha256"],
            row["return_sha256"],
        )

    def _seal(self, content: bytes, code: str, what: str) -> bytes:
        nonce = drawn(NONCE_BYTES)
        return nonce + self._key.seal(content, nonce=nonce, associated_data=self._about(code, what))

    def _unseal(self, sealed: bytes, code: str, what: str) -> bytes:
        try:
            return self._key.unseal(
                sealed[NONCE_BYTES:],
                nonce=sealed[:NONCE_BYTES],
                associated_data=self._about(code, what),
            )
        except (LivretError, ValueError) as error:
            raise MalformedInput("home.malformed", type(error).__name__) from None

    def _about(self, code: str, what: str) -> bytes:
        return f"{self._tenant}\0{code}\0{what}".encode()

    @contextmanager
    def _begun(self) -> Iterator[sa.Connection]:
        try:
            with self._database.transaction() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            file = self._engine.url.database
            raise failure(error, None if file is None else Path(file)) from None


def digest_of(secret: str) -> bytes:
    """What is kept of a secret of 128 random bits or more."""
    return hashlib.sha256(secret.encode("utf-8")).digest()
