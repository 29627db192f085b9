"""The joint head of a hand-over: asked of those who leave and of those who come, at once."""

from pathlib import Path
from typing import Final

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.quorum import Quorums
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.policy import Policy
from livret_ledger.service.handing_over import ask_both
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_heads import next_root, policy_of
from tests.ledger_scene import DAY_S, Scene, Town
from tests.ledger_works import Cosigner, Works, with_addresses

NUMBERS: Final = Quorums(n=4, q=3, a=2, k=2)


class HandOver:
    """Four towns stand behind a ledger; Verdun is to come in the place of the last."""

    def __init__(self, root: Path) -> None:
        scene = Scene.founded()
        self.comer: Town = scene.join(scene.town("verdun"))
        scene.tick(DAY_S)
        self.works = Works.founded(root, scene)
        self.towns = (*scene.towns[:3], self.comer)
        self.coming: Policy = with_addresses(policy_of(scene, self.towns, NUMBERS))
        for role, key in (("witness", self.comer.witness), ("auditor", self.comer.auditor)):
            self.works.cosigners[f"https://{key.name}"] = Cosigner(
                key, self.comer.key(role), scene.log_key, self.works.clock
            )
        with self.works.running() as (_, publisher):
            publisher.publish()
        newest = self.works.web.checkpoint()
        assert newest is not None
        self.newest: SignedCheckpoint = newest

    def ask(self) -> SignedCheckpoint:
        store = SqliteStore.open(self.works.path, read_only=True)
        try:
            return ask_both(
                self.newest,
                self.works.policy,
                self.coming,
                lambda old: merkle.prove_consistency(old, self.newest.checkpoint.size, store.nodes),
                self.works.post,
            )
        finally:
            store.close()

    def stop(self, *towns: Town) -> None:
        for town in towns:
            self.works.cosigners[f"https://{town.witness.name}"].is_down = True


@pytest.fixture
def change(tmp_path: Path) -> HandOver:
    return HandOver(tmp_path)


def test_a_joint_head_is_what_the_next_version_takes(change: HandOver) -> None:
    joint = change.ask()
    first = change.works.chain.newest
    second = next_root(
        first,
        change.works.scene,
        change.towns,
        joint,
        by=(*change.works.scene.towns, change.comer),
        numbers=NUMBERS,
        policy=change.coming,
    )
    walked = change.works.chain.extend([second], now_s=change.works.clock())
    assert walked.newest.version == 2
    assert joint.checkpoint == change.newest.checkpoint


def test_the_head_that_was_published_is_none_of_both(change: HandOver) -> None:
    # The twin of the one above: without the question, the newcomers have not signed.
    change.coming = with_addresses(
        policy_of(change.works.scene, change.towns, Quorums(n=4, q=4, a=4, k=4))
    )
    change.stop(change.comer)
    with pytest.raises(LivretError) as caught:
        change.ask()
    assert (caught.value.code, caught.value.branch) == ("trust.joint_open", "unavailable")


def test_one_that_does_not_answer_is_one_too_few_only_where_it_is_needed(change: HandOver) -> None:
    change.stop(change.comer)
    assert change.ask().checkpoint == change.newest.checkpoint


def test_too_few_of_those_who_leave_make_no_joint_head(change: HandOver) -> None:
    # What they signed when it was published counts: so the head is taken bare.
    own = change.newest.note.signatures[:1]
    change.newest = SignedCheckpoint(
        type(change.newest.note)(change.newest.note.text, own), change.newest.checkpoint
    )
    change.stop(*change.works.scene.towns[2:])
    with pytest.raises(LivretError) as caught:
        change.ask()
    assert caught.value.code == "trust.joint_open"


def test_a_town_in_both_is_asked_once(change: HandOver) -> None:
    stays = change.works.witness(change.works.scene.towns[0])
    before = len(stays.asked)
    change.ask()
    # Once, and again from the size that it names.
    assert [each.old_size for each in stays.asked[before:]] == [
        0,
        change.newest.checkpoint.size,
    ]
