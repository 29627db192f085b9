"""What every group of a transaction's reads and writes is about: one connection, one tenant."""

from typing import Any, Final

import sqlalchemy as sa

#: What stands for the tenant in a statement that is made once: making one costs four times
#: what running it does.
TENANT: Final = "of_tenant"


def of(table: sa.Table, *names: str) -> sa.ColumnElement[bool]:
    """One tenant's rows, by the columns that are named, as ``by_NAME``; for statements made once."""
    return sa.and_(
        table.c.tenant == sa.bindparam(TENANT),
        *(table.c[name] == sa.bindparam(f"by_{name}") for name in names),
    )


class Rows:
    """One tenant's rows, in one transaction."""

    def __init__(self, connection: sa.Connection, tenant: str) -> None:
        self._connection: Final = connection
        self._tenant: Final = tenant

    def _run(self, statement: sa.Executable, **values: object) -> sa.CursorResult[Any]:
        """Run a statement that was made with :func:`of`, for this tenant."""
        return self._connection.execute(statement, {TENANT: self._tenant, **values})
