"""Which tiles show what a tree had for roots before, and what is read from them."""

import pytest

from livret_core.errors import MalformedInput
from livret_core.ledger.continuation import nodes_in, tiles_wanted
from livret_core.tlog import merkle
from livret_core.tlog.tiles import Tile
from tests.ledger_heads import Tree

TREE = Tree([str(each).encode() for each in range(600)])
SIZES = [1, 2, 3, 7, 8, 255, 256, 257, 300, 511, 512, 513, 599, 600]


@pytest.mark.parametrize("size", SIZES)
def test_the_tiles_that_are_wanted_are_enough_and_none_is_too_many(size: int) -> None:
    for before in [each for each in SIZES if each < size]:
        wanted = tiles_wanted([before], size)
        nodes = nodes_in(wanted, TREE.tiles(wanted))
        root = merkle.root(before, nodes)
        assert root == TREE.root(before)
        proof = merkle.prove_consistency(before, size, nodes)
        merkle.check_consistency(before, size, proof, root, TREE.root(size))
        for left_out in wanted:
            fewer = tuple(each for each in wanted if each != left_out)
            lacking = nodes_in(fewer, TREE.tiles(fewer))
            with pytest.raises(KeyError):
                merkle.root(before, lacking) + b"".join(
                    merkle.prove_consistency(before, size, lacking)
                )


def test_several_heads_are_shown_by_the_tiles_of_all() -> None:
    wanted = tiles_wanted([300, 7], 600)
    assert set(wanted) == {*tiles_wanted([300], 600), *tiles_wanted([7], 600)}
    assert list(wanted) == sorted(set(wanted))


@pytest.mark.parametrize("before", [0, 600, 601, 1 << 40])
def test_a_head_that_is_no_smaller_asks_for_nothing(before: int) -> None:
    assert tiles_wanted([before], 600) == ()
    assert tiles_wanted([], 600) == ()


@pytest.mark.parametrize("size", [10**3, 10**4, 10**5, 10**6, (1 << 62) - 1])
def test_few_tiles_are_wanted_however_large_a_ledger_is(size: int) -> None:
    levels = -(-size.bit_length() // 8)
    for before in (1, size // 3, size - 255, size - 1):
        assert len(tiles_wanted([before], size)) <= 2 * levels


@pytest.mark.parametrize("change", [-1, 1, 32])
def test_octets_of_another_length_are_no_tiles(change: int) -> None:
    wanted = (Tile(0, 0, 3), Tile(0, 1))
    with pytest.raises(MalformedInput) as caught:
        nodes_in(wanted, bytes(259 * 32 + change))
    assert caught.value.code == "log.tile"
    nodes_in(wanted, bytes(259 * 32))
