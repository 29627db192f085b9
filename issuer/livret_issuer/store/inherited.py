"""Lists and hand-overs of one whose DID this town hall's succeeded, under that DID as their tenant."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from livret_core.status.token import Status
from livret_issuer.store.handovers import Handovers
from livret_issuer.store.lists import NOBODYS, Lists
from livret_issuer.store.tables import COPY, HANDOVER, LIST

_MANY: Final = 1_000


class Inherited(Handovers, Lists):
    """Reads and writes of what was taken over."""

    def clear(self) -> None:
        """Forget what was taken over, of a time that was not ended."""
        for table in (HANDOVER, COPY, LIST):
            self._connection.execute(table.delete().where(table.c.tenant == self._tenant))

    def take(self, rows: Iterable[tuple[sa.Table, Mapping[str, Any]]]) -> None:
        """Keep rows of the other's record; see :func:`rows_of`."""
        rows = iter(rows)
        while some := list(islice(rows, _MANY)):
            for table in (HANDOVER, COPY, LIST):
                mine = [{**row, "tenant": self._tenant} for of, row in some if of is table]
                if mine:
                    self._connection.execute(table.insert(), mine)

    def mark(self, number: int, statuses: Mapping[int, Status], *, published_at_s: int) -> None:
        """Set places of a list as it was published, and begin the list where nobody has it.

        Args:
            number: of the list.
            statuses: of each place to be set.
            published_at_s: its ``iat``.
        """
        of_list = (LIST.c.tenant == self._tenant, LIST.c.number == number)
        if self._connection.execute(sa.select(LIST.c.number).where(*of_list)).first() is None:
            self.open_list(number, key="")
        before_s = self._connection.execute(
            sa.select(LIST.c.published_at_s).where(*of_list)
        ).scalar_one()
        self._connection.execute(
            LIST.update()
            .where(*of_list)
            .values(published_at_s=max(published_at_s, before_s or 0), is_over=False)
        )
        taken = set(self.taken_slots(number))
        self.count_taken({number: len(statuses.keys() - taken)})
        for slot, status in statuses.items():
            of_copy = (
                COPY.c.tenant == self._tenant,
                COPY.c.list_number == number,
                COPY.c.slot == slot,
            )
            if slot in taken:
                change = COPY.update().where(*of_copy).values(status=int(status))
                self._connection.execute(change)
            else:
                self._connection.execute(
                    COPY.insert().values(
                        tenant=self._tenant,
                        list_number=number,
                        slot=slot,
                        code=NOBODYS,
                        status=int(status),
                        expires_at_s=None,
                    )
                )

    def keep_only(self, numbers: Iterable[int]) -> None:
        """Publish no list but these."""
        self._connection.execute(
            LIST.update()
            .where(LIST.c.tenant == self._tenant, LIST.c.number.not_in(list(numbers)))
            .values(is_over=True)
        )


def rows_of(connection: sa.Connection, tenant: str) -> Iterable[tuple[sa.Table, Mapping[str, Any]]]:
    """Give what another town hall's record has of lists, copies and used hand-overs.

    What was to be said and never was stays behind, and so do answers.
    """
    for table in (HANDOVER, COPY, LIST):
        wanted = sa.select(table).where(table.c.tenant == tenant)
        if table is HANDOVER:
            wanted = wanted.where(HANDOVER.c.issued_at_s.is_not(None))
        for row in connection.execute(wanted):
            value = dict(row._mapping)  # noqa: SLF001  # its public name, whatever it looks like
            if table is HANDOVER:
                value |= {"claims": None, "response": None, "person": None}
            yield table, value
