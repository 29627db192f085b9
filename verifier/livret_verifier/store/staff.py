"""The accounts of a desk, and who is logged in. May be used by several threads and processes."""

import os
from threading import BoundedSemaphore
from typing import Any, Final, final

import sqlalchemy as sa

from livret_core import totp
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.sealing import FLOOR, NONCE_BYTES, SALT_BYTES, KdfParameters, SealingKey
from livret_verifier.staff import (
    NOBODY,
    SESSION_S,
    Account,
    check_name,
    check_waits_not,
    entered,
    make_account,
    wait_s,
)
from livret_verifier.store.drawing import digest_of, drawn, token
from livret_verifier.store.rows import Rows
from livret_verifier.store.tables import SESSION, STAFF

_F: Final = STAFF.c
_E: Final = SESSION.c
_ALL: Final = [column.name for column in STAFF.columns]
_THIS: Final = sa.and_(_F.tenant == sa.bindparam("whose"), _F.name == sa.bindparam("which"))
_ADD: Final = sa.insert(STAFF).from_select(
    _ALL,
    sa.select(
        *(sa.bindparam(f"new_{name}", type_=_F[name].type) for name in _ALL)
    ).where(
        ~sa.exists().where(
            _F.tenant == sa.bindparam("new_tenant"), _F.name == sa.bindparam("new_name")
        )
    ),
)  # fmt: skip
_FIND: Final = sa.select(STAFF).where(_THIS)
_NAMES: Final = (
    sa.select(_F.name, _F.made_at_s).where(_F.tenant == sa.bindparam("whose")).order_by(_F.name)
)
_REMOVE: Final = sa.delete(STAFF).where(_THIS)
# Who tries at the same moment as another has lost the race, and that is a try too.
_TRY: Final = (
    sa.update(STAFF)
    .where(_THIS, _F.tries == sa.bindparam("seen"))
    .values(tries=_F.tries + 1, waits_until_s=sa.bindparam("until_s"))
)
_ENTER: Final = (
    sa.update(STAFF)
    .where(_THIS, _F.last_step < sa.bindparam("step"))
    .values(tries=0, waits_until_s=0, last_step=sa.bindparam("step"))
)
_OWN: Final = _E.tenant == sa.bindparam("whose")
_BEGIN: Final = sa.insert(SESSION).values(
    {column.name: sa.bindparam(column.name) for column in SESSION.columns}
)
_WHO: Final = sa.select(_E.name).where(
    _OWN, _E.session_sha256 == sa.bindparam("which"), _E.ends_at_s > sa.bindparam("now_s")
)
_END: Final = sa.delete(SESSION).where(_OWN, _E.session_sha256 == sa.bindparam("which"))
_END_ALL: Final = sa.delete(SESSION).where(_OWN, _E.name == sa.bindparam("which"))
_END_OLD: Final = sa.delete(SESSION).where(_OWN, _E.ends_at_s <= sa.bindparam("now_s"))
# Each try takes the memory of a passphrase's stretching.
_AT_ONCE: Final = BoundedSemaphore(2)
_PATIENCE_S: Final = 2.0


@final
class Staff:
    """One desk's accounts."""

    def __init__(self, rows: Rows, tenant: str, key: SealingKey) -> None:
        self._rows: Final = rows
        self._tenant: Final = tenant
        self._key: Final = key

    def add(
        self, name: str, passphrase: bytes, *, now_s: int, kdf: KdfParameters = FLOOR
    ) -> Account:
        """Make an account.

        Raises:
            MalformedInput: ``staff.name``.
            Refused: ``staff.passphrase_short``, ``staff.exists``.
            Unavailable: ``store.unavailable``.
        """
        made = make_account(
            name,
            passphrase,
            salt=drawn(SALT_BYTES),
            secret=os.urandom(totp.SECRET_BYTES),
            now_s=now_s,
            kdf=kdf,
        )
        row: dict[str, Any] = {
            "tenant": self._tenant,
            "name": name,
            "salt": made.salt,
            "passes": made.kdf.passes,
            "memory_kib": made.kdf.memory_kib,
            "digest": made.digest,
            "totp": self._seal(made.secret, name),
            "last_step": -1,
            "tries": 0,
            "waits_until_s": 0,
            "made_at_s": now_s,
        }
        if not self._rows.change(_ADD, {f"new_{key}": value for key, value in row.items()}):
            raise Refused("staff.exists")
        return made

    def remove(self, name: str) -> None:
        """Remove an account; whoever is logged in with it is so no more.

        Raises:
            Refused: ``staff.none``.
        """
        if not self._rows.change(_REMOVE, self._own(which=name)):
            raise Refused("staff.none")
        self._rows.change(_END_ALL, self._own(which=name))

    def names(self) -> list[tuple[str, int]]:
        """Give each account's name, and when it was made."""
        return [(row[0], int(row[1])) for row in self._rows.all(_NAMES, self._own())]

    def find(self, name: str) -> Account:
        """Find an account.

        Raises:
            Refused: ``staff.none``. MalformedInput: ``home.malformed``.
        """
        row = self._rows.first(_FIND, self._own(which=name))
        if row is None:
            raise Refused("staff.none")
        at = dict(zip(_ALL, row, strict=True))
        return Account(
            name,
            at["salt"],
            KdfParameters(at["passes"], at["memory_kib"]),
            at["digest"],
            self._unseal(at["totp"], name),
            at["last_step"],
            at["tries"],
            at["waits_until_s"],
            at["made_at_s"],
        )

    def enter(self, name: str, passphrase: str, code: str, *, before: str, now_s: int) -> str:
        """Log in; a session's secret, which was nobody's before.

        Args:
            name: as typed.
            passphrase: as typed.
            code: as typed.
            before: the session that the browser had; it ends, whosever it was.
            now_s: seconds since 1970.

        Raises:
            Refused: ``staff.unknown``, ``staff.blocked``.
            Unavailable: ``staff.busy``, ``store.unavailable``.
        """
        account = self._tried(name, now_s)
        if not _AT_ONCE.acquire(timeout=_PATIENCE_S):
            raise Unavailable("staff.busy")
        try:
            step = entered(account, passphrase, code, now_s=now_s)
        finally:
            _AT_ONCE.release()
        if not self._rows.change(_ENTER, self._own(which=name, step=step)):
            raise Refused("staff.unknown")  # the same code, a moment ago
        self.leave(before)
        self._rows.change(_END_OLD, self._own(now_s=now_s))
        session = token()
        row = {
            "tenant": self._tenant,
            "session_sha256": digest_of(session),
            "name": name,
            "ends_at_s": now_s + SESSION_S,
        }
        self._rows.change(_BEGIN, row)
        return session

    def who(self, session: str, *, now_s: int) -> str | None:
        """Say who is logged in."""
        given = self._own(which=digest_of(session), now_s=now_s)
        row = self._rows.first(_WHO, given) if session else None
        return None if row is None else str(row[0])

    def leave(self, session: str) -> None:
        """Log out."""
        if session:
            self._rows.change(_END, self._own(which=digest_of(session)))

    def _tried(self, name: str, now_s: int) -> Account:
        """Count a try before anything is looked at."""
        try:
            account = self.find(check_name(name))
        except LivretError as error:
            if error.code in {"staff.none", "staff.name"}:
                return NOBODY
            raise
        check_waits_not(account, now_s=now_s)
        tried = self._own(
            which=name,
            seen=account.tries,
            until_s=now_s + wait_s(account.tries + 1),
        )
        if not self._rows.change(_TRY, tried):
            raise Refused("staff.blocked")
        return account

    def _own(self, **given: object) -> dict[str, object]:
        return {"whose": self._tenant, **given}

    def _seal(self, secret: bytes, name: str) -> bytes:
        nonce = drawn(NONCE_BYTES)
        about = f"{self._tenant}\0{name}".encode()
        return nonce + self._key.seal(secret, nonce=nonce, associated_data=about)

    def _unseal(self, sealed: bytes, name: str) -> bytes:
        about = f"{self._tenant}\0{name}".encode()
        try:
            return self._key.unseal(
                sealed[NONCE_BYTES:], nonce=sealed[:NONCE_BYTES], associated_data=about
            )
        except (LivretError, ValueError) as error:
            raise MalformedInput("home.malformed", type(error).__name__) from None
