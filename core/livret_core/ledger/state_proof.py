"""Proofs of the state map: which record stands under a key, or that none does.

A proof is the map with everything cut away that the walks of the asked keys do not
touch (``docs/spec/state-map.md`` §5). It is the same for a record that is there and one
that is not: the walk of a key ends at a leaf, which is the key's own or another's.
For a root and a set of keys exactly one text is accepted.

What absence rests on: the root commits to a well-formed map, in which every key lies at
the end of its own walk. Auditors replay every operation and vouch for that; a proof
alone cannot show it of what was cut away, but is held to it in what it shows.
"""

import hashlib
from collections.abc import Collection
from dataclasses import InitVar, dataclass
from typing import Final, NoReturn, Self, final

from livret_core import limits
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger.state_map import (
    EMPTY_ROOT,
    FORK_HEADS,
    HASH_BYTES,
    KEY_BITS,
    LEAF_BYTES,
    MASKS,
    ReadNode,
    canonical_digest,
    check_lengths,
    first_difference,
    load,
)

# What an element of a proof begins with (§5). A leaf is written as its encoding.
_LEAF: Final = 0
_FORK: Final = 1  # bit, what is left, what is right
_LEFT: Final = 2  # bit, hash of what is right, what is left
_RIGHT: Final = 3  # bit, hash of what is left, what is right
_EMPTY: Final = b"\x04"

_LEFT_HEADS: Final = tuple(bytes((_LEFT, bit)) for bit in range(KEY_BITS))
_RIGHT_HEADS: Final = tuple(bytes((_RIGHT, bit)) for bit in range(KEY_BITS))

_SEAL: Final = object()
_sha256: Final = hashlib.sha256


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MapFact:
    """What the map under *root* says of *key*. Only :func:`check` makes one.

    Attributes:
        root: the map's; whether that is the state to believe is decided elsewhere.
        key: that was asked.
        value: digest of the record, or None: there is no such record.
    """

    root: bytes
    key: bytes
    value: bytes | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a MapFact is made by check() only")

    @property
    def is_present(self) -> bool:
        """Whether a record stands under the key."""
        return self.value is not None

    def check_canonical(self, octets: bytes) -> None:
        """Check that *octets* are the canonical form of the record under the key.

        Raises:
            Refused: ``map.other_record``, also when there is none.
        """
        if canonical_digest(octets) != self.value:
            raise Refused("map.other_record")


@final
@dataclass(frozen=True, slots=True)
class End:
    """A leaf that a proof shows. The walk of a key that agrees with its own in *mask* ends here.

    Attributes:
        key: the leaf's.
        value: the leaf's.
        number: the key, as a number.
        mask: the bits of the forks above, as in a number of 256 bits.
    """

    key: bytes
    value: bytes
    number: int
    mask: int


@final
@dataclass(frozen=True, slots=True)
class MapProof:
    """A part of some well-formed map, and the root it hashes to. Nothing is asked of it yet.

    Only :meth:`parse` and :func:`prove` make one.

    Attributes:
        octets: as it travels.
        root: of the map that it is part of.
        ends: the leaves it shows, from left to right.
    """

    octets: bytes
    root: bytes
    ends: tuple[End, ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a MapProof is made by parse() or prove() only")

    @classmethod
    def parse(cls, octets: bytes) -> Self:
        """Read a proof.

        Raises:
            MalformedInput: ``input.too_large`` beyond
                :data:`livret_core.limits.MAP_PROOF_BYTES`; ``map.malformed`` for what no
                well-formed map can hold: bits that do not grow downwards, a leaf on the
                wrong side of a fork, keys that part before the fork between them; and
                for bytes missing, left over or of no meaning.
        """
        if len(octets) > limits.MAP_PROOF_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.MAP_PROOF_BYTES)
        if octets == _EMPTY:
            return cls(octets, EMPTY_ROOT, (), _SEAL)
        reader = _Reader(octets)
        root = reader.element(-1, 0, 0)
        if reader.at != len(octets):
            _malformed("bytes after the proof")
        return cls(octets, root, tuple(reader.ends), _SEAL)

    def format(self) -> bytes:
        """Write the proof, as :meth:`parse` reads it."""
        return self.octets


def prove(root: bytes, keys: Collection[bytes], read: ReadNode) -> MapProof:
    """Make the proof of what stands under each of *keys* in the map under *root*.

    Nodes are held against their hashes. Of a map that somebody built misshapen, what comes
    out is what :meth:`MapProof.parse` refuses.

    Args:
        root: of the map, or :data:`livret_core.ledger.state_map.EMPTY_ROOT`.
        keys: 1 to :data:`livret_core.limits.MAP_PROOF_KEYS`, 32 bytes each.
        read: from hash to encoding. What it raises passes through, but for ``KeyError``.

    Raises:
        Unavailable: ``map.unavailable`` when a node is not there or not what its hash says.
        MalformedInput: ``input.too_large`` for too many keys, ``input.malformed`` for none.
        ValueError: a root or key that does not have 32 bytes.
    """
    asked = _asked(keys)
    check_lengths((root,))
    if root == EMPTY_ROOT:
        return MapProof(_EMPTY, root, (), _SEAL)
    writer = _Writer(read)
    writer.element(root, -1, 0, [int.from_bytes(key) for key in asked])
    return MapProof(b"".join(writer.parts), root, tuple(writer.ends), _SEAL)


def check(proof: MapProof, *, root: bytes, keys: Collection[bytes]) -> dict[bytes, MapFact]:
    """Check that *proof* says of the map under *root* what stands under each of *keys*.

    Args:
        proof: as it came.
        root: which the caller has reason to believe.
        keys: what the caller wants to know, all of it and nothing else; 1 to
            :data:`livret_core.limits.MAP_PROOF_KEYS`, 32 bytes each.

    Returns:
        A fact for each key.

    Raises:
        Refused: ``map.other_root`` for the proof of another state; ``map.other_keys`` when
            a key is not answered, or something is shown that no key asked for.
        MalformedInput: ``input.too_large`` for too many keys, ``input.malformed`` for none.
        ValueError: a key that does not have 32 bytes.
    """
    asked = _asked(keys)
    if proof.root != root:
        raise Refused("map.other_root")
    facts: dict[bytes, MapFact] = {}
    met: set[bytes] = set()
    for key in asked:
        number = int.from_bytes(key)
        # No two ends answer one key: at the fork between them their keys differ.
        for end in proof.ends:
            if not (number ^ end.number) & end.mask:
                break
        else:
            if proof.ends:
                raise Refused("map.other_keys", "a key is not answered")
            facts[key] = MapFact(root=root, key=key, value=None, seal=_SEAL)
            continue
        met.add(end.key)
        value = end.value if end.key == key else None
        facts[key] = MapFact(root=root, key=key, value=value, seal=_SEAL)
    if len(met) != len(proof.ends):
        raise Refused("map.other_keys", "something that was not asked for")
    return facts


def _asked(keys: Collection[bytes]) -> list[bytes]:
    asked = sorted(set(keys))
    check_lengths(asked)
    # How many names there are may be a stranger's choice; how long a hash is never is.
    if not asked:
        raise MalformedInput("input.malformed", "no key is asked")
    if len(asked) > limits.MAP_PROOF_KEYS:
        raise MalformedInput("input.too_large", "more keys than a proof is of")
    return asked


@final
class _Writer:
    """Writes a proof from the root down, and notes the leaves it comes to."""

    __slots__ = ("_read", "ends", "parts")

    def __init__(self, read: ReadNode) -> None:
        self._read = read
        self.parts: list[bytes] = []
        self.ends: list[End] = []

    def element(self, digest: bytes, above: int, mask: int, keys: list[int]) -> None:
        """Write what stands under *digest*, where the walks of *keys* go on.

        Args:
            digest: of the node.
            above: the bit of the fork it hangs from.
            mask: the bits of all forks above.
            keys: one or more, as numbers.
        """
        while True:
            encoded = load(digest, above, self._read)
            if len(encoded) == LEAF_BYTES:
                key = encoded[1:33]
                self.ends.append(End(key, encoded[33:], int.from_bytes(key), mask))
                self.parts.append(encoded)
                return
            above = encoded[1]
            bit = MASKS[above]
            mask |= bit
            right = [key for key in keys if key & bit]
            if not right:
                self.parts += (_LEFT_HEADS[above], encoded[34:])
                digest = encoded[2:34]
            elif len(right) == len(keys):
                self.parts += (_RIGHT_HEADS[above], encoded[2:34])
                digest = encoded[34:]
            else:
                self.parts.append(FORK_HEADS[above])
                self.element(encoded[2:34], above, mask, [key for key in keys if not key & bit])
                digest, keys = encoded[34:], right


@final
class _Reader:
    """Reads a proof from the root down, and hashes it from the leaves up.

    It looks back at nothing, and nests only where a proof forks.
    """

    __slots__ = ("_octets", "at", "ends")

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self.at = 0
        self.ends: list[End] = []

    def element(self, above: int, mask: int, turns: int) -> bytes:
        """Read one element and give its hash.

        Args:
            above: the bit of the fork it hangs from.
            mask: the bits of all forks above.
            turns: those of them at which the walk went right.
        """
        octets = self._octets
        at = self.at
        passed: list[tuple[int, int, bytes]] = []
        kind = octets[at] if at < len(octets) else -1
        while kind in (_LEFT, _RIGHT):
            sibling = octets[at + 2 : at + 34]
            if len(sibling) != HASH_BYTES:
                _malformed("ends early")
            above = self._grown(at + 1, above)
            passed.append((kind, above, sibling))
            mask |= MASKS[above]
            if kind == _RIGHT:
                turns |= MASKS[above]
            at += 34
            kind = octets[at] if at < len(octets) else -1
        if kind == _LEAF:
            digest = self._leaf(at, mask, turns)
        elif kind == _FORK:
            digest = self._fork(at + 2, self._grown(at + 1, above), mask, turns)
        else:
            _malformed("ends early, or holds what is no element")
        for kind, bit, sibling in reversed(passed):
            pair = digest + sibling if kind == _LEFT else sibling + digest
            digest = _sha256(FORK_HEADS[bit] + pair).digest()
        return digest

    def _grown(self, at: int, above: int) -> int:
        """Read the bit of a fork, which lies below that of the fork above."""
        bit = self._octets[at] if at < len(self._octets) else -1
        if bit <= above:
            _malformed("bits that do not grow")
        return bit

    def _leaf(self, at: int, mask: int, turns: int) -> bytes:
        self.at = at + LEAF_BYTES
        encoded = self._octets[at : self.at]
        if len(encoded) != LEAF_BYTES:
            _malformed("ends early")
        key = encoded[1:33]
        number = int.from_bytes(key)
        if number & mask != turns:
            _malformed("a leaf on the wrong side of a fork")
        self.ends.append(End(key, encoded[33:], number, mask))
        return _sha256(encoded).digest()

    def _fork(self, at: int, bit: int, mask: int, turns: int) -> bytes:
        self.at = at
        mask |= MASKS[bit]
        left = self.element(bit, mask, turns)
        one = self.ends[-1]
        right = self.element(bit, mask, turns | MASKS[bit])
        other = self.ends[-1]
        # Which leaf of each side makes no difference: within a side they part further down.
        if first_difference(one.number, other.number) != bit:
            _malformed("keys that part before the fork between them")
        return _sha256(FORK_HEADS[bit] + left + right).digest()


def _malformed(why: str) -> NoReturn:
    raise MalformedInput("map.malformed", why)
