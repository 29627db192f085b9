"""A published ledger of four towns, a fifth with an identity, and hands that type at it.

stand = Stand(tmp_path)                       # its home is the folder itself
stand.take(operation)                         # handed in, and published
stand.sign("draft.json", town, other)         # into signatures/
stand.hand_in(run, "draft.json", town)        # signed, joined by the command, handed in
"""

import json
from pathlib import Path

import pytest

from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import Operation
from tests.ledger_scene import ORIGIN, Scene, Town
from tests.ledger_works import Works
from tests.typed import Run

HOME = ("--home", ".")
COPY = ("--from", "public", "--trust", "trust/1.json")


class Stand:
    """A published ledger of four towns, and a fifth with an identity."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.works = Works.founded(root)
        self.scene: Scene = self.works.scene
        self.fifth = self.scene.town("verdun")
        (root / "ledger.json").write_text(json.dumps({"version": 1, "origin": ORIGIN}))
        (root / "trust").mkdir()
        (root / "trust" / "1.json").write_bytes(self.works.chain.newest.raw)
        self.take(self.scene.publish())
        entry = self.fifth.first_entry(self.scene.at_s)
        self.take(self.scene.did_create(self.fifth, entry=entry))
        self.fifth.did, self.fifth.log = entry.log.did.text, entry.log

    def take(self, *operations: Operation) -> None:
        """Hand operations in, and publish."""
        with self.works.running() as (sequencer, publisher):
            for operation in operations:
                outcome = sequencer.submit(operation.leaf)
                assert not isinstance(outcome, Exception), outcome
            publisher.publish()
        self.works.follow()

    def sign(self, draft: str, *by: Town) -> None:
        """Sign a draft with each town's operation key."""
        folder = self.root / "signatures"
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.json"):
            old.unlink()
        read = drafts.parse((self.root / draft).read_bytes())
        for town in by:
            did, kid, signer = town.pen
            (folder / f"{town.name}.json").write_bytes(
                drafts.sign(read, signer, by=did, key_id=kid)
            )

    def hand_in(self, run: Run, draft: str, *by: Town) -> None:
        """Sign, join and hand in."""
        self.sign(draft, *by)
        ready = f"ready-{draft}"
        run("join", draft, "--signatures", "signatures", "--to", ready, *HOME)
        self.take(Operation.parse((self.root / ready).read_bytes()))

    def set_clocks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have the commands go by the scene's clock."""
        from livret_ledger.cli import believing, looking
        from livret_ledger.cli.desk import accredit, drafted, lists, next_root, standing, trust

        for module in (believing, looking, standing, drafted, accredit, trust, next_root, lists):
            monkeypatch.setattr(module, "now_s", lambda: self.works.clock.now_s)
