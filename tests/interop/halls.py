"""A town hall of today that is served over HTTPS, for wallets that others made."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.https_uri import HttpsUri
from livret_core.openid4vci.offer import OfferReference
from livret_core.x509 import CertificateChain, TrustAnchors
from livret_edge.fetcher import Fetcher
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests import pickups
from tests.asking import served
from tests.certificates import authority, leaf_for_request
from tests.halls_online import HOST, Caller, Clock, free_port, open_at, opened, over, tls_for
from tests.halls_served import seconds


@dataclass
class Hall:
    """A town hall, and how it is reached.

    Attributes:
        clock: what its clock shows.
        caller: a wallet of ours, to compare with.
        ca: the authority to believe, as a file.
        pins: where its name lies.
    """

    office: Office
    clock: Callable[[], int]
    caller: Caller
    ca: Path
    pins: dict[tuple[str, int], str]

    def offer(self, **more: object) -> Offered:
        """Offer Camille a proof of residence."""
        return pickups.offer(self.office, now_s=self.clock(), **more)  # type: ignore[arg-type]

    def by_reference(self, offered: Offered) -> str:
        at = HttpsUri.parse(f"{self.caller.url}/o/{offered.handover.code.text}")
        return OfferReference(at).format_uri()

    def by_value(self, offered: Offered) -> str:
        return self.caller.offer(offered).format_uri()


@contextmanager
def hall_over_https(root: Path, *, sealed_at_s: int | None = None) -> Iterator[Hall]:
    """Found a town hall in a folder, and serve it while the block lasts.

    Args:
        root: the folder.
        sealed_at_s: what its clock shows for good, for one that signs by certificate too; the
            others have the time of today.
    """
    port = free_port()
    clock = seconds if sealed_at_s is None else Clock(sealed_at_s)
    office = open_at(root, port, now_s=clock())
    if sealed_at_s is not None:
        office = seal(office, now_s=sealed_at_s)
    tls, ca = tls_for(root, HOST)
    (root / "ca.pem").write_bytes(ca)
    pins = {(HOST, port): "127.0.0.1"}
    with ExitStack() as stack:
        online = stack.enter_context(opened(office, clock))
        stack.enter_context(served(online.service.app, tls=tls, port=port))
        fetcher = Fetcher(authorities=ca, pins=pins)
        stack.callback(fetcher.close)
        caller = Caller(over(fetcher), clock=clock, url=f"https://{HOST}:{port}/verneuil")
        yield Hall(office, clock, caller, root / "ca.pem", pins)


def seal(office: Office, *, now_s: int) -> Office:
    """Have an authority certify the key that signs."""
    certifying = office.certifying()
    chain = CertificateChain.parse_pem(leaf_for_request(certifying.request()))
    anchor = authority("Racine").certificate.public_bytes(Encoding.PEM)
    certifying.take(chain, TrustAnchors.parse_pem(anchor), now_s=now_s)
    sealed = Office(office.home, office.home.read_hall(), office._keys)
    office.close()
    sealed.publish(now_s=now_s)
    return sealed
