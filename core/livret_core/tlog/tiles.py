"""Tiles (C2SP tlog-tiles 0.1): the tree and the entries of a log as files that never change.

A tile holds up to 256 hashes of one level in eight, a bundle up to 256 entries. Nothing
here says that a tile is genuine: make a proof from tiles and check the proof, or hash
the entries of a bundle and extend the tree with them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.tlog.merkle import HASH_BYTES, Node, NodeReader, node_hash

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT

_LAST_LEVEL: Final = 63
_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@final
@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Where hashes stand: level 0 holds those of leaves, each further one those of 256 below.

    Attributes:
        level: 0 to 63.
        index: from the left.
        width: hashes in it, 1 to 256; a tile with fewer than 256 is *partial*.
    """

    level: int
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        _check_place(self.index, self.width)
        if not 0 <= self.level <= _LAST_LEVEL:
            raise MalformedInput("log.tile", "no such level")

    @classmethod
    def parse(cls, path: str) -> Self:
        """Read ``tile/<level>/<index>[.p/<width>]``.

        Raises:
            MalformedInput: ``log.tile``, also for a second spelling of the same place.
        """
        level, index, width = _parse_path(path)
        if level is None:
            raise MalformedInput("log.tile", "a bundle of entries")
        tile = cls(level, index, width)
        _check_spelling(tile.format(), path)
        return tile

    def format(self) -> str:
        """Write the path, below the log's prefix and without a leading slash."""
        return _format_path(str(self.level), self.index, self.width)

    @property
    def nodes(self) -> list[Node]:
        """The nodes whose hashes the tile holds, left to right."""
        first = self.index * WIDTH
        return [(HEIGHT * self.level, first + offset) for offset in range(self.width)]

    def read(self, read: NodeReader) -> bytes:
        """Make the tile's bytes from a store of nodes."""
        return b"".join(read(self.nodes))

    def parse_hashes(self, raw: bytes) -> tuple[bytes, ...]:
        """Cut the tile's bytes into its hashes.

        Raises:
            MalformedInput: ``log.tile`` unless there are exactly ``width`` of them.
        """
        if len(raw) != HASH_BYTES * self.width:
            raise MalformedInput("log.tile", "not as many hashes as its path says")
        return tuple(raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES))


@final
@dataclass(frozen=True, slots=True, order=True)
class Bundle:
    """Where entries stand: those of the leaves of the tile at level 0 with the same index."""

    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        _check_place(self.index, self.width)

    @classmethod
    def parse(cls, path: str) -> Self:
        """Read ``tile/entries/<index>[.p/<width>]``; errors as :meth:`Tile.parse`."""
        level, index, width = _parse_path(path)
        if level is not None:
            raise MalformedInput("log.tile", "a tile of hashes")
        bundle = cls(index, width)
        _check_spelling(bundle.format(), path)
        return bundle

    def format(self) -> str:
        """Write the path, below the log's prefix and without a leading slash."""
        return _format_path("entries", self.index, self.width)

    def parse_entries(self, raw: bytes) -> tuple[bytes, ...]:
        """Cut the bundle's bytes into its entries: a length of two bytes before each.

        Raises:
            MalformedInput: ``log.tile`` unless there are exactly ``width`` of them.
        """
        entries: list[bytes] = []
        at = 0
        for _ in range(self.width):
            begin = at + 2
            at = begin + int.from_bytes(raw[at:begin], "big")
            entries.append(raw[begin:at])
        # An entry or a length cut short leaves `at` beyond the end.
        if at != len(raw):
            raise MalformedInput("log.tile", "not as many entries as its path says")
        return tuple(entries)

    def format_entries(self, entries: Sequence[bytes]) -> bytes:
        """Write the bundle's bytes.

        Raises:
            MalformedInput: ``input.too_large`` for an entry beyond 65,535 bytes.
            ValueError: not ``width`` entries.
        """
        if len(entries) != self.width:
            raise ValueError("not as many entries as the bundle is wide")
        if max(map(len, entries)) > limits.LOG_ENTRY_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.LOG_ENTRY_BYTES)
        return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def tiles_for(nodes: Iterable[Node], size: int) -> tuple[Tile, ...]:
    """List the tiles to fetch for *nodes* of the tree of *size*, each once, in order.

    Partial tiles have the width that *size* gives them: a log promises to serve them for
    every size it signed, and only for those.

    Raises:
        ValueError: the tree of *size* has no such node.
    """
    return tuple(sorted({_tile_of(node, size) for node in nodes}))


def tiles_grown(old_size: int, size: int) -> tuple[Tile, ...]:
    """List the tiles to publish when a log grows: those of *size* that *old_size* had not."""
    return tuple(
        Tile(level, index, width)
        for level in range(_LAST_LEVEL + 1)
        if size >> HEIGHT * level
        for index, width in _grown(old_size >> HEIGHT * level, size >> HEIGHT * level)
    )


def bundles_grown(old_size: int, size: int) -> tuple[Bundle, ...]:
    """List the entry bundles to publish when a log grows."""
    return tuple(Bundle(index, width) for index, width in _grown(old_size, size))


def reader(tiles: Mapping[Tile, bytes]) -> NodeReader:
    """Read nodes from the bytes of tiles.

    A node that was asked for is in a tile of its level in eight, or hashed together from
    it. A wider tile at the same place serves as well as a partial one.

    Raises:
        MalformedInput: ``log.tile`` for a tile of the wrong length.
        KeyError: by the reader, for a node that is in none of them.
    """
    hashes: dict[tuple[int, int], tuple[bytes, ...]] = {}
    for tile in sorted(tiles):  # the wider of two at one place comes last, and stays
        hashes[tile.level, tile.index] = tile.parse_hashes(tiles[tile])

    def read(nodes: Sequence[Node]) -> list[bytes]:
        found = []
        for node in nodes:
            level, index, first, count = _place(node)
            below = list(hashes[level, index][first : first + count])
            if len(below) != count:
                raise KeyError(node)
            while len(below) > 1:
                below = [node_hash(*below[at : at + 2]) for at in range(0, len(below), 2)]
            found.append(below[0])
        return found

    return read


def _place(node: Node) -> tuple[int, int, int, int]:
    """Tile level, tile index, first hash in it and how many hashes make *node*."""
    level, height = divmod(node[0], HEIGHT)
    index, first = divmod(node[1] << height, WIDTH)
    return level, index, first, 1 << height


def _tile_of(node: Node, size: int) -> Tile:
    level, index, first, count = _place(node)
    width = min(WIDTH, (size >> HEIGHT * level) - index * WIDTH)
    if node[1] < 0 or width < first + count:
        raise ValueError("no such node in a tree of this size")
    return Tile(level, index, width)


def _grown(old: int, new: int) -> list[tuple[int, int]]:
    """Index and width of what holds places *old* up to *new*."""
    if not 0 <= old <= new <= limits.LOG_SIZE:
        raise ValueError("sizes in the wrong order")
    if old == new:
        return []
    return [
        (index, min(WIDTH, new - index * WIDTH)) for index in range(old // WIDTH, -(-new // WIDTH))
    ]


def _check_place(index: int, width: int) -> None:
    if not 0 <= index <= limits.LOG_SIZE // WIDTH or not 1 <= width <= WIDTH:
        raise MalformedInput("log.tile", "no such place")


def _parse_path(path: str) -> tuple[int | None, int, int]:
    match = _PATH.fullmatch(path)
    if match is None:
        raise MalformedInput("log.tile", "not the path of a tile")
    level = None if match["level"] == "entries" else int(match["level"])
    index = int(match["index"].replace("x", "").replace("/", ""))
    return level, index, int(match["width"] or WIDTH)


def _check_spelling(written: str, path: str) -> None:
    if written != path:
        raise MalformedInput("log.tile", "a second spelling of a path")


def _format_path(level: str, index: int, width: int) -> str:
    groups = f"{index:,}".split(",")
    groups[0] = groups[0].zfill(3)
    place = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{place}" + (f".p/{width}" if width != WIDTH else "")
