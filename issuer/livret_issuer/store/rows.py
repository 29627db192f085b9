"""What every group of a transaction's reads and writes is about: one connection, one tenant."""

from typing import Final

import sqlalchemy as sa

from livret_edge.prepared import Found, Prepared

#: What stands for the tenant in a statement that is prepared.
TENANT: Final = "of_tenant"


def of(table: sa.Table, *names: str) -> sa.ColumnElement[bool]:
    """One tenant's rows, by the columns that are named, as ``by_NAME``; for statements that are prepared."""
    return sa.and_(
        table.c.tenant == sa.bindparam(TENANT),
        *(table.c[name] == sa.bindparam(f"by_{name}") for name in names),
    )


class Rows:
    """One tenant's rows, in one transaction."""

    def __init__(self, connection: sa.Connection, tenant: str) -> None:
        self._connection: Final = connection
        self._tenant: Final = tenant

    def _run(self, statement: Prepared, **values: object) -> Found:
        """Run a statement that was made with :func:`of`, for this tenant."""
        values[TENANT] = self._tenant
        return statement.run(self._connection, values)

    def _add(self, insertion: Prepared, **values: object) -> Found:
        """Add a row of this tenant's; each of its columns has to be given."""
        values["tenant"] = self._tenant
        return insertion.run(self._connection, values)
