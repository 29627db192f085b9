"""What is there between the scenes of the ledger's play: real homes and files, in one folder."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, TypeVar, final

from livret_core.encoding.json import JsonObject
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import Operation
from livret_core.ledger.taken import verify
from livret_core.ledger.trust_chain import begin
from livret_core.sealing import FLOOR
from livret_core.words import Language
from livret_issuer.placing import on_ledger
from livret_issuer.service import Office, found_town_hall
from livret_issuer.store import read_recovery_key
from livret_town.demo.consortium import ORIGIN, Clock, Consortium
from livret_town.demo.stage import PASSPHRASE, TERRITORY, TOWN
from livret_verifier.keeping import EVIDENCE
from livret_verifier.store import Desk
from livret_wallet.vault import Vault

_T = TypeVar("_T")

DAY_S: Final = 86_400
HOUR_S: Final = 3_600
WHO: Final = TERRITORY.format()
#: Name, number and host of those who found the ledger. The first accredits, and publishes types.
FOUNDERS: Final = (
    ("Sint-Jansbeke", "be-nis:34999", "sint-jansbeke.test"),
    ("Venndorf", "de-ags:05334998", "venndorf.test"),
    ("Haut-Bruyère", "be-nis:57999", "haut-bruyere.test"),
    ("Pont-l'Écluse", "fr-insee:59998", "pont-l-ecluse.test"),
)

_MORNING_S: Final = 9 * HOUR_S


@final
@dataclass(slots=True)
class LedgerStage:
    """The consortium, a fifth town, a wallet and a desk; each scene adds what it made.

    Attributes:
        root: everything lies below it.
        lang: of whoever watches.
        clock: of everybody: the morning of the day it is played, moved by the scenes.
    """

    root: Path
    lang: Language
    clock: Clock
    _consortium: Consortium | None = None
    _office: Office | None = None
    _vault: Vault | None = None
    _desk: Desk | None = None

    @classmethod
    def build(cls, root: Path, lang: Language) -> Self:
        """Set an empty stage in *root*."""
        root.mkdir(parents=True, exist_ok=True)
        today_s = int(time.time()) // DAY_S * DAY_S
        return cls(root, lang, Clock(today_s + _MORNING_S))

    def close(self) -> None:
        """Let go of whatever is open, however far the play came."""
        for each in (self._consortium, self._office, self._vault):
            if each is not None:
                each.close()

    @property
    def consortium(self) -> Consortium:
        return _made(self._consortium)

    @property
    def office(self) -> Office:
        return _made(self._office)

    @property
    def did(self) -> str:
        """Of the fifth town."""
        return self.office.hall.did.text

    @property
    def vault(self) -> Vault:
        if self._vault is None:
            self._vault = Vault.create(
                self.root / "camille" / "wallet.vault", PASSPHRASE, kdf=FLOOR
            )
        return self._vault

    @property
    def desk(self) -> Desk:
        return _made(self._desk)

    @desk.setter
    def desk(self, desk: Desk) -> None:
        self._desk = desk

    def found_ledger(self) -> Consortium:
        """Four towns found the ledger."""
        self._consortium = Consortium.found(self.root / "ledger", FOUNDERS, self.clock)
        return self._consortium

    def found_hall(self) -> Office:
        """The fifth town sets itself up, at its place on the ledger.

        Its passphrase is printed, so the keys are sealed at the least cost there is.
        """
        place = on_ledger(ORIGIN, WHO)
        self._office = found_town_hall(
            self.root / "hall",
            name=f"Ville de {TOWN}",
            authority=f"Le maire de {TOWN}",
            territory=TERRITORY,
            language=None,
            host=place.host,
            port=place.port,
            path=place.path,
            recovery=self.root / "hall-recovery",
            passphrase=PASSPHRASE,
            now_s=self.clock(),
            kdf=FLOOR,
            communes=(TOWN,),
            ledger=place.ledger,
        )
        return self._office

    def recovery(self, number: int) -> Ed25519Signer:
        """Fetch a recovery key from where it is kept, away from the town hall's machine."""
        return read_recovery_key(
            self.root / "hall-recovery" / f"recovery-{number}.sealed", PASSPHRASE
        )

    def submit_own(self, kind: str, subject: str, body: JsonObject, *, record: str) -> int:
        """Hand in what the fifth town signs with its operation key."""
        draft = self.consortium.draft(kind, subject, body, record=record)
        signature = self.office.on_ledger().sign(draft, now_s=self.clock())
        return self.consortium.submit(drafts.join(draft, [signature]))

    def settle(self, operation: Operation, index: int) -> None:
        """Let the town hall note that the ledger has what it made, and take up work again."""
        consortium, at_s = self.consortium, self.clock()
        proven = verify(
            operation, consortium.proof(index), begin(consortium.founding.trust), now_s=at_s
        )
        self.office.on_ledger().settle(proven, now_s=at_s)
        self.office.close()
        self._office = Office.open(self.root / "hall", PASSPHRASE)

    def publish_evidence(self) -> None:
        """Lay what the ledger says of the town beside its DID, dated by the clock of the play.

        A copy is as old as its date says, and here that is not the machine's own.
        """
        home = self.office.home
        uri = HttpsUri.parse(self.office.hall.did.base_url + EVIDENCE)
        self.office.publish(now_s=self.clock())
        home.publish(uri, self.consortium.evidence(self.did))
        date_files(home.public, self.clock())

    def pass_on(self, name: str, content: bytes) -> bytes:
        """Put a file that changes hands where who keeps the files can look at it."""
        folder = self.root / "passed-on"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        return content


def date_files(folder: Path, at_s: int) -> None:
    """Date every file of a folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (at_s, at_s))


def _made(thing: _T | None) -> _T:
    if thing is None:
        raise RuntimeError("a scene was played out of order")
    return thing
