"""A trust root that was handed over convicts by each version's keys, each for its time."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

import pytest

from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import format_versions
from livret_core.tlog import cosignature, merkle, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.policy import Log, Policy
from livret_ledger import fraud
from livret_ledger.auditor.cli import VERIFY_FRAUD
from livret_ledger.fraud import ProvenFraud
from livret_ledger.fraud_file import TwoHeads
from tests.ledger_heads import Seen, next_root, policy_of
from tests.ledger_scene import DAY_S, ORIGIN, Scene, Town

NEW: Final = Ed25519Signer.from_seed(bytes([77]) * 32)
NEW_KEY: Final = VerifierKey.of(ORIGIN, SignatureType.ED25519, NEW)
NUMBERS: Final = Quorums(n=4, q=3, a=2, k=2)


class HandedOver:
    """Liège and the old log key leave; Verdun and a new one come."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        self.seen = Seen(self.scene)
        verdun = self.scene.join(self.scene.town("verdun"))
        self.scene.tick(DAY_S)
        self.leaver, self.stays, self.comer = self.scene.towns[3], self.scene.towns[0], verdun
        towns = (*self.scene.towns[:3], verdun)
        everybody = (*self.scene.towns, verdun)
        joint = self.seen.head(at_s=self.scene.at_s, witnesses=everybody, auditors=everybody)
        self.at: int = joint.checkpoint.size
        plain = policy_of(self.scene, towns, NUMBERS)
        policy = Policy((Log(NEW_KEY),), plain.witnesses, plain.groups, plain.quorum)
        self.second = next_root(
            self.seen.first, self.scene, towns, joint, by=everybody, numbers=NUMBERS, policy=policy
        )
        self.chain: TrustChain = self.seen.chain.extend([self.second], now_s=self.scene.at_s)

    def head(
        self, size: int, root: int, pen: Ed25519Signer, *, by: Collection[Town] = ()
    ) -> SignedCheckpoint:
        head = Checkpoint(ORIGIN, size, bytes([root]) * 32)
        signed = SignedCheckpoint.of(note.sign(head.format(), NEW_KEY.name, pen))
        return signed.with_signatures(
            *(
                cosignature.sign(head, town.witness.name, town.key("witness"), now_s=1)
                for town in by
            )
        )

    def two(self, size: int, pen: Ed25519Signer, *, by: Collection[Town] = ()) -> TwoHeads:
        return TwoHeads(self.head(size, 1, pen, by=by), self.head(size, 2, pen, by=by))

    @property
    def old(self) -> Ed25519Signer:
        pen = self.scene.log_pen[2]
        assert isinstance(pen, Ed25519Signer)
        return pen


@pytest.fixture(scope="module")
def change() -> HandedOver:
    return HandedOver()


def names(proven: ProvenFraud) -> set[str]:
    return {key.name.text for key in proven.cosigners}


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def test_each_log_key_convicts_up_to_and_from_the_joint_head(change: HandedOver) -> None:
    for size, pen in [
        (change.at - 1, change.old),
        (change.at, change.old),
        (change.at + 1, NEW),
    ]:
        assert fraud.check_by_chain(change.two(size, pen), change.chain).sizes == (size, size)


def test_a_key_that_was_rotated_away_convicts_nobody_beyond_the_joint_head(
    change: HandedOver,
) -> None:
    shown = change.two(change.at + 1, change.old)
    assert code(lambda: fraud.check_by_chain(shown, change.chain)) == "log.unsigned"


def test_a_key_that_was_to_come_convicts_nobody_up_to_the_joint_head(change: HandedOver) -> None:
    shown = change.two(change.at, NEW)
    assert code(lambda: fraud.check_by_chain(shown, change.chain)) == "log.unsigned"


def test_whoever_left_is_named_under_heads_of_its_time_alone(change: HandedOver) -> None:
    by = (change.leaver, change.stays, change.comer)
    before = fraud.check_by_chain(change.two(change.at - 1, change.old, by=by), change.chain)
    after = fraud.check_by_chain(change.two(change.at + 1, NEW, by=by), change.chain)
    assert names(before) == {change.leaver.witness.name.text, change.stays.witness.name.text}
    assert names(after) == {change.stays.witness.name.text, change.comer.witness.name.text}


def test_two_heads_on_either_side_of_a_change_of_key_convict(change: HandedOver) -> None:
    leaves = [b"%d" % at for at in range(change.at + 1)]
    frontier, made = merkle.Frontier().extended(map(merkle.leaf_hash, leaves))
    nodes = dict(made)

    def read(asked: object) -> list[bytes]:
        return [nodes[node] for node in asked]  # type: ignore[attr-defined]

    head = Checkpoint(ORIGIN, change.at + 1, frontier.root)
    second = SignedCheckpoint.of(note.sign(head.format(), NEW_KEY.name, NEW))
    shown = TwoHeads(
        change.head(change.at - 1, 1, change.old),
        second,
        merkle.root(change.at - 1, read),
        merkle.prove_consistency(change.at - 1, change.at + 1, read),
    )
    sizes = fraud.check_by_chain(shown, change.chain).sizes
    assert sizes == (change.at - 1, change.at + 1)


def test_the_command_walks_the_chain_of_the_file_it_is_given(
    change: HandedOver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fraud.json").write_bytes(change.two(change.at + 1, NEW).format())
    (tmp_path / "trust-root.jsonl").write_bytes(format_versions(change.chain.roots))
    (tmp_path / "one.jsonl").write_bytes(change.seen.first.raw)
    assert VERIFY_FRAUD.run(["fraud.json", "--trust", "trust-root.jsonl"]) == 0
    assert code(lambda: VERIFY_FRAUD.run(["fraud.json", "--trust", "one.jsonl"])) == (
        "log.unsigned"
    )


def test_the_command_does_not_begin_with_a_later_version(
    change: HandedOver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fraud.json").write_bytes(change.two(change.at + 1, NEW).format())
    (tmp_path / "second.jsonl").write_bytes(format_versions([change.second]))
    assert code(lambda: VERIFY_FRAUD.run(["fraud.json", "--trust", "second.jsonl"])) == (
        "trust.version"
    )
