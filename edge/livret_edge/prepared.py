"""Statements that are written once a kind of database, and handed to its driver as they are.

SQLAlchemy says what a statement is, the same for both databases; to write it anew and to wrap what
it gives costs several times what running it does. Those that each request runs are written here
once. Values go in by their names and never into the text.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, final

import sqlalchemy as sa


@final
class Found:
    """What a statement gave, read to its end."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        """Take rows, and how many a change was of."""
        self._rows: Final = rows
        self.rowcount: Final = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def first(self) -> Any | None:
        """Give the first row; None without any."""
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:
        """Give the first value of a row that is there."""
        return self._rows[0][0]

    def scalars(self) -> Iterator[Any]:
        """Give the first value of each row."""
        return (row[0] for row in self._rows)


@final
class Prepared:
    """One statement; every value in it has a name."""

    def __init__(self, statement: sa.Executable) -> None:
        """Take a statement, to be written when it is first run."""
        self._statement: Final = statement
        self._written: Final[dict[str, _Written]] = {}

    def run(self, connection: sa.Connection, values: Mapping[str, object]) -> Found:
        """Run it within a connection's transaction.

        Args:
            connection: that has begun one.
            values: by name; each that the statement has.

        Raises:
            sa.exc.DBAPIError: what the driver fails by; it shows no value.
        """
        written = self._written_for(connection.dialect)
        driver: Any = connection.connection.driver_connection
        try:
            cursor = driver.execute(written.text, written.arguments(values))
            try:
                rows = cursor.fetchall() if written.gives_rows else ()
                return Found([written.row(row) for row in rows], cursor.rowcount)
            finally:
                cursor.close()
        except connection.dialect.loaded_dbapi.Error as error:
            raise sa.exc.DBAPIError(None, None, error, hide_parameters=True) from None

    def run_each(self, connection: sa.Connection, values: Iterable[Mapping[str, object]]) -> None:
        """Run it for each of *values*, some hundred at once; raises as :meth:`run`."""
        written = self._written_for(connection.dialect)
        driver: Any = connection.connection.driver_connection
        cursor = driver.cursor()
        try:
            cursor.executemany(written.text, [written.arguments(each) for each in values])
        except connection.dialect.loaded_dbapi.Error as error:
            raise sa.exc.DBAPIError(None, None, error, hide_parameters=True) from None
        finally:
            cursor.close()

    def text(self, connection: sa.Connection) -> str:
        """Give it as the connection's database reads it."""
        return self._written_for(connection.dialect).text

    def _written_for(self, dialect: sa.Dialect) -> "_Written":
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = _Written(self._statement, dialect)
        return written


@final
class _Written:
    """A statement in the words of one kind of database."""

    def __init__(self, statement: sa.Executable, dialect: sa.Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self.text: Final[str] = compiled.string
        self.gives_rows: Final = isinstance(statement, sa.Select)
        # What stands in the statement itself, and is given by nobody.
        fixed = {name: each.value for name, each in compiled.binds.items() if not each.required}
        order: Sequence[str] | None = compiled.positiontup
        self.arguments: Final = _in_order(order, fixed) if compiled.positional else _by_name(fixed)
        names = [*statement.selected_columns.keys()] if isinstance(statement, sa.Select) else []
        row: Any = namedtuple("row", names, rename=True)  # type: ignore[misc]  # noqa: PYI024  # as many kinds as statements
        self.row: Final[Callable[[Any], Any]] = row._make


def _in_order(
    order: Sequence[str] | None, fixed: Mapping[str, object]
) -> Callable[[Mapping[str, object]], object]:
    names = tuple(order or ())

    def arguments(values: Mapping[str, object]) -> object:
        known = {**fixed, **values} if fixed else values
        return tuple([known[name] for name in names])

    return arguments


def _by_name(fixed: Mapping[str, object]) -> Callable[[Mapping[str, object]], object]:
    return lambda values: {**fixed, **values}
