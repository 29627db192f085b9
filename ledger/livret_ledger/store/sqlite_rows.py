"""Many rows of an SQLite table in few statements: of what a row costs, its statement is a good part.

    NODES = Insert("node", 2)
    NODES.run(db, rows)                   # 64 with a statement, what is left over one by one

Tables, columns and conditions are those of the store that uses them, never what somebody sent.
"""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Final, final

#: Rows in a statement: of four values each, no more than any build of SQLite takes (999).
MANY: Final = 64


@final
class Insert:
    """Inserts rows into one table, in the order given."""

    __slots__ = ("_many", "_one")

    def __init__(self, table: str, columns: int, rest: str = "") -> None:
        """Prepare the statements.

        Args:
            table: its name.
            columns: how many it has.
            rest: what follows the values, ``ON CONFLICT …``.
        """
        row = f"({', '.join('?' * columns)})"
        self._one: Final = f"INSERT INTO {table} VALUES {row} {rest}"  # noqa: S608
        rows = ", ".join([row] * MANY)
        self._many: Final = f"INSERT INTO {table} VALUES {rows} {rest}"  # noqa: S608

    def run(self, db: sqlite3.Connection, rows: Sequence[Sequence[object]]) -> None:
        """Insert rows, each with a value for every column."""
        full = len(rows) - len(rows) % MANY
        if full:
            parts = (rows[at : at + MANY] for at in range(0, full, MANY))
            db.executemany(self._many, [list(chain.from_iterable(part)) for part in parts])
        db.executemany(self._one, rows[full:])


@final
class Delete:
    """Deletes the rows of one table whose column has one of several values."""

    __slots__ = ("_many", "_one")

    def __init__(self, table: str, column: str) -> None:
        """Prepare the statements."""
        self._one: Final = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608
        places = ", ".join("?" * MANY)
        self._many: Final = f"DELETE FROM {table} WHERE {column} IN ({places})"  # noqa: S608

    def run(self, db: sqlite3.Connection, values: Sequence[object]) -> None:
        """Delete the row of each value, if it is there."""
        full = len(values) - len(values) % MANY
        if full:
            db.executemany(self._many, [values[at : at + MANY] for at in range(0, full, MANY)])
        db.executemany(self._one, [(value,) for value in values[full:]])
