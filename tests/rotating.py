"""The members let another key sign the ledger, from the first command to the last.

turn = Rotating(tmp_path, run)             # four towns, a mirror, a desk, a wallet; `home` is the folder
index = turn.rotate(at_once=True)          # drafted, signed, handed in to the ledger that runs
turn.renew()                               # the next trust root, signed, joined, installed
turn.take_up()                             # the folder signs with the new key
turn.move()                                # witnesses and auditors go over to it
with turn.serving() as service: ...        # the ledger under the key that lies in its folder
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger import draft as drafts
from livret_core.ledger import root_draft
from livret_core.ledger.operation import Operation
from livret_core.sealing import FLOOR
from livret_core.tlog.note import VerifierKey
from livret_ledger.batch import Appended
from livret_ledger.service.serving import Service
from livret_ledger.store.home import Home
from livret_ledger.store.keys import LOG_KEY, write_key
from tests.drill import Drill
from tests.ledger_scene import ORIGIN, Town
from tests.typed import WITH_SECRET, Run

HOME = ("--home", ".")
SECRET = b"a horse, a battery, a staple"


class Rotating:
    """A ledger at work, and the hands that give it another key."""

    def __init__(self, root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.run = root, run
        self.drill = Drill(root)
        self.drill.works.signer = self.drill.old_signer
        (root / "ledger.json").write_text(json.dumps({"version": 1, "origin": ORIGIN}))
        (root / "trust").mkdir()
        (root / "trust" / "1.json").write_bytes(self.drill.works.chain.newest.raw)
        (root / "secret").chmod(0o600)
        write_key(root / "log.sealed", self.drill.old_signer, SECRET, purpose=LOG_KEY, kdf=FLOOR)
        from livret_ledger.cli import believing, looking
        from livret_ledger.cli.desk import drafted, next_root, standing, trust
        from livret_ledger.watch import cli as watch

        for module in (believing, looking, standing, drafted, trust, next_root, watch):
            monkeypatch.setattr(module, "now_s", lambda: self.now_s)
        [made] = run("log", "key", "--to", "next.sealed", *HOME, *WITH_SECRET)
        self.text = str(made["key"])
        self.key = VerifierKey.parse(self.text)

    @property
    def now_s(self) -> int:
        return self.drill.works.clock.now_s

    @property
    def home(self) -> Home:
        return Home.open(self.root)

    @property
    def public(self) -> Path:
        return self.root / "public"

    @contextmanager
    def serving(self) -> Iterator[Service]:
        """The ledger with what lies in its folder; published on demand."""
        with self.drill.service(self.home, self.home.read_key(SECRET)) as service:
            yield service

    def rotate(self, *, at_once: bool) -> int:
        """Draft, sign, join and hand in; where it stands."""
        how = ("--at-once",) if at_once else ()
        self.run("log", "rotate", "--key", self.text, *how, "--to", "r.json", *HOME)
        folder = self.root / "signatures"
        folder.mkdir()
        draft = drafts.parse((self.root / "r.json").read_bytes())
        for town in self.towns[:3]:
            did, kid, signer = town.pen
            raw = drafts.sign(draft, signer, by=did, key_id=kid)
            (folder / f"{town.name}.json").write_bytes(raw)
        if at_once:
            self.run("log", "sign", "r.json", "--to", "signatures/log.json", *HOME, *WITH_SECRET)
        self.run("join", "r.json", "--signatures", "signatures", "--to", "ready.json", *HOME)
        leaf = Operation.parse((self.root / "ready.json").read_bytes()).leaf
        with self.serving() as service:
            assert service.start() is None
            outcome = service.sequencer.submit(leaf)
            assert isinstance(outcome, Appended), outcome
            with suppress(LivretError):
                service.publisher.publish()
            service.write_evidence()
        return outcome.index

    @property
    def towns(self) -> list[Town]:
        return list(self.drill.works.scene.towns)

    def renew(self, *, with_old_key: bool = True) -> None:
        """Make the next trust root: drafted, signed by the voters and the key that goes, installed."""
        self.run("trust", "next", "--to", "t2.json", *HOME)
        folder = self.root / "roots"
        folder.mkdir()
        draft = root_draft.parse((self.root / "t2.json").read_bytes())
        for town in self.towns[:3]:
            (folder / f"{town.name}.json").write_bytes(root_draft.sign(draft, town.pen[2]))
        if with_old_key:
            self.run("log", "sign", "t2.json", "--to", "roots/log.json", *HOME, *WITH_SECRET)
        joined = ("--signatures", "roots", "--to", "trust-root.jsonl", "--install")
        self.run("trust", "join", "t2.json", *joined, *HOME)

    def take_up(self) -> None:
        self.run("log", "take-up", "next.sealed", *HOME, *WITH_SECRET)

    def move(self) -> None:
        """`livret ledger witness rotate-log`, and the auditors'."""
        for each in self.drill.works.cosigners.values():
            each.log_key = self.key
