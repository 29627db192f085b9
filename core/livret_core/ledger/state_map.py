"""The state map: one digest that commits to every current record of the ledger.

A Merkle Patricia trie over 256-bit keys, written down byte for byte in
``docs/spec/state-map.md``. The log says what happened; the map's root, which each
``state.commit`` carries, says how things stand, so that a record and the absence of
one can both be proved (:mod:`livret_core.ledger.state_proof`).

Nodes are addressed by their hash. :func:`update` reads the ones on its way through a
function it is given and says which are new and which are no longer part of the map; it
keeps nothing and writes nothing.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias, final

from livret_core.errors import MalformedInput, Unavailable

HASH_BYTES: Final = 32
KEY_BITS: Final = 256

#: From a node's hash to its encoding. A ``KeyError`` means that there is no such node.
ReadNode: TypeAlias = Callable[[bytes], bytes]

_KEY: Final = b"livret/map/key/v1\n"
_SUBJECT: Final = b"livret/map/subject/v1\n"
_DAILY: Final = b"commit"
#: Of a key, what records about one subject have in common: they stand together, so that a proof
#: of several of them goes most of the way once.
SUBJECT_BYTES: Final = 4
_RECORD: Final = b"livret/map/record/v1\n"

#: The root of a map without records (§3). It stands for no node and is never read.
EMPTY_ROOT: Final = hashlib.sha256(b"livret/map/empty/v1\n").digest()

LEAF_TAG: Final = b"\x00"
LEAF_BYTES: Final = 65  # tag, key, value
FORK_BYTES: Final = 66  # tag, bit, left, right
#: What the encoding of a fork at each bit begins with.
FORK_HEADS: Final = tuple(bytes((1, bit)) for bit in range(KEY_BITS))

# The one bit of a key, counted from the most significant, as a number.
MASKS: Final = tuple(1 << (KEY_BITS - 1 - bit) for bit in range(KEY_BITS))

_sha256: Final = hashlib.sha256


@lru_cache(maxsize=4096)
def record_key(name: str) -> bytes:
    """Compute the key under which the record of that name stands (§2): 32 bytes.

    Args:
        name: as ``did/X`` or ``member/X/endorse/Y``; printable ASCII without spaces, so
            that no name has two spellings.

    Raises:
        MalformedInput: ``input.malformed`` for any other text.
    """
    if not (name and name.isascii() and name.isprintable() and " " not in name):
        raise MalformedInput("input.malformed", "not the name of a record")
    octets = name.encode("ascii")
    subject = _sha256(_SUBJECT + _subject(octets)).digest()
    return subject[:SUBJECT_BYTES] + _sha256(_KEY + octets).digest()[: HASH_BYTES - SUBJECT_BYTES]


def _subject(name: bytes) -> bytes:
    """Say what a record is about (§2): ``X`` of ``did/X``, ``key/X#one``, ``accr/X/type/place``."""
    kind, stroke, rest = name.partition(b"/")
    if kind == _DAILY:
        return name  # else what stands around it would change every day with it
    return rest.partition(b"/")[0].partition(b"#")[0] if stroke else name


def canonical_digest(octets: bytes) -> bytes:
    """Compute the value for a record from the octets of its canonical form: 32 bytes (§2).

    Of a record that came with a proof, the octets are hashed as they came: if the map
    holds their digest, they are the canonical form that was hashed when it was made.
    """
    return _sha256(_RECORD + octets).digest()


@final
@dataclass(frozen=True, slots=True)
class Updated:
    """What a change makes of a map, and of a store that holds it.

    A store that puts in *added* and takes out *removed* holds the nodes of the new map
    and no others, if it held those of the old one. No node is in both, and one that is
    in neither is part of both maps or of none.

    Attributes:
        root: of the new map.
        added: encodings by hash.
        removed: hashes.
    """

    root: bytes
    added: Mapping[bytes, bytes]
    removed: frozenset[bytes]


def update(root: bytes, changes: Mapping[bytes, bytes], read: ReadNode) -> Updated:
    """Make the map in which each key of *changes* has its new value.

    A key that is there gets another value, another key is put in; nothing is ever taken
    out. Every node on the way is read once and hashed once, however many changes lie
    below it.

    Args:
        root: of the map as it is, or :data:`EMPTY_ROOT`.
        changes: values by key, 32 bytes each.
        read: from hash to encoding, for the nodes of the map as it is. What it raises
            passes through, but for ``KeyError``.

    Raises:
        Unavailable: ``map.unavailable`` when a node is not there or not what its hash
            says. Nothing has changed then.
        ValueError: a root, key or value that does not have 32 bytes.
    """
    return Overlay(root, read).update(changes)


def entries(root: bytes, read: ReadNode) -> Iterator[tuple[bytes, bytes]]:
    """Go through a whole map, keys and values in the order of the keys, and check its shape.

    For who holds a copy and wants to know that it is sound. Every node is read, hashed
    and held to its place (§3); what came out before an error is no part of a sound map.

    Args:
        root: of the map, or :data:`EMPTY_ROOT`.
        read: from hash to encoding. What it raises passes through, but for ``KeyError``.

    Raises:
        Unavailable: ``map.unavailable`` when a node is not there or not what its hash says.
        MalformedInput: ``map.malformed`` when the nodes are no well-formed map.
        ValueError: a root that does not have 32 bytes.
    """
    check_lengths((root,))
    # Of a hash: the bit of the fork above, and that of the fork between the leaf before and
    # the first one below. Keys that grow, and part where the forks say, have one trie.
    pending = [] if root == EMPTY_ROOT else [(root, -1, -1)]
    last = -1
    while pending:
        digest, above, parting = pending.pop()
        encoded = load(digest, above, read)
        if len(encoded) == FORK_BYTES:
            bit = encoded[1]
            pending += ((encoded[34:], bit, bit), (encoded[2:34], bit, parting))
            continue
        key = encoded[1:33]
        number = int.from_bytes(key)
        if last >= 0 and (number < last or first_difference(last, number) != parting):
            raise MalformedInput("map.malformed", "keys that do not part at the fork between them")
        last = number
        yield key, encoded[33:]


def first_difference(one: int, other: int) -> int:
    """Find the first bit in which two keys differ; 256 when they do not."""
    return KEY_BITS - (one ^ other).bit_length()


def check_lengths(hashes: Iterable[bytes]) -> None:
    """Check that each has 32 bytes, which is the caller's to see to; ``ValueError`` if not."""
    for value in hashes:
        if len(value) != HASH_BYTES:
            raise ValueError(f"a root, key or value has {HASH_BYTES} bytes")


def load(digest: bytes, above: int, read: ReadNode) -> bytes:
    """Read one node and hold it against its hash.

    Args:
        digest: its hash.
        above: the bit of the fork it hangs from, -1 for the root. Bits that do not grow
            would let whoever made the map choose how long a walk takes.
        read: from hash to encoding.

    Raises:
        Unavailable: ``map.unavailable``.
    """
    try:
        encoded = read(digest)
    except KeyError:
        raise Unavailable("map.unavailable", "a node is not there") from None
    if _sha256(encoded).digest() != digest:
        raise Unavailable("map.unavailable", "a node is not what its hash says")
    size = len(encoded)
    if not (
        (size == FORK_BYTES and encoded[0] == 1 and encoded[1] > above)
        or (size == LEAF_BYTES and encoded[0] == 0)
    ):
        raise Unavailable("map.unavailable", "a node that is none of a state map")
    return encoded


@final
class _Leaf:
    """A leaf in memory.

    *stored* is the hash by which the old map has it, if it has; *digest* the one that it has now,
    None until it is made again.
    """

    __slots__ = ("digest", "key", "stored", "value")

    def __init__(self, key: bytes, value: bytes, stored: bytes | None) -> None:
        self.key = key
        self.value = value
        self.digest = self.stored = stored


@final
class _Fork:
    """A fork in memory; below it whatever was read or made, and hashes of the rest."""

    __slots__ = ("bit", "digest", "left", "right", "stored")

    def __init__(self, bit: int, left: "_Node", right: "_Node", stored: bytes | None) -> None:
        self.bit = bit
        self.left = left
        self.right = right
        self.digest = self.stored = stored


_Node: TypeAlias = bytes | _Leaf | _Fork


@final
class Overlay:
    """The part of a map that changes touch, in memory: one after the other, each read once.

    After an error it is of no more use.
    """

    __slots__ = ("_added", "_read", "_removed", "_root", "_top", "nodes")

    def __init__(self, root: bytes, read: ReadNode) -> None:
        self._root = root
        self._read = read
        #: How many it was given to hold or made: what it takes of memory.
        self.nodes = 0
        self._top: _Node | None = None if root == EMPTY_ROOT else root
        self._added: dict[bytes, bytes] = {}
        self._removed: set[bytes] = set()

    @property
    def root(self) -> bytes:
        """Root of the map as it came out last."""
        return self._root

    def read_on(self, read: ReadNode) -> None:
        """Read what is not read yet with another function, of the same map."""
        self._read = read

    def update(self, changes: Mapping[bytes, bytes]) -> Updated:
        """Make the next map; as :func:`update`, from where the last one came out."""
        check_lengths((self._root, *changes, *changes.values()))
        self._added, self._removed = {}, set()
        # In the order of the keys, so that what is read, and what fails, is the same each time.
        for key in sorted(changes):
            self._put(key, changes[key])
        if self._top is not None:
            self._root = self._hashed(self._top)
        return Updated(self._root, self._added, frozenset(self._removed))

    def _put(self, key: bytes, value: bytes) -> None:
        """Give *key* its value, wherever it stands or belongs."""
        if self._top is None:
            self._top = _Leaf(key, value, None)
            return
        path, leaf = self._walk(key)
        if leaf.key == key:
            leaf.value = value
            leaf.digest = None
            return
        # Of all keys, that of the leaf at the end of the walk agrees with ours the longest:
        # where they part is where the new fork belongs.
        own = int.from_bytes(key)
        bit = first_difference(own, int.from_bytes(leaf.key))
        below: _Fork | _Leaf = leaf
        while path and path[-1].bit > bit:
            below = path.pop()
        self.nodes += 2
        new = _Leaf(key, value, None)
        fork = _Fork(bit, below, new, None) if own & MASKS[bit] else _Fork(bit, new, below, None)
        if not path:
            self._top = fork
        elif own & MASKS[path[-1].bit]:
            path[-1].right = fork
        else:
            path[-1].left = fork

    def _walk(self, key: bytes) -> tuple[list[_Fork], _Leaf]:
        """Go from the root by the bits of *key* to a leaf, reading what is not read yet.

        Every fork on the way has to be hashed again.
        """
        path: list[_Fork] = []
        node = self._top
        if node is None or isinstance(node, bytes):
            node = self._top = self._open(self._root, -1)
        while isinstance(node, _Fork):
            path.append(node)
            node.digest = None
            bit = node.bit
            if key[bit >> 3] & (128 >> (bit & 7)):
                child = node.right
                if isinstance(child, bytes):
                    child = node.right = self._open(child, bit)
            else:
                child = node.left
                if isinstance(child, bytes):
                    child = node.left = self._open(child, bit)
            node = child
        return path, node

    def _open(self, digest: bytes, above: int) -> _Fork | _Leaf:
        encoded = load(digest, above, self._read)
        self.nodes += 1
        if len(encoded) == FORK_BYTES:
            return _Fork(encoded[1], encoded[2:34], encoded[34:], digest)
        return _Leaf(encoded[1:33], encoded[33:], digest)

    def _hashed(self, node: _Node) -> bytes:
        """Give a hash that stands, or make it."""
        return node if isinstance(node, bytes) else node.digest or self._hash(node)

    def _hash(self, node: _Leaf | _Fork) -> bytes:
        """Hash what was touched, from the leaves up."""
        if isinstance(node, _Fork):
            # All the way down: the child that was not touched is not worth a call.
            left, right = node.left, node.right
            if not isinstance(left, bytes):
                left = left.digest or self._hash(left)
            if not isinstance(right, bytes):
                right = right.digest or self._hash(right)
            encoded = FORK_HEADS[node.bit] + left + right
        else:
            encoded = LEAF_TAG + node.key + node.value
        digest = _sha256(encoded).digest()
        if digest != node.stored:
            self._added[digest] = encoded
            if node.stored is not None:
                self._removed.add(node.stored)
            node.stored = digest
        node.digest = digest
        return digest
