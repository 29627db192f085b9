"""Trust roots: begun once by their words, walked on by those who voted before and after."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from livret_core.errors import LivretError
from livret_core.ledger import trust_chain
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_root import GRACE_S, TrustRoot
from livret_core.tlog.checkpoint import Checkpoint
from tests.ledger_heads import Seen, first_root, next_root
from tests.ledger_scene import DAY_S, ORIGIN, Scene, Town

NUMBERS = Quorums(n=4, q=3, a=2, k=2)


class Handover:
    """Liège leaves, Verdun takes its place: a joint head, and the second version."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        self.seen = Seen(self.scene)
        self.verdun = self.scene.join(self.scene.town("verdun"))
        self.scene.tick(DAY_S)
        self.old = self.scene.towns
        self.new = (*self.old[:3], self.verdun)
        self.joint = self.seen.head(at_s=self.scene.at_s, witnesses=self.all, auditors=self.all)

    @property
    def all(self) -> tuple[Town, ...]:
        return (*self.old, self.verdun)

    def second(self, *, by: tuple[Town, ...] | None = None, **changes: object) -> TrustRoot:
        return next_root(
            self.seen.first,
            self.scene,
            self.new,
            changes.pop("joint", self.joint),  # type: ignore[arg-type]
            by=by or self.all,
            numbers=NUMBERS,
            **changes,
        )

    def walk(self, *versions: TrustRoot, now_s: int | None = None) -> trust_chain.TrustChain:
        return self.seen.chain.extend(versions, now_s=now_s or self.scene.at_s)


@pytest.fixture(scope="module")
def change() -> Handover:
    return Handover()


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def test_the_next_version_is_walked_on_to(change: Handover) -> None:
    chain = change.walk(change.second())
    assert chain.newest.version == 2
    assert change.walk(change.seen.first, change.second()).newest.digest == chain.newest.digest


def test_a_head_counts_under_the_version_of_its_size(change: Handover) -> None:
    chain = change.walk(change.second())
    size = change.joint.checkpoint.size
    assert chain.root_for(size - 1).version == 1
    assert chain.root_for(size).version == 2


@pytest.mark.parametrize("missing", ["before", "after"])
def test_both_versions_voters_must_sign(change: Handover, missing: str) -> None:
    # Three of four sign; before the change Liège counts, after it Verdun does.
    by = {"before": (*change.old[:2], change.verdun), "after": (*change.old[:2], change.old[3])}
    assert code(lambda: change.walk(change.second(by=by[missing]))) == "trust.signatures"
    enough = (*change.old[:2], change.old[3], change.verdun)
    assert change.walk(change.second(by=enough)).newest.version == 2


def test_a_skipped_version_is_not_walked_over(change: Handover) -> None:
    second = change.second()
    third = next_root(
        second, change.scene, change.new, change.joint, by=change.all, numbers=NUMBERS
    )
    assert code(lambda: change.walk(third)) == "trust.version"
    assert change.walk(second, third).newest.version == 3
    # Nor when it says itself that it follows the first.
    assert code(lambda: change.walk(change.second(version=3))) == "trust.version"


def test_a_chain_forged_with_old_stolen_keys_needs_the_voters_of_before(change: Handover) -> None:
    # All keys of version 2 are the thief's; of version 1 he stole one.
    thief = Scene.founded()
    thief.tick(60)
    stranger = thief.town("sedan")
    thief.settle(stranger)
    forged = change.second(by=(change.old[0], stranger))
    assert code(lambda: change.walk(forged)) == "trust.signatures"


def test_another_text_under_a_known_number_is_refused(change: Handover) -> None:
    other = first_root(change.scene, expires_s=change.seen.first.expires_s + 1)
    assert code(lambda: change.walk(other)) == "trust.other_text"


def test_a_version_follows_the_very_text_before_it(change: Handover) -> None:
    other = first_root(change.scene, expires_s=change.seen.first.expires_s + 1)
    second = next_root(
        other, change.scene, change.new, change.joint, by=change.all, numbers=NUMBERS
    )
    assert code(lambda: change.walk(second)) == "trust.version"


@pytest.mark.parametrize(("without", "wanted"), [("old", "log.quorum"), ("new", "trust.joint")])
def test_the_joint_head_is_cosigned_under_both(change: Handover, without: str, wanted: str) -> None:
    # Three of the one version are only two of the other.
    towns = change.new[1:] if without == "old" else change.old[1:]
    joint = change.seen.head(at_s=change.scene.at_s, witnesses=towns, auditors=change.all)
    assert code(lambda: change.walk(change.second(joint=joint))) == wanted


def test_the_joint_head_covers_the_change_it_is_for(change: Handover) -> None:
    size = change.joint.checkpoint.size
    assert code(lambda: change.walk(change.second(index=size))) == "trust.joint"


def test_a_version_upon_another_root_of_the_same_size_shows_two_histories(
    change: Handover,
) -> None:
    second = change.second()
    size = change.joint.checkpoint.size
    other = change.seen.head(
        at_s=change.scene.at_s,
        witnesses=change.all,
        auditors=change.all,
        checkpoint=Checkpoint(ORIGIN, size, bytes(32)),
    )
    asked = {"by": change.all, "numbers": NUMBERS}
    third = next_root(second, change.scene, change.new, other, **asked)  # type: ignore[arg-type]
    assert code(lambda: change.walk(second, third)) == "log.fork"
    third = next_root(second, change.scene, change.new, change.joint, **asked)  # type: ignore[arg-type]
    assert change.walk(second, third).newest.version == 3


def test_a_chain_begins_at_its_first_version_with_all_signatures(change: Handover) -> None:
    assert code(lambda: trust_chain.begin(change.second())) == "trust.version"
    fewer = replace(change.seen.first, _signatures=change.seen.first._signatures[:3])
    assert code(lambda: trust_chain.begin(fewer)) == "trust.signatures"


def test_a_desk_two_years_old_has_the_words_confirmed_again(change: Handover) -> None:
    late_s = change.seen.first.expires_s + GRACE_S + 1
    assert code(lambda: change.walk(change.second(), now_s=late_s)) == "trust.expired"
    assert change.walk(change.second(), now_s=late_s - 1).newest.version == 2


def test_an_expired_version_vouches_for_nothing_new(change: Handover) -> None:
    from tests.ledger_heads import AGES, believe

    now_s = change.seen.first.expires_s
    signed = change.seen.head(at_s=now_s)
    asked = {"ages": AGES, "remembered": None}
    assert code(lambda: believe(signed, change.seen.chain, now_s=now_s, **asked)) == "trust.expired"
    earlier = change.seen.head(at_s=now_s - 1)
    assert believe(earlier, change.seen.chain, now_s=now_s - 1, **asked).cosigned.trust.version == 1


def third_after(second: TrustRoot, change: Handover, **changes: object) -> TrustRoot:
    return next_root(
        second, change.scene, change.new, change.joint, by=change.all, numbers=NUMBERS, **changes
    )


def test_a_version_that_ended_long_ago_is_no_bridge_to_the_next(change: Handover) -> None:
    """However long the version lasts that a reader comes from."""
    end_s = change.seen.first.expires_s
    short = change.second(expires_s=change.scene.at_s + DAY_S)
    third = third_after(short, change, expires_s=end_s + DAY_S)
    late_s = short.expires_s + GRACE_S + 1
    assert late_s < end_s + GRACE_S
    assert code(lambda: change.walk(short, third, now_s=late_s)) == "trust.expired"
    assert change.walk(short, third, now_s=late_s - 1).newest.version == 3
    # Up to it nothing is in doubt.
    assert change.walk(short, now_s=late_s).newest.version == 2


def test_versions_that_somebody_vouches_for_are_walked_whatever_has_ended(
    change: Handover,
) -> None:
    second = change.second()
    chain = trust_chain.walk((change.seen.first, second, third_after(second, change)))
    assert [root.version for root in chain.roots] == [1, 2, 3]


def test_words_are_confirmed_of_versions_that_nothing_after_them_outlived(
    change: Handover,
) -> None:
    first, at_s = change.seen.first, change.scene.at_s
    short = change.second(expires_s=at_s + DAY_S)
    chain = trust_chain.walk((first, short, third_after(short, change)))

    def confirmable(now_s: int) -> list[int]:
        return [root.version for root in chain.confirmable(now_s=now_s)]

    assert confirmable(short.expires_s + GRACE_S) == [3, 2, 1]
    # The first has not ended, but what became of it goes through the second.
    assert confirmable(short.expires_s + GRACE_S + 1) == [3]
    assert confirmable(chain.newest.expires_s + GRACE_S + 1) == []
