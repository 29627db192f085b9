"""Our trees in another implementation: PyPI pymerkle, which knows nothing of ours but the entries."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from pymerkle import InmemoryTree

from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import (
    Frontier,
    check_consistency,
    check_inclusion,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
)
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_works import Works

pytestmark = pytest.mark.interop

#: Beyond a power of two and a full tile.
ENTRIES: Final = [b"entry %d" % number for number in range(300)]


def theirs(entries: Sequence[bytes]) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return tree


def test_pymerkle_comes_to_our_root_at_every_size() -> None:
    tree, frontier = theirs(ENTRIES), Frontier()
    assert tree.get_root(0) == frontier.root
    for size, entry in enumerate(ENTRIES, 1):
        frontier, _ = frontier.extended([leaf_hash(entry)])
        assert tree.get_root(size) == frontier.root


def test_our_proofs_lead_to_pymerkles_roots() -> None:
    tree, (_, made) = theirs(ENTRIES), Frontier().extended(map(leaf_hash, ENTRIES))
    nodes = dict(made)

    def read(asked: Sequence[merkle.Node]) -> list[bytes]:
        return [nodes[one] for one in asked]

    for size in (1, 2, 7, 64, 129, 256, 300):
        root = tree.get_root(size)
        for index in (0, size // 3, size - 1):
            # It counts entries from one.
            leaf = tree.get_leaf(index + 1)
            check_inclusion(leaf, index, size, prove_inclusion(index, size, read), root)
        for old in (1, size // 2, size):
            if old:
                proof = prove_consistency(old, size, read)
                check_consistency(old, size, proof, tree.get_root(old), root)


def test_pymerkle_comes_to_the_root_of_every_head_that_a_ledger_published(tmp_path: Path) -> None:
    works, heads = Works.founded(tmp_path), []
    with works.running() as (sequencer, publisher):
        for leaf in works.schemas(3):
            sequencer.submit(leaf)
            publisher.publish()
            heads.append(SignedCheckpoint.parse(works.files()["checkpoint"]).checkpoint)
    store = SqliteStore.open(works.path, read_only=True)
    try:
        tree = theirs([entry.leaf for entry in store.entries(0, store.frontier.size)])
    finally:
        store.close()
    assert len({head.size for head in heads}) == 3
    assert [head.root for head in heads] == [tree.get_root(head.size) for head in heads]
