"""A wallet of ours that believes a ledger, by its commands, and services that others made, over HTTPS.

holder = Holder(play, ca=…, port=…)
holder.wallet("receive", link, "--json").event
"""

from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.openid4vci.messages import CredentialRequest
from tests.certificates import authority
from tests.ledger_files import LedgerFiles
from tests.playing import Ended, Play

HALL: Final = "verneuil.test"
POOL: Final = "pool.test"
PIN: Final = "402719"


class Holder:
    """Camille, in a folder of her own."""

    def __init__(self, play: Play, *, ca: Path, port: int) -> None:
        self._play = play
        self.files = LedgerFiles(play.root)
        self.files.publish()
        play.clock.now_s = self.files.now_s
        pins = ",".join(f"{host}:{port}=127.0.0.1" for host in (HALL, POOL))
        self._options = ("--resolve", pins, "--authorities", str(ca))
        self.pin = self.files.write("pin.txt", f"{PIN}\n")
        self.pin.chmod(0o600)
        anchor = authority("Racine").certificate
        self._anchors = self.files.write("anchors.pem", anchor.public_bytes(Encoding.PEM))
        play.wallet("init")
        root = self.files.write("trust-root.jsonl", self.files.trust_root)
        words = self.files.write("words.txt", self.files.words() + "\n")
        play.wallet("trust", "add", root, "--words-file", words)

    def wallet(self, *words: str, status: int = 0) -> Ended:
        """Type a command; it reaches who is pinned."""
        return self._play.wallet(*words, *self._options, status=status)

    def receive(self, link: str, *, status: int = 0) -> Ended:
        pin = ("--tx-code-file", str(self.pin))
        return self.wallet("receive", link, *pin, "--copies", "3", "--json", status=status)

    def hold_by_files(self) -> None:
        """Have two copies, carried as files."""
        handover = self.files.write("residence.handover.json", self.files.handover().format())
        asked = self.files.root / "asked.json"
        self._play.wallet("request", handover, "--copies", "2", "--to", asked)
        answer = self.files.answer(CredentialRequest.parse(asked.read_bytes()))
        proof = self.files.write("proof.json", answer.format())
        self._play.wallet("receive", proof, "--evidence", self.files.published)

    def pass_s(self, seconds: int) -> None:
        """Let time pass."""
        self._play.clock.now_s += seconds

    def present(self, link: str) -> dict[str, Any]:
        """Say yes to what a sheet says, which is given back."""
        typed = ("present", link, "--anchors", str(self._anchors), "--json")
        sheet: dict[str, Any] = self.wallet(*typed, status=2).events[0]
        self.wallet(*typed, "--consent", sheet["digest"])
        return sheet

    def refuse(self, link: str) -> None:
        """Say no."""
        self.wallet("refuse", link, "--anchors", str(self._anchors), "--json")
