"""Trees of any size, and texts of a log: what is written is read, and nothing else passes."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core import limits
from livret_core.errors import MalformedInput, Refused
from livret_core.tlog import tiles
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.merkle import (
    Frontier,
    check_consistency,
    check_inclusion,
    prove_consistency,
    prove_inclusion,
)
from livret_core.tlog.note import Note, SignatureLine, VerifierKey
from livret_core.tlog.policy import Group, Log, Policy, Witness
from livret_core.tlog.proof import LogProof
from livret_core.tlog.tiles import Bundle, Tile
from livret_core.tlog.witness import AddCheckpoint
from tests.transparency import Grown, log_key, naive_root, nodes_read, signed, witness_key

LARGEST = 1_200
HASHES = st.binary(min_size=32, max_size=32)
# A line of a note: any characters but controls and lone surrogates.
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
SIZES = st.integers(0, limits.LOG_SIZE)


@cache
def log() -> Grown:
    return Grown(LARGEST)


@st.composite
def two_sizes(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(st.integers(1, LARGEST))
    return draw(st.integers(0, size - 1)), size


def flipped(proof: tuple[bytes, ...], at: int, bit: int) -> tuple[bytes, ...]:
    wrong = bytearray(proof[at])
    wrong[bit // 8] ^= 1 << bit % 8
    return (*proof[:at], bytes(wrong), *proof[at + 1 :])


@given(two_sizes(), st.data())
def test_a_proof_of_inclusion_holds_and_with_any_bit_changed_does_not(
    place: tuple[int, int], data: st.DataObject
) -> None:
    index, size = place
    proof = prove_inclusion(index, size, log().read)
    check_inclusion(log().leaves[index], index, size, proof, log().roots[size])
    if proof:
        wrong = flipped(
            proof, data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
        )
        with pytest.raises(Refused) as caught:
            check_inclusion(log().leaves[index], index, size, wrong, log().roots[size])
        assert caught.value.code == "log.inclusion"


@given(two_sizes(), st.data())
def test_a_proof_of_consistency_holds_and_with_any_bit_changed_does_not(
    place: tuple[int, int], data: st.DataObject
) -> None:
    old_size, size = place
    proof = prove_consistency(old_size, size, log().read)
    check_consistency(old_size, size, proof, log().roots[old_size], log().roots[size])
    if proof:
        wrong = flipped(
            proof, data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
        )
        with pytest.raises(Refused) as caught:
            check_consistency(old_size, size, wrong, log().roots[old_size], log().roots[size])
        assert caught.value.code == "log.consistency"


@given(st.lists(st.integers(0, 60), max_size=12))
def test_however_leaves_arrive_the_tree_is_the_same(batches: list[int]) -> None:
    frontier, at = Frontier(), 0
    for batch in batches:
        frontier, nodes = frontier.extended(log().leaves[at : at + batch])
        at += batch
        assert all(log().nodes[node] == made for node, made in nodes)
    assert frontier.root == naive_root(log().leaves[:at])
    assert frontier == Frontier.read(at, log().read)


@given(two_sizes(), two_sizes())
def test_every_proof_can_be_made_from_the_tiles_it_names(
    leaf: tuple[int, int], sizes: tuple[int, int]
) -> None:
    index, size = leaf
    wanted = tiles.tiles_for(nodes_read(prove_inclusion, index, size), size)
    read = tiles.reader({tile: tile.read(log().read) for tile in wanted})
    assert prove_inclusion(index, size, read) == prove_inclusion(index, size, log().read)

    wanted = tiles.tiles_for(nodes_read(prove_consistency, *sizes), sizes[1])
    read = tiles.reader({tile: tile.read(log().read) for tile in wanted})
    assert prove_consistency(*sizes, read) == prove_consistency(*sizes, log().read)


@given(st.lists(st.integers(0, 900), max_size=8))
def test_publishing_step_by_step_leaves_every_tile_of_every_size(steps: list[int]) -> None:
    published: set[Tile | Bundle] = set()
    size = 0
    for step in steps:
        grown = size + step
        published |= {*tiles.tiles_grown(size, grown), *tiles.bundles_grown(size, grown)}
        size = grown
        assert published >= {*tiles.tiles_grown(0, size), *tiles.bundles_grown(0, size)}


@given(st.integers(0, 63), st.integers(0, limits.LOG_SIZE // 256), st.integers(1, 256))
def test_every_path_leads_back_to_its_tile(level: int, index: int, width: int) -> None:
    assert Tile.parse(Tile(level, index, width).format()) == Tile(level, index, width)
    assert Bundle.parse(Bundle(index, width).format()) == Bundle(index, width)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20))
def test_entries_come_out_of_a_bundle_as_they_went_in(entries: list[bytes]) -> None:
    bundle = Bundle(0, len(entries))
    raw = bundle.format_entries(entries)
    assert bundle.parse_entries(raw) == tuple(entries)
    with pytest.raises(MalformedInput) as caught:
        bundle.parse_entries(raw[:-1])
    assert caught.value.code == "log.tile"


CHECKPOINTS = st.builds(Checkpoint, LINES, SIZES, HASHES, st.lists(LINES, max_size=3).map(tuple))
NAMES = st.from_regex(r"[a-z]{1,12}(\.[a-z]{2,8}){0,2}(/[a-zéß]{1,6})?", fullmatch=True)


@st.composite
def signed_checkpoints(draw: st.DrawFn) -> SignedCheckpoint:
    head = signed(draw(CHECKPOINTS), by=draw(NAMES))
    octets = st.binary(min_size=1, max_size=80)
    line = st.builds(
        SignatureLine, st.just(log_key().name), st.binary(min_size=4, max_size=4), octets
    )
    return head.with_signatures(*draw(st.lists(line, max_size=3)))


@given(signed_checkpoints(), SIZES, st.lists(HASHES, max_size=63).map(tuple))
def test_every_text_is_read_as_it_was_written(
    head: SignedCheckpoint, number: int, hashes: tuple[bytes, ...]
) -> None:
    assert SignedCheckpoint.parse(head.format()) == head
    request = AddCheckpoint(number, hashes, head)
    assert AddCheckpoint.parse(request.format()) == request
    proof = LogProof(number, hashes, head, extra=bytes(hashes[0]) if hashes else None)
    assert LogProof.parse(proof.format()) == proof


@given(signed_checkpoints(), st.data())
def test_no_two_texts_are_one_checkpoint(head: SignedCheckpoint, data: st.DataObject) -> None:
    raw = head.format()
    at, octet = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 255))
    changed = raw[:at] + bytes([octet]) + raw[at + 1 :]
    try:
        read = SignedCheckpoint.parse(changed)
    except MalformedInput:
        return
    assert read.format() == changed


@given(st.binary(max_size=200))
def test_any_bytes_are_a_note_or_malformed(junk: bytes) -> None:
    for raw in (junk, b"text\n\n" + junk, b"text\n\n\xe2\x80\x94 a " + junk + b"\n"):
        try:
            read = Note.parse(raw)
        except MalformedInput:
            continue
        assert read.format() == raw


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    count = draw(st.integers(1, 6))
    witnesses = tuple(
        Witness(b"w%d" % number, witness_key(f"w{number}.example")) for number in range(count)
    )
    free = [witness.name for witness in witnesses]
    groups: list[Group] = []
    for number in range(draw(st.integers(0, 4))):
        chosen = draw(st.permutations(free))[: draw(st.integers(1, len(free)))]
        free = [name for name in free if name not in chosen] + [b"g%d" % number]
        groups.append(Group(b"g%d" % number, draw(st.integers(1, len(chosen))), tuple(chosen)))
    return Policy((Log(log_key()),), witnesses, tuple(groups), draw(st.sampled_from(free)))


def naive_satisfied(policy: Policy, name: bytes, keys: set[VerifierKey]) -> bool:
    for witness in policy.witnesses:
        if witness.name == name:
            return witness.key in keys
    [group] = [one for one in policy.groups if one.name == name]
    met = [naive_satisfied(policy, member, keys) for member in group.members]
    return met.count(True) >= group.threshold


@given(policies(), st.sets(st.integers(0, 7)))
def test_a_policy_means_what_its_groups_say_and_more_keys_never_hurt(
    policy: Policy, numbers: set[int]
) -> None:
    assert Policy.parse(policy.format()) == policy
    keys = {witness_key(f"w{number}.example") for number in numbers}
    assert policy.quorum is not None
    assert policy.satisfied_by(keys) == naive_satisfied(policy, policy.quorum, keys)
    if policy.satisfied_by(keys):
        assert policy.satisfied_by(keys | policy.witness_keys)
    without_quorum = replace(policy, quorum=None)
    assert without_quorum.satisfied_by(())
