from collections.abc import Sequence
from functools import cache
from hashlib import sha256

import pytest

from livret_core import limits
from livret_core.errors import Refused
from livret_core.tlog import merkle
from livret_core.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    leaf_hash,
    node_hash,
    prove_consistency,
    prove_inclusion,
    root_nodes,
)
from tests.transparency import Grown, naive_consistency, naive_inclusion, naive_root, nodes_read

LARGEST = 130
LOG = Grown(LARGEST)

# The tree of seven leaves that RFC 9162 §2.1.5 draws, as hashes of d0 … d6.
D = [leaf_hash(b"d%d" % index) for index in range(7)]


@cache
def drawn() -> dict[str, bytes]:
    g, h, i = node_hash(D[0], D[1]), node_hash(D[2], D[3]), node_hash(D[4], D[5])
    k, m = node_hash(g, h), node_hash(i, D[6])
    names = dict(zip("abcdefj", D, strict=True))
    return {**names, "g": g, "h": h, "i": i, "k": k, "l": m, "hash": node_hash(k, m)}


def seven() -> dict[merkle.Node, bytes]:
    return dict(Frontier().extended(D)[1])


def hashes(names: str) -> tuple[bytes, ...]:
    return tuple(drawn()[name] for name in names.split())


@pytest.mark.parametrize(("index", "path"), [(0, "b h l"), (3, "c g l"), (4, "f j k"), (6, "i k")])
def test_the_paths_of_the_standards_example_are_made(index: int, path: str) -> None:
    nodes = seven()
    assert prove_inclusion(index, 7, lambda asked: [nodes[one] for one in asked]) == hashes(path)


@pytest.mark.parametrize(("old_size", "proof"), [(3, "c d g l"), (4, "l"), (6, "i j k")])
def test_the_consistency_proofs_of_the_standards_example_are_made(
    old_size: int, proof: str
) -> None:
    nodes = seven()
    made = prove_consistency(old_size, 7, lambda asked: [nodes[one] for one in asked])
    assert made == hashes(proof)


def test_leaves_and_nodes_are_hashed_apart() -> None:
    assert leaf_hash(b"") == sha256(b"\0").digest()
    assert node_hash(b"l" * 32, b"r" * 32) == sha256(b"\1" + b"l" * 32 + b"r" * 32).digest()
    assert sha256(b"").digest() == EMPTY_ROOT


def test_the_root_of_every_size_is_the_one_of_the_definition() -> None:
    defined = [naive_root(LOG.leaves[:size]) for size in range(LARGEST + 1)]
    assert LOG.roots == defined
    assert [merkle.root(size, LOG.read) for size in range(LARGEST + 1)] == defined


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_inclusion_proof_is_the_one_of_the_definition_and_checks(size: int) -> None:
    for index in range(size):
        proof = prove_inclusion(index, size, LOG.read)
        assert list(proof) == naive_inclusion(index, LOG.leaves[:size])
        check_inclusion(LOG.leaves[index], index, size, proof, LOG.roots[size])


@pytest.mark.parametrize("size", range(LARGEST + 1))
def test_every_consistency_proof_is_the_one_of_the_definition_and_checks(size: int) -> None:
    for old_size in range(size + 1):
        proof = prove_consistency(old_size, size, LOG.read)
        assert list(proof) == naive_consistency(old_size, LOG.leaves[:size])
        check_consistency(old_size, size, proof, LOG.roots[old_size], LOG.roots[size])


@pytest.mark.parametrize("size", [1, 2, 7, 8, 33])
def test_no_leaf_is_included_anywhere_else(size: int) -> None:
    for index in range(size):
        proof = prove_inclusion(index, size, LOG.read)
        for other in set(range(-1, size + 2)) - {index}:
            with pytest.raises(Refused) as caught:
                check_inclusion(LOG.leaves[index], other, size, proof, LOG.roots[size])
            assert caught.value.code == "log.inclusion"


@pytest.mark.parametrize("size", [2, 7, 8, 33])
def test_no_head_continues_another_of_its_own_log_by_a_proof_for_other_sizes(size: int) -> None:
    for old_size in range(1, size):
        proof = prove_consistency(old_size, size, LOG.read)
        for other in set(range(1, size)) - {old_size}:
            with pytest.raises(Refused) as caught:
                check_consistency(other, size, proof, LOG.roots[other], LOG.roots[size])
            assert caught.value.code == "log.consistency"


def test_a_proof_that_is_longer_or_shorter_is_refused() -> None:
    proof = prove_inclusion(5, 13, LOG.read)
    for wrong in (proof[:-1], proof[1:], (*proof, proof[0]), (), proof * 20):
        with pytest.raises(Refused) as caught:
            check_inclusion(LOG.leaves[5], 5, 13, wrong, LOG.roots[13])
        assert caught.value.code == "log.inclusion"


def test_an_element_of_another_length_is_no_hash() -> None:
    proof = prove_inclusion(0, 2, LOG.read)
    joined = LOG.leaves[0] + proof[0]
    # The same 65 octets are hashed, cut elsewhere.
    with pytest.raises(Refused) as caught:
        check_inclusion(joined[:31], 0, 2, (joined[31:],), LOG.roots[2])
    assert caught.value.code == "log.inclusion"


def test_a_consistency_element_of_another_length_is_no_hash() -> None:
    first, second, *rest = prove_consistency(3, 4, LOG.read)
    with pytest.raises(Refused) as caught:
        check_consistency(
            3, 4, (first[:31], first[31:] + second, *rest), LOG.roots[3], LOG.roots[4]
        )
    assert caught.value.code == "log.consistency"


@pytest.mark.parametrize("old_size", [0, 9])
def test_where_nothing_is_to_be_proved_a_proof_is_refused(old_size: int) -> None:
    with pytest.raises(Refused) as caught:
        check_consistency(old_size, 9, (LOG.leaves[0],), LOG.roots[old_size], LOG.roots[9])
    assert caught.value.code == "log.consistency"


def test_one_size_has_one_root() -> None:
    with pytest.raises(Refused) as caught:
        check_consistency(9, 9, (), LOG.roots[9], LOG.roots[8])
    assert caught.value.code == "log.fork"


@pytest.mark.parametrize("size", [0, 1, 5])
def test_the_empty_tree_has_one_root(size: int) -> None:
    with pytest.raises(Refused) as caught:
        check_consistency(0, size, (), LOG.roots[1], LOG.roots[size])
    assert caught.value.code == "log.fork"


@pytest.mark.parametrize(("old_size", "size"), [(5, 4), (-1, 4), (4, limits.LOG_SIZE + 1)])
def test_sizes_in_the_wrong_order_or_out_of_range_are_refused(old_size: int, size: int) -> None:
    with pytest.raises(Refused) as caught:
        check_consistency(old_size, size, (), EMPTY_ROOT, EMPTY_ROOT)
    assert caught.value.code == "log.consistency"


def test_the_largest_tree_has_proofs_of_63_hashes() -> None:
    assert len(nodes_read(prove_inclusion, 0, limits.LOG_SIZE)) == 62 + 62

    def read(nodes: Sequence[merkle.Node]) -> list[bytes]:
        return [bytes(32)] * len(nodes)

    assert len(prove_inclusion(0, limits.LOG_SIZE, read)) == 63
    assert len(prove_consistency(limits.LOG_SIZE - 1, limits.LOG_SIZE, read)) == 63


def test_a_proof_is_read_at_once() -> None:
    asked: list[list[merkle.Node]] = []

    def read(nodes: Sequence[merkle.Node]) -> list[bytes]:
        asked.append(list(nodes))
        return LOG.read(nodes)

    prove_inclusion(17, 100, read)
    prove_consistency(17, 100, read)
    assert len(asked) == 2


def never_asked(nodes: Sequence[merkle.Node]) -> list[bytes]:
    pytest.fail(f"{nodes} were asked for")


def test_where_nothing_is_needed_nothing_is_read() -> None:
    assert prove_inclusion(0, 1, never_asked) == ()
    assert prove_consistency(4, 4, never_asked) == ()
    assert merkle.root(0, never_asked) == EMPTY_ROOT


@pytest.mark.parametrize("size", range(0, LARGEST, 13))
def test_a_frontier_taken_up_from_the_store_goes_on_as_if_it_had_never_stopped(size: int) -> None:
    taken_up = Frontier.read(size, LOG.read)
    grown, nodes = taken_up.extended(LOG.leaves[size:])
    assert (grown.root, grown.size) == (LOG.roots[-1], LARGEST)
    assert taken_up.root == LOG.roots[size]
    assert {node: LOG.nodes[node] for node, _ in nodes} == dict(nodes)


def test_appending_at_once_and_one_by_one_stores_the_same_nodes() -> None:
    _, nodes = Frontier().extended(LOG.leaves)
    assert dict(nodes) == LOG.nodes
    assert len(nodes) == len(LOG.nodes)


def test_each_node_has_its_place_in_the_order_in_which_they_are_completed() -> None:
    _, nodes = Frontier().extended(LOG.leaves)
    assert [merkle.place(node) for node, _ in nodes] == list(range(len(nodes)))
    assert merkle.place((62, 0)) == (1 << 63) - 2


def test_a_frontier_has_a_peak_for_each_one_in_its_size() -> None:
    assert root_nodes(0b1011) == [(3, 0), (1, 4), (0, 10)]
    with pytest.raises(ValueError, match="peak"):
        Frontier(3, (b"\0" * 32,))
    with pytest.raises(ValueError, match="peak"):
        Frontier(1, (b"\0" * 31,))


@pytest.mark.parametrize("entry", [b"", b"an entry, not its hash", bytes(33)])
def test_what_is_no_hash_is_not_appended(entry: bytes) -> None:
    with pytest.raises(ValueError, match="hash of a leaf"):
        Frontier().extended([LOG.leaves[0], entry, LOG.leaves[1]])


@pytest.mark.parametrize(("index", "size"), [(3, 3), (-1, 3), (0, 0), (0, limits.LOG_SIZE + 1)])
def test_no_proof_is_made_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=r"no such leaf|0 to"):
        prove_inclusion(index, size, LOG.read)


def test_no_proof_is_made_from_a_larger_tree_to_a_smaller() -> None:
    with pytest.raises(ValueError, match="wrong order"):
        prove_consistency(4, 3, LOG.read)
