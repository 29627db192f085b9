"""Attack 44: two heads that part, each shown to a reader of its own, with as few liars as can do it.

Through the production verifier, with real signatures: what a reader believes is asked for each
set of cosigners, and then every way is gone through in which liars and honest towns can be
divided between the two heads. An honest witness signs what the production witness would.
"""

from collections.abc import Callable
from functools import cache, partial
from itertools import combinations, product

import pytest

from livret_core.ledger.trust_chain import TrustChain
from tests.on_ledger import Desk
from tests.split_views import (
    GOOD,
    HEADS,
    PAIRS,
    PARTED,
    begun,
    believes,
    changed,
    cosigns,
    numbers,
    tried,
)

Believed = Callable[[int, frozenset[int]], bool]


def fewest_liars(towns: int, believed: Believed, pair: tuple[int, int]) -> int | None:
    """In how few liars' power it is to have both heads believed; None when in nobody's.

    Args:
        towns: how many there are.
        believed: says of a head and the towns that cosigned it whether it is believed.
        pair: two heads that part.
    """
    first, second = pair
    signs = {
        "lies": frozenset(pair),
        "first": cosigns(first, second, knows_common=False),
        "second": cosigns(second, first, knows_common=False),
    }
    assert {len(signs["first"]), len(signs["second"])} == {1}
    fewest: int | None = None
    for ways in product(signs, repeat=towns):
        liars = ways.count("lies")
        if fewest is not None and liars >= fewest:
            continue
        by_head = [
            frozenset(town for town, way in enumerate(ways) if head in signs[way]) for head in pair
        ]
        if believed(first, by_head[0]) and believed(second, by_head[1]):
            fewest = liars
    return fewest


def asked_once(chain: TrustChain, towns: int, *, twice: int | None = None) -> Believed:
    """Ask the verifier once for each head and each set of towns."""
    said = {
        (head, frozenset(chosen)): believes(chain, head, chosen, twice=twice)
        for head in range(len(HEADS))
        for count in range(towns + 1)
        for chosen in combinations(range(towns), count)
    }
    return lambda head, chosen: said[head, chosen]


@pytest.mark.parametrize(("n", "q"), PAIRS)
def test_attack_44_two_heads_take_more_than_f_liars(n: int, q: int) -> None:
    """Every subset of liars, and every way to divide the rest, for all (n, q)."""
    chosen = numbers(n, q)
    chain, why = tried(lambda: begun(chosen, range(n)))
    if chain is None:
        # Two quorums without a town in common: no liar would be needed.
        assert (why, 2 * q > n) == ("ledger.numbers", False)
        return
    believed = asked_once(chain, n)
    # Not with f, and one more can do it: or the question was not asked well.
    assert {fewest_liars(n, believed, pair) for pair in PARTED} == {max(chosen.f, 0) + 1}


@pytest.mark.parametrize(("n", "q"), [(n, q) for n, q in GOOD if n > 1])
def test_attack_44_a_key_under_two_names_is_no_second_witness(n: int, q: int) -> None:
    """A trust root that lists one town's key twice lets it sign for two."""
    chain, why = tried(lambda: begun(numbers(n, q), range(n - 1), twice=0))
    if chain is None:
        assert why == "log.key_twice"
        return
    believed = asked_once(chain, n - 1, twice=0)
    fewest = {fewest_liars(n - 1, believed, pair) for pair in PARTED}
    assert all(each is None or each > numbers(n, q).f for each in fewest), fewest


def test_attack_44_nothing_is_believed_on_the_word_of_witnesses_that_left() -> None:
    chain = begun(numbers(4, 3), range(4))
    later = changed(chain, numbers(4, 3), range(4, 8))
    assert believes(chain, 0, range(4))
    assert not believes(later, 0, range(4))
    assert believes(later, 0, range(4, 8))


@pytest.mark.parametrize(("n", "q"), GOOD)
def test_attack_44_twin_one_history_is_believed_by_all_with_any_quorum(n: int, q: int) -> None:
    chain = begun(numbers(n, q), range(n))
    for chosen in combinations(range(n), q):
        assert believes(chain, 0, chosen)
    for chosen in combinations(range(n), q - 1):
        assert not believes(chain, 0, chosen)


def test_attack_44_two_desks_are_divided_by_two_of_four_towns_and_not_by_one() -> None:
    """The whole way: two histories of one ledger, evidence from each, a desk that decides."""
    desks = (Desk(), Desk())
    for desk, seconds in zip(desks, (1, 2), strict=True):
        desk.scene.tick(seconds)
    assert len(desks[0].scene.leaves) == len(desks[1].scene.leaves)
    assert desks[0].scene.leaves[:-1] == desks[1].scene.leaves[:-1]

    @cache
    def accepts(at: int, towns: frozenset[int]) -> bool:
        desk = desks[at]
        cosigners = [desk.scene.towns[town] for town in sorted(towns)]
        evidence = desk.evidence(signed=desk.head(witnesses=cosigners, auditors=cosigners))
        verdict = desk.verdict(evidence=evidence)
        if verdict.presentation is None:
            assert desk.refusal(evidence=evidence) == ("unavailable", "ledger.unavailable")
        return verdict.presentation is not None

    assert fewest_liars(4, accepts, (0, 1)) == 2


# Across one change of policy: a reader that has not heard of it, and one that has.


@pytest.mark.parametrize(("n", "q"), GOOD)
def test_attack_44_two_readers_on_both_sides_of_a_change_take_more_than_f_liars(
    n: int, q: int
) -> None:
    """From these numbers to others, with 0 … n witnesses that stay.

    One head goes to a reader of the old version, one that parts from it to a reader of the
    new; both go on from the joint head. An honest witness that leaves cosigns nothing larger
    than that, one that stays or comes signs one of the two. Towns of one kind are alike: how
    many of each kind lie is gone through, and not which.
    """
    either = [cosigns(0, 1, knows_common=True), cosigns(1, 0, knows_common=True)]
    assert either == [frozenset({0}), frozenset({1})]
    before = numbers(n, q)
    chain = begun(before, range(n))
    # To other sizes up to 5, and of the same size all there are.
    for m, p in ((m, p) for m, p in GOOD if m == n or max(m, n) <= 5):
        after = numbers(m, p)
        f = min(before.f, after.f)
        for stay in range(min(n, m) + 1):
            towns = range(n - stay, n - stay + m)
            later, why = tried(partial(changed, chain, after, towns))
            if later is None:
                # None is refused but those with which so few could do it.
                assert (why, q - min(stay, m - p) <= f) == ("ledger.numbers", True)
                continue
            fewest = fewest_on_both_sides(chain, later, n - stay, stay, m - stay)
            assert fewest is not None
            assert fewest > f, (after, stay)


def fewest_on_both_sides(
    chain: TrustChain, later: TrustChain, leave: int, stay: int, come: int
) -> int | None:
    """In how few liars' power it is that each of two readers believes a head of its own."""
    leaving = range(leave)
    staying = range(leave, leave + stay)
    coming = range(leave + stay, leave + stay + come)

    @cache
    def of_the_old(lying: int, signing: int) -> bool:
        return believes(chain, 0, {*leaving[:lying], *staying[:signing]})

    @cache
    def of_the_new(without: int) -> bool:
        return believes(later, 1, {*staying[without:], *coming})

    ways = product(range(leave + 1), range(stay + 1), range(stay + 1))
    # Of those who stay some lie, and of the honest ones some are shown the old reader's head.
    return min(
        (
            lying + liars
            for lying, liars, shown in ways
            if liars + shown <= stay
            if of_the_old(lying, liars + shown) and of_the_new(shown)
        ),
        default=None,
    )
