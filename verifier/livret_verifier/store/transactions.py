"""The requests that a desk made over the network: each answered once, whoever asks first.

In a file or on a server (:mod:`.rows`), where several processes share one. What was asked, the key
for its answer and what was shown are sealed; all of it is dropped when the procedure says.

    open ── settle ──▶ answered ── forget ──▶ (nothing)

An answer is decided on first and settled then, in one statement that only the first one passes. So
there is none that was taken and lost: whoever falls over in between has taken nothing, and the
wallet may answer again. Nobody could find out (``final=False``): it stays open, with that said,
for as many answers as :data:`livret_verifier.deciding.TRIES`.
"""

import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, final

import sqlalchemy as sa

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.sealing import NONCE_BYTES, SealingKey
from livret_verifier import transaction_form
from livret_verifier.store import statements
from livret_verifier.store.counts import Counts
from livret_verifier.store.drawing import digest_of, drawn
from livret_verifier.store.rows import InFile, OnServer, Rows
from livret_verifier.store.staff import Staff
from livret_verifier.store.statements import ANSWERED, OPEN
from livret_verifier.transaction import Transaction

_HUSK_S: Final = 900  # how long it is still known that a request is over


@final
@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one request.

    Attributes:
        code: its name.
        stand: ``open`` or ``answered``.
        asked: what was asked; None once it was answered.
        ends_at_s, opened_at_s, answered_at_s: seconds since 1970.
        verdict: what became of it, as JSON; None while nobody knows.
        session_sha256: of the browser that began it.
        return_sha256: of the code with which that browser comes back.
        tries: how many answers were looked at.
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
    tries: int = 0


@final
class Transactions:
    """One desk's requests over the network. May be used by several threads and processes."""

    def __init__(self, rows: Rows, tenant: str, key: SealingKey) -> None:
        self._rows: Final = rows
        weakref.finalize(self, rows.close).atexit = False
        self._tenant: Final = tenant
        self._key: Final = key.subkey("livret desk transactions")

    @classmethod
    def open(cls, path: Path, *, tenant: str, key: SealingKey) -> Self:
        """Open the database file; an empty one is made where there is none.

        Raises:
            Unavailable: ``store.unavailable``. MalformedInput: ``home.malformed``.
        """
        return cls(InFile.open(path), tenant, key)

    @classmethod
    def on_server(cls, address: str, *, tenant: str, key: SealingKey) -> Self:
        """Open the records on a PostgreSQL server; tables are made where there are none.

        Raises:
            Unavailable: ``store.unavailable``, ``store.no_driver``.
        """
        return cls(OnServer.open(address, tenant), tenant, key)

    @property
    def staff(self) -> Staff:
        """Who may see the desk's page."""
        return Staff(self._rows, self._tenant, self._key.subkey("livret desk staff"))

    @property
    def counts(self) -> Counts:
        """How often what happened on a day."""
        return Counts(self._rows, self._tenant)

    def close(self) -> None:
        """Let go of the database."""
        self._rows.close()

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
        self._rows.change(statements.ADD, row)

    def find(self, code: str) -> Kept:
        """Find a request by its code.

        Raises:
            Refused: ``request.unknown``. Unavailable: ``store.unavailable``.
            MalformedInput: ``home.malformed``.
        """
        return self._find(statements.BY_CODE, which=code)

    def find_by_handle(self, handle: str) -> Kept:
        """Find a request by its maker's handle; errors as :meth:`find`."""
        return self._find(statements.BY_HANDLE, which_sha256=digest_of(handle))

    def mark_opened(self, code: str, *, now_s: int) -> None:
        """Note that a wallet has fetched it, the first time."""
        self._changed(statements.MARK_OPENED, which=code, at_s=now_s)

    def settle(
        self,
        code: str,
        verdict: bytes,
        *,
        now_s: int,
        retention_s: int,
        return_code: str | None = None,
        final: bool = True,
    ) -> bool:
        """Write down what became of an answer; False when another was settled before, even just now.

        Args:
            code: which.
            verdict: what is to be told to whoever asked, as JSON.
            now_s: seconds since 1970.
            retention_s: in so many seconds all of it is forgotten.
            return_code: with which the browser that began it comes back.
            final: False where nobody could find out; then it may be answered again.
        """
        told: dict[str, object] = {
            "which": code,
            "said": self._seal(verdict, code, "verdict"),
            "back_sha256": None if return_code is None else digest_of(return_code),
        }
        if not final:
            return self._changed(statements.SAY, **told)
        told |= {"at_s": now_s, "until_s": now_s + retention_s}
        return self._changed(statements.SETTLE, **told)

    def add_told(
        self, code: str, handle: str, verdict: bytes, *, now_s: int, retention_s: int
    ) -> None:
        """Keep a verdict on what was read at the desk, for whoever reads it there."""
        row = {
            "tenant": self._tenant,
            "code": code,
            "handle_sha256": digest_of(handle),
            "stand": ANSWERED,
            "ends_at_s": now_s,
            "answered_at_s": now_s,
            "forget_at_s": now_s + retention_s,
            "verdict": self._seal(verdict, code, "verdict"),
            "tries": 1,
        }
        self.forget(now_s)
        self._rows.change(statements.ADD_TOLD, row)

    def tell(self, code: str) -> bool:
        """Note that staff were told of the last answer; False where they had been."""
        return self._changed(statements.TELL, which=code)

    def drop(self, code: str) -> None:
        """Drop a request and all that came of it, from the disk too."""
        if self._rows.change(statements.DROP, self._own(which=code)):
            self._rows.clean()

    def forget(self, now_s: int) -> int:
        """Drop what is to be forgotten, from the disk too; says how many."""
        gone = self._rows.change(statements.FORGET, self._own(now_s=now_s))
        if gone:
            self._rows.clean()
        return gone

    def count_open(self, now_s: int) -> int:
        """Count the requests that wait for an answer."""
        row = self._rows.first(statements.COUNT_OPEN, self._own(now_s=now_s))
        return 0 if row is None else int(row[0])

    def _own(self, **given: object) -> dict[str, object]:
        return {"whose": self._tenant, **given}

    def _changed(self, change: sa.Update, **given: object) -> bool:
        return self._rows.change(change, self._own(**given)) == 1

    def _find(self, wanted: sa.Select[Any], **given: object) -> Kept:
        row = self._rows.first(wanted, self._own(**given))
        if row is None:
            raise Refused("request.unknown")
        code, stand, terms, ends_at_s, opened_at_s, answered_at_s, verdict, session, back, tries = (
            row
        )
        asked = None
        if terms is not None:
            asked = transaction_form.parse(self._unseal(terms, code, "terms"))
        return Kept(
            code,
            stand,
            asked,
            ends_at_s,
            opened_at_s,
            answered_at_s,
            None if verdict is None else self._unseal(verdict, code, "verdict"),
            session,
            back,
            tries,
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
