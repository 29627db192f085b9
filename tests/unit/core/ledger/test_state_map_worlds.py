"""Every small world there is, held against the naive map: all sets of a few keys."""

from itertools import combinations

from livret_core.ledger.state_map import EMPTY_ROOT, update
from livret_core.ledger.state_proof import MapProof, check, prove
from tests import naive_state_map as naive

NOTHING: dict[bytes, bytes] = {}


def keys_that_differ_in(*bits: int) -> list[bytes]:
    """All keys that are zero but in these bits, in their order."""
    masks = [1 << (255 - bit) for bit in bits]
    return sorted(
        sum(mask for place, mask in enumerate(masks) if choice >> place & 1).to_bytes(32)
        for choice in range(1 << len(bits))
    )


def value(of: bytes) -> bytes:
    return bytes(byte ^ 0xA5 for byte in of)


def test_every_set_of_sixteen_keys_has_the_root_of_the_naive_map() -> None:
    # The bits lie at the edges of bytes and of the key. Each world is made of the one that
    # lacks its last key, so that all 65,536 are reached by one change each.
    keys = keys_that_differ_in(0, 7, 8, 255)
    store: dict[bytes, bytes] = {}  # of all worlds, since a node is known by its hash
    seen = 0
    pending = [(EMPTY_ROOT, naive.world({}), 0)]
    while pending:
        root, entries, start = pending.pop()
        seen += 1
        assert root == naive.root(entries)
        for place in range(start, len(keys)):
            key = keys[place]
            made = update(root, {key: value(key)}, store.__getitem__)
            store |= made.added
            assert len(made.added) - len(made.removed) == (2 if entries else 1)
            pending.append((made.root, (*entries, (key, value(key))), place + 1))
    assert seen == 1 << 16


def test_every_question_to_every_world_of_eight_keys_has_the_naive_answer() -> None:
    keys = keys_that_differ_in(0, 8, 255)
    for choice in range(1 << len(keys)):
        pairs = {key: value(key) for place, key in enumerate(keys) if choice >> place & 1}
        entries = naive.world(pairs)
        made = update(EMPTY_ROOT, pairs, NOTHING.__getitem__)
        assert made.added == naive.nodes(entries)
        for asked in [*combinations(keys, 1), *combinations(keys, 2), tuple(keys)]:
            octets = prove(made.root, asked, made.added.__getitem__).format()
            assert octets == naive.proof(entries, asked)
            facts = check(MapProof.parse(octets), root=made.root, keys=asked)
            assert {key: fact.value for key, fact in facts.items()} == {
                key: pairs.get(key) for key in asked
            }
