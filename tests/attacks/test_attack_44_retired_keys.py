"""Attack 44: keys of witnesses that a later trust root replaced, found in a cupboard.

The machines were put away, and nobody guards them any more. A reader that knows the version after
them takes nothing fresh from them, and no date.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec
import pytest

from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_core.ledger import daily
from livret_core.ledger.daily import CheckedCommit
from livret_core.ledger.head import Remembered, seen, verify
from livret_core.ledger.operation import Operation
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trusting import Believed
from livret_core.tlog import cosignature, merkle, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.proof import LogProof
from livret_verifier import on_ledger
from livret_verifier.evidence import Found
from livret_verifier.memo import Memo
from tests.committing import JWS, commit, issuance
from tests.ledger_heads import AGES, Tree, next_root
from tests.ledger_scene import DAY_S, ORIGIN, Town
from tests.on_ledger import Desk

PATH = issuance().counted[0].path


class Replaced:
    """A desk that knows version 2: *stay* of the four witnesses of version 1 are in it."""

    def __init__(self, stay: int = 0) -> None:
        self.desk = Desk()
        scene = self.desk.scene
        self.old = tuple(scene.towns[:4])
        self.day = replace(commit(), day=scene.at_s // DAY_S)
        self.dated = scene.commit(self.old[0], root=base64url.encode(self.day.root))
        scene.apply(self.dated)
        scene.tick(60)
        self.before = len(scene.leaves)
        self.bundle = self.desk.seen.evidence(self.desk.names(), self.desk.head())
        kid = f"{self.desk.metz.did}#credential-1"
        scene.apply(scene.compromise(kid, self.desk.metz, from_s=scene.at_s))
        scene.tick(60)
        joined = [scene.join(scene.town(name)) for name in ("verdun", "dinant", "trier", "sedan")]
        self.new = (*self.old[:stay], *joined[stay:])
        scene.apply(scene.policy_change(self.new, n=4, q=3, a=2, k=2))
        index = len(scene.leaves) - 1
        scene.tick(8 * DAY_S)
        self.joined_s = scene.at_s
        everybody = (*self.old, *joined[stay:])
        self.joint = self.cosigned(everybody, at_s=scene.at_s)
        self.second = next_root(
            self.desk.seen.first,
            scene,
            self.new,
            self.joint,
            by=everybody,
            numbers=Quorums(4, 3, 2, 2),
            index=index,
        )
        self.chain: TrustChain = self.desk.seen.chain.extend([self.second], now_s=scene.at_s)
        self.desk.believed = Believed(self.chain, AGES, None)

    def cosigned(
        self, towns: Sequence[Town], *, at_s: int, checkpoint: Checkpoint | None = None
    ) -> SignedCheckpoint:
        """A head by the log and these towns, in both roles."""
        checkpoint = checkpoint or self.desk.seen.checkpoint()
        scene = self.desk.scene
        lines = [
            cosignature.sign(checkpoint, name, town.key(role), now_s=at_s)
            for town in towns
            for role, name in (("witness", town.witness.name), ("auditor", town.auditor.name))
        ]
        own = note.sign(checkpoint.format(), scene.log_key.name, scene.log_pen[2])
        return SignedCheckpoint.of(own).with_signatures(*lines)

    def as_of_old_head(self, at_s: int) -> bytes:
        """Evidence from before the theft was known, under retired keys of one time."""
        old = self.desk.seen.checkpoint(self.before)
        signed = self.cosigned(self.old[:3], at_s=at_s, checkpoint=old)
        return msgspec.structs.replace(self.bundle, signed=signed).format()

    def checked(self, operation: Operation, index: int, signed: SignedCheckpoint) -> CheckedCommit:
        size = signed.checkpoint.size
        leaves = [*self.desk.scene.leaves[:index], operation.leaf]
        leaves += self.desk.scene.leaves[index + 1 :]
        path = merkle.prove_inclusion(index, size, Tree(leaves).read)
        proven = daily.verify(operation, LogProof(index, path, signed), self.chain)
        return daily.check_day(self.day, proven)

    def dates(self, signed: SignedCheckpoint) -> int:
        """Date a copy by the commit that stands on the ledger, under a head."""
        index = self.desk.scene.leaves.index(self.dated.leaf)
        return daily.check_dated(self.checked(self.dated, index, signed), PATH, JWS[0])


@pytest.fixture(scope="module")
def replaced() -> Replaced:
    return Replaced()


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def test_attack_44_retired_keys_put_todays_time_under_an_old_head() -> None:
    replaced = Replaced()
    replaced.desk.scene.tick(30 * DAY_S)
    evidence = replaced.as_of_old_head(replaced.desk.scene.at_s)
    assert replaced.desk.refusal(evidence=evidence) == ("unavailable", "ledger.stale")


def test_attack_44_nor_while_the_change_is_young(replaced: Replaced) -> None:
    evidence = replaced.as_of_old_head(replaced.joined_s)
    assert replaced.desk.refusal(evidence=evidence) == ("unavailable", "ledger.older_head")


def test_attack_44_retired_keys_sign_another_joint_head(replaced: Replaced) -> None:
    size = replaced.joint.checkpoint.size
    other = Checkpoint(ORIGIN, size, bytes(32))
    # The log's key and those of version 2 would have to be had as well.
    signed = replaced.cosigned(replaced.old, at_s=replaced.joined_s, checkpoint=other)
    assert code(lambda: verify(signed, replaced.chain)) == "log.quorum"


def test_attack_44_retired_keys_date_a_commit_that_never_was(replaced: Replaced) -> None:
    scene = replaced.desk.scene
    never = scene.commit(replaced.old[0], root=base64url.encode(bytes(32)))
    index = replaced.before - 1
    leaves = [*scene.leaves[:index], never.leaf]
    head = Checkpoint(ORIGIN, len(leaves), Tree(leaves).root(len(leaves)))
    signed = replaced.cosigned(
        replaced.old[:3], at_s=replaced.joined_s - 400 * DAY_S, checkpoint=head
    )
    path = merkle.prove_inclusion(index, len(leaves), Tree(leaves).read)
    proven = daily.verify(never, LogProof(index, path, signed), replaced.chain)
    assert proven.existed_by_s is None


def test_attack_44_retired_keys_date_a_commit_back(replaced: Replaced) -> None:
    old = replaced.desk.seen.checkpoint(replaced.before)
    signed = replaced.cosigned(replaced.old, at_s=replaced.joined_s - 400 * DAY_S, checkpoint=old)
    assert code(lambda: replaced.dates(signed)) == "ledger.retired_keys"


def test_attack_44_nor_under_the_joint_head_itself(replaced: Replaced) -> None:
    """It is dated by the text of a later version, whatever time stands under it today."""
    replaced = Replaced()
    scene = replaced.desk.scene
    scene.tick(60)
    third = next_root(
        replaced.second,
        scene,
        replaced.old,
        replaced.cosigned((*replaced.old, *replaced.new), at_s=scene.at_s),
        by=(*replaced.old, *replaced.new),
        numbers=Quorums(4, 3, 2, 2),
        index=replaced.second.index + 1,
    )
    replaced.chain = replaced.chain.extend([third], now_s=scene.at_s)
    signed = replaced.cosigned(
        replaced.new,
        at_s=replaced.joined_s - 400 * DAY_S,
        checkpoint=replaced.joint.checkpoint,
    )
    assert replaced.dates(signed) == replaced.joined_s


def test_attack_44_one_retired_liar_among_witnesses_in_force_moves_no_date() -> None:
    replaced = Replaced(stay=2)
    old = replaced.desk.seen.checkpoint(replaced.before)
    seen_s = replaced.joined_s - 8 * DAY_S
    early = replaced.cosigned(replaced.old[2:], at_s=1, checkpoint=old)
    honest = replaced.cosigned(replaced.old[:2], at_s=seen_s, checkpoint=old)
    lines = [line for line in honest.note.signatures if line.name.text != ORIGIN]
    assert replaced.dates(early.with_signatures(*lines)) == seen_s


def test_attack_44_twin_what_is_under_version_2_is_believed(replaced: Replaced) -> None:
    scene = replaced.desk.scene
    head = replaced.cosigned(replaced.new, at_s=scene.at_s)
    evidence = replaced.desk.seen.evidence(replaced.desk.names(), head).format()
    # It is heard, and says that the key is under suspicion.
    assert replaced.desk.refusal(evidence=evidence) == ("refused", "issuer.key_compromised")


def test_attack_44_twin_the_old_head_was_as_old_as_it_was(replaced: Replaced) -> None:
    old = replaced.desk.seen.checkpoint(replaced.before)
    seen_s = replaced.joined_s - 8 * DAY_S
    signed = replaced.cosigned(replaced.old, at_s=seen_s, checkpoint=old)
    assert verify(signed, replaced.chain).time_s == seen_s
    assert verify(signed, replaced.desk.seen.chain).existed_by_s == seen_s


def test_attack_44_twin_a_proof_under_the_joint_head_dates(replaced: Replaced) -> None:
    assert replaced.dates(replaced.joint) == replaced.joined_s


def test_attack_44_a_first_head_that_does_not_go_on_from_the_joint_head() -> None:
    """A reader who has seen none has the joint head of its trust root, and holds the first to it."""
    replaced = Replaced()
    scene, joint = replaced.desk.scene, replaced.joint.checkpoint
    scene.tick(60)
    signed = replaced.cosigned(replaced.new, at_s=scene.at_s)
    assert signed.checkpoint.size > joint.size
    shown = Found(replaced.desk.evidence(signed=signed), "memory", scene.at_s)
    believed, memo = replaced.desk.believed, Memo()
    assert believed is not None
    need = on_ledger.tiles_need(shown, believed, memo)
    assert need is not None
    with pytest.raises(LivretError) as caught:
        on_ledger.believe(shown, believed, memo, now_s=scene.at_s)
    assert (caught.value.code, caught.value.facts["known"]) == ("ledger.unlinked", joint.size)
    tiles = replaced.desk.own_tiles(need)
    state = on_ledger.believe(shown, believed, memo, now_s=scene.at_s, tiles=tiles)
    assert state.head.is_consistent
    # Who believed a larger head since is shown that it goes on from there, and from nothing else.
    for size, known in ((joint.size - 1, [joint.size - 1, joint.size]), (joint.size, [joint.size])):
        before = Remembered(size, Tree(scene.leaves).root(size), scene.at_s)
        assert [each.size for each in seen(believed.chain, before)] == known
