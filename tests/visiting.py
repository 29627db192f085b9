"""A wallet that believes a ledger visits a town hall on the wire, which may lie; no network.

    visit = Visit(tmp_path)                  # an honest town hall, an offer, a PIN
    visit.receive()                          # what is kept of it
    visit.refusal(lies={"foreign_key"})      # outcome and code of what is not

What was asked of whom stands in ``visit.hall.asked`` and ``visit.network.read_``.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.keys import PublicKey
from livret_core.openid4vci.offer import CredentialOffer, OfferReference
from livret_core.openid4vci.signed_metadata import sign_metadata
from livret_town.simulator.issuers import PIN, LyingIssuer
from livret_wallet.client.fetching import Fetched, Fetching
from livret_wallet.gather import Folder
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving.collecting import PutOff
from livret_wallet.receiving.needs import Answer, Call, PinNeeded
from livret_wallet.vault import holdings
from tests.ledger_files import LedgerFiles
from tests.ledger_holder import LedgerHolder
from tests.on_ledger import Desk
from tests.scene import CLAIMS, DAY_S, RESIDENCY, TownHall, draft

HALL: Final = "https://verneuil.test:8443/verneuil"


class Stopped(BaseException):
    """The machine goes off."""


class Network:
    """A town hall, and a folder of what is published; *before* is called before each request."""

    def __init__(self, hall: LyingIssuer, folder: Path) -> None:
        self.hall = hall
        self.read_: list[str] = []
        self.before: Callable[[Call], None] = lambda _: None
        self.after: Callable[[Call], None] = lambda _: None
        self._folder: Final = Folder(folder)

    def read(self, uri: str, code: str) -> bytes:
        self.read_.append(uri)
        return self._folder.read(uri, code)

    def carry(self, call: Call) -> Answer:
        self.before(call)
        headers = {name.lower(): value for name, value in call.headers.items()}
        headers["content-type"] = call.content_type
        method = "GET" if call.body is None else "POST"
        said = self.hall.answer(method, call.uri.text, headers, call.body or b"")
        self.after(call)
        return Answer(said.status, said.content_type, said.body, said.headers)


class Visit:
    """One wallet, one town hall."""

    def __init__(
        self, root: Path, *, believes: bool = True, desk: Desk | None = None, **hall: Any
    ) -> None:
        self.holder = LedgerHolder(root, believes=believes, desk=desk)
        self.files: LedgerFiles = self.holder.files
        self.now_s = self.files.now_s
        self.pins = [PIN]
        self.hall = LyingIssuer(HALL, RESIDENCY.vct, self.sign, clock=lambda: self.now_s, **hall)
        self.network = Network(self.hall, self.files.published)
        self.asked_for: list[PinNeeded] = []
        self.territory = self.files.town.who
        self.signer: TownHall | None = None
        self.kind = RESIDENCY

    def sign(self, keys: Sequence[PublicKey]) -> list[str]:
        """Sign as the town of the ledger does."""
        hall = self.signer or self.files.desk.hall()
        at_s = self.files.now_s - self.files.now_s % DAY_S
        return [
            draft(
                {**CLAIMS, "issuing_territory": self.territory},
                town=hall,
                holder=_Half(key),  # type: ignore[arg-type]  # only its public half is read
                index=100 + number,
                issued_s=at_s,
                expires_s=RESIDENCY.law.expires_at_s(at_s),
                copy=number,
                kind=self.kind,
            )
            .signed(hall.signer)
            .format()
            for number, key in enumerate(keys)
        ]

    def fetching(self) -> Fetching:
        """The wallet's side, as it is when its program starts."""
        return Fetching(
            self.holder.vault,
            self.network,
            clock=lambda: self.now_s,
            ask_pin=self._pin,
            language="fr",
        )

    def receive(
        self, offer: CredentialOffer | OfferReference | None = None, *, copies: int = 2
    ) -> Fetched:
        """Fetch, and be given copies at once."""
        done = self.fetching().receive(offer or self.hall.offer, copies=copies)
        assert isinstance(done, Fetched)
        return done

    def offers(self, vct: str) -> None:
        """Let the town hall offer another type than the one it signs."""
        from livret_core.credential import catalogue
        from livret_core.openid4vci.configuration import configuration_id, configuration_of

        kind = catalogue.find(vct)
        self.hall.id = configuration_id(kind, "did")
        configurations = {self.hall.id: configuration_of(kind, "did")}
        self.hall.metadata = replace(self.hall.metadata, configurations=configurations)

    def offers_in(self, profile: str) -> None:
        """Let the town hall offer the same under another profile's name."""
        [configuration] = self.hall.metadata.configurations.values()
        self.hall.id = self.hall.id.rpartition(".")[0] + f".{profile}"
        configurations = {self.hall.id: configuration}
        self.hall.metadata = replace(self.hall.metadata, configurations=configurations)

    def put_off(self) -> PutOff:
        """Ask, and be put off."""
        done = self.fetching().receive(self.hall.offer, copies=2)
        assert isinstance(done, PutOff)
        return done

    def refusal(self, offer: CredentialOffer | OfferReference | None = None) -> tuple[str, str]:
        """Outcome and code of what is not kept: no proof, no key, nothing open."""
        outcome = self.failure(offer)
        assert self.pickups == []
        assert list(self.holder.vault.all("key")) == []
        return outcome

    def failure(self, offer: CredentialOffer | OfferReference | None = None) -> tuple[str, str]:
        """Outcome and code of what came to nothing for now; no proof is kept."""
        with pytest.raises(LivretError) as caught:
            self.receive(offer)
        assert self.holder.wallet.batches() == []
        return caught.value.branch, caught.value.code

    @property
    def pickups(self) -> list[Pickup]:
        """What the vault has of fetchings."""
        return [pickup for _, pickup in holdings.pickups(self.holder.vault)]

    def announces(
        self, *, by: TownHall | None = None, key: str = "credential-1", **changes: Any
    ) -> None:
        """Let the town hall sign what it says of itself, as the town of the ledger does."""
        hall = by or self.files.desk.hall()
        times: dict[str, Any] = {"issued_at_s": self.now_s, "expires_at_s": self.now_s + DAY_S}
        named = {"kid": f"{hall.did}#{key}", **times, **changes}
        self.hall.announce = lambda metadata: sign_metadata(metadata, hall.signer, **named)

    def _pin(self, need: PinNeeded) -> str:
        self.asked_for.append(need)
        if not self.pins:
            raise Unavailable("trust.memory")
        return self.pins.pop(0)


class _Half:
    def __init__(self, key: PublicKey) -> None:
        self.public_key = key
