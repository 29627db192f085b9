"""A town hall and a ledger behind an address, played through the commands.

ledger = begin(play, monkeypatch)      # four towns' ledger; a town hall founded for it
register(ledger)                       # its DID stands there
on_ledger(play, "commit", …)           # a command of `livret issuer ledger`; its events
ledger.publish()                       # what the ledger publishes, in `published/`
"""

from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import Unavailable
from livret_core.ledger import draft as drafts
from livret_core.ledger import trust_root
from livret_core.ledger.operation import Operation
from livret_core.ledger.trusting import recall
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from livret_edge.trust_store import TrustStore
from livret_issuer.cli.ledger import handing_in
from livret_ledger.client.reading import Folder
from livret_ledger.client.submitting import Taken
from tests.ledger_heads import Seen, Tree
from tests.ledger_scene import DAY_S, Scene
from tests.playing import Play
from tests.watched import publish

URL = "https://ledger.example/meuse"


class Ledger:
    """Four towns' ledger behind an address, without the network between."""

    def __init__(self, play: Play) -> None:
        self.scene = Scene.founded()
        self.scene.apply(self.scene.publish())
        self.scene.tick()
        self.seen = Seen(self.scene, expires_s=self.scene.at_s + 800 * DAY_S)
        self.play = play
        self.reachable = True
        self.play.clock.now_s = self.scene.at_s
        self.taken: dict[str, int] = {}

    def tick(self, seconds: int = 60) -> None:
        self.scene.tick(seconds)
        self.play.clock.now_s = self.scene.at_s

    def submit(self, base: Any, leaf: bytes, _fetcher: Any, *, wait: bool) -> Taken:
        assert base.text.rstrip("/") == URL
        assert wait
        if not self.reachable:
            raise Unavailable("net.unavailable", host="ledger.example")
        operation = Operation.parse(leaf)
        known = self.taken.get(operation.id)
        if known is None:
            self.scene.apply(operation)
            known = self.taken[operation.id] = len(self.scene.leaves) - 1
            self.tick()
        return Taken(known, True, self.proof(known))

    def proof(self, index: int) -> LogProof:
        """That entry *index* stands under a head of now."""
        signed = self.seen.head(at_s=self.scene.at_s)
        hashes = merkle.prove_inclusion(index, signed.checkpoint.size, Tree(self.scene.leaves).read)
        return LogProof(index, tuple(hashes), signed)

    def take(self, file: Path) -> Path:
        """Take an operation as somebody carries it in, and write the proof of it beside it."""
        self.scene.apply(Operation.parse(file.read_bytes()))
        index = len(self.scene.leaves) - 1
        self.tick()
        proof = file.with_suffix(".tlog-proof")
        proof.write_bytes(self.proof(index).format())
        return proof

    def confirmed_by(self, hall: str) -> None:
        """Its six words were compared in a town hall."""
        first = recall([self.seen.first], since_s=self.scene.at_s, head=None)
        TrustStore(self.play.root / hall).keep(first)

    @property
    def published(self) -> Path:
        return self.play.root / "published"

    def publish(self, seconds: int = 60) -> None:
        """Publish a head of now, and the trust roots beside the town hall."""
        self.tick(seconds)
        publish(self.published, self.seen)
        trust = trust_root.format_versions([self.seen.first])
        (self.play.root / "trust.jsonl").write_bytes(trust)

    def sponsor(self, draft: Path, to: Path) -> None:
        """Namur signs, on a machine of its own."""
        read = drafts.parse(draft.read_bytes())
        did, kid, signer = self.scene.towns[0].pen
        to.mkdir(exist_ok=True)
        (to / "namur.json").write_bytes(drafts.sign(read, signer, by=did, key_id=kid))


def begin(play: Play, monkeypatch: pytest.MonkeyPatch, *more: str | Path) -> Ledger:
    """Found a ledger, and a town hall on it that is not registered yet; *more* says how."""
    made = Ledger(play)
    monkeypatch.setattr(handing_in, "submit", made.submit)
    monkeypatch.setattr(handing_in, "open_source", lambda *_: Folder(made.published))
    play.issuer(
        "init", "--name", "Verneuil", "--territory", "fr-insee:80999",
        "--ledger", "ledger.example/meuse", *more,
    )  # fmt: skip
    made.confirmed_by("hall")
    made.tick()
    return made


def on_ledger(
    play: Play, verb: str, *rest: str | Path, status: int | None = 0
) -> list[dict[str, Any]]:
    """A command of `livret issuer ledger`; its events."""
    ended = play.livret(
        "issuer", "ledger", verb, "--home", play.root / "hall",
        "--passphrase-file", play.root / "passphrase", *rest, "--json", status=status,
    )  # fmt: skip
    return ended.events


def register(ledger: Ledger) -> Ledger:
    """Let a member sign for the town hall; the ledger takes it."""
    play, root = ledger.play, ledger.play.root
    on_ledger(play, "register", "--to", root / "draft.json")
    ledger.sponsor(root / "draft.json", root / "signatures")
    on_ledger(
        play, "join", root / "draft.json", "--signatures", root / "signatures",
        "--to", root / "create.json",
    )  # fmt: skip
    proof = ledger.take(root / "create.json")
    [settled] = on_ledger(play, "settle", root / "create.json", "--proof", proof)
    assert settled["stand"] == "taken"
    ledger.tick()
    return ledger
