"""A desk known by its DID on a ledger, and a wallet that believes that ledger; no network.

    desk = RegisteredDesk(tmp_path)          # the ledger has it that it may ask for the commune
    asked = desk.ask()                       # over its own HTTP interface, as `windows` does it
    desk.answer(asked)                       # the wallet's: fetched, shown, posted
    desk.verdict(asked)

Both read what the ledger publishes. The desk is honest but where :attr:`Opened.window` is not.
"""

from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from livret_core.encoding.json import JsonObject
from livret_core.keys import pem
from livret_core.ledger.trusting import recall
from livret_core.openid4vp.request_members import DIRECT_POST_JWT
from livret_core.sdjwt.plan import ClaimPath
from livret_verifier.desk.window import Asked
from livret_verifier.gather import FolderGatherer
from livret_verifier.policy import Procedure
from livret_verifier.policy_file import path_of
from livret_verifier.store import Desk
from livret_wallet.asked.flow import Delivered
from livret_wallet.client.answering import Answering
from livret_wallet.consent import ConsentSheet, agree
from livret_wallet.gather import Folder
from livret_wallet.receiving.needs import Answer, Call
from tests.being_asked import Asked as Holder
from tests.ledger_scene import ORIGIN
from tests.windows import BASE, Opened, opened

POLICY: Final = f"""\
version = 1
service = "Piscine des Saules"

[desk]
at = "{BASE}/"
tenant = "pool"
kid = "{{kid}}"

[procedures.parking]
type = "residency"
asks = ["commune"]

[procedures.curious]
type = "residency"
asks = ["commune", "birthdate"]

[ledger]
origin = "{ORIGIN}"

[[issuers]]
name = "A town of the ledger"
profile = "ledger"
types = ["residency"]
"""


class RegisteredDesk:
    """One desk, one wallet, one ledger.

    Attributes:
        opened: the desk, its service and what it looked up.
        holder: the wallet.
        sheets: what the wallet showed its holder.
        network: between them.
    """

    def __init__(self, root: Path, *, registered: bool = True, **holder: Any) -> None:
        self.holder = Holder(root / "wallet", registered=registered, **holder)
        ledger = self.holder.desk
        self.hall = ledger.hall()
        self.home = root / "pool"
        desk = Desk.create(self.home, POLICY.format(kid=self.hall.kid))
        desk.key_path.write_bytes(pem.format_private(self.hall.signer, None))
        desk.ledgers.keep(recall((ledger.seen.first,), since_s=ledger.now_s, head=None))
        self.published = self.holder.visit.files.published
        gatherer = FolderGatherer(self.published, clock=lambda: self.now_s)
        self.opened: Opened = opened(self.home, gather=gatherer.gather)
        self.opened.clock.now_s = self.now_s
        self.sheets: list[ConsentSheet] = []
        self.network: Final = _Network(self)

    @property
    def now_s(self) -> int:
        return self.holder.visit.now_s

    def later(self, seconds: int) -> None:
        """Let time pass, for all."""
        self.holder.visit.now_s += seconds
        self.opened.clock.now_s = self.now_s

    def asking(self, *paths: str) -> Procedure:
        """A procedure for claims of a residence."""
        asks: tuple[ClaimPath, ...] = tuple(map(path_of, paths))
        known = self.opened.window.policy().procedure("parking")
        return Procedure(
            "parking", known.type, asks, MappingProxyType({}), MappingProxyType({}), 86_400,
            known.freshness, 600, DIRECT_POST_JWT,
        )  # fmt: skip

    def ask(self, *paths: str) -> Asked:
        """Make a request for claims of a residence; for the commune when none is named."""
        return self.opened.window.ask(self.asking(*(paths or ("commune",))), valid_s=600)

    def answering(self) -> Answering:
        """The wallet's side."""
        return Answering(self.holder.visit.holder.vault, self.network, clock=lambda: self.now_s)

    def answer(self, asked: Asked) -> Delivered:
        """Let the wallet answer, its holder saying yes."""
        answering = self.answering()
        found = answering.ask(asked.link)
        candidate = answering.choose(found, None)
        return answering.answer(candidate, found, again=False, language="en", ask=self._agree)

    def verdict(self, asked: Asked) -> JsonObject:
        """What whoever asked is told."""
        return self.opened.verdict(asked)

    def _agree(self, sheet: ConsentSheet) -> Any:
        self.sheets.append(sheet)
        return agree(sheet, "yes")


class _Network:
    """The desk's application, and what is published."""

    def __init__(self, desk: RegisteredDesk) -> None:
        self._desk: Final = desk
        self._folder: Final = Folder(desk.published)

    def read(self, uri: str, code: str) -> bytes:
        return self._folder.read(uri, code)

    def carry(self, call: Call) -> Answer:
        path, method = call.uri.text.removeprefix(BASE), "GET" if call.body is None else "POST"
        said = self._desk.opened.call(method, path, call.body or b"")
        return Answer(said.status, said.headers.get("content-type", ""), said.body)
