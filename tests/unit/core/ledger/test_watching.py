"""Which entries about a DID its owner did not make, and what they ask for."""

from collections.abc import Collection
from hashlib import sha256

import pytest

from livret_core.encoding import base64url
from livret_core.ledger.operation import Operation
from livret_core.ledger.watching import Foreign, Watched, not_made_by
from tests.ledger_scene import DAY_S, Scene, Town


@pytest.fixture
def scene() -> Scene:
    """Four towns, and a kind of proof."""
    scene = Scene.founded()
    scene.apply(scene.publish())
    scene.tick()
    return scene


@pytest.fixture
def verdun(scene: Scene) -> Town:
    """The town whose name is watched: a member."""
    return scene.join(scene.town("verdun"))


def entries(scene: Scene) -> list[tuple[int, Operation]]:
    return [(index, Operation.parse(leaf)) for index, leaf in enumerate(scene.leaves)]


def own(scene: Scene) -> set[str]:
    """What stands in the journal: all there is so far."""
    return {operation.id for _, operation in entries(scene)}


def found(scene: Scene, town: Town, journal: Collection[str]) -> list[Foreign]:
    foreign, _ = not_made_by(Watched(str(town.did)), journal, entries(scene))
    return foreign


def the_one(scene: Scene, town: Town, journal: Collection[str]) -> tuple[str | None, str]:
    told = found(scene, town, journal)
    assert [each.index for each in told] == [len(scene.leaves) - 1]
    return told[0].key, told[0].answer


def test_what_the_owner_made_is_not_told(scene: Scene, verdun: Town) -> None:
    scene.move_on(verdun)
    scene.apply(scene.commit(verdun))
    assert found(scene, verdun, own(scene)) == []


def test_of_other_towns_nothing_is_told(scene: Scene, verdun: Town) -> None:
    journal = own(scene)
    metz = scene.towns[1]
    scene.apply(scene.commit(metz))
    scene.apply(scene.grant(metz, scene.towns[0]))
    assert found(scene, verdun, journal) == []


def test_an_entry_by_the_next_update_key_is_undone_with_a_recovery_key(
    scene: Scene, verdun: Town
) -> None:
    journal = own(scene)
    scene.move_on(verdun)
    assert the_one(scene, verdun, journal) == ("update", "recover")


def test_an_entry_by_a_recovery_key_that_leaves_the_other_is_undone_with_the_other(
    scene: Scene, verdun: Town
) -> None:
    journal = own(scene)
    scene.move_on(verdun, by="recovery-1", recovery_key_hashes=verdun.recovery_hashes(2, 3))
    assert the_one(scene, verdun, journal) == ("recovery", "recover_other")


def test_an_entry_by_a_recovery_key_that_changes_both_is_for_the_members(
    scene: Scene, verdun: Town
) -> None:
    journal = own(scene)
    scene.move_on(verdun, by="recovery-1", recovery_key_hashes=verdun.recovery_hashes(3, 4))
    assert the_one(scene, verdun, journal) == ("recovery", "members")


def test_which_key_signed_is_known_after_entries_of_the_owners_own(
    scene: Scene, verdun: Town
) -> None:
    scene.move_on(verdun, by="recovery-1", recovery_key_hashes=verdun.recovery_hashes(2, 3))
    journal = own(scene)
    scene.move_on(verdun, by="recovery-2", recovery_key_hashes=verdun.recovery_hashes(3, 4))
    assert the_one(scene, verdun, journal) == ("recovery", "recover_other")


def test_an_end_that_the_owner_did_not_make_is_for_the_members(scene: Scene, verdun: Town) -> None:
    journal = own(scene)
    scene.apply(scene.did_deactivate(verdun))
    assert the_one(scene, verdun, journal) == ("recovery", "members")


def test_a_day_in_the_owners_name_takes_a_new_operation_key(scene: Scene, verdun: Town) -> None:
    journal = own(scene)
    root = base64url.encode(sha256(b"not ours").digest())
    scene.apply(scene.commit(verdun, root=root))
    assert the_one(scene, verdun, journal) == ("operation", "operation_key")


def test_an_endorsement_in_the_owners_name_is_found_though_it_is_about_another(
    scene: Scene,
) -> None:
    metz, friend = scene.towns[1], scene.town("dinant")
    scene.settle(friend)
    scene.apply(scene.propose(friend))
    journal = own(scene)
    scene.apply(scene.endorse(friend, metz))
    assert the_one(scene, metz, journal) == ("operation", "operation_key")


def test_what_an_accreditor_writes_about_the_owner_is_no_theft(scene: Scene, verdun: Town) -> None:
    journal = own(scene)
    scene.apply(scene.grant(verdun, scene.towns[0]))
    assert the_one(scene, verdun, journal) == (None, "ask")
    assert not found(scene, verdun, journal)[0].is_theft


def test_a_suspension_is_told_as_the_voters(scene: Scene, verdun: Town) -> None:
    journal = own(scene)
    scene.apply(scene.about_member("member.suspend", verdun, *scene.towns[:2]))
    assert the_one(scene, verdun, journal) == (None, "ask")


def test_a_succession_by_the_voters_can_be_refused(scene: Scene, verdun: Town) -> None:
    other = scene.settle(scene.town("dinant"))
    journal = own(scene)
    scene.apply(scene.did_succeed(verdun, other.did, *scene.towns[:3]))
    assert the_one(scene, verdun, journal) == (None, "refuse")


def test_a_succession_by_a_recovery_key_is_for_the_members(scene: Scene, verdun: Town) -> None:
    other = scene.settle(scene.town("dinant"))
    journal = own(scene)
    scene.apply(scene.did_succeed(verdun, other.did, verdun.recovery_pen()))
    assert the_one(scene, verdun, journal) == ("recovery", "members")


def test_a_key_put_under_suspicion_by_the_voters_is_changed(scene: Scene, verdun: Town) -> None:
    journal = own(scene)
    scene.tick(DAY_S)
    scene.apply(
        scene.compromise(verdun.kid_of("credential-1"), *scene.towns[:3], from_s=scene.at_s - 60)
    )
    assert the_one(scene, verdun, journal) == (None, "credential_key")


def test_another_identity_under_the_owners_number_is_told(scene: Scene, verdun: Town) -> None:
    journal = own(scene)
    scene.settle(scene.town("verdun", number=2))
    assert the_one(scene, verdun, journal) == (None, "ask")


def test_an_owner_is_watched_on_from_where_the_last_look_ended(scene: Scene, verdun: Town) -> None:
    journal = own(scene)
    _, so_far = not_made_by(Watched(str(verdun.did)), journal, entries(scene))
    before = len(scene.leaves)
    scene.move_on(verdun, by="recovery-1", recovery_key_hashes=verdun.recovery_hashes(2, 3))
    [one], _ = not_made_by(so_far, journal, entries(scene)[before:])
    assert (one.index, one.key, so_far.who) == (before, "recovery", verdun.who)
