"""The Merkle tree of a log: hashes, roots, and the two proofs (RFC 9162 §2.1, SHA-256).

A *node* is a complete subtree, named ``(level, index)``: it covers the leaves
``index << level`` up to ``(index + 1) << level``. Nodes never change once they exist, so
a store holds them and nothing else; roots and proofs of every size are made from them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Final, Self, TypeAlias, final

from livret_core import limits
from livret_core.errors import Refused

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()

Node: TypeAlias = tuple[int, int]
# Asked for all nodes of a proof at once, so that a store answers with one query.
NodeReader: TypeAlias = Callable[[Sequence[Node]], Sequence[bytes]]

_Range: TypeAlias = tuple[int, int]


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry as a leaf: ``SHA-256(0x00 ‖ entry)``."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children: ``SHA-256(0x01 ‖ left ‖ right)``."""
    return sha256(b"\x01" + left + right).digest()


def place(node: Node) -> int:
    """Say which of all nodes this is, in the order in which a tree that grows completes them.

    A leaf completes itself first and then what it is the last leaf of, upwards.
    """
    level, index = node
    last = ((index + 1) << level) - 1
    return 2 * last - last.bit_count() + level


def root_nodes(size: int) -> list[Node]:
    """List the nodes that make the root of *size* leaves, largest first; none for 0."""
    _check_size(size)
    return _nodes_of((0, size))


def root(size: int, read: NodeReader) -> bytes:
    """Make the root of the first *size* leaves."""
    return _fold(read(nodes)) if (nodes := root_nodes(size)) else EMPTY_ROOT


def prove_inclusion(index: int, size: int, read: NodeReader) -> tuple[bytes, ...]:
    """Make the proof that leaf *index* is in the tree of *size* (RFC 9162 §2.1.3.1).

    Returns:
        At most 63 hashes, the leaf's sibling first.

    Raises:
        ValueError: *index* is not below *size*.
    """
    return _prove(_inclusion_ranges(index, size), read)


def prove_consistency(old_size: int, size: int, read: NodeReader) -> tuple[bytes, ...]:
    """Make the proof that the tree of *size* begins with that of *old_size* (§2.1.4.1).

    Returns:
        At most 63 hashes; none when either size is 0 or both are the same.

    Raises:
        ValueError: *old_size* is greater than *size*.
    """
    return _prove(_consistency_ranges(old_size, size), read)


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf with hash *leaf* is number *index* under *root* (§2.1.3.2).

    Raises:
        Refused: ``log.inclusion``, also for a proof of another length than *index* and
            *size* demand: two proofs of one fact would be two texts.
    """
    if not 0 <= index < size <= limits.LOG_SIZE:
        raise Refused("log.inclusion", "no such leaf")
    # Below `inner` levels the path turns as the bits of the index say; above, it runs
    # along the right edge of the tree, where only left siblings exist.
    inner = (index ^ (size - 1)).bit_length()
    if len(proof) != inner + (index >> inner).bit_count():
        raise Refused("log.inclusion", "a proof of the wrong length")
    if not _all_hashes(proof) or len(leaf) != HASH_BYTES:
        raise Refused("log.inclusion", "not a hash")
    made = leaf
    for level in range(inner):
        if index >> level & 1:
            made = sha256(b"\x01" + proof[level] + made).digest()
        else:
            made = sha256(b"\x01" + made + proof[level]).digest()
    for sibling in proof[inner:]:
        made = sha256(b"\x01" + sibling + made).digest()
    if not compare_digest(made, root):
        raise Refused("log.inclusion", "leads to another root")


def check_consistency(
    old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes
) -> None:
    """Check that the tree *root* of *size* begins with the tree *old_root* of *old_size*.

    RFC 9162 §2.1.4.2. The empty tree is the beginning of every tree.

    Raises:
        Refused: ``log.consistency``; ``log.fork`` when one size has two roots, 0 included.
    """
    if not 0 <= old_size <= size <= limits.LOG_SIZE:
        raise Refused("log.consistency", "sizes in the wrong order")
    if old_size == 0 and not compare_digest(old_root, EMPTY_ROOT):
        raise Refused("log.fork", "not the root of the empty tree")
    if old_size in {0, size}:
        if proof:
            raise Refused("log.consistency", "a proof where none is needed")
        if old_size == size and not compare_digest(old_root, root):
            raise Refused("log.fork", "one size, two roots")
        return
    # An old tree that is one complete subtree is not in the proof: its root is the seed.
    hashes = [old_root, *proof] if old_size.bit_count() == 1 else proof
    old, new = _both_roots(hashes, old_size, size)
    if not compare_digest(old, old_root):
        raise Refused("log.consistency", "leads to another old root")
    if not compare_digest(new, root):
        raise Refused("log.consistency", "leads to another new root")


def consistency_hashes(old_size: int, size: int) -> int:
    """Say how many hashes a proof of consistency has."""
    return len(_consistency_ranges(old_size, size))


def prefix_root(old_size: int, size: int, proof: Sequence[bytes], root: bytes) -> bytes | None:
    """Say which root the first *old_size* leaves have under *root*, as far as *proof* shows it.

    With a head of *old_size* that has another root, the two heads and the proof show that
    their log split: no tree continues both.

    Returns:
        None when the proof does not lead to *root*, or *old_size* is a power of two: its
        root is then what the proof begins from, and not in it.
    """
    if not 0 < old_size < size <= limits.LOG_SIZE or old_size.bit_count() == 1:
        return None
    try:
        old, new = _both_roots(proof, old_size, size)
    except Refused:
        return None
    return old if compare_digest(new, root) else None


def _both_roots(hashes: Sequence[bytes], old_size: int, size: int) -> tuple[bytes, bytes]:
    """Climb from the old tree's last complete subtree to the old root and the new.

    That subtree, whose root is the first hash, is where both trees part. Below `inner` the
    new tree has siblings on both sides of it, the old one on its left only.
    """
    shift = (old_size & -old_size).bit_length() - 1
    place = (old_size - 1) >> shift
    inner = (place ^ (size - 1) >> shift).bit_length()
    if len(hashes) != 1 + inner + (place >> inner).bit_count():
        raise Refused("log.consistency", "a proof of the wrong length")
    if not _all_hashes(hashes):
        raise Refused("log.consistency", "not a hash")
    old = new = hashes[0]
    for level in range(inner):
        sibling = hashes[1 + level]
        if place >> level & 1:
            old = sha256(b"\x01" + sibling + old).digest()
            new = sha256(b"\x01" + sibling + new).digest()
        else:
            new = sha256(b"\x01" + new + sibling).digest()
    for sibling in hashes[1 + inner :]:
        old = sha256(b"\x01" + sibling + old).digest()
        new = sha256(b"\x01" + sibling + new).digest()
    return old, new


@final
@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: all that is needed to append, one hash for each bit of the size.

    Attributes:
        size: leaves so far.
        peaks: the largest complete subtrees, left to right; as many as *size* has ones.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        _check_size(self.size)
        if len(self.peaks) != self.size.bit_count() or not _all_hashes(self.peaks):
            raise ValueError("a peak of 32 bytes for each one in the size")

    @classmethod
    def read(cls, size: int, read: NodeReader) -> Self:
        """Take up the tree of *size* leaves from its store."""
        return cls(size, tuple(read(root_nodes(size))))

    @property
    def root(self) -> bytes:
        """The root of the tree so far."""
        return _fold(self.peaks) if self.peaks else EMPTY_ROOT

    def extended(self, leaves: Iterable[bytes]) -> tuple[Self, list[tuple[Node, bytes]]]:
        """Append leaf hashes.

        Returns:
            The new frontier, and every node that is complete now and was not before, the
            leaves among them (level 0): what a store has to add. About two for a leaf.
        """
        size, peaks = self.size, list(self.peaks)
        nodes: list[tuple[Node, bytes]] = []
        for leaf in leaves:
            if len(leaf) != HASH_BYTES:
                raise ValueError("not the hash of a leaf")
            level, index, made = 0, size, leaf
            nodes.append(((0, index), leaf))
            while index & 1:
                made = sha256(b"\x01" + peaks.pop() + made).digest()
                level, index = level + 1, index >> 1
                nodes.append(((level, index), made))
            peaks.append(made)
            size += 1
        return type(self)(size, tuple(peaks)), nodes


def _inclusion_ranges(index: int, size: int) -> list[_Range]:
    """The siblings on the way from leaf *index* to the root, as ranges of leaves."""
    _check_size(size)
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    siblings: list[_Range] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _left_size(end - begin)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((begin, middle))
            begin = middle
    return siblings[::-1]


def _consistency_ranges(old_size: int, size: int) -> list[_Range]:
    """The subtrees that both trees are put together from, as ranges of leaves."""
    _check_size(size)
    if not 0 <= old_size <= size:
        raise ValueError("sizes in the wrong order")
    if old_size in {0, size}:
        return []
    siblings: list[_Range] = []
    begin, end = 0, size
    while end != old_size:
        middle = begin + _left_size(end - begin)
        if old_size <= middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((begin, middle))
            begin = middle
    if begin:  # otherwise what is left is the old tree, whose root the checker has
        siblings.append((begin, end))
    return siblings[::-1]


def _left_size(size: int) -> int:
    """The largest power of two below *size*, which is 2 or more (RFC 9162 §2.1.1)."""
    return 1 << (size - 1).bit_length() - 1


def _nodes_of(leaves: _Range) -> list[Node]:
    """Cut a range into complete subtrees, largest first. It begins where one could."""
    begin, end = leaves
    nodes: list[Node] = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        nodes.append((level, begin >> level))
        begin += 1 << level
    return nodes


def _prove(ranges: Sequence[_Range], read: NodeReader) -> tuple[bytes, ...]:
    parts = [_nodes_of(part) for part in ranges]
    hashes = iter(read([node for part in parts for node in part]) if parts else ())
    return tuple(_fold([next(hashes) for _ in part]) for part in parts)


def _fold(peaks: Sequence[bytes]) -> bytes:
    made = peaks[-1]
    for peak in peaks[-2::-1]:
        made = node_hash(peak, made)
    return made


def _all_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


def _check_size(size: int) -> None:
    if not 0 <= size <= limits.LOG_SIZE:
        raise ValueError("a log has 0 to 2^63 - 1 leaves")
