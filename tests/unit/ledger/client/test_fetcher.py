"""The one way out: where it goes, where it never goes, and how much it takes."""

import hashlib
from collections.abc import Callable, Iterator

import httpx
import pytest

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_ledger.client.fetcher import Fetcher, is_outside, parse_pin
from livret_ledger.service.asking import show_with

OUTSIDE = "93.184.216.34"
PLACE = HttpsUri.parse("https://ledger.example/meuse/checkpoint")

Handler = Callable[[httpx.Request], httpx.Response]


class Stream(httpx.SyncByteStream):
    """A body that has no end."""

    def __init__(self) -> None:
        self.sent = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.sent += 1
            yield b"x" * 1_000


def fetcher(handler: Handler, *addresses: str, **pins: str) -> Fetcher:
    return Fetcher(
        find=lambda _host, _port: addresses or (OUTSIDE,),
        transport=httpx.MockTransport(handler),
        pins={(host.replace("_", "."), 443): address for host, address in pins.items()},
    )


def reply(status: int, body: bytes = b"", **headers: str) -> httpx.Response:
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


def says(body: bytes) -> Handler:
    return lambda _request: reply(200, body)


def test_the_connection_goes_to_the_address_that_was_checked_under_the_name_that_was_asked() -> (
    None
):
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return reply(200, b"it")

    fetched = fetcher(handler).get(PLACE, max_bytes=10)
    assert (fetched.status, fetched.body) == (200, b"it")
    [request] = seen
    assert request.url.host == OUTSIDE
    assert request.headers["host"] == "ledger.example"
    assert request.extensions["sni_hostname"] == "ledger.example"
    assert request.url.path == "/meuse/checkpoint"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep their secrets
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "ff02::1",
        "not an address",
    ],
)
def test_no_name_leads_inside(address: str) -> None:
    assert not is_outside(address)
    with pytest.raises(Refused) as caught:
        fetcher(says(b""), address).get(PLACE, max_bytes=10)
    assert caught.value.code == "net.address"


@pytest.mark.parametrize("address", [OUTSIDE, "2606:2800:220:1:248:1893:25c8:1946"])
def test_an_address_of_the_public_network_is_outside(address: str) -> None:
    assert is_outside(address)
    assert fetcher(says(b"it"), address).get(PLACE, max_bytes=10).body == b"it"


def test_of_several_addresses_one_outside_is_taken() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return reply(200)

    fetcher(handler, "10.0.0.1", OUTSIDE).get(PLACE, max_bytes=10)
    assert seen == [OUTSIDE]


def test_a_name_that_was_pinned_may_lead_inside() -> None:
    made = fetcher(says(b"it"), "10.0.0.1", ledger_example="127.0.0.1")
    assert made.get(PLACE, max_bytes=10).body == b"it"


def test_a_pin_is_for_one_port() -> None:
    elsewhere = HttpsUri.parse("https://ledger.example:8443/")
    with pytest.raises(Refused) as caught:
        fetcher(says(b"it"), "10.0.0.1", ledger_example="127.0.0.1").get(elsewhere, max_bytes=10)
    assert caught.value.code == "net.address"


def test_what_is_too_large_is_not_read_to_its_end() -> None:
    endless = Stream()
    with pytest.raises(MalformedInput) as caught:
        fetcher(lambda _: httpx.Response(200, stream=endless)).get(PLACE, max_bytes=10_000)
    assert caught.value.code == "input.too_large"
    assert endless.sent <= 12


def test_what_is_exactly_as_large_as_allowed_is_read() -> None:
    assert len(fetcher(says(b"x" * 100)).get(PLACE, max_bytes=100).body) == 100


def test_what_was_compressed_unasked_is_not_blown_up() -> None:
    def handler(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Stream())

    with pytest.raises(Unavailable) as caught:
        fetcher(handler).get(PLACE, max_bytes=10)
    assert caught.value.code == "net.unavailable"


def moved(*places: str) -> Handler:
    left = list(places)

    def handler(_request: httpx.Request) -> httpx.Response:
        if left:
            return reply(302, location=left.pop(0))
        return reply(200, b"it")

    return handler


def test_three_redirections_are_followed() -> None:
    places = [f"https://other.example/{n}" for n in range(3)]
    assert fetcher(moved(*places)).get(PLACE, max_bytes=10).body == b"it"


@pytest.mark.parametrize(
    "places",
    [
        [f"https://other.example/{n}" for n in range(4)],
        ["http://other.example/"],
        ["https://127.0.0.1/"],
        ["file:///etc/passwd"],
        ["/relative"],
    ],
)
def test_further_ones_and_those_to_anything_else_are_not(places: list[str]) -> None:
    with pytest.raises(Unavailable) as caught:
        fetcher(moved(*places)).get(PLACE, max_bytes=10)
    assert caught.value.code == "net.unavailable"


def test_a_redirection_inside_is_refused() -> None:
    def find(host: str, _port: int) -> list[str]:
        return [OUTSIDE] if host == "ledger.example" else ["10.0.0.1"]

    made = Fetcher(find=find, transport=httpx.MockTransport(moved("https://intranet.example/")))
    with pytest.raises(Refused) as caught:
        made.get(PLACE, max_bytes=10)
    assert caught.value.code == "net.address"


def test_what_is_posted_goes_nowhere_else() -> None:
    made = fetcher(moved("https://other.example/"))
    answer = made.post(PLACE, b"body", content_type="text/plain", max_bytes=10)
    assert answer.status == 302


def test_a_machine_that_does_not_answer_is_said_to_be_that() -> None:
    def handler(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("late")

    with pytest.raises(Unavailable) as caught:
        fetcher(handler).get(PLACE, max_bytes=10)
    assert (caught.value.code, caught.value.facts["host"]) == ("net.unavailable", "ledger.example")


def test_a_name_that_nobody_has_is_no_answer() -> None:
    def find(_host: str, _port: int) -> list[str]:
        raise OSError

    with pytest.raises(Unavailable) as caught:
        Fetcher(find=find).get(PLACE, max_bytes=10)
    assert caught.value.code == "net.unavailable"


def test_a_pin_is_read() -> None:
    assert parse_pin("Ledger.example:8443=127.0.0.1") == (("ledger.example", 8443), "127.0.0.1")


@pytest.mark.parametrize(
    "text", ["", "a=b", "a:1=b", "a:0=127.0.0.1", "a:70000=127.0.0.1", "a:1=127.0.0.1 ", "a:1="]
)
def test_what_is_no_pin_is_said_to_be_none(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_pin(text)
    assert caught.value.code == "usage.arguments"


def test_a_cosigners_head_is_where_the_hash_of_the_logs_name_is() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return reply(200 if len(seen) == 1 else 404, b"a head")

    show = show_with(fetcher(handler))
    name = hashlib.sha256(b"ledger.example/meuse").hexdigest()
    assert show("https://metz.example/witness/", "ledger.example/meuse") == b"a head"
    assert seen == [f"/witness/{name}/checkpoint"]
    with pytest.raises(Unavailable) as caught:
        show("https://metz.example/witness", "ledger.example/meuse")
    assert caught.value.code == "log.witness_unavailable"
