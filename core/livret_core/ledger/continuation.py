"""What shows that a head continues those seen before it: hashes of its tree (LEDGER §6, 5).

A bundle of evidence is one for all who ask and cannot know which head its reader remembers. The
ledger's tiles are there for every size, so a reader takes from them what it needs for its own.
Nobody signs a tile. Here they are only named and read; that they are those of a head is for
:func:`livret_core.ledger.head.accept` to find.
"""

from collections.abc import Iterable, Sequence

from livret_core.errors import MalformedInput
from livret_core.tlog import merkle, tiles
from livret_core.tlog.merkle import HASH_BYTES, Node, NodeReader
from livret_core.tlog.tiles import Tile


def tiles_wanted(sizes: Iterable[int], size: int) -> tuple[Tile, ...]:
    """List the tiles that show what a tree had for roots when it was smaller.

    Args:
        sizes: that were seen before; those that are 0, or not below *size*, ask for nothing.
        size: of the newer head.

    Returns:
        At most two for each 256-fold of *size* and each of *sizes*: for a million entries six
        for the head seen last. Each once, in order.
    """
    wanted: list[Node] = []

    def note(nodes: Sequence[Node]) -> Sequence[bytes]:
        wanted.extend(nodes)
        return [bytes(HASH_BYTES)] * len(nodes)

    for old_size in sizes:
        if 0 < old_size < size:
            merkle.root(old_size, note)
            merkle.prove_consistency(old_size, size, note)
    return tiles.tiles_for(wanted, size)


def nodes_in(wanted: Sequence[Tile], content: bytes) -> NodeReader:
    """Read the nodes of tiles that lie one behind the other, in the order of *wanted*.

    Raises:
        MalformedInput: ``log.tile`` unless they have the length that their widths give.
    """
    ends = 0
    cut: dict[Tile, bytes] = {}
    for tile in wanted:
        begins, ends = ends, ends + tile.width * HASH_BYTES
        cut[tile] = content[begins:ends]
    if ends != len(content):
        raise MalformedInput("log.tile", "not as many hashes as their paths say")
    return tiles.reader(cut)
