"""Attack 44: the log's keeper rewrites, cuts or splits its history."""

from dataclasses import replace

import pytest

from livret_core.errors import Refused
from livret_core.tlog.merkle import (
    check_consistency,
    check_inclusion,
    node_hash,
    prove_consistency,
)
from livret_core.tlog.merkle import prove_inclusion as prove
from livret_core.tlog.witness import AddCheckpoint, Conflict, Cosign, Rejection, decide
from tests.transparency import Grown, log_key, signed

HONEST = Grown(40)
# The same keeper's other history: as long as the honest one, and different throughout.
REWRITTEN = Grown(40, salt="another ")
KEYS = [log_key()]


def ask(log: Grown, old_size: int, size: int) -> AddCheckpoint:
    """The keeper signs whatever head it likes, with a proof that holds in that history."""
    proof = prove_consistency(old_size, size, log.read)
    return AddCheckpoint(old_size, proof, signed(log.head(size)))


@pytest.mark.parametrize("size", [1, 8, 20, 21, 32])
def test_attack_44_a_second_root_for_a_size(size: int) -> None:
    decided = decide(HONEST.head(size), ask(REWRITTEN, size, size), KEYS)
    assert decided == Rejection("log.fork")


def test_attack_44_a_second_root_for_the_empty_log() -> None:
    request = AddCheckpoint(0, (), signed(replace(HONEST.head(0), root=HONEST.roots[1])))
    assert decide(None, request, KEYS) == Rejection("log.fork")


@pytest.mark.parametrize(("old_size", "size"), [(1, 2), (8, 40), (16, 17), (21, 40), (32, 33)])
def test_attack_44_a_longer_history_with_a_proof_of_its_own(old_size: int, size: int) -> None:
    decided = decide(HONEST.head(old_size), ask(REWRITTEN, old_size, size), KEYS)
    assert decided == Rejection("log.consistency")


@pytest.mark.parametrize(("old_size", "size"), [(3, 40), (21, 40), (30, 31)])
def test_attack_44_an_honest_proof_under_another_root(old_size: int, size: int) -> None:
    request = replace(ask(HONEST, old_size, size), signed=signed(REWRITTEN.head(size)))
    assert decide(HONEST.head(old_size), request, KEYS) == Rejection("log.consistency")


@pytest.mark.parametrize("old_size", [0, 5, 20])
def test_attack_44_an_old_head_is_replayed(old_size: int) -> None:
    assert decide(HONEST.head(30), ask(HONEST, old_size, 20), KEYS) == Conflict(30)


def test_attack_44_a_witness_is_told_that_it_knows_nothing() -> None:
    assert decide(HONEST.head(30), ask(REWRITTEN, 0, 40), KEYS) == Conflict(30)


def test_attack_44_a_log_that_shrank_is_shown_as_grown() -> None:
    request = AddCheckpoint(30, (), signed(HONEST.head(20)))
    assert decide(HONEST.head(30), request, KEYS) == Rejection("log.request")


def test_attack_44_a_stranger_moves_a_witness_on() -> None:
    request = replace(ask(REWRITTEN, 0, 40), signed=signed(REWRITTEN.head(), by="stranger.example"))
    assert decide(None, request, KEYS) == Rejection("log.unsigned")


def test_attack_44_an_entry_is_proved_in_the_other_history() -> None:
    proof = prove(7, 40, HONEST.read)
    with pytest.raises(Refused) as caught:
        check_inclusion(HONEST.leaves[7], 7, 40, proof, REWRITTEN.roots[40])
    assert caught.value.code == "log.inclusion"


@pytest.mark.parametrize(("half", "index"), [(0, 0), (1, 31)])
def test_attack_44_an_inner_node_passes_for_an_entry(half: int, index: int) -> None:
    # Half of the tree, taken as one leaf of a tree of two.
    halves = HONEST.read([(4, 0), (4, 1)])
    other = (halves[1 - half],)
    check_inclusion(halves[half], half, 2, other, HONEST.roots[32])
    with pytest.raises(Refused) as caught:
        check_inclusion(halves[half], index, 32, other, HONEST.roots[32])
    assert caught.value.code == "log.inclusion"


def test_attack_44_an_old_root_is_taken_for_a_subtree_of_the_new_tree() -> None:
    # No tree of four entries has the root of three below its own, to the left of a leaf.
    old, leaf = HONEST.head(3), REWRITTEN.leaves[3]
    forged = replace(HONEST.head(4), root=node_hash(old.root, leaf))
    request = AddCheckpoint(3, (old.root, leaf), signed(forged))
    assert decide(old, request, KEYS) == Rejection("log.consistency")


def test_attack_44_hashes_are_left_over_at_the_end_of_a_proof() -> None:
    proof = prove_consistency(21, 40, HONEST.read)
    with pytest.raises(Refused) as caught:
        check_consistency(21, 40, (*proof, proof[0]), HONEST.roots[21], HONEST.roots[40])
    assert caught.value.code == "log.consistency"


@pytest.mark.parametrize(
    ("old_size", "size"), [(0, 40), (1, 2), (8, 40), (16, 17), (21, 40), (30, 30), (30, 31)]
)
def test_attack_44_twin_honest_growth_is_cosigned(old_size: int, size: int) -> None:
    known = HONEST.head(old_size) if old_size else None
    assert isinstance(decide(known, ask(HONEST, old_size, size), KEYS), Cosign)


def test_attack_44_twin_an_entry_is_proved_in_its_own_history() -> None:
    check_inclusion(HONEST.leaves[7], 7, 40, prove(7, 40, HONEST.read), HONEST.roots[40])
