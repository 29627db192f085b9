"""Heads: whose word counts, how old they are, and that none goes back."""

from dataclasses import replace
from itertools import combinations

import pytest

from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer
from livret_core.ledger.head import Remembered
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
    assert code(seen, now_s=scene.at_s, remembered=before, consistency=wrong) == "log.consistency"


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


def test_no_f_liars_can_move_the_time_of_a_head() -> None:
    """Enumerated for all n ≤ 7 with every q that a policy may have, and every set of f liars."""
    tried = 0
    for n in range(1, 8):
        names = keys(n)
        for q in range(n // 2 + 1, n + 1):
            numbers = Quorums(n=n, q=q, a=n, k=n)
            f = numbers.f
            honest_from, honest_to = 1_000, 1_000 + n - 1
            for cosigners in range(q, n + 1):
                for liars in combinations(range(cosigners), min(f, cosigners)):
                    for lie in (1, 10**9):
                        times = {
                            names[place]: (lie if place in liars else honest_from + place,)
                            for place in range(cosigners)
                        }
                        if len(liars) < cosigners:
                            time_s = head_time_s(times, numbers)
                            # An honest witness stood by it at T or later.
                            assert time_s <= honest_to
                            # And by `existed by`, an honest one had seen it.
                            assert existed_by_s(times, numbers) >= honest_from
                        tried += 1
    assert tried > 200


def test_the_time_is_the_qth_newest_of_the_newest() -> None:
    names = keys(4)
    numbers = Quorums(n=4, q=3, a=2, k=2)
    times = dict(zip(names, [(1, 90), (20,), (30, 40), (50,)], strict=True))
    assert head_time_s(times, numbers) == 40
    assert existed_by_s(times, numbers) == 20
