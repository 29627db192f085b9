"""`livret ledger explain`: by which rule a change of a DID's keys was taken."""

import json
import re
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
    scene.tick()
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


@pytest.mark.parametrize("kind", ["did.update", "state.commit"])
def test_a_copy_cannot_make_up_the_entries_beside_the_one_that_is_explained(
    works: Works, run: Run, kind: str
) -> None:
    """Which key signed, and after what time, is read of entries before it."""
    leaves = works.leaves()
    kinds = [Operation.parse(leaf).type for leaf in leaves]
    [_, index] = [at for at, each in enumerate(kinds) if each == "did.update"]
    beside = max(at for at in range(index) if kinds[at] == kind)
    asked = ("explain", str(index), "--from", "public")
    assert run(*asked)[0]["entry_key"]["use"] == "recovery"  # as it was published
    [bundle] = (works.web.root / "tile/entries/000.p").glob(str(len(leaves)))
    made_up = re.sub(rb'("iat":\d+?)(\d),', rb"\g<1>5,", leaves[beside])
    made_up = made_up if made_up != leaves[beside] else made_up.replace(b'5,"', b'6,"', 1)
    assert made_up != leaves[beside]
    raw = bundle.read_bytes()
    assert raw.count(leaves[beside]) == 1
    bundle.write_bytes(raw.replace(leaves[beside], made_up))
    assert run(*asked, status=1)[-1]["code"] == "log.inclusion"
