"""A DID's entry on the way to the ledger: whoever relays it makes no other operation of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from livret_core.errors import Refused
from livret_core.ledger.operation import Operation
from livret_core.ledger.watching import Watched, not_made_by
from tests.ledger_scene import Scene, Town, rewritten

Entry = dict[str, Any]


@pytest.fixture
def scene() -> Scene:
    scene = Scene.founded()
    scene.tick(60)
    return scene


@pytest.fixture
def metz(scene: Scene) -> Town:
    return scene.towns[1]


@pytest.fixture
def update(scene: Scene, metz: Town) -> Operation:
    return scene.did_update(metz, metz.next_entry(scene.at_s))


def why(scene: Scene, operation: Operation) -> str:
    with pytest.raises(Refused) as caught:
        scene.try_apply(operation)
    return caught.value.code


def respelt(update: Operation, change: Callable[[Entry], Entry]) -> Operation:
    entry = change(json.loads(str(update.body["entry"])))
    return rewritten(update, body={"entry": json.dumps(entry, separators=(",", ":"))})


def test_attack_49_relayed_under_another_iat(scene: Scene, update: Operation) -> None:
    for issued_at_s in (1, update.issued_at_s - 1, update.issued_at_s + 1):
        relayed = rewritten(update, issued_at_s=issued_at_s)
        assert relayed.id != update.id
        assert why(scene, relayed) == "ledger.outdated"


def test_attack_49_relayed_with_its_members_in_another_order(
    scene: Scene, update: Operation
) -> None:
    relayed = respelt(update, lambda entry: dict(reversed(entry.items())))
    assert why(scene, relayed) == "ledger.did_document"


def test_attack_49_relayed_with_its_proof_in_another_order(scene: Scene, update: Operation) -> None:
    relayed = respelt(
        update, lambda entry: {**entry, "proof": [dict(reversed(entry["proof"][0].items()))]}
    )
    assert why(scene, relayed) == "ledger.did_document"


def test_attack_49_relayed_with_its_proof_out_of_the_list(scene: Scene, update: Operation) -> None:
    relayed = respelt(update, lambda entry: {**entry, "proof": entry["proof"][0]})
    assert why(scene, relayed) == "ledger.did_document"


def test_attack_49_relayed_with_a_member_that_says_nothing(scene: Scene, update: Operation) -> None:
    relayed = rewritten(update, body={**update.body, "lists": None})
    assert relayed.id != update.id
    assert why(scene, relayed) == "ledger.subject"


def test_attack_49_twin_relayed_as_it_is_and_no_theft_to_its_owner(
    scene: Scene, metz: Town, update: Operation
) -> None:
    relayed = Operation.parse(update.leaf)
    scene.try_apply(relayed)
    watched = Watched(str(metz.did), metz.who)
    assert not_made_by(watched, {update.id}, [(9, relayed)])[0] == []
