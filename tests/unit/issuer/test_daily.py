"""What a day's commit is made of: which copies, in which tree."""

from collections.abc import Iterator
from hashlib import sha256

import pytest

from livret_core.ledger.issuance import SIZES
from livret_core.short_code import ShortCode
from livret_core.tlog import merkle
from livret_core.tlog.merkle import Frontier
from livret_issuer import daily
from livret_issuer.records import ToCount

CODES = [ShortCode.of(bytes([number] * 16)) for number in range(5)]


def padding() -> Iterator[bytes]:
    return (sha256(number.to_bytes(4)).digest() for number in range(1 << 20))


def copies(*counts: int) -> list[ToCount]:
    """So many copies of each of some hand-overs."""
    return [
        made
        for code, count in zip(CODES, counts, strict=False)
        for made in daily.to_count(
            code,
            [f"{code}.{number}.s~" for number in range(count)],
            salts=(sha256(f"{code} {number}".encode()).digest() for number in range(count)),
            signed_at_s=0,
            expires_at_s=None,
        )
    ]


@pytest.mark.parametrize(
    ("count", "size"), [(0, 64), (1, 64), (64, 64), (65, 1_024), (1_025, 16_384)]
)
def test_a_day_has_the_fewest_places_that_hold_it(count: int, size: int) -> None:
    assert daily.count_in(copies(count), padding=padding()).size == size


def test_the_root_is_that_of_the_log_tree_over_the_sorted_leaves() -> None:
    made = copies(5)
    rest = padding()
    leaves = sorted([each.leaf for each in made] + [next(rest) for _ in range(59)])
    frontier, nodes = Frontier().extended(leaves)
    issuance = daily.count_in(made, padding=padding())
    assert issuance.root == frontier.root
    read = dict(nodes)
    for each in issuance.counted:
        proved = merkle.prove_inclusion(
            each.path.index, 64, lambda wanted: [read[node] for node in wanted]
        )
        assert each.path.hashes == proved


def test_more_than_the_largest_day_is_not_counted_in() -> None:
    with pytest.raises(ValueError, match="places"):
        daily.count_in(copies(1) * (SIZES[-1] + 1), padding=padding())


def test_what_does_not_fit_waits_as_whole_hand_overs() -> None:
    waiting = copies(3, 3, 3)
    assert list(daily.of_the_day(waiting, most=7)) == waiting[:6]
    assert list(daily.of_the_day(waiting, most=9)) == waiting
    assert list(daily.of_the_day(waiting, most=6)) == waiting[:6]
    assert list(daily.of_the_day([], most=7)) == []


def test_a_day_that_is_not_over_is_not_left_over() -> None:
    assert daily.left_over(None, day=3) is None
