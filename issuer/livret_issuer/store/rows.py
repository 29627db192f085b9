"""What every group of a transaction's reads and writes is about: one connection, one tenant."""

from typing import Final

import sqlalchemy as sa


class Rows:
    """One tenant's rows, in one transaction."""

    def __init__(self, connection: sa.Connection, tenant: str) -> None:
        self._connection: Final = connection
        self._tenant: Final = tenant
