"""`livret ledger explain`: by which rule a change of a DID's keys was taken."""

import json
from pathlib import Path

import pytest

from livret_core.ledger.operation import Operation
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_works import Works
from tests.typed import Run, run

__all__ = ["run"]


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """Metz goes on to its next key, and takes itself back with a recovery key."""
    scene = Scene.founded()
    metz = scene.towns[1]
    scene.move_on(metz)
    hashes = metz.recovery_hashes(2, 3)
    scene.move_on(metz, by="recovery-1", recovery_key_hashes=hashes)
    made = Works.founded(tmp_path, scene)
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    (tmp_path / "ledger.json").write_text(json.dumps({"version": 1, "origin": ORIGIN}))
    return made


def test_what_a_recovery_key_signed_is_taken_by_another_rule_than_what_the_next_key_did(
    works: Works, run: Run
) -> None:
    found = [
        index
        for index, leaf in enumerate(works.leaves())
        if Operation.parse(leaf).type == "did.update"
    ]
    told = [run("explain", str(index), "--from", "public")[0] for index in found]
    assert [(each["entry_key"]["use"], each["rule"]) for each in told] == [
        ("update", "update_key"),
        ("recovery", "recovery_key"),
    ]
