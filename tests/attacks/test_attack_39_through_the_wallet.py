"""Attack 39, over the network: a service that lets the wallet wait, or tells it without end."""

import gzip
from typing import Any

import pytest

from livret_core.errors import Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp.request_uri import REQUEST_OBJECT, ByReference
from livret_edge.fetcher import Fetcher
from livret_town.simulator.issuers import Said
from livret_wallet.client.answering import Answering
from livret_wallet.client.web import Web
from tests.desks_that_ask import BY_KEY
from tests.fetching import Misbehaving, misbehaving, seconds
from tests.scene import NOW_S
from tests.wallets_on_the_wire import OnTheWire

LIMIT_S = 0.4
DRIPS = [b"HTTP/1.1 200 OK\r\n", *[b"x-more: y\r\n"] * 40]


def test_attack_39_a_request_in_drops(wire: OnTheWire) -> None:
    before = wire.stored
    with misbehaving(DRIPS, pause_s=0.05) as server, wire.vault() as vault:
        web = Web(_fetcher(server))
        link = ByReference(BY_KEY, HttpsUri.parse(f"https://slow.test:{server.port}/7"), "get")

        def ask() -> None:
            with pytest.raises(Unavailable, match=r"net\.unavailable"):
                Answering(vault, web, clock=lambda: NOW_S).ask(link.format())

        assert seconds(ask) < 4 * LIMIT_S
        web.close()
    assert wire.stored == before


def _fetcher(server: Misbehaving) -> Fetcher:
    pins = {("slow.test", server.port): "127.0.0.1"}
    return Fetcher(authorities=server.authorities, pins=pins, timeout_s=LIMIT_S)


def test_attack_39_a_request_that_is_too_large_or_is_a_bomb(wire: OnTheWire) -> None:
    bomb = gzip.compress(bytes(1 << 20))
    told: dict[str, tuple[Said, tuple[int, str]]] = {
        "too large": (Said(200, b"x" * 65_537, REQUEST_OBJECT), (2, "input.too_large")),
        "compressed": (
            Said(200, bomb, REQUEST_OBJECT, {"content-encoding": "gzip"}),
            (3, "net.unavailable"),
        ),
        "no request": (Said(200, b"x" * 1_000, REQUEST_OBJECT), (2, "jws.malformed")),
        "busy": (Said(503), (3, "request.unavailable")),
    }
    for name, (said, refused) in told.items():
        wire.curious.tells(said)
        assert wire.refusal() == refused, name


@pytest.mark.parametrize(
    "said",
    [Said(200, b'"' + b"x" * (1 << 20) + b'"'), Said(200, b"{}", "application/json", {"content-encoding": "gzip"})],
    ids=["without end", "compressed"],
)  # fmt: skip
def test_attack_39_a_receipt_that_cannot_be_read(wire: OnTheWire, said: Said) -> None:
    """The answer has left: the copy counts as shown, and nobody says that it was not."""
    wire.curious.asks()
    wire.curious.says = said
    told = _present(wire)
    assert (told["status"], told["code"]) == (3, "present.undelivered")
    used, history = wire.stored
    assert sum(at_s is not None for at_s in used) == 1
    assert history == ("sending",)


def _present(wire: OnTheWire) -> dict[str, Any]:
    sheet = wire.wallet("present", wire.curious.link, "--dry-run").events[0]
    ended = wire.wallet(
        "present", wire.curious.link, "--consent", str(sheet["digest"]), status=None
    )
    return {**ended.events[-1], "status": ended.status}


def test_attack_39_twin_a_service_that_takes_its_time_within_bounds(wire: OnTheWire) -> None:
    wire.curious.asks()
    wire.curious.says = Said(200, b'{"redirect_uri":"https://curious.test/thanks"}')
    assert wire.present()["redirect_uri"] == "https://curious.test/thanks"
