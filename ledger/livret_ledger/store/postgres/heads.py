"""The heads that a schema has, as they are read: one for each size, signed or only noted."""

from collections.abc import Iterator
from typing import Final, LiteralString, Protocol

from livret_ledger.store import StoredHead
from livret_ledger.store.postgres.link import Row
from livret_ledger.store.rows import parse_head

_CHUNK: Final = 1_000
_NO_SIZE: Final = (1 << 63) - 1


class Rows(Protocol):
    """Asks the server, in the transaction of whoever reads."""

    def __call__(self, query: LiteralString, /, *values: object) -> list[Row]:
        """Give the rows that answer a query."""


def read_head(ask: Rows, size: int | None) -> StoredHead | None:
    """Read the head of a size, or the newest; None where there is none."""
    rows = (
        ask("SELECT size, root, signed FROM head ORDER BY size DESC LIMIT 1")
        if size is None
        else ask("SELECT size, root, signed FROM head WHERE size = %s", size)
    )
    return parse_head(rows[0]) if rows else None


def read_heads(ask: Rows, *, newest_first: bool) -> Iterator[StoredHead]:
    """Read all heads by their size, some at a time: there may be more than memory has room for."""
    query: LiteralString = (
        "SELECT size, root, signed FROM head WHERE size < %s ORDER BY size DESC LIMIT %s"
        if newest_first
        else "SELECT size, root, signed FROM head WHERE size > %s ORDER BY size LIMIT %s"
    )
    last = _NO_SIZE if newest_first else -1
    while True:
        rows = ask(query, last, _CHUNK)
        for row in rows:
            head = parse_head(row)
            yield head
            last = head.size
        if len(rows) < _CHUNK:
            return
