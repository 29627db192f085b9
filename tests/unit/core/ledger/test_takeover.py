"""A log key is lost: the voters name another, and readers wait until nobody can object any more."""

from collections.abc import Callable
from typing import Any

import pytest

from livret_core.dids.key import DidKey
from livret_core.errors import LivretError
from livret_core.ledger import trust_root
from livret_core.ledger.trust_chain import TAKEOVER_S, TrustChain
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.policy import Log, Policy
from tests.ledger_heads import AGES, Seen, believe, next_root, policy_of, voters_of
from tests.ledger_scene import DAY_S, ORIGIN, Scene, ed25519

NEW = ed25519("another log key")
NEW_KEY = VerifierKey.of(ORIGIN, SignatureType.ED25519, NEW)


class Lost:
    """Four towns whose log key is lost after a last head."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        self.scene.tick(DAY_S)
        self.seen = Seen(self.scene)
        self.joint = self.seen.head(at_s=self.scene.at_s)
        self.died_s = self.scene.at_s

    @property
    def size(self) -> int:
        return self.joint.checkpoint.size

    def policy(self, key: VerifierKey = NEW_KEY) -> Policy:
        policy = policy_of(self.scene, self.scene.towns, self.scene.policy.numbers)
        return Policy((Log(key),), policy.witnesses, policy.groups, policy.quorum)

    def second(self, **changes: Any) -> TrustRoot:
        fields: dict[str, Any] = {"policy": self.policy(), "index": self.size, **changes}
        return next_root(
            self.seen.first,
            self.scene,
            self.scene.towns,
            fields.pop("joint", self.joint),
            by=self.scene.towns,
            numbers=self.scene.policy.numbers,
            **fields,
        )

    def walk(self, *versions: TrustRoot) -> TrustChain:
        return self.seen.chain.extend(versions, now_s=self.died_s)

    def go_on(self, at_s: int) -> SignedCheckpoint:
        """The first head under the new key: `log.rotate`, then the state."""
        self.scene.apply(self.scene.rotate(NEW_KEY, *self.scene.towns[:3]))
        self.scene.tick(at_s - self.scene.at_s)
        return self.head(at_s)

    def head(self, at_s: int) -> SignedCheckpoint:
        cosigned = self.seen.head(at_s=at_s)
        from livret_core.tlog import note

        own = note.sign(cosigned.note.text, NEW_KEY.name, NEW)
        lines = [line for line in cosigned.note.signatures if line.name.text != ORIGIN]
        return SignedCheckpoint.of(own).with_signatures(*lines)


@pytest.fixture
def lost() -> Lost:
    return Lost()


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def asked(now_s: int) -> dict[str, Any]:
    return {"ages": AGES, "now_s": now_s, "remembered": None}


def test_readers_go_on_under_the_new_key_after_a_week(lost: Lost) -> None:
    chain = lost.walk(lost.second())
    from_s = lost.died_s + TAKEOVER_S
    signed = lost.go_on(from_s)
    assert believe(signed, chain, **asked(from_s)).cosigned.trust.version == 2


def test_nothing_under_the_new_key_is_believed_before(lost: Lost) -> None:
    chain = lost.walk(lost.second())
    from_s = lost.died_s + TAKEOVER_S
    signed = lost.go_on(from_s - 1)
    assert code(lambda: believe(signed, chain, **asked(from_s - 1))) == "trust.not_yet"


def test_a_further_version_is_no_way_around_the_wait(lost: Lost) -> None:
    second = lost.second()
    signed = lost.go_on(lost.died_s + DAY_S)
    third = next_root(
        second,
        lost.scene,
        lost.scene.towns,
        signed,
        by=lost.scene.towns,
        numbers=lost.scene.policy.numbers,
        policy=lost.policy(),
        index=lost.size + 1,
    )
    lost.scene.tick(DAY_S)
    chain, now_s = lost.walk(second, third), lost.scene.at_s
    assert chain.newest.version == 3
    assert code(lambda: believe(lost.head(now_s), chain, **asked(now_s))) == "trust.not_yet"


def test_the_last_head_of_the_old_key_counts_as_before(lost: Lost) -> None:
    chain = lost.walk(lost.second())
    assert believe(lost.joint, chain, **asked(lost.died_s)).cosigned.trust.version == 1
    assert [chain.root_for(lost.size + more).version for more in (-1, 0, 1)] == [1, 1, 2]


def test_the_old_key_signs_nothing_beyond_it(lost: Lost) -> None:
    chain = lost.walk(lost.second())
    lost.scene.tick(TAKEOVER_S)
    now_s = lost.scene.at_s
    assert code(lambda: believe(lost.seen.head(at_s=now_s), chain, **asked(now_s))) == (
        "log.unsigned"
    )


def test_the_change_is_the_first_entry_under_the_new_key(lost: Lost) -> None:
    assert code(lambda: lost.walk(lost.second(index=lost.size + 1))) == "trust.joint"


def test_with_the_same_key_the_joint_head_covers_the_change(lost: Lost) -> None:
    same = lost.policy(lost.scene.log_key)
    assert code(lambda: lost.walk(lost.second(policy=same))) == "trust.joint"


def test_nobody_waits_where_the_old_key_signed_too(lost: Lost) -> None:
    scene = lost.scene
    draft = trust_root.draft(
        origin=ORIGIN,
        version=2,
        previous=lost.seen.first,
        policy=lost.policy(),
        numbers=scene.policy.numbers,
        voters=voters_of(scene.towns),
        ages=AGES,
        expires_s=lost.seen.first.expires_s,
        index=lost.size,
        joint=lost.joint,
    )
    signers = [town.pen[2] for town in scene.towns]
    chain = lost.walk(draft.signed([*signers, scene.log_pen[2]]))
    now_s = lost.died_s + 60
    assert believe(lost.go_on(now_s), chain, **asked(now_s)).cosigned.trust.version == 2
    # Its name without its signature is worth nothing.
    name = DidKey.of(scene.log_pen[2].public_key).did
    wrong = "A" * 86
    signed = [
        (DidKey.of(each.public_key).did, _text(each.sign(draft.signed_bytes))) for each in signers
    ]
    assert lost.walk(draft.joined([*signed, (name, wrong)])).from_s[-1] > now_s


@pytest.mark.parametrize("back", [1, 2])
def test_naming_an_earlier_entry_is_no_way_around_the_wait(lost: Lost, back: int) -> None:
    """As if the joint head covered a `log.rotate`; no reader sees whether there is one."""
    chain = lost.walk(lost.second(index=lost.size - back))
    assert chain.from_s[-1] == lost.died_s + TAKEOVER_S
    signed = lost.go_on(lost.died_s + 60)
    assert code(lambda: believe(signed, chain, **asked(lost.died_s + 60))) == "trust.not_yet"


def test_nobody_waits_where_the_old_key_rotated_in_the_log_and_signed_the_version() -> None:
    lost = Lost()
    scene = lost.scene
    scene.apply(scene.rotate(NEW_KEY, *scene.towns[:3], scene.log_pen))
    scene.tick(60)
    lost.joint = lost.seen.head(at_s=scene.at_s)
    fields: dict[str, Any] = {
        "origin": ORIGIN,
        "version": 2,
        "previous": lost.seen.first,
        "policy": lost.policy(),
        "numbers": scene.policy.numbers,
        "voters": voters_of(scene.towns),
        "ages": AGES,
        "expires_s": lost.seen.first.expires_s,
        "index": lost.size - 2,
        "joint": lost.joint,
    }
    signers = [town.pen[2] for town in scene.towns]
    root = trust_root.draft(**fields).signed([*signers, scene.log_pen[2]])
    assert lost.walk(root).from_s[-1] == 0


def _text(signature: bytes) -> str:
    from livret_core.encoding import base64url

    return base64url.encode(signature)
