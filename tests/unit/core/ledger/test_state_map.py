"""Names, values, and what a change makes of a map and of the store that holds it."""

import hashlib
from collections import Counter
from collections.abc import Callable

import pytest

from livret_core.errors import MalformedInput, Unavailable
from livret_core.ledger.state_map import (
    EMPTY_ROOT,
    Updated,
    canonical_digest,
    entries,
    record_key,
    update,
)

NOTHING: dict[bytes, bytes] = {}
KEYS = [hashlib.sha256(bytes([number])).digest() for number in range(200)]
PAIRS = {key: key[::-1] for key in KEYS}
MADE = update(EMPTY_ROOT, PAIRS, NOTHING.__getitem__)
STORE = dict(MADE.added)


class Counting:
    """A store that counts what is read of it."""

    def __init__(self) -> None:
        self.reads: Counter[bytes] = Counter()

    def __call__(self, digest: bytes) -> bytes:
        self.reads[digest] += 1
        return STORE[digest]


@pytest.mark.parametrize(
    "name", ["", "did/did:web:a b", "did/é", "did/\n", "did/\x7f", "\ud800", "d\u0131d/x"]
)
def test_what_has_two_spellings_or_none_names_no_record(name: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        record_key(name)
    assert caught.value.code == "input.malformed"


def test_a_name_and_a_record_of_the_same_octets_never_meet() -> None:
    assert len({record_key("1"), canonical_digest(b"1"), EMPTY_ROOT}) == 3


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("X", ["did/X", "key/X#one", "key/X#two", "accr/X/type/place", "rights/X", "quota/X/what"]),
        ("fr-insee:1", ["member/fr-insee:1", "place/fr-insee:1/2", "member/fr-insee:1/endorse/X"]),
        ("type", ["schema/type/1", "schema/type/2", "claims/type"]),
        ("log", ["log"]),
        ("commit/X", ["commit/X"]),
    ],
)
def test_records_about_one_subject_stand_together(subject: str, names: list[str]) -> None:
    keys = [record_key(name) for name in names]
    together = hashlib.sha256(b"livret/map/subject/v1\n" + subject.encode()).digest()[:4]
    assert {key[:4] for key in keys} == {together}
    assert len({key[4:] for key in keys}) == len(names)


def test_no_change_changes_nothing_and_reads_nothing() -> None:
    read = Counting()
    assert update(MADE.root, {}, read) == Updated(MADE.root, {}, frozenset())
    assert update(EMPTY_ROOT, {}, read) == Updated(EMPTY_ROOT, {}, frozenset())
    assert not read.reads


def test_the_value_a_key_has_already_changes_nothing() -> None:
    same = {key: PAIRS[key] for key in KEYS[:7]}
    assert update(MADE.root, same, STORE.__getitem__) == Updated(MADE.root, {}, frozenset())


def test_a_change_and_its_undoing_give_the_same_map_back() -> None:
    there = update(MADE.root, {KEYS[3]: bytes(32)}, STORE.__getitem__)
    store = STORE | dict(there.added)
    back = update(there.root, {KEYS[3]: PAIRS[KEYS[3]]}, store.__getitem__)
    assert back.root == MADE.root
    assert back.added.keys() == there.removed
    assert back.removed == there.added.keys()


def test_however_many_changes_there_are_a_node_is_read_once() -> None:
    read = Counting()
    changes = {key: bytes(32) for key in KEYS[:100]}
    changes |= {hashlib.sha256(key).digest(): bytes(32) for key in KEYS[:100]}
    made = update(MADE.root, changes, read)
    assert set(read.reads.values()) == {1}
    assert made.removed <= read.reads.keys()


def test_a_batch_hashes_the_nodes_it_changes_and_not_a_path_for_each_key() -> None:
    made = update(MADE.root, {key: bytes(32) for key in KEYS}, STORE.__getitem__)
    assert len(made.added) == len(made.removed) == 2 * len(KEYS) - 1


def test_a_node_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(Unavailable) as caught:
        update(MADE.root, {KEYS[0]: bytes(32)}, NOTHING.__getitem__)
    assert caught.value.code == "map.unavailable"


def test_what_the_store_itself_raises_passes_through() -> None:
    def read(digest: bytes) -> bytes:
        raise Unavailable("store.unavailable")

    with pytest.raises(Unavailable) as caught:
        update(MADE.root, {KEYS[0]: bytes(32)}, read)
    assert caught.value.code == "store.unavailable"


# Three stores that answer wrongly.


def rotten(digest: bytes) -> bytes:
    encoded = STORE[digest]
    return encoded[:-1] + bytes([encoded[-1] ^ 1])


def cut(digest: bytes) -> bytes:
    return STORE[digest][:-1]


def swapped(digest: bytes) -> bytes:
    return next(node for one, node in STORE.items() if one != digest)


@pytest.mark.parametrize("read", [rotten, cut, swapped])
def test_a_node_that_rotted_in_the_store_is_noticed(read: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unavailable) as caught:
        update(MADE.root, {KEYS[0]: bytes(32)}, read)
    assert caught.value.code == "map.unavailable"


FOREIGN = [
    b"",
    b"\x00" + bytes(65),
    b"\x01" + bytes(64),
    b"\x02" + bytes(65),
    bytes(64),
]


@pytest.mark.parametrize("encoded", FOREIGN, ids=["empty", "long leaf", "short fork", "?", "leaf"])
def test_what_is_no_node_is_not_taken_for_one(encoded: bytes) -> None:
    root = hashlib.sha256(encoded).digest()
    with pytest.raises(Unavailable) as caught:
        update(root, {KEYS[0]: bytes(32)}, {root: encoded}.__getitem__)
    assert caught.value.code == "map.unavailable"


def test_forks_that_do_not_grow_downwards_are_not_walked() -> None:
    leaf = b"\x00" + bytes(64)
    below = b"\x01\x05" + hashlib.sha256(leaf).digest() * 2
    above = b"\x01\x05" + hashlib.sha256(below).digest() * 2
    store = {hashlib.sha256(node).digest(): node for node in (leaf, below, above)}
    with pytest.raises(Unavailable) as caught:
        update(hashlib.sha256(above).digest(), {KEYS[0]: bytes(32)}, store.__getitem__)
    assert caught.value.code == "map.unavailable"


@pytest.mark.parametrize(
    ("root", "changes"),
    [
        (b"", {KEYS[0]: bytes(32)}),
        (EMPTY_ROOT, {KEYS[0][:31]: bytes(32)}),
        (EMPTY_ROOT, {KEYS[0]: bytes(33)}),
    ],
    ids=["root", "key", "value"],
)
def test_hashes_of_another_length_are_the_callers_mistake(
    root: bytes, changes: dict[bytes, bytes]
) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        update(root, changes, NOTHING.__getitem__)


def test_a_way_of_256_forks_is_walked_to_its_end() -> None:
    top = (1 << 255).to_bytes(32)
    keys = [bytes(32)] + [(1 << place).to_bytes(32) for place in range(256)]
    made = update(EMPTY_ROOT, dict.fromkeys(keys, bytes(32)), NOTHING.__getitem__)
    assert len(made.added) == 2 * 257 - 1
    changed = update(made.root, {bytes(32): top}, made.added.__getitem__)
    assert len(changed.removed) == 257


def key(first: int) -> bytes:
    return bytes([first]) + bytes(31)


def leaf(of: int) -> bytes:
    return b"\x00" + key(of) + bytes(32)


class Copy:
    """A copy of a map that somebody put together by hand."""

    def __init__(self) -> None:
        self.nodes: dict[bytes, bytes] = {}

    def put(self, encoded: bytes) -> bytes:
        digest = hashlib.sha256(encoded).digest()
        self.nodes[digest] = encoded
        return digest

    def fork(self, bit: int, left: bytes, right: bytes) -> bytes:
        return self.put(b"\x01" + bytes([bit]) + left + right)


def test_a_whole_map_is_gone_through_in_the_order_of_its_keys() -> None:
    assert list(entries(MADE.root, STORE.__getitem__)) == sorted(PAIRS.items())
    assert list(entries(EMPTY_ROOT, NOTHING.__getitem__)) == []


def test_a_copy_made_by_hand_as_it_should_be_is_sound() -> None:
    copy = Copy()
    low = copy.fork(1, copy.put(leaf(0x00)), copy.put(leaf(0x40)))
    root = copy.fork(0, low, copy.put(leaf(0x80)))
    assert [of for of, _ in entries(root, copy.nodes.__getitem__)] == [key(0), key(0x40), key(0x80)]


@pytest.mark.parametrize(
    ("bit", "left", "right"),
    [(0, 0x80, 0x00), (0, 0x00, 0x40), (1, 0x00, 0x80), (255, 0x00, 0x80), (0, 0x00, 0x00)],
    ids=["sides swapped", "fork above where they part", "fork below", "far below", "twice"],
)
def test_a_copy_that_is_misshapen_is_malformed(bit: int, left: int, right: int) -> None:
    copy = Copy()
    root = copy.fork(bit, copy.put(leaf(left)), copy.put(leaf(right)))
    with pytest.raises(MalformedInput) as caught:
        list(entries(root, copy.nodes.__getitem__))
    assert caught.value.code == "map.malformed"


def test_a_subtree_hung_where_it_does_not_belong_is_malformed() -> None:
    # Each half is sound, and 20 lies to the left of where its walk goes.
    copy = Copy()
    left = copy.fork(1, copy.put(leaf(0x00)), copy.put(leaf(0x40)))
    right = copy.fork(2, copy.put(leaf(0x00)), copy.put(leaf(0x20)))
    with pytest.raises(MalformedInput) as caught:
        list(entries(copy.fork(0, left, right), copy.nodes.__getitem__))
    assert caught.value.code == "map.malformed"


@pytest.mark.parametrize("read", [rotten, cut, swapped, NOTHING.__getitem__])
def test_a_copy_that_rotted_or_lacks_a_node_is_not_sound(read: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unavailable) as caught:
        list(entries(MADE.root, read))
    assert caught.value.code == "map.unavailable"
