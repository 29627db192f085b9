"""A town hall of today that is served over HTTPS, for wallets that others made."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from livret_core.https_uri import HttpsUri
from livret_core.openid4vci.offer import OfferReference
from livret_edge.fetcher import Fetcher
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests import pickups
from tests.asking import served
from tests.halls_online import HOST, Caller, free_port, open_at, opened, over, tls_for
from tests.halls_served import seconds


@dataclass
class Hall:
    """A town hall, and how it is reached.

    Attributes:
        caller: a wallet of ours, to compare with.
        ca: the authority to believe, as a file.
        pins: where its name lies.
    """

    office: Office
    caller: Caller
    ca: Path
    pins: dict[tuple[str, int], str]

    def offer(self, **more: object) -> Offered:
        """Offer Camille a proof of residence."""
        return pickups.offer(self.office, now_s=seconds(), **more)  # type: ignore[arg-type]

    def by_reference(self, offered: Offered) -> str:
        at = HttpsUri.parse(f"{self.caller.url}/o/{offered.handover.code.text}")
        return OfferReference(at).format_uri()

    def by_value(self, offered: Offered) -> str:
        return self.caller.offer(offered).format_uri()


@contextmanager
def hall_over_https(root: Path) -> Iterator[Hall]:
    """Found a town hall in a folder, and serve it while the block lasts."""
    port = free_port()
    office = open_at(root, port, now_s=seconds())
    tls, authority = tls_for(root, HOST)
    (root / "ca.pem").write_bytes(authority)
    pins = {(HOST, port): "127.0.0.1"}
    with ExitStack() as stack:
        online = stack.enter_context(opened(office, seconds))
        stack.enter_context(served(online.service.app, tls=tls, port=port))
        fetcher = Fetcher(authorities=authority, pins=pins)
        stack.callback(fetcher.close)
        caller = Caller(over(fetcher), clock=seconds, url=f"https://{HOST}:{port}/verneuil")
        yield Hall(office, caller, root / "ca.pem", pins)
