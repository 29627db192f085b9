from typing import Final

import pytest

from livret_core.errors import Refused
from livret_core.status.assignment import MIN_ENTRIES, assign

SEED: Final = bytes(range(32))


def test_indexes_are_distinct_free_and_inside_the_list() -> None:
    taken = set(range(0, MIN_ENTRIES, 3))

    chosen = assign(1_000, entries=MIN_ENTRIES, taken=taken, seed=SEED)

    assert len(set(chosen)) == 1_000
    assert taken.isdisjoint(chosen)
    assert 0 <= min(chosen) <= max(chosen) < MIN_ENTRIES


def test_the_same_seed_makes_the_same_choice_and_another_seed_another() -> None:
    first = assign(20, entries=MIN_ENTRIES, taken=set(), seed=SEED)
    assert assign(20, entries=MIN_ENTRIES, taken=set(), seed=SEED) == first
    assert assign(20, entries=MIN_ENTRIES, taken=set(), seed=bytes(32)) != first


def test_copies_of_one_batch_do_not_come_in_order() -> None:
    chosen = assign(20, entries=MIN_ENTRIES, taken=set(), seed=SEED)
    assert list(chosen) != sorted(chosen)


def test_choices_are_spread_evenly_over_the_list() -> None:
    chosen = assign(16_000, entries=MIN_ENTRIES, taken=set(), seed=SEED)
    sixteenths = [0] * 16
    for index in chosen:
        sixteenths[index * 16 // MIN_ENTRIES] += 1
    # 1,000 expected in each, standard deviation 29: the seed is fixed, so is the outcome.
    assert all(850 < count < 1_150 for count in sixteenths)


def test_the_last_free_indexes_are_all_given_out() -> None:
    free = {0, 17, MIN_ENTRIES - 1}
    taken = set(range(MIN_ENTRIES)) - free
    assert set(assign(3, entries=MIN_ENTRIES, taken=taken, seed=SEED)) == free


def test_the_last_free_indexes_come_in_no_order() -> None:
    """A list that is nearly full is chosen from in another way."""
    taken = set(range(MIN_ENTRIES - 100))
    chosen = assign(60, entries=MIN_ENTRIES, taken=taken, seed=SEED)
    assert len(set(chosen)) == 60
    assert list(chosen) != sorted(chosen)
    assert max(chosen) >= MIN_ENTRIES - 40  # nor only of the first that are free


def test_a_whole_list_can_be_given_out_at_once() -> None:
    chosen = assign(MIN_ENTRIES, entries=MIN_ENTRIES, taken=set(), seed=SEED)
    assert len(set(chosen)) == MIN_ENTRIES


def test_a_batch_that_just_fits_is_assigned() -> None:
    taken = set(range(MIN_ENTRIES - 2))
    assert len(assign(2, entries=MIN_ENTRIES, taken=taken, seed=SEED)) == 2


def test_a_batch_larger_than_what_is_free_gets_nothing_at_all() -> None:
    taken = set(range(MIN_ENTRIES - 2))
    with pytest.raises(Refused) as caught:
        assign(3, entries=MIN_ENTRIES, taken=taken, seed=SEED)
    assert (caught.value.code, caught.value.facts) == ("status.exhausted", {"free": 2, "needed": 3})


@pytest.mark.parametrize(
    ("count", "entries", "seed"),
    [(1, MIN_ENTRIES - 1, SEED), (0, MIN_ENTRIES, SEED), (1, MIN_ENTRIES, b"short")],
)
def test_a_small_list_no_count_or_a_short_seed_is_a_programming_error(
    count: int, entries: int, seed: bytes
) -> None:
    with pytest.raises(ValueError, match=r"entries|seed"):
        assign(count, entries=entries, taken=set(), seed=seed)
