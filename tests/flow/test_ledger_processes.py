"""A ledger, four witnesses and two auditors, each a process, over TLS on this machine."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog.merkle import leaf_hash
from livret_core.tlog.proof import LogProof
from livret_ledger.agreeing import Agreement
from livret_ledger.founding import Founding, FoundingDraft, sign
from tests.ledger_processes import Machines, Started
from tests.ledger_scene import ORIGIN, Scene, Town
from tests.passphrases import passphrases_at_once
from tests.typed import WITH_SECRET, Run, run

__all__ = ["passphrases_at_once", "run"]

pytestmark = pytest.mark.usefixtures("passphrases_at_once")

TOWNS: Final = ("namur", "metz", "aachen", "liege")
AUDITORS: Final = ("namur", "metz")
HOST: Final = "ledger.example"


class Ledger:
    """What was founded, and the processes that are it."""

    def __init__(self, root: Path, run: Run) -> None:
        self.root = root
        self.run = run
        self.machines = Machines(root, (HOST, *(f"{name}.example" for name in TOWNS)))
        self.cosigners: dict[str, Started] = {}
        self.service: Started
        self.scene = Scene(TOWNS)

    def found(self) -> None:
        """Make every home, start whoever cosigns, and sign a plan that says where they are."""
        [home] = self.run("init", "--home", "home", "--origin", ORIGIN, *WITH_SECRET)
        (self.root / "home" / "public").mkdir(exist_ok=True)  # an auditor looks there from now on
        keys = {}
        for role, name in self._roles():
            words = [role, "init", "--home", f"{name}-{role}", "--name", f"{name}.example/{role}"]
            if role == "auditor":
                words += ["--log-key", home["key"], "--from", "home/public"]
            [made] = self.run(*words, *WITH_SECRET)
            keys[role, name] = made["key"]
            if role == "witness":
                add = ("witness", "add-log", "--home", f"{name}-{role}", "--key", home["key"])
                self.run(*add)
            self.cosigners[f"{name} {role}"] = self.serve_cosigner(name, role)
        for started in self.cosigners.values():
            started.ready()
        self._sign(home["key"], keys)

    def serve_cosigner(self, name: str, role: str, *, port: int = 0) -> Started:
        words = ("ledger", role, "serve", "--home", f"{name}-{role}", *WITH_SECRET)
        return self.machines.start(f"{name}.example", *words, port=port)

    def serve(self, home: str = "home") -> None:
        pins = [
            f"{at.split()[0]}.example:{started.port}=127.0.0.1"
            for at, started in self.cosigners.items()
        ]
        self.service = self.machines.start(
            HOST,
            *("ledger", "serve", "--home", home, "--resolve", ",".join(pins)),
            *("--authorities", "authority.pem", *WITH_SECRET),
        ).ready()

    def submit(self, leaf: bytes, *more: str, status: int = 0) -> list[dict[str, Any]]:
        (self.root / "operation.json").write_bytes(leaf)
        return self.run(
            *("submit", "operation.json", "--trust", "home/trust/1.json", *self.to(), *more),
            status=status,
        )

    def to(self) -> tuple[str, ...]:
        port = self.service.port
        return (
            *("--at", f"https://{HOST}:{port}/", "--resolve", f"{HOST}:{port}=127.0.0.1"),
            *("--authorities", "authority.pem"),
        )

    def settle(self, town: Town) -> tuple[int, LogProof]:
        """Hand in a founder's DID, and wait for a head that a quorum cosigned over it."""
        made = town.first_entry(self.scene.at_s)
        operation = self.scene.did_create(town, entry=made)
        [taken] = self.submit(operation.leaf, "--to", f"{town.name}.proof")
        assert (taken["new"], taken["cosigned"]) == (True, True)
        self.scene.apply(operation)
        town.did, town.log = made.log.did.text, made.log
        proof = LogProof.parse((self.root / f"{town.name}.proof").read_bytes())
        proof.check(leaf_hash(operation.leaf), self.trust.policy)
        return taken["index"], proof

    @property
    def trust(self) -> TrustRoot:
        return TrustRoot.parse((self.root / "home" / "trust" / "1.json").read_bytes())

    def signers(self, proof: LogProof) -> set[str]:
        return {str(line.name) for line in proof.signed.note.signatures}

    def _roles(self) -> Iterator[tuple[str, str]]:
        yield from (("witness", name) for name in TOWNS)
        yield from (("auditor", name) for name in AUDITORS)

    def _commit(self, name: str, who: str, *keys: str) -> None:
        to = ("--to", f"commitments/{name}.json", "--opening-to", f"openings/{name}.json")
        self.run("genesis", "commit", who, *keys, *to)

    def _sign(self, log_key: str, keys: dict[tuple[str, str], str]) -> None:
        for folder in ("commitments", "openings", "signatures"):
            (self.root / folder).mkdir()
        self._commit("keeper", ORIGIN, "--log-key", log_key)
        founders = []
        for town in self.scene.towns:
            town.did = town.genesis_did.did
            machines = []
            founder = {"who": town.who, "operator": town.operator}
            for role in ("witness", "auditor"):
                if (role, town.name) in keys:
                    machines += [f"--{role}", keys[role, town.name]]
                    port = self.cosigners[f"{town.name} {role}"].port
                    founder[f"{role}_url"] = f"https://{town.name}.example:{port}/"
            self._commit(town.name, town.who, "--did", town.did, *machines)
            founders.append(founder)
        first = self.scene.towns[0].who
        plan = {
            "origin": ORIGIN,
            "begins": format_utc(int(time.time())),
            "founders": founders,
            "q": 3,
            "a": 2,
            "k": 2,
            "roots": [first],
            "schemas": [first],
        }
        (self.root / "plan.json").write_text(json.dumps(plan))
        agreed = ("--agreement", "agreement.json")
        agree = ("--plan", "plan.json", "--commitments", "commitments", "--to", "agreement.json")
        self.run("genesis", "agree", *agree)
        self.run("genesis", "draft", *agreed, "--openings", "openings", "--to", "draft.json")
        draft = FoundingDraft.parse((self.root / "draft.json").read_bytes())
        agreement = Agreement.parse((self.root / "agreement.json").read_bytes())
        for town in self.scene.towns:
            to = self.root / "signatures" / f"{town.name}.json"
            to.write_bytes(sign(draft, town.key("genesis"), agreement))
        join = ("--draft", "draft.json", "--signatures", "signatures", "--to", "genesis.json")
        self.run("genesis", "join", *join)
        self.run("init", "--home", "home", "--genesis", "genesis.json", *WITH_SECRET)
        founding = Founding.parse((self.root / "genesis.json").read_bytes())
        self.scene.apply(Operation.parse(founding.genesis.leaf))


@pytest.mark.slow
def test_a_ledger_of_processes_goes_on_while_one_witness_is_away(tmp_path: Path, run: Run) -> None:
    ledger = Ledger(tmp_path, run)
    namur, metz, aachen, _ = ledger.scene.towns
    with ledger.machines:
        ledger.found()
        ledger.serve()
        assert ledger.service.told["writes"] is True

        _, proof = ledger.settle(namur)
        asked = {f"{name}.example/{role}" for role, name in ledger._roles()}
        assert len(ledger.signers(proof) & asked) >= 5

        # One witness ends, and says that it ended well.
        gone = ledger.cosigners["liege witness"]
        port = gone.port
        assert gone.stop() == 0
        _, proof = ledger.settle(metz)
        assert "liege.example/witness" not in ledger.signers(proof)

        # It comes back where it was, with its memory, and signs what it missed.
        again = ledger.serve_cosigner("liege", "witness", port=port).ready()
        assert again.port == port
        _, proof = ledger.settle(aachen)
        [held] = run("witness", "status", "--home", "liege-witness")
        [log] = held["logs"]
        assert log["origin"] == ORIGIN
        assert log["size"] is not None

        # What nobody honest sends ends with a reason, and changes nothing.
        [known] = ledger.submit((tmp_path / "operation.json").read_bytes())
        assert known["new"] is False
        ledger.submit(b"{}", status=2)
        ledger.submit(b"[" * 17_000, status=2)
        ledger.submit(ledger.scene.publish("type/1", metz).leaf, status=1)

        # The ledger itself ends and begins again: its witnesses know where it stood.
        assert ledger.service.stop() == 0
        [whole] = run("fsck", "--home", "home")
        ledger.serve()
        assert ledger.service.told["writes"] is True
        [taken] = ledger.submit(ledger.scene.publish("type/1", namur).leaf, "--wait")
        assert taken["index"] >= whole["entries"]
        assert taken["cosigned"] is True

        # Somebody starts a second one on a copy of its folder, and both are handed something.
        shutil.copytree(tmp_path / "home", tmp_path / "home2")
        first = ledger.service
        ledger.serve("home2")
        second = ledger.service
        assert second.told["writes"] is True
        ledger.service = first
        [taken] = ledger.submit(ledger.scene.publish("type/2", namur).leaf, "--wait")
        assert taken["cosigned"] is True
        ledger.service = second
        lost, why = ledger.submit(ledger.scene.publish("other/1", namur).leaf, "--wait", status=3)
        assert (lost["index"], lost["cosigned"]) == (taken["index"], False)
        assert why["code"] == "ledger.not_proven"
        ledger.submit(ledger.scene.publish("other/2", namur).leaf, status=3)
        said = second.line()
        assert (said["event"], said["writes"], said["reason"]) == ("writes", False, "ledger.forked")
        assert second.stop() == 3
        status, _ = run("status", "--home", "home2", status=3)
        assert [each["index"] for each in status["lost"]] == [lost["index"]]
        ledger.serve("home2")
        told = ledger.service.told
        assert (told["writes"], told["reason"]) == (False, "ledger.forked")
        assert ledger.service.stop() == 3
        # The first goes on, and begins again whenever it is started.
        ledger.service = first
        [taken] = ledger.submit(ledger.scene.publish("type/3", namur).leaf, "--wait")
        assert taken["cosigned"] is True
        assert first.stop() == 0
        ledger.serve()
        assert ledger.service.told["writes"] is True
