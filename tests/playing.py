"""A town, a citizen and a desk played through the `livret` command, in this process.

The clock is ours and the key derivation the cheapest there is; all else is what people
run.
"""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from livret_core.sealing import KdfParameters, SealedFile
from livret_town.command import main
from livret_wallet.vault import Vault

START_S = 1_795_300_000  # 21 November 2026, in the evening
DAY_S = 86_400
TOWN = "Ville de Verneuil-sur-Lys"
PASSPHRASE = "four words to keep"
RESIDENTS = """\
family_name,given_name,birthdate,commune,address.street_address,address.house_number,\
address.locality,address.country,resident_since
Arnould,Camille,1988-03-14,Verneuil-sur-Lys,rue des Tanneurs,12,Verneuil-sur-Lys,FR,2019-09-01
Arnould,Zoé,2016-05-03,Verneuil-sur-Lys,rue des Tanneurs,12,Verneuil-sur-Lys,FR,2019-09-01
"""


@dataclass
class Ended:
    """How a command ended.

    Attributes:
        status: its exit status.
        out, err: what it printed.
    """

    status: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """Standard output of a run with --json: each line is an object with an event."""
        found = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(event["event"], str) for event in found)
        return found

    @property
    def event(self) -> dict[str, Any]:
        [one] = self.events
        return one


@dataclass
class Clock:
    """What everybody's clock shows, in seconds since 1970."""

    now_s: int = START_S

    def __call__(self) -> float:
        return float(self.now_s)


@dataclass
class Play:
    """The folder everything happens in, and the commands that make it happen."""

    root: Path
    clock: Clock
    _capture: pytest.CaptureFixture[str]
    ran: list[tuple[tuple[str, ...], Ended]] = field(default_factory=list)

    def livret(self, *arguments: str | Path, status: int | None = 0) -> Ended:
        """Run one command; it must end with *status* unless that is None."""
        argv = tuple(str(argument) for argument in arguments)
        self._capture.readouterr()
        try:
            ended_with = main(list(argv))
        except SystemExit as stopped:  # argparse
            ended_with = int(stopped.code or 0)
        captured = self._capture.readouterr()
        ended = Ended(ended_with, captured.out, captured.err)
        self.ran.append((argv, ended))
        assert status is None or ended.status == status, (argv, ended)
        return ended

    def issuer(self, verb: str, *rest: str | Path, hall: str = "hall", status: int = 0) -> Ended:
        return self.livret(
            "issuer", verb, "--home", self.root / hall, *self._pass, *rest, status=status
        )

    def wallet(self, verb: str, *rest: str | Path, of: str = "camille", status: int = 0) -> Ended:
        return self.livret(
            "wallet", verb, "--home", self.root / of, *self._pass, *rest, status=status
        )

    def verify(self, verb: str, *rest: str | Path, desk: str = "pool", status: int = 0) -> Ended:
        return self.livret("verify", verb, "--home", self.root / desk, *rest, status=status)

    @property
    def _pass(self) -> tuple[str, str]:
        return "--passphrase-file", str(self.root / "passphrase")

    # What a story begins with.

    def found(
        self, hall: str = "hall", *, territory: str = "fr-insee:80999", name: str = TOWN
    ) -> str:
        """Found a town hall; its DID."""
        ended = self.issuer(
            "init", "--name", name, "--territory", territory,
            "--at", f"ledger.livret.test/{hall}", "--json", hall=hall,
        )  # fmt: skip
        return str(ended.event["did"])

    def offer(
        self, hall: str = "hall", *, kind: str = "residency", people: str = RESIDENTS
    ) -> list[Path]:
        """Hand over to everybody in the list; the files, in the list's order."""
        source = self.root / f"{hall}.csv"
        source.write_text(people, encoding="utf-8")
        ended = self.issuer(
            "offer", "--type", kind, "--from", source, "--to", self.root / "handovers", "--json",
            hall=hall,
        )  # fmt: skip
        return [Path(event["to"]) for event in ended.events if event["event"] == "handover"]

    def ask(self, handover: Path, *, of: str = "camille", copies: int = 3) -> Path:
        """A wallet asks for what was handed over; the request file."""
        to = self.root / "requests" / f"{handover.stem}.{of}.json"
        to.parent.mkdir(exist_ok=True)
        self.wallet("request", handover, "--copies", str(copies), "--to", to, of=of)
        return to

    def answer(self, request: Path, *, hall: str = "hall", status: int = 0) -> Path:
        """The town hall answers one request; the proof file."""
        inbox = self.root / "inbox"
        inbox.mkdir(exist_ok=True)
        for old in inbox.iterdir():
            old.unlink()
        (inbox / request.name).write_bytes(request.read_bytes())
        ended = self.issuer(
            "issue", "--requests", inbox, "--to", self.root / "proofs", "--json",
            hall=hall, status=status,
        )  # fmt: skip
        return Path(ended.event.get("to", ""))

    def receive(
        self, proof: Path, *, of: str = "camille", hall: str = "hall", status: int = 0
    ) -> Ended:
        return self.wallet("receive", proof, "--evidence", self.public(hall), of=of, status=status)

    def public(self, hall: str = "hall") -> Path:
        return self.root / hall / "public"

    def hold(self, *, of: str = "camille", hall: str = "hall", copies: int = 3) -> str:
        """A person with a wallet gets a proof of residence; the hand-over's code."""
        self.wallet("init", of=of)
        handover = self.offer(hall)[0]
        self.receive(
            self.answer(self.ask(handover, of=of, copies=copies), hall=hall), of=of, hall=hall
        )
        return handover.name.partition(".")[0]

    def open_desk(self, did: str | None, desk: str = "pool", **changes: str) -> None:
        """Set up a desk that accepts one issuer, or nobody."""
        self.verify("init", "--service", "Piscine des Saules", desk=desk)
        if did is None:
            return
        entry = {
            "name": '"Verneuil-sur-Lys"',
            "profile": '"did"',
            "did": f'"{did}"',
            "types": '["residency"]',
            "territories": '["fr-insee:80999"]',
            **changes,
        }
        with (self.root / desk / "policy.toml").open("a", encoding="utf-8") as file:
            file.write("\n[[issuers]]\n")
            file.writelines(f"{key} = {value}\n" for key, value in entry.items())

    def request(self, desk: str = "pool") -> Path:
        to = self.root / f"{desk}.request.jwt"
        to.unlink(missing_ok=True)
        self.verify("request", "pool", "--to", to, desk=desk)
        return to

    def present(self, request: Path, *, of: str = "camille") -> Path:
        """Look at the sheet, say yes to it, and write the answer."""
        to = self.root / "answer.json"
        to.unlink(missing_ok=True)
        sheet = self.wallet("present", request, "--to", to, "--dry-run", "--json", of=of).event
        self.wallet("present", request, "--to", to, "--yes-to", sheet["digest"], of=of)
        return to

    def check(
        self,
        answer: Path,
        *rest: str | Path,
        desk: str = "pool",
        hall: str = "hall",
        status: int = 0,
    ) -> dict[str, Any]:
        """Let the desk decide; the verdict as --json tells it."""
        ended = self.verify(
            "file", answer, "--for", "pool", "--evidence", self.public(hall), "--json", *rest,
            desk=desk, status=status,
        )  # fmt: skip
        return ended.event

    def show(self, *, of: str = "camille", desk: str = "pool") -> Path:
        """Ask and present: an answer that is ready to be checked."""
        return self.present(self.request(desk), of=of)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Everybody's clock, which a test may move."""
    shown = Clock()
    monkeypatch.setattr(time, "time", shown)
    return shown


@pytest.fixture
def cheap_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys at once: half a second a command is a passphrase's affair, not ours."""
    # Half of what it takes to begin a test that never plays a town.
    from livret_issuer import service as issuer_service
    from livret_issuer.service import rebuilding
    from livret_wallet.vault import filling, rescuing, safekeeping

    cheapest = KdfParameters(passes=1, memory_kib=8)
    cheapened: tuple[tuple[Any, str], ...] = (
        (Vault.create, "kdf"),
        (Vault.open, "floor"),
        (filling.make_filled, "kdf"),
        (safekeeping.Safekeeping.back_up, "kdf"),
        (safekeeping.open_backup, "floor"),
        (rescuing.rescue, "floor"),
        (SealedFile.unseal, "floor"),
        (issuer_service.found_town_hall, "kdf"),
        (rebuilding.rebuild_town_hall, "kdf"),
    )
    for function, name in cheapened:
        plain = getattr(function, "__func__", function)
        monkeypatch.setitem(plain.__kwdefaults__, name, cheapest)


@pytest.fixture
def play(
    tmp_path: Path,
    clock: Clock,
    cheap_kdf: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Play:
    """An empty folder, and nothing in the environment that says how to speak."""
    for name in ("LIVRET_LANG", "LIVRET_PLAIN", "LIVRET_DEBUG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    return Play(tmp_path, clock, capsys)


@pytest.fixture
def town(play: Play) -> Play:
    """A town hall, Camille with a proof of three copies, and a pool that believes the town."""
    did = play.found()
    play.hold()
    play.open_desk(did)
    return play
