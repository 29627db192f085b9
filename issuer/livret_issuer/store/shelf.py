"""What a town hall publishes, octet for octet, so that each machine that serves it has the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, final

import sqlalchemy as sa

from livret_edge.prepared import Prepared
from livret_issuer.store.rows import Rows, of
from livret_issuer.store.tables import PUBLISHED

_FIND: Final = Prepared(sa.select(PUBLISHED.c.content).where(of(PUBLISHED, "place")))
_DROP: Final = Prepared(PUBLISHED.delete().where(of(PUBLISHED, "place")))
_ADD: Final = Prepared(PUBLISHED.insert())
_LAST: Final = Prepared(sa.select(sa.func.max(PUBLISHED.c.revision)).where(of(PUBLISHED)))


@final
@dataclass(frozen=True, slots=True)
class Shelved:
    """A file as it is to be published.

    Attributes:
        place: URI of it.
        content: None where nothing is to be.
        revision: counts what was put up or taken down before.
    """

    place: str
    content: bytes | None
    revision: int


class Shelf(Rows):
    """Reads and writes of one transaction."""

    def put(self, place: str, content: bytes | None) -> None:
        """Keep what is published at a place from now on; None for nothing."""
        revision = 1 + self.last()
        self._run(_DROP, by_place=place)
        self._add(_ADD, place=place, content=content, revision=revision)

    def find(self, place: str) -> bytes | None:
        """Give what is published at a place, where anything was put up there."""
        row = self._run(_FIND, by_place=place).first()
        return None if row is None or row.content is None else bytes(row.content)

    def places(self, prefix: str) -> list[str]:
        """Say where something is published, of the places that begin so."""
        rows = self._connection.execute(
            sa.select(PUBLISHED.c.place).where(
                PUBLISHED.c.tenant == self._tenant,
                PUBLISHED.c.place.startswith(prefix, autoescape=True),
                PUBLISHED.c.content.is_not(None),
            )
        )
        return list(rows.scalars())

    def last(self) -> int:
        """The newest revision; 0 before the first."""
        return int(self._run(_LAST).scalar() or 0)

    def since(self, revision: int) -> Iterator[Shelved]:
        """Give what was put up or taken down after a revision."""
        rows = self._connection.execute(
            sa.select(PUBLISHED)
            .where(PUBLISHED.c.tenant == self._tenant, PUBLISHED.c.revision > revision)
            .order_by(PUBLISHED.c.revision)
        )
        for row in rows:
            content = None if row.content is None else bytes(row.content)
            yield Shelved(row.place, content, row.revision)
