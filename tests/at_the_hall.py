"""A wallet of ours that picks up at a town hall of ours, without a network between them."""

from collections.abc import Callable
from typing import Final

from livret_core.credential.profile_x509 import X509Policy
from livret_core.openid4vci.offer import OfferReference
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from livret_wallet.client.fetching import Fetched, Fetching
from livret_wallet.gather import Folder
from livret_wallet.receiving import invitation
from livret_wallet.receiving.needs import Answer, Call, PinNeeded
from livret_wallet.vault import Vault
from tests.halls_online import Transport

PLACE: Final = "verneuil.test:8443/verneuil"


class Network:
    """The town hall's application, and its public folder."""

    def __init__(self, office: Office, transport: Transport) -> None:
        self.transport = transport
        self._folder = Folder(office.home.public)

    def read(self, uri: str, code: str) -> bytes:
        return self._folder.read(uri, code)

    def carry(self, call: Call) -> Answer:
        headers = {name.lower(): value for name, value in call.headers.items()}
        method = "GET" if call.body is None else "POST"
        if call.body is not None:
            headers["content-type"] = call.content_type
        said = self.transport(method, call.uri.text, body=call.body or b"", headers=headers)
        kept = {name.lower(): value for name, value in said.headers.items()}
        return Answer(said.status, kept.get("content-type", ""), said.body, kept)


class Visit:
    """Camille, and her wallet."""

    def __init__(
        self, office: Office, clock: Callable[[], int], network: Network, vault: Vault
    ) -> None:
        self.office, self.clock, self.network, self.vault = office, clock, network, vault
        self.pins: list[str] = []
        self.authorities: X509Policy | None = None

    def fetching(self) -> Fetching:
        return Fetching(
            self.vault,
            self.network,
            clock=self.clock,
            ask_pin=self._pin,
            language="fr",
            x509=self.authorities,
        )

    def receive(self, offered: Offered, *, copies: int = 3) -> Fetched:
        self.pins.append(offered.pin)
        invited = invitation.parse(f"{PLACE}/o/{offered.handover.code}")
        assert isinstance(invited, OfferReference)
        done = self.fetching().receive(invited, copies=copies)
        assert isinstance(done, Fetched)
        return done

    def _pin(self, _need: PinNeeded) -> str:
        return self.pins.pop(0)
