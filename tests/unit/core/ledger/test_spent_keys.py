"""A key that signed an entry of a DID is spent: no DID lists it for anything."""

from collections.abc import Callable

import pytest

from livret_core.ledger.operation import Operation
from tests.ledger_scene import Scene, Town

Why = Callable[[Scene, Operation], str]


@pytest.fixture
def verdun(scene: Scene) -> Town:
    return scene.settle(scene.town("verdun"))


def listing(scene: Scene, town: Town, use: str) -> Operation:
    town.instead = {"operation-2": use}
    town.operation_keys = ("operation-1", "operation-2")
    return scene.did_update(town, town.next_entry(scene.at_s))


def test_a_spent_update_key_becomes_no_operation_key(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    assert refused(scene, listing(scene, verdun, "update-0")) == "ledger.key_again"


def test_a_key_that_a_later_entry_revealed_is_spent_as_well(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    scene.move_on(verdun)
    assert refused(scene, listing(scene, verdun, "update-1")) == "ledger.key_again"


def test_another_dids_spent_key_is_listed_by_none(scene: Scene, verdun: Town, refused: Why) -> None:
    sedan = scene.settle(scene.town("sedan"))
    assert refused(scene, listing(scene, sedan, "/verdun update-0")) == "ledger.key_again"


def test_a_fresh_key_becomes_an_operation_key(scene: Scene, verdun: Town) -> None:
    scene.apply(listing(scene, verdun, "operation-2"))


def test_who_lists_anothers_next_key_first_does_not_stop_it(scene: Scene, verdun: Town) -> None:
    sedan = scene.settle(scene.town("sedan"))
    scene.apply(listing(scene, sedan, "/verdun update-1"))
    scene.move_on(verdun)
