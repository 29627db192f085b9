"""Pickups over the network, the tokens that open them, and what was used once.

Every method is part of a transaction that reads, decides and writes; ``Store.transaction`` lets
one of them through at a time, so that of two wallets that come at once the second finds what
the first left.
"""

import hashlib
from collections.abc import Collection
from dataclasses import fields
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from livret_core.errors import Refused
from livret_core.short_code import ShortCode
from livret_edge.prepared import Prepared
from livret_issuer.pickup.records import (
    ENDED,
    PickupStand,
    StoredPickup,
    StoredToken,
    TokenKind,
)
from livret_issuer.records import StoredHandover
from livret_issuer.store.handovers import read_handover
from livret_issuer.store.rows import Rows, of
from livret_issuer.store.tables import HANDOVER, ONCE, PICKUP, TOKEN

_AT_ONCE: Final = 5_000
_CODES: Final = frozenset({"code", "renews"})
_NAMES: Final = tuple(field.name for field in fields(StoredPickup))
# What nobody needs of a pickup that has ended; all of it is secret or about a person.
_DROPPED: Final = dict.fromkeys(("code_sha256", "draw", "pin_tag", "proofs", "person"))
_ITS: Final = tuple(PICKUP.c[name] for name in _NAMES)
_HANDED_OVER: Final = (HANDOVER.c.tenant == PICKUP.c.tenant) & (HANDOVER.c.code == PICKUP.c.code)
_WITH_HANDOVER: Final = sa.select(*_ITS, *HANDOVER.c).join_from(PICKUP, HANDOVER, _HANDED_OVER)
_FIND: Final = Prepared(sa.select(*_ITS).where(of(PICKUP, "code")))
_OFFERED: Final = Prepared(_WITH_HANDOVER.where(of(PICKUP, "code")))
_OFFERED_FOR: Final = Prepared(_WITH_HANDOVER.where(of(PICKUP, "code_sha256")))
_KEEP: Final = Prepared(
    PICKUP.update()
    .where(of(PICKUP, "code"))
    .values({name: sa.bindparam(f"to_{name}") for name in _NAMES})
)
_ADD_TOKEN: Final = Prepared(TOKEN.insert())
_TOKEN: Final = Prepared(sa.select(TOKEN).where(of(TOKEN, "sha256")))
_OPENED_BY: Final = Prepared(
    sa.select(TOKEN.c.code, TOKEN.c.kind, TOKEN.c.jkt, TOKEN.c.expires_at_s, *_ITS, *HANDOVER.c)
    .join_from(TOKEN, PICKUP, (PICKUP.c.tenant == TOKEN.c.tenant) & (PICKUP.c.code == TOKEN.c.code))
    .join(HANDOVER, _HANDED_OVER)
    .where(of(TOKEN, "sha256"))
)
_DROP_TOKENS: Final = Prepared(TOKEN.delete().where(of(TOKEN, "code")))
_DROP_TOKENS_OF: Final = Prepared(TOKEN.delete().where(of(TOKEN, "code", "kind")))
_FORGET_PERSON: Final = Prepared(PICKUP.update().where(of(PICKUP, "code")).values(person=None))
_ENDED: Final = Prepared(
    sa.select(TOKEN.c.code).where(of(TOKEN, "kind"), TOKEN.c.expires_at_s <= sa.bindparam("now_s"))
)
_FORGET_TOKENS: Final = Prepared(
    TOKEN.delete().where(of(TOKEN), TOKEN.c.expires_at_s <= sa.bindparam("now_s"))
)
_FORGET_USES: Final = Prepared(
    ONCE.delete().where(of(ONCE), ONCE.c.expires_at_s <= sa.bindparam("now_s"))
)
_HAS_REFRESH: Final = Prepared(
    sa.select(TOKEN.c.code).where(
        of(TOKEN, "code", "kind"), TOKEN.c.expires_at_s > sa.bindparam("now_s")
    )
)
_IS_USED: Final = (
    sa.select(sa.literal_column("1"))
    .where(
        ONCE.c.tenant == sa.bindparam("tenant", type_=ONCE.c.tenant.type),
        ONCE.c.sha256 == sa.bindparam("sha256", type_=ONCE.c.sha256.type),
    )
    .exists()
)
_AN_USE: Final = sa.select(*(sa.bindparam(each.name, type_=each.type) for each in ONCE.c)).where(
    ~_IS_USED
)
_USED_FOR: Final = (
    sa.select(sa.func.count())
    .select_from(ONCE)
    .where(
        ONCE.c.tenant == sa.bindparam("tenant", type_=ONCE.c.tenant.type),
        ONCE.c.code == sa.bindparam("code", type_=ONCE.c.code.type),
        ONCE.c.expires_at_s > sa.bindparam("now_s"),
    )
    .scalar_subquery()
)
_USE: Final = Prepared(ONCE.insert().from_select(ONCE.c.keys(), _AN_USE))
_USE_ONE_OF: Final = Prepared(
    ONCE.insert().from_select(
        ONCE.c.keys(), _AN_USE.where(sa.bindparam("most", type_=sa.Integer) > _USED_FOR)
    )
)


class Pickups(Rows):
    """Reads and writes of pickups."""

    def add(self, pickup: StoredPickup, *, code_sha256: bytes | None) -> None:
        """Keep a new one.

        Args:
            pickup: the pickup of a hand-over that is there.
            code_sha256: of its pre-authorized code; None for one that only renews.
        """
        self._connection.execute(
            PICKUP.insert().values(tenant=self._tenant, code_sha256=code_sha256, **_written(pickup))
        )

    def find(self, code: ShortCode) -> StoredPickup | None:
        """Find the pickup of a hand-over; None where it has none."""
        return self._one(_FIND, by_code=code.text)

    def get(self, code: ShortCode) -> StoredPickup:
        """Find the pickup of a hand-over.

        Raises:
            Refused: ``pickup.unknown``.
        """
        found = self.find(code)
        if found is None:
            raise Refused("pickup.unknown")
        return found

    def offered(self, code: ShortCode) -> tuple[StoredPickup, StoredHandover] | None:
        """Find a pickup with its hand-over; None where there is none."""
        return _read_both(self._run(_OFFERED, by_code=code.text).first())

    def offered_for(self, code_sha256: bytes) -> tuple[StoredPickup, StoredHandover] | None:
        """Find the pickup that a pre-authorized code is for, with its hand-over."""
        return _read_both(self._run(_OFFERED_FOR, by_code_sha256=code_sha256).first())

    def opened_by(
        self, token_sha256: bytes
    ) -> tuple[StoredToken, StoredPickup, StoredHandover] | None:
        """Find what a token is for, by the token's digest."""
        row = self._run(_OPENED_BY, by_sha256=token_sha256).first()
        if row is None:
            return None
        token, its, handed = row[:4], row[4 : 4 + len(_NAMES)], row[4 + len(_NAMES) :]
        return StoredToken(ShortCode(token[0]), *token[1:]), _read(its), read_handover(handed)

    def all(self) -> dict[ShortCode, StoredPickup]:
        """Every pickup, by the code of its hand-over."""
        rows = self._connection.execute(sa.select(*_ITS).where(PICKUP.c.tenant == self._tenant))
        return {pickup.code: pickup for pickup in map(_read, rows)}

    def keep(self, pickup: StoredPickup) -> None:
        """Write a pickup anew."""
        values = {f"to_{name}": value for name, value in _written(pickup).items()}
        self._run(_KEEP, by_code=pickup.code.text, **values)

    def end(self, code: ShortCode, stand: PickupStand, *, at_s: int) -> bool:
        """End a pickup, if there is one that has not ended: its secrets and its tokens go."""
        result = self._connection.execute(
            PICKUP.update()
            .where(*self._which(code), PICKUP.c.stand.not_in(ENDED))
            .values(stand=stand, at_s=at_s, **_DROPPED)
        )
        self.drop_tokens(code)
        return bool(result.rowcount)

    def deny(self, code: ShortCode, *, at_s: int) -> None:
        """End a pickup that somebody said no to; its wallet can still ask, and is told."""
        self._connection.execute(
            PICKUP.update().where(*self._which(code)).values(stand="denied", at_s=at_s, **_DROPPED)
        )

    def renewals_of(self, code: ShortCode) -> list[StoredPickup]:
        """Which pickups were made to renew a hand-over, those that renew these too; oldest first."""
        found: list[StoredPickup] = []
        wanted = [code.text]
        while wanted:
            rows = self._connection.execute(
                sa.select(*_ITS)
                .join(
                    HANDOVER,
                    sa.and_(HANDOVER.c.tenant == PICKUP.c.tenant, HANDOVER.c.code == PICKUP.c.code),
                )
                .where(PICKUP.c.tenant == self._tenant, PICKUP.c.renews.in_(wanted))
                .order_by(HANDOVER.c.created_at_s, PICKUP.c.code)
            )
            more = [_read(row) for row in rows]
            found += more
            wanted = [each.code.text for each in more]
        return found

    def renewed_by(self, codes: Collection[str]) -> list[ShortCode]:
        """Which hand-overs those renew that were signed and of which no wallet said anything."""
        rows = self._connection.execute(
            sa.select(PICKUP.c.renews).where(
                PICKUP.c.tenant == self._tenant,
                PICKUP.c.code.in_(codes),
                PICKUP.c.stand == "signed",
                PICKUP.c.renews.is_not(None),
            )
        )
        return [ShortCode(renews) for renews in rows.scalars()]

    # Tokens.

    def add_token(
        self, sha256: bytes, code: ShortCode, kind: TokenKind, *, jkt: str | None, expires_at_s: int
    ) -> None:
        """Keep a token by its digest; what was given of its kind before is to be dropped first."""
        self._add(
            _ADD_TOKEN,
            sha256=sha256,
            code=code.text,
            kind=kind,
            jkt=jkt,
            expires_at_s=expires_at_s,
        )

    def token(self, sha256: bytes) -> StoredToken | None:
        """Find a token by its digest."""
        row = self._run(_TOKEN, by_sha256=sha256).first()
        if row is None:
            return None
        return StoredToken(ShortCode(row.code), row.kind, row.jkt, row.expires_at_s)

    def has_refresh(self, code: ShortCode, *, now_s: int) -> bool:
        """Whether somebody can still fetch something newer than what this pickup gave."""
        found = self._run(_HAS_REFRESH, by_code=code.text, by_kind="refresh", now_s=now_s)
        return found.first() is not None

    def move_refresh(self, code: ShortCode, to: ShortCode, *, expires_at_s: int) -> None:
        """Let the right to fetch newer ones go on from the pickup that renewed another.

        Nobody need know any more who that other was for.
        """
        self._run(_FORGET_PERSON, by_code=code.text)
        self._connection.execute(
            TOKEN.update()
            .where(*self._of(TOKEN, code), TOKEN.c.kind == "refresh")
            .values(code=to.text, expires_at_s=expires_at_s)
        )

    def drop_tokens(self, code: ShortCode, kind: TokenKind | None = None) -> None:
        """Take back what was given to go on with a pickup."""
        if kind is None:
            self._run(_DROP_TOKENS, by_code=code.text)
        else:
            self._run(_DROP_TOKENS_OF, by_code=code.text, by_kind=kind)

    # Nonces and DPoP proofs.

    def use(self, text: str, code: ShortCode, *, until_s: int) -> bool:
        """Note that something was used that works once.

        Args:
            text: its name.
            code: of the pickup that it was used for.
            until_s: until when nobody would believe it any more.

        Returns:
            False when it was used before: nothing is noted then.
        """
        done = self._add(_USE, sha256=_name_of(text), code=code.text, expires_at_s=until_s)
        return bool(done.rowcount)

    def use_one_of(
        self, most: int, text: str, code: ShortCode, *, until_s: int, now_s: int
    ) -> bool:
        """Note it, as :meth:`use`, where fewer than *most* have to be remembered for the pickup."""
        done = self._add(
            _USE_ONE_OF,
            sha256=_name_of(text),
            code=code.text,
            expires_at_s=until_s,
            now_s=now_s,
            most=most,
        )
        return bool(done.rowcount)

    def forget(self, codes: Collection[str], *, now_s: int) -> int:
        """Drop what is over, and what is secret or personal of pickups; says of how many.

        Whose copies can still be renewed is known until they cannot.

        Args:
            codes: of pickups whose time is over since it was last done, some thousand at once.
            now_s: seconds since 1970.
        """
        ended = set(self._run(_ENDED, now_s=now_s, by_kind="refresh").scalars())
        for statement in (_FORGET_TOKENS, _FORGET_USES):
            self._run(statement, now_s=now_s)
        its = (PICKUP.c.tenant == self._tenant, PICKUP.c.code.in_(codes))
        secrets = ("code_sha256", "draw", "pin_tag", "proofs")
        dropped = self._connection.execute(
            PICKUP.update()
            .where(*its, sa.or_(*(PICKUP.c[name].is_not(None) for name in secrets)))
            .values(**dict.fromkeys(secrets))
        ).rowcount
        renewable = sa.select(TOKEN.c.code).where(
            TOKEN.c.tenant == self._tenant,
            TOKEN.c.code == PICKUP.c.code,
            TOKEN.c.kind == "refresh",
        )
        waiting = iter(ended.union(codes))
        while some := list(islice(waiting, _AT_ONCE)):
            dropped += self._connection.execute(
                PICKUP.update()
                .where(
                    PICKUP.c.tenant == self._tenant,
                    PICKUP.c.code.in_(some),
                    PICKUP.c.person.is_not(None),
                    ~renewable.exists(),
                    sa.select(HANDOVER.c.code)
                    .where(_HANDED_OVER, HANDOVER.c.expires_at_s <= now_s)
                    .exists(),
                )
                .values(person=None)
            ).rowcount
        return dropped

    def _one(self, statement: Prepared, **by: object) -> StoredPickup | None:
        row = self._run(statement, **by).first()
        return None if row is None else _read(row)

    def _which(self, code: ShortCode) -> tuple[sa.ColumnElement[bool], ...]:
        return self._of(PICKUP, code)

    def _of(self, table: sa.Table, code: ShortCode) -> tuple[sa.ColumnElement[bool], ...]:
        return (table.c.tenant == self._tenant, table.c.code == code.text)


def _written(pickup: StoredPickup) -> dict[str, Any]:
    values = {name: getattr(pickup, name) for name in _NAMES}
    return values | {name: values[name] and values[name].text for name in _CODES}


def _read(row: Any) -> StoredPickup:
    """Read the columns of ``_ITS``."""
    code, draw, pin_tag, attempts_left, stand, at_s, renews, *rest = row
    return StoredPickup(
        ShortCode(code),  # as we wrote it
        draw,
        pin_tag,
        attempts_left,
        stand,
        at_s,
        renews and ShortCode(renews),
        *rest,
    )


def _read_both(row: Any | None) -> tuple[StoredPickup, StoredHandover] | None:
    if row is None:
        return None
    return _read(row[: len(_NAMES)]), read_handover(row[len(_NAMES) :])


def _name_of(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()
