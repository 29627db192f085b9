"""Read what shows that a newer page of a public ledger continues the one seen before. An edge."""

from collections.abc import Sequence
from typing import Final, final

from livret_core.errors import LivretError
from livret_core.ledger.continuation import nodes_in
from livret_core.ledger.trusting import Trusted
from livret_core.tlog.merkle import NodeReader
from livret_core.tlog.tiles import Tile
from livret_wallet import vouching
from livret_wallet.gather import Source


@final
class Links:
    """Tiles of one source, those of each head read once."""

    def __init__(self, source: Source) -> None:
        self._source: Final = source
        self._read: Final[dict[tuple[str, tuple[Tile, ...]], NodeReader | None]] = {}

    def nodes(self, content: bytes, could: Sequence[Trusted]) -> NodeReader | None:
        """Give what evidence needs besides itself, as far as it can be had.

        Args:
            content: of the evidence; nothing of it is verified yet.
            could: the believed ledgers that it may be of; at least one.
        """
        wanted = vouching.tiles_to(content, could)
        if not wanted[1]:
            return None
        if wanted not in self._read:
            self._read[wanted] = self._nodes(*wanted)
        return self._read[wanted]

    def _nodes(self, origin: str, tiles: tuple[Tile, ...]) -> NodeReader | None:
        base = f"https://{origin.partition('/')[0]}/"
        try:
            parts = [self._source.read(base + each.format(), "ledger.unlinked") for each in tiles]
            return nodes_in(tiles, b"".join(parts))
        except LivretError:
            # They show nothing then, and that is for the head to say.
            return None
