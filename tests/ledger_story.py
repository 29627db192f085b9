"""A town hall on a ledger, a wallet and a desk that believe it, played through the commands.

story = Story(ledger)             # `tests.town_on_ledger`; Verneuil may issue residency
code = story.hold()               # a hand-over, asked for, answered, received
story.verdict()                   # what the desk says of it, as --json tells it
story.publish()                   # evidence of now lies beside what the town hall publishes
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from livret_core.dids.webvh import WebvhDid
from livret_core.https_uri import HttpsUri
from livret_core.ledger import trust_root
from livret_core.ledger.records import AnyRecord
from livret_core.ledger.six_words import words_of
from livret_core.mirror_path import mirror_path
from livret_ledger import proving
from tests.ledger_heads import write_tiles
from tests.ledger_scene import DAY_S, ORIGIN, Scene
from tests.town_on_ledger import Ledger


class SceneRecords:
    """A scene's records, as a ledger has them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def record(self, name: str) -> AnyRecord | None:
        return self.scene.state.get(name)

    def record_names(self, prefix: str) -> Iterable[str]:
        return sorted(name for name in self.scene.state.records if name.startswith(prefix))


class Story:
    """One town hall, one wallet, one desk."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.play = ledger, ledger.play
        self.offered: list[Path] = []
        self.did = self.did_of("hall")
        self.grant(self.did)
        ledger.tick(DAY_S)
        root = self.play.root / "trust-root.jsonl"
        root.write_bytes(trust_root.format_versions([ledger.seen.first]))
        words = self.play.root / "words.txt"
        words.write_text(" ".join(words_of(ledger.seen.first.digest, "en")))
        self.open_wallet("camille")
        self.play.verify("init", "--service", "Piscine des Saules")
        with (self.play.root / "pool" / "policy.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[ledger]\norigin = "{ORIGIN}"\n')
            file.write('[[issuers]]\nname = "A town of the ledger"\nprofile = "ledger"\n')
            file.write('types = ["residency"]\n')
        self.play.livret(
            "verify", "trust", "add", root, "--words-file", words,
            "--home", self.play.root / "pool",
        )  # fmt: skip

    def open_wallet(self, of: str) -> None:
        """Make a wallet that believes the ledger."""
        root = self.play.root
        self.play.wallet("init", of=of)
        self.play.livret(
            "wallet", "trust", "add", root / "trust-root.jsonl", "--words-file", root / "words.txt",
            "--home", root / of, "--passphrase-file", root / "passphrase",
        )  # fmt: skip

    def did_of(self, hall: str) -> str:
        return str(json.loads((self.play.root / hall / "town-hall.json").read_bytes())["did"])

    def grant(self, did: str, *, days: int = 3_000, who: str = "fr-insee:80999") -> None:
        """Namur, a root accreditor, lets a DID issue residency."""
        scene = self.ledger.scene
        body = {
            "type": "residency",
            "scope": who,
            "from": scene.at_s,
            "until": scene.at_s + days * DAY_S,
            "depth": 0,
            "parent": None,
        }
        draft = scene.draft("accredit.grant", did, body, record=f"accr/{did}/residency/{who}")
        scene.apply(scene.sign(draft, scene.towns[0]))

    def publish(self, *, hall: str = "hall", did: str | None = None, seconds: int = 60) -> Path:
        """Publish a head of now, and the evidence of a DID beside what *hall* publishes."""
        self.ledger.tick(seconds)
        scene, did = self.ledger.scene, did or self.did
        names = list(proving.names_of(SceneRecords(scene), did))
        evidence = self.ledger.seen.evidence(names, self.ledger.seen.head(at_s=scene.at_s))
        uri = HttpsUri.parse(WebvhDid.parse(did).base_url + "ledger.evidence")
        path = self.play.public(hall) / mirror_path(uri)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(evidence.format())
        write_tiles(scene.leaves, self.play.public(hall))
        return path

    def hold(self, *, of: str = "camille") -> str:
        """Get a proof of residence; the hand-over's code."""
        if not self.offered:
            self.offered = self.play.offer()
        handover = self.offered.pop(0)
        self.play.receive(self.play.answer(self.play.ask(handover, of=of)), of=of)
        return handover.name.partition(".")[0]

    def verdict(
        self, *, of: str = "camille", hall: str = "hall", status: int = 0
    ) -> dict[str, Any]:
        """Ask, present, decide."""
        for name in ("pool.request.jwt", "answer.json"):
            (self.play.root / name).unlink(missing_ok=True)
        return self.play.check(self.play.show(of=of), hall=hall, status=status)
