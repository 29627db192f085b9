"""When a key ends: not before what it honestly signed while ledger time stood still."""

from collections.abc import Callable

import pytest

from livret_core.ledger.operation import Operation
from livret_core.ledger.records import KeyRecord
from tests.ledger_scene import DAY_S, Scene, Town

Why = Callable[[Scene, Operation], str]


def key(scene: Scene, town: Town, fragment: str) -> KeyRecord:
    record = scene.state.records[f"key/{town.kid_of(fragment)}"]
    assert isinstance(record, KeyRecord)
    return record


@pytest.fixture
def verdun(scene: Scene) -> Town:
    """A town with a DID, and a day gone by."""
    town = scene.settle(scene.town("verdun"))
    scene.tick(DAY_S)
    return town


def test_at_midnight_a_key_does_not_end_before_what_it_signed(scene: Scene, verdun: Town) -> None:
    """Ledger time stands at 23:50; the entry is of 00:20, and the day's copies of midnight."""
    scene.tick(DAY_S - scene.at_s % DAY_S + DAY_S - 600)
    midnight_s = scene.at_s + 600
    verdun.credential_keys = ("credential-2",)
    made = verdun.next_entry(midnight_s + 1_200)
    scene.apply(scene.did_update(verdun, made))
    before, after = key(scene, verdun, "credential-1"), key(scene, verdun, "credential-2")
    assert before.from_s <= midnight_s < (before.until_s or 0) == midnight_s + 1_200
    assert (before.lists_until_s, after.from_s) == (midnight_s + 1_200, midnight_s - 600)


def test_twin_an_entry_of_before_ledger_time_ends_a_key_then_and_not_earlier(
    scene: Scene, verdun: Town
) -> None:
    scene.tick(1)
    verdun.credential_keys = ("credential-2",)
    made = verdun.next_entry(scene.at_s)
    scene.tick(DAY_S)
    scene.apply(scene.did_update(verdun, made))
    assert key(scene, verdun, "credential-1").until_s == scene.at_s


def test_an_operation_key_ends_at_once_whatever_its_entry_is_dated(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    old = verdun.pen
    verdun.operation_keys = ("operation-2",)
    scene.apply(scene.did_update(verdun, verdun.next_entry(scene.at_s + 3_000)))
    assert key(scene, verdun, "operation-1").until_s == scene.at_s
    assert refused(scene, scene.commit(verdun, old)) == "ledger.signer"
