"""Hand-overs: what will be said to a wallet, kept until it was, and dropped then."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused
from livret_core.short_code import ShortCode
from livret_edge.prepared import Prepared
from livret_issuer.records import StoredHandover
from livret_issuer.store.rows import Rows, of
from livret_issuer.store.tables import HANDOVER, SAID

_ADD: Final = Prepared(HANDOVER.insert())
_NEW: Final[Mapping[str, object]] = dict.fromkeys(HANDOVER.c.keys())
_FIND: Final = Prepared(sa.select(HANDOVER).where(of(HANDOVER, "code")))
_USE: Final = Prepared(
    HANDOVER.update()
    .where(of(HANDOVER, "code"))
    .values(
        claims=None,
        person=None,
        issued_at_s=sa.bindparam("to_issued_at_s"),
        request_sha256=sa.bindparam("to_request_sha256"),
        response=sa.bindparam("to_response"),
    )
)
_OVER: Final = Prepared(
    sa.select(HANDOVER.c.code)
    .where(of(HANDOVER), HANDOVER.c.expires_at_s <= sa.bindparam("now_s"), SAID)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_EXTEND: Final = Prepared(
    HANDOVER.update()
    .where(of(HANDOVER, "code"), HANDOVER.c.expires_at_s < sa.bindparam("until_s"))
    .values(expires_at_s=sa.bindparam("until_s"))
)


_END: Final = Prepared(
    HANDOVER.update().where(of(HANDOVER, "code")).values(expires_at_s=sa.bindparam("at_s"))
)


class Handovers(Rows):
    """Reads and writes of hand-overs."""

    def add_handover(self, handover: StoredHandover) -> None:
        """Keep a new hand-over."""
        self.add_written((written(handover),))

    def add_written(self, handovers: Iterable[Mapping[str, object]]) -> None:
        """Keep new hand-overs that :func:`written` gave, some hundred at once."""
        mine = {"tenant": self._tenant}
        _ADD.run_each(self._connection, [{**_NEW, **each, **mine} for each in handovers])

    def has_handover(self, code: ShortCode) -> bool:
        """Whether a hand-over has this code."""
        found = sa.select(HANDOVER.c.code).where(
            HANDOVER.c.tenant == self._tenant, HANDOVER.c.code == code.text
        )
        return self._connection.execute(found).first() is not None

    def known_handovers(self, codes: Sequence[ShortCode]) -> frozenset[ShortCode]:
        """Which of these codes, some hundred at once, a hand-over has."""
        found = sa.select(HANDOVER.c.code).where(
            HANDOVER.c.tenant == self._tenant, HANDOVER.c.code.in_([each.text for each in codes])
        )
        return frozenset(map(ShortCode, self._connection.execute(found).scalars()))

    def people_offered(self, vct: str, *, now_s: int) -> dict[bytes, ShortCode]:
        """Whom a hand-over of a type waits for that is open still: their marks, and its code."""
        found = sa.select(HANDOVER.c.person, HANDOVER.c.code).where(
            HANDOVER.c.tenant == self._tenant,
            HANDOVER.c.vct == vct,
            HANDOVER.c.expires_at_s > now_s,
            HANDOVER.c.person.is_not(None),
        )
        return {bytes(m): ShortCode.parse(code) for m, code in self._connection.execute(found)}

    def open_for(self, vct: str, person: bytes, *, now_s: int) -> list[ShortCode]:
        """The hand-overs of a type that wait still for whom this mark is of, oldest first."""
        found = (
            sa.select(HANDOVER.c.code)
            .where(
                HANDOVER.c.tenant == self._tenant,
                HANDOVER.c.vct == vct,
                HANDOVER.c.person == person,
                HANDOVER.c.expires_at_s > now_s,
                HANDOVER.c.request_sha256.is_(None),
            )
            .order_by(HANDOVER.c.created_at_s, HANDOVER.c.code)
        )
        return [ShortCode.parse(code) for code in self._connection.execute(found).scalars()]

    def handover(self, code: ShortCode) -> StoredHandover:
        """Find a hand-over.

        Raises:
            Refused: ``handover.unknown``.
        """
        row = self._run(_FIND, by_code=code.text).first()
        if row is None:
            raise Refused("handover.unknown")
        return read_handover(row)

    def handovers(self) -> list[StoredHandover]:
        """All hand-overs, newest first."""
        rows = self._connection.execute(
            sa.select(HANDOVER)
            .where(HANDOVER.c.tenant == self._tenant)
            .order_by(HANDOVER.c.created_at_s.desc(), HANDOVER.c.code)
        )
        return [read_handover(row) for row in rows]

    def use_handover(
        self, code: ShortCode, *, request_sha256: bytes, response: bytes, at_s: int
    ) -> None:
        """Note that a hand-over was used, and drop what it said."""
        self._run(
            _USE,
            by_code=code.text,
            to_issued_at_s=at_s,
            to_request_sha256=request_sha256,
            to_response=response,
        )

    def extend_handover(self, code: ShortCode, *, until_s: int) -> None:
        """Let a hand-over that is open end later."""
        self._run(_EXTEND, by_code=code.text, until_s=until_s)

    def end_handover(self, code: ShortCode, *, at_s: int) -> None:
        """Let a hand-over end then, sooner or later than it would have."""
        self._run(_END, by_code=code.text, at_s=at_s)

    def cancel_handover(self, code: ShortCode, *, at_s: int) -> None:
        """End a hand-over now, and drop what it said."""
        self._connection.execute(
            HANDOVER.update()
            .where(HANDOVER.c.tenant == self._tenant, HANDOVER.c.code == code.text)
            .values(claims=None, person=None, expires_at_s=at_s, cancelled_at_s=at_s)
        )

    def over(self, now_s: int, *, most: int) -> list[str]:
        """Hand-overs whose time is over and of which something is still there to be dropped."""
        return list(self._run(_OVER, now_s=now_s, most=most).scalars())

    def forget(self, codes: Sequence[str]) -> int:
        """Drop claims and answers of hand-overs, some thousand at once; says of how many."""
        result = self._connection.execute(
            HANDOVER.update()
            .where(HANDOVER.c.tenant == self._tenant, HANDOVER.c.code.in_(codes), SAID)
            .values(claims=None, response=None, person=None)
        )
        return result.rowcount


def written(handover: StoredHandover) -> dict[str, Any]:
    """Write a new hand-over as the database has it."""
    claims = handover.claims
    return {
        "code": handover.code.text,
        "vct": handover.vct,
        "nonce": handover.nonce,
        "max_copies": handover.max_copies,
        "source": handover.source,
        "source_line": handover.source_line,
        "claims": None if claims is None else json_encoding.format(claims),
        "created_at_s": handover.created_at_s,
        "expires_at_s": handover.expires_at_s,
        "person": handover.person,
    }


def read_handover(row: Any) -> StoredHandover:
    """Read a row of its table."""
    _, code, vct, nonce, max_copies, source, source_line, claims, *rest = row
    return StoredHandover(
        ShortCode(code),  # as we wrote it
        vct,
        nonce,
        max_copies,
        source,
        source_line,
        None if claims is None else json_encoding.parse_object(claims),
        *rest,
    )
