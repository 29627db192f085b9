"""The town of the demo: real homes, real keys and real files, in one folder."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TypeVar, final

from livret_core.keys import P256Signer
from livret_core.keys.p256 import SEED_BYTES
from livret_core.openid4vci.handover import Handover
from livret_core.openid4vci.messages import CredentialResponse
from livret_core.territory import Territory
from livret_core.words import Language
from livret_issuer.service import Office
from livret_verifier.store import Desk
from livret_wallet.records import HeldBatch
from livret_wallet.vault import Vault

_T = TypeVar("_T")

TOWN: Final = "Verneuil-sur-Lys"
TERRITORY: Final = Territory.parse("fr-insee:80999")
POOL: Final = "Piscine des Saules"
PROCEDURE: Final = "pool"
COPIES: Final = 10
PASSPHRASE: Final = b"the demo has no secrets"
RESIDENTS: Final = Path(__file__).parent.parent / "demo_data" / "residents.csv"


@final
@dataclass(slots=True)
class Stage:
    """What is there between the scenes; each scene adds what it made.

    Attributes:
        root: everything lies below it.
        lang: of whoever watches.
        office: the town hall, from scene 1 on.
        handovers: from scene 2 on, by line of the list.
        vault: Camille's, from scene 3 on.
        response: what the town hall answered, from scene 3 on.
        batch: the proof Camille holds, from scene 4 on.
        desk: the pool's, from scene 5 on.
    """

    root: Path
    lang: Language
    _office: Office | None = None
    handovers: dict[int, Handover] = field(default_factory=dict)
    _vault: Vault | None = None
    _response: CredentialResponse | None = None
    _batch: HeldBatch | None = None
    _desk: Desk | None = None

    @classmethod
    def build(cls, root: Path, lang: Language) -> Self:
        """Set an empty stage in *root*."""
        root.mkdir(parents=True, exist_ok=True)
        return cls(root, lang)

    @property
    def office(self) -> Office:
        return _made(self._office)

    @office.setter
    def office(self, office: Office) -> None:
        self._office = office

    @property
    def vault(self) -> Vault:
        return _made(self._vault)

    @vault.setter
    def vault(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def has_vault(self) -> bool:
        return self._vault is not None

    @property
    def has_desk(self) -> bool:
        return self._desk is not None

    @property
    def response(self) -> CredentialResponse:
        return _made(self._response)

    @response.setter
    def response(self, response: CredentialResponse) -> None:
        self._response = response

    @property
    def batch(self) -> HeldBatch:
        return _made(self._batch)

    @batch.setter
    def batch(self, batch: HeldBatch) -> None:
        self._batch = batch

    @property
    def desk(self) -> Desk:
        return _made(self._desk)

    @desk.setter
    def desk(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def public(self) -> Path:
        """What the town hall publishes: all that wallet and desk may read."""
        return self.office.home.public

    def close(self) -> None:
        """Let go of what is open, however far the play came."""
        for each in (self._office, self._vault):
            if each is not None:
                each.close()
        self._office = self._vault = None

    def pass_on(self, name: str, content: bytes) -> bytes:
        """Put a file that changes hands where who keeps the town can look at it."""
        folder = self.root / "passed-on"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        return content

    @staticmethod
    def now_s() -> int:
        """The clock everybody in the town looks at."""
        return int(time.time())

    @staticmethod
    def fresh_signer() -> P256Signer:
        """A key nobody has seen before."""
        return P256Signer.from_seed(os.urandom(SEED_BYTES))


def _made(thing: _T | None) -> _T:
    if thing is None:
        raise RuntimeError("a scene was played out of order")
    return thing
