from functools import cache

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.tlog import tiles
from livret_core.tlog.merkle import (
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    root_nodes,
)
from livret_core.tlog.tiles import Bundle, Tile, bundles_grown, tiles_for, tiles_grown
from tests.transparency import Grown, nodes_read


@cache
def log() -> Grown:
    return Grown(70_000)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(1, 5, 17), "tile/1/005.p/17"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(63, 1_000, 1), "tile/63/x001/000.p/1"),
        (Tile(2, 999, 255), "tile/2/999.p/255"),
        (Tile(0, limits.LOG_SIZE // 256), "tile/0/x036/x028/x797/x018/x963/967"),
    ],
)
def test_the_path_of_a_tile_is_the_one_the_specification_gives(tile: Tile, path: str) -> None:
    assert tile.format() == path
    assert Tile.parse(path) == tile


@pytest.mark.parametrize(
    ("bundle", "path"),
    [
        (Bundle(0, 3), "tile/entries/000.p/3"),
        (Bundle(1_234_067), "tile/entries/x001/x234/067"),
    ],
)
def test_the_path_of_a_bundle_is_the_one_the_specification_gives(bundle: Bundle, path: str) -> None:
    assert bundle.format() == path
    assert Bundle.parse(path) == bundle


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/1234",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/001/002",
        "tile/0/X001/002",
        "tile/0/٠٠١",
        "tile/0/../000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/017",
        "tile/0/000.p",
        "tile/0/000.p/1/2",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
        "tile/entries/000",
    ],
)
def test_no_other_path_names_a_tile(path: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Tile.parse(path)
    assert caught.value.code == "log.tile"


@pytest.mark.parametrize("path", ["tile/0/000", "tile/entries/x000/001", "tile/entries/000.p/256"])
def test_no_other_path_names_a_bundle(path: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Bundle.parse(path)
    assert caught.value.code == "log.tile"


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_a_tile_that_is_nowhere_cannot_be(level: int, index: int, width: int) -> None:
    with pytest.raises(MalformedInput) as caught:
        Tile(level, index, width)
    assert caught.value.code == "log.tile"


def test_a_log_of_70_000_has_the_tiles_that_the_specification_counts() -> None:
    grown = tiles_grown(0, 70_000)
    assert [tile for tile in grown if tile.width < 256] == [
        Tile(0, 273, 112),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert sum(tile.level == 0 for tile in grown) == 274
    assert sum(tile.level == 1 for tile in grown) == 2


def test_a_log_of_256_has_a_full_tile_and_a_partial_one_above() -> None:
    assert tiles_grown(0, 256) == (Tile(0, 0), Tile(1, 0, 1))
    assert bundles_grown(0, 256) == (Bundle(0),)


def test_only_what_is_new_is_published() -> None:
    assert tiles_grown(255, 257) == (Tile(0, 0), Tile(0, 1, 1), Tile(1, 0, 1))
    assert bundles_grown(255, 257) == (Bundle(0), Bundle(1, 1))
    assert tiles_grown(256, 258) == (Tile(0, 1, 2),)
    assert tiles_grown(70_000, 70_000) == ()
    assert bundles_grown(0, 0) == ()


def test_a_log_that_shrinks_has_nothing_to_publish() -> None:
    with pytest.raises(ValueError, match="wrong order"):
        tiles_grown(5, 4)


@pytest.mark.parametrize("tile", [Tile(0, 0), Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)])
def test_a_tile_holds_the_hashes_of_its_nodes(tile: Tile) -> None:
    hashes = tile.parse_hashes(tile.read(log().read))
    assert list(hashes) == log().read(tile.nodes)
    assert len(hashes) == tile.width


@pytest.mark.parametrize("length", [0, 31, 32 * 17 - 1, 32 * 17 + 1, 32 * 18])
def test_a_tile_of_another_length_is_malformed(length: int) -> None:
    with pytest.raises(MalformedInput) as caught:
        Tile(1, 1, 17).parse_hashes(bytes(length))
    assert caught.value.code == "log.tile"


@pytest.mark.parametrize(
    ("index", "old_size", "size"),
    [(0, 1, 1), (5, 200, 255), (256, 256, 512), (69_999, 65_536, 70_000), (1, 300, 66_000)],
)
def test_proofs_made_from_tiles_are_those_made_from_the_store(
    index: int, old_size: int, size: int
) -> None:
    nodes = nodes_read(prove_inclusion, index, size) + root_nodes(size)
    nodes += nodes_read(prove_consistency, old_size, size)
    wanted = tiles_for(nodes, size)
    read = tiles.reader({tile: tile.read(log().read) for tile in wanted})

    assert set(wanted) <= set(tiles_grown(0, size))
    assert prove_inclusion(index, size, read) == prove_inclusion(index, size, log().read)
    assert prove_consistency(old_size, size, read) == prove_consistency(old_size, size, log().read)


def test_a_full_tile_serves_where_the_partial_one_was_deleted() -> None:
    [partial] = tiles_for([(0, 40)], 41)
    full = Tile(0, 0)
    assert partial == Tile(0, 0, 41)
    for held in ({full}, {full, partial}):
        read = tiles.reader({tile: tile.read(log().read) for tile in held})
        assert prove_inclusion(40, 256, read) == prove_inclusion(40, 256, log().read)


def test_a_node_that_no_tile_given_holds_is_not_made_up() -> None:
    read = tiles.reader({Tile(0, 0, 3): Tile(0, 0, 3).read(log().read)})
    for node in ((0, 3), (1, 1), (8, 0), (0, 256)):
        with pytest.raises(KeyError):
            read([node])


@pytest.mark.parametrize("node", [(0, 41), (1, 20), (8, 0), (0, -1)])
def test_a_node_that_is_not_complete_in_this_tree_is_in_no_tile(node: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no such node"):
        tiles_for([node], 41)


def test_a_bundle_is_its_entries_with_their_lengths_before_them() -> None:
    bundle = Bundle(0, 3)
    raw = bundle.format_entries([b"", b"ab", b"c" * 258])
    assert raw == b"\0\0" + b"\0\2ab" + b"\1\2" + b"c" * 258
    assert bundle.parse_entries(raw) == (b"", b"ab", b"c" * 258)


def test_the_entries_of_a_bundle_hash_to_the_tile_beside_it() -> None:
    raw = Bundle(1).format_entries(log().entries[256:512])
    leaves = tuple(map(leaf_hash, Bundle(1).parse_entries(raw)))
    assert leaves == Tile(0, 1).parse_hashes(Tile(0, 1).read(log().read))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0",
        b"\0\1a",
        b"\0\1a\0",
        b"\0\1a\0\2b",
        b"\0\1a\0\1bc",
        b"\0\1a\0\1b\0\0",
        b"\xff" * 9,
    ],
)
def test_a_bundle_cut_short_or_with_more_in_it_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        Bundle(0, 2).parse_entries(raw)
    assert caught.value.code == "log.tile"


def test_an_entry_has_at_most_what_its_length_can_say() -> None:
    largest = bytes(limits.LOG_ENTRY_BYTES)
    assert Bundle(0, 1).parse_entries(Bundle(0, 1).format_entries([largest])) == (largest,)
    with pytest.raises(MalformedInput) as caught:
        Bundle(0, 1).format_entries([largest + b"\0"])
    assert caught.value.code == "input.too_large"


def test_a_bundle_of_another_width_is_not_written() -> None:
    with pytest.raises(ValueError, match="as many"):
        Bundle(0, 2).format_entries([b"one"])
