"""Heads: whose word counts, how old they are, and that none goes back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any, TypeAlias

import pytest

from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer
from livret_core.ledger.head import Remembered, verify
from livret_core.ledger.head_time import existed_by_s, head_time_s
from livret_core.ledger.quorum import Quorums
from livret_core.tlog import merkle
from livret_core.tlog.note import SignatureType, VerifierKey
from tests.ledger_heads import AGES, Seen, Tree, believe
from tests.ledger_scene import DAY_S, Scene


@pytest.fixture(scope="module")
def scene() -> Scene:
    scene = Scene.founded()
    scene.tick(60)
    scene.apply(scene.commit(scene.towns[1]))
    scene.tick(60)
    return scene


@pytest.fixture(scope="module")
def seen(scene: Scene) -> Seen:
    return Seen(scene)


def code(seen: Seen, *, now_s: int, signed=None, remembered=None, consistency=None, **head) -> str:  # type: ignore[no-untyped-def]
    signed = signed or seen.head(**{"at_s": seen.scene.at_s, **head})
    with pytest.raises(LivretError) as caught:
        believe(
            signed,
            seen.chain,
            ages=AGES,
            now_s=now_s,
            remembered=remembered,
            consistency=consistency,
        )
    return caught.value.code


def test_a_head_that_both_quorums_cosigned_is_believed(scene: Scene, seen: Seen) -> None:
    head = believe(
        seen.head(at_s=scene.at_s), seen.chain, ages=AGES, now_s=scene.at_s + 60, remembered=None
    )
    cosigned = head.cosigned
    assert (cosigned.size, cosigned.witnesses, cosigned.auditors) == (len(scene.leaves), 4, 4)
    assert (cosigned.time_s, cosigned.existed_by_s) == (scene.at_s, scene.at_s)
    assert head.freshness == "fresh"
    assert not head.is_consistent


def test_quorums_are_counted_each_for_itself(scene: Scene, seen: Seen) -> None:
    three, one = scene.towns[:3], scene.towns[:1]
    now_s = scene.at_s
    believe(
        seen.head(at_s=now_s, witnesses=three, auditors=scene.towns[:2]),
        seen.chain,
        ages=AGES,
        now_s=now_s,
        remembered=None,
    )
    # All auditors do not make up for a witness, nor all witnesses for an auditor.
    assert code(seen, now_s=now_s, witnesses=scene.towns[:2]) == "log.quorum"
    assert code(seen, now_s=now_s, auditors=one) == "log.quorum"


@pytest.mark.parametrize(
    ("age_s", "freshness"), [(DAY_S, "fresh"), (DAY_S + 1, "amber"), (7 * DAY_S, "amber")]
)
def test_age_is_said(scene: Scene, seen: Seen, age_s: int, freshness: str) -> None:
    signed = seen.head(at_s=scene.at_s)
    head = believe(signed, seen.chain, ages=AGES, now_s=scene.at_s + age_s, remembered=None)
    assert head.freshness == freshness


def test_a_head_too_old_is_not_a_refusal(scene: Scene, seen: Seen) -> None:
    assert code(seen, now_s=scene.at_s + 7 * DAY_S + 1) == "ledger.stale"


def test_a_clock_behind_what_was_seen_decides_nothing(scene: Scene, seen: Seen) -> None:
    assert code(seen, now_s=scene.at_s - 301) == "ledger.clock"
    signed = seen.head(at_s=scene.at_s)
    later = Remembered(1, bytes(32), scene.at_s + 3_600)
    assert code(seen, now_s=scene.at_s + 60, signed=signed, remembered=later) == "ledger.clock"


def test_a_remembered_head_is_never_gone_back_behind(scene: Scene, seen: Seen) -> None:
    newest = believe(
        seen.head(at_s=scene.at_s), seen.chain, ages=AGES, now_s=scene.at_s, remembered=None
    ).remember(None)
    older = seen.head(len(scene.leaves) - 2, at_s=scene.at_s)
    assert code(seen, now_s=scene.at_s, signed=older, remembered=newest) == "ledger.older_head"
    other = replace(seen.checkpoint(), root=bytes(32))
    assert (
        code(
            seen,
            now_s=scene.at_s,
            signed=seen.head(at_s=scene.at_s, checkpoint=other),
            remembered=newest,
        )
        == "log.fork"
    )


def test_a_head_is_shown_to_continue_the_remembered_one(scene: Scene, seen: Seen) -> None:
    tree, size = Tree(scene.leaves), len(scene.leaves)
    before = Remembered(size - 2, tree.root(size - 2), scene.at_s - 60)
    proof = merkle.prove_consistency(size - 2, size, tree.read)
    signed = seen.head(at_s=scene.at_s)
    asked = {"ages": AGES, "now_s": scene.at_s, "remembered": before}
    assert believe(signed, seen.chain, **asked, consistency=(size - 2, proof)).is_consistent
    # No proof from there at hand: the witnesses' word is taken, and that is said.
    assert not believe(signed, seen.chain, **asked, consistency=(1, ())).is_consistent
    wrong = (size - 2, (bytes(32), *proof[1:]))
    asked_again: dict[str, Any] = {"now_s": scene.at_s, "remembered": before, "consistency": wrong}
    assert code(seen, **asked_again) == "ledger.unavailable"


def test_a_proof_of_another_beginning_is_two_histories(scene: Scene, seen: Seen) -> None:
    tree, size = Tree(scene.leaves), len(scene.leaves)
    old = next(each for each in range(size - 1, 0, -1) if each.bit_count() > 1)
    proof = merkle.prove_consistency(old, size, tree.read)
    forked = Remembered(old, bytes(32), scene.at_s - 60)
    asked: dict[str, Any] = {"now_s": scene.at_s, "remembered": forked, "consistency": (old, proof)}
    assert code(seen, **asked) == "log.consistency"


def test_remembering_keeps_the_newest_time(scene: Scene, seen: Seen) -> None:
    head = believe(
        seen.head(at_s=scene.at_s), seen.chain, ages=AGES, now_s=scene.at_s, remembered=None
    )
    before = Remembered(1, bytes(32), scene.at_s + 5)
    assert head.remember(before).time_s == scene.at_s + 5
    assert head.remember(None) == Remembered(head.cosigned.size, head.cosigned.root, scene.at_s)


def keys(count: int) -> list[VerifierKey]:
    return [
        VerifierKey.of(
            f"w{number}.example",
            SignatureType.COSIGNATURE_V1,
            Ed25519Signer.from_seed(bytes([number + 1]) * 32),
        )
        for number in range(count)
    ]


HONEST_S, LIES_S = range(1_000, 1_007), (1, 1_003, 10**9)
Rule: TypeAlias = Callable[[Mapping[VerifierKey, Sequence[int]], Quorums], int]


def worlds(
    n: int, q: int
) -> Iterator[tuple[Quorums, dict[VerifierKey, tuple[int, ...]], set[int]]]:
    """Every set of cosigners, every set of at most f liars among them, each lying its own way.

    Gives the numbers, the times in the head, and those of the honest ones.
    """
    numbers, names = Quorums(n=n, q=q, a=n, k=n), keys(n)
    for cosigners in range(q, n + 1):
        for count in range(min(numbers.f, cosigners) + 1):
            for liars in combinations(range(cosigners), count):
                honest = {HONEST_S[at] for at in range(cosigners) if at not in liars}
                for lies in product(LIES_S, repeat=count):
                    said = dict(zip(liars, lies, strict=True))
                    yield (
                        numbers,
                        {names[at]: (said.get(at, HONEST_S[at]),) for at in range(cosigners)},
                        honest,
                    )


def looks_newer(rule: Rule, n: int, q: int) -> bool:
    """Whether f liars can make a head look newer than any honest witness saw it."""
    return any(rule(times, numbers) > max(honest) for numbers, times, honest in worlds(n, q))


ALLOWED = [(n, q) for n in range(1, 8) for q in range(n // 2 + 1, n + 1)]


@pytest.mark.parametrize(("n", "q"), ALLOWED)
def test_no_f_liars_can_move_the_time_of_a_head(n: int, q: int) -> None:
    """Enumerated for all n ≤ 7 with every q that a policy may have."""
    assert not looks_newer(head_time_s, n, q)
    for numbers, times, honest in worlds(n, q):
        # By `existed by`, an honest one had seen it.
        assert existed_by_s(times, numbers) >= min(honest)
        # And where a quorum is honest, nobody makes it look older than they all saw it.
        if len(honest) >= q:
            assert head_time_s(times, numbers) >= min(honest)


@pytest.mark.parametrize(
    ("rule", "safe"),
    [
        (
            lambda times, _: max(map(max, times.values())),
            {(n, q) for n, q in ALLOWED if 2 * q - n == 1},
        ),
        (
            lambda times, _: sorted(map(max, times.values()))[len(times) // 2],
            {(n, q) for n, q in ALLOWED if 2 * (2 * q - n - 1) < q},
        ),
    ],
    ids=["newest", "median"],
)
def test_the_newest_time_and_the_median_are_not_what_is_wanted(
    rule: Rule, safe: set[tuple[int, int]]
) -> None:
    """The same question, asked of two rules that look as good: liars can move them."""
    moved = {pair for pair in ALLOWED if looks_newer(rule, *pair)}
    assert moved == set(ALLOWED) - safe
    assert moved


def test_the_time_of_a_head_is_not_one_liars_with_real_signatures(scene: Scene, seen: Seen) -> None:
    at_s = scene.at_s
    for cosigners in (scene.towns[:3], scene.towns):
        for liar in cosigners:
            for lie in (1, at_s, at_s + DAY_S):
                times = {town.name: at_s + place for place, town in enumerate(cosigners)}
                newest = max(each for name, each in times.items() if name != liar.name)
                times[liar.name] = lie
                signed = seen.head(at_s=at_s, witnesses=cosigners, times=times)
                assert verify(signed, seen.chain).time_s <= newest


def test_the_time_is_the_qth_newest_of_the_newest() -> None:
    names = keys(4)
    numbers = Quorums(n=4, q=3, a=2, k=2)
    times = dict(zip(names, [(1, 90), (20,), (30, 40), (50,)], strict=True))
    assert head_time_s(times, numbers) == 40
    assert existed_by_s(times, numbers) == 20
