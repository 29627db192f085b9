"""Trust roots: begun once by their words, walked on by those who voted before and after."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.ledger import trust_root
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_root import GRACE_S, TrustRoot
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.policy import Witness
from tests.ledger_heads import Seen, first_root, next_root, policy_of
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

    def walk(self, *versions: TrustRoot, now_s: int | None = None) -> trust_root.TrustChain:
        return self.seen.chain.extend(versions, now_s=now_s or self.scene.at_s)


@pytest.fixture(scope="module")
def change() -> Handover:
    return Handover()


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def test_a_version_is_read_as_it_was_written(change: Handover) -> None:
    first = change.seen.first
    again = TrustRoot.parse(first.raw)
    assert (again.digest, again.version, again.joint) == (first.digest, 1, None)
    assert len(again.witnesses) == len(again.auditors) == 4


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
    assert code(lambda: change.walk(other)) == "trust.version"


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
    assert code(lambda: trust_root.begin(change.second())) == "trust.version"
    fewer = replace(change.seen.first, _signatures=change.seen.first._signatures[:3])
    assert code(lambda: trust_root.begin(fewer)) == "trust.signatures"


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


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 0},
        {"origin": "Ledger.example"},
        {"joint": "x"},
        {"numbers": {"n": 4, "q": 3, "a": 2}},
        {"voters": []},
        {"ages": {"fresh_s": 100, "refuse_s": 99}},
        {"extra": 1},
        {"policy": "quorum none\n"},
    ],
)
def test_what_is_no_trust_root_is_not_read(change: Handover, changes: dict[str, object]) -> None:
    value: Any = json_encoding.parse_object(change.seen.first.raw) | changes
    assert code(lambda: TrustRoot.parse(jcs.canonicalize(value))) in {
        "trust.malformed",
        "log.policy",
    }


def test_the_policy_and_the_numbers_say_the_same(change: Handover) -> None:
    value = json_encoding.parse_object(change.seen.first.raw)
    value["numbers"] = {"n": 4, "q": 4, "a": 4, "k": 4}
    assert code(lambda: TrustRoot.parse(jcs.canonicalize(value))) == "trust.malformed"


def test_any_flipped_byte_is_noticed(change: Handover) -> None:
    raw = change.seen.first.raw
    for place in range(0, len(raw), 7):
        flipped = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(LivretError):
            trust_root.begin(TrustRoot.parse(flipped))


def with_a_second_witness_named(change: Handover, name: str) -> TrustRoot:
    scene = change.scene
    policy = policy_of(scene, scene.towns, change.seen.first.numbers)
    other = VerifierKey.of(name, SignatureType.COSIGNATURE_V1, scene.towns[0].key("another"))
    witnesses = list(policy.witnesses)
    witnesses[1] = Witness(witnesses[1].name, other)
    return first_root(scene, policy=replace(policy, witnesses=tuple(witnesses)))


def test_two_keys_under_one_name_are_not_two_witnesses(change: Handover) -> None:
    name = change.scene.towns[0].witness.name.text
    assert code(lambda: with_a_second_witness_named(change, name)) == "ledger.same_key"
    with_a_second_witness_named(change, "other.example/witness")
