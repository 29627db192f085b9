"""A founder's first DID, where the founder could vouch for nobody else."""

import pytest

from livret_core.errors import Refused
from tests.ledger_scene import DAY_S, Scene


def test_a_suspended_founder_makes_its_first_did() -> None:
    """Nobody else could make it, and its genesis key would never end."""
    scene = Scene.founded(settled=False)
    namur, metz, aachen, liege = scene.towns
    for town in (namur, metz, aachen):
        scene.settle(town)
    scene.apply(scene.about_member("member.suspend", liege, namur, metz))
    with pytest.raises(Refused) as caught:
        scene.try_apply(scene.did_create(liege, namur))
    assert caught.value.code == "ledger.signer"
    scene.settle(liege, liege)


def test_a_founder_that_is_an_auditor_only_makes_its_first_did() -> None:
    scene = Scene.founded(settled=False)
    towns = scene.towns
    for town in towns[:3]:
        scene.settle(town)
    change = scene.policy_change(towns[:3], *towns[:3], auditors=towns, q=3, a=3, k=3)
    scene.apply(change)
    scene.tick(7 * DAY_S)
    scene.settle(towns[3], towns[3])
