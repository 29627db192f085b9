"""Status lists, and the places of copies in them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import sqlalchemy as sa

from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_edge.prepared import Prepared
from livret_issuer.records import Copies, Slot
from livret_issuer.store.rows import Rows, of
from livret_issuer.store.tables import COPY, HANDOVER, LIST

#: In the place of a hand-over's code: a place of which nobody knows whose it was.
NOBODYS: Final = ""
_LISTS: Final = Prepared(
    sa.select(LIST.c.number, LIST.c.published_at_s)
    .where(of(LIST), LIST.c.is_over.is_(False))
    .order_by(LIST.c.number)
)
_KEY: Final = Prepared(sa.select(LIST.c.key).where(of(LIST, "number")))
_LAST_UNDER: Final = Prepared(
    sa.select(LIST.c.number)
    .where(of(LIST, "key"), LIST.c.is_over.is_(False), LIST.c.number >= sa.bindparam("first"))
    .order_by(LIST.c.number.desc())
    .limit(sa.literal_column("1"))
)
_ADD: Final = Prepared(COPY.insert())
_TAKE: Final = Prepared(
    LIST.update().where(of(LIST, "number")).values(taken=LIST.c.taken + sa.bindparam("count"))
)
_COUNT: Final = Prepared(sa.select(LIST.c.taken).where(of(LIST, "number")))
_SLOTS: Final = Prepared(sa.select(COPY.c.slot).where(of(COPY, "list_number")))
_SLOT: Final = Prepared(sa.select(COPY.c.slot).where(of(COPY, "list_number", "slot")))
#: Whoever asks about more places than this has more use for all of them.
_ASKED_ONE_BY_ONE: Final = 512


class TakenSlots(Rows, AbstractSet[int]):
    """The indexes of one list that were given out, in one transaction; not read before they are wanted.

    A list has 2^17 places, and a batch asks about a few of them.
    """

    def __init__(self, connection: sa.Connection, tenant: str, list_number: int) -> None:
        super().__init__(connection, tenant)
        self._number: Final = list_number
        self._asked = 0
        self._count: int | None = None
        self._all: set[int] | None = None

    def __contains__(self, index: object) -> bool:
        """Whether a place was given out."""
        self._asked += 1
        if self._asked > _ASKED_ONE_BY_ONE:
            return index in self._read()
        found = self._run(_SLOT, by_list_number=self._number, by_slot=index)
        return found.first() is not None

    def __iter__(self) -> Iterator[int]:
        """Every place that was given out."""
        return iter(self._read())

    def __len__(self) -> int:
        """How many were given out."""
        if self._count is None:
            found = self._run(_COUNT, by_number=self._number).first()
            self._count = 0 if found is None else found.taken
        return self._count

    def _read(self) -> set[int]:
        if self._all is None:
            self._all = set(self._run(_SLOTS, by_list_number=self._number).scalars())
        return self._all


class Lists(Rows):
    """Reads and writes of lists and copies."""

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
        rows = self._run(_LISTS)
        return {row.number: row.published_at_s for row in rows}

    def last_list(self) -> int:
        """The highest number that a list ever had."""
        last = sa.select(sa.func.max(LIST.c.number)).where(LIST.c.tenant == self._tenant)
        return int(self._connection.execute(last).scalar_one() or 0)

    def list_under(self, key: str, *, first: int) -> int | None:
        """The newest list that is published and that a credential key signs; None without any.

        Args:
            key: its name.
            first: the number of the list, or higher.
        """
        found = self._run(_LAST_UNDER, by_key=key, first=first).first()
        return None if found is None else int(found.number)

    def list_key(self, number: int) -> str:
        """Which credential key signs a list."""
        return str(self._run(_KEY, by_number=number).scalar())

    def end_lists(self, numbers: Collection[int]) -> None:
        """Publish these lists no more."""
        self._connection.execute(
            LIST.update()
            .where(LIST.c.tenant == self._tenant, LIST.c.number.in_(numbers))
            .values(is_over=True)
        )

    def lists_under(self, key: str) -> list[int]:
        """Which lists a credential key signs."""
        rows = self._connection.execute(
            sa.select(LIST.c.number).where(LIST.c.tenant == self._tenant, LIST.c.key == key)
        )
        return list(rows.scalars())

    def hold_until(self, numbers: Collection[int]) -> int | None:
        """Until when a copy in these lists holds at most: 0 without any, None for one without end."""
        rows = self._connection.execute(
            sa.select(COPY.c.expires_at_s)
            .distinct()
            .where(COPY.c.tenant == self._tenant, COPY.c.list_number.in_(numbers))
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

    def taken_slots(self, list_number: int) -> "TakenSlots":
        """Which indexes of a list were ever given out."""
        return TakenSlots(self._connection, self._tenant, list_number)

    def add_copies(
        self, code: ShortCode, slots: Sequence[Slot], *, expires_at_s: int | None
    ) -> None:
        """Give slots to the copies of one hand-over."""
        for slot in slots:
            self._add(
                _ADD,
                list_number=slot.list_number,
                slot=slot.index,
                code=code.text,
                status=int(Status.VALID),
                expires_at_s=expires_at_s,
            )
        self.count_taken(Counter(slot.list_number for slot in slots))

    def count_taken(self, places: Mapping[int, int]) -> None:
        """Count places as given out, so many of each list."""
        for number, count in places.items():
            self._run(_TAKE, by_number=number, count=count)

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
        return self._copies(sa.and_(COPY.c.tenant == self._tenant, COPY.c.code != NOBODYS))

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
