"""How often what happened at a desk on a day: no names, no hours, no order."""

from collections.abc import Mapping
from typing import Any, Final, final

import sqlalchemy as sa

from livret_verifier.store.rows import Rows
from livret_verifier.store.tables import COUNTED

_C: Final = COUNTED.c
_KEY: Final = ("tenant", "day", "procedure", "what")
_THIS: Final = sa.and_(*(_C[name] == sa.bindparam(f"this_{name}") for name in _KEY))
_COUNT: Final = sa.update(COUNTED).where(_THIS).values(times=_C.times + 1)
_BEGIN: Final = sa.insert(COUNTED).from_select(
    [*_KEY, "times"],
    sa.select(
        *(sa.bindparam(f"this_{name}", type_=_C[name].type) for name in _KEY),
        sa.literal_column("1"),
    ).where(~sa.exists().where(_THIS)),
)
_DAYS: Final = (
    sa.select(_C.day, _C.procedure, _C.what, _C.times)
    .where(_C.tenant == sa.bindparam("whose"), _C.day >= sa.bindparam("since"))
    .order_by(_C.day, _C.procedure, _C.what)
)
_DROP: Final = sa.delete(COUNTED).where(
    _C.tenant == sa.bindparam("whose"), _C.day < sa.bindparam("before")
)


@final
class Counts:
    """One desk's counts."""

    def __init__(self, rows: Rows, tenant: str) -> None:
        self._rows: Final = rows
        self._tenant: Final = tenant

    def count(self, day: str, procedure: str, what: str) -> None:
        """Count one more.

        Args:
            day: ``2026-11-22``, as the desk's own calendar has it.
            procedure: its name; empty for what was none's.
            what: an outcome, or ``by_hand.`` and the reason.
        """
        key = dict(zip(_KEY, (self._tenant, day, procedure, what), strict=True))
        given = {f"this_{name}": value for name, value in key.items()}
        # Another process may begin it in between; then there is one to add to.
        for change in (_COUNT, _BEGIN, _COUNT):
            if self._rows.change(change, given):
                return

    def since(self, day: str) -> list[tuple[str, str, str, int]]:
        """Give day, procedure, what and how often, from a day on."""
        given: Mapping[str, Any] = {"whose": self._tenant, "since": day}
        return [(row[0], row[1], row[2], int(row[3])) for row in self._rows.all(_DAYS, given)]

    def drop_before(self, day: str) -> None:
        """Drop what is older than a day."""
        self._rows.change(_DROP, {"whose": self._tenant, "before": day})
