"""The one way out: what it says, what it gives back, and what it keeps."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.words.manner import Manner
from livret_edge.arguments import Asked, parse
from livret_edge.fetcher import REACHING, Fetcher, async_fetcher_of, fetcher_of, parse_pin
from livret_edge.fetcher.keeping import CLIENTS, Kept
from tests.fetching import KINDS, OUTSIDE, PLACE, Kind, Network, reply


@pytest.mark.parametrize("kind", KINDS)
def test_the_connection_goes_to_the_address_that_was_checked_under_the_name_that_was_asked(
    kind: Kind,
) -> None:
    network = Network()
    fetched = network.get(kind)
    assert (fetched.status, fetched.body) == (200, b"it")
    [request] = network.asked
    assert request.url.host == OUTSIDE
    assert request.headers["host"] == "ledger.example"
    assert request.extensions["sni_hostname"] == "ledger.example"
    assert request.url.path == "/meuse/checkpoint"


def test_another_port_stands_beside_the_name() -> None:
    network = Network()
    network.get("blocking", HttpsUri.parse("https://ledger.example:8443/"))
    assert network.asked[0].headers["host"] == "ledger.example:8443"


def test_of_several_addresses_one_outside_is_taken() -> None:
    network = Network(names={"ledger.example": ["10.0.0.1", OUTSIDE]})
    network.get("blocking")
    assert network.asked[0].url.host == OUTSIDE


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_was_pinned_may_lead_inside(kind: Kind) -> None:
    network = Network(pins={("ledger.example", 443): "127.0.0.1"})
    assert network.get(kind).body == b"it"
    assert (network.asked[0].url.host, network.looked_up) == ("127.0.0.1", [])


def test_a_pin_is_for_one_port() -> None:
    network = Network(
        names={"ledger.example": ["10.0.0.1"]}, pins={("ledger.example", 443): "127.0.0.1"}
    )
    with pytest.raises(Refused) as caught:
        network.get("blocking", HttpsUri.parse("https://ledger.example:8443/"))
    assert caught.value.code == "net.address"


@pytest.mark.parametrize("kind", KINDS)
def test_three_redirections_are_followed(kind: Kind) -> None:
    left = [f"https://other.example/{n}" for n in range(3)]

    def handler(_request: httpx.Request) -> httpx.Response:
        return reply(302, location=left.pop(0)) if left else reply(200, b"it")

    assert Network(handler).get(kind).body == b"it"


@pytest.mark.parametrize("kind", KINDS)
def test_where_none_may_be_followed_the_redirection_is_the_answer(kind: Kind) -> None:
    network = Network(lambda _: reply(302, location="https://other.example/"))
    assert network.get(kind, redirects=0).status == 302
    assert len(network.asked) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_posted_goes_nowhere_else(kind: Kind) -> None:
    network = Network(lambda _: reply(307, location="https://other.example/"))
    answer = network.call(
        kind, "post", PLACE, b"body", content_type="application/jwt", max_bytes=10
    )
    assert (answer.status, len(network.asked)) == (307, 1)
    assert network.asked[0].headers["content-type"] == "application/jwt"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fields", [{"state": "a b&c"}, [("state", "a b&c")]])
def test_a_form_is_written_as_forms_are(kind: Kind, fields: Any) -> None:
    network = Network()
    network.call(kind, "post_form", PLACE, fields, max_bytes=10)
    [request] = network.asked
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.content == b"state=a+b%26c"


@pytest.mark.parametrize("kind", KINDS)
def test_headers_are_said_and_those_that_are_wanted_given_back(kind: Kind) -> None:
    network = Network(
        lambda _: reply(401, b"", DPoP_Nonce="n1", WWW_Authenticate='DPoP error="x"', X_Else="y")
    )
    answer = network.get(
        kind,
        headers={"Authorization": "DPoP token", "DPoP": "proof", "Accept": "application/json"},
        keep=("DPoP-Nonce", "WWW-Authenticate", "Retry-After"),
    )
    assert answer.headers == {"dpop-nonce": "n1", "www-authenticate": 'DPoP error="x"'}
    said = network.asked[0].headers
    assert (said["authorization"], said["dpop"], said["accept"]) == (
        "DPoP token",
        "proof",
        "application/json",
    )


@pytest.mark.parametrize(
    "value", ["a\r\nHost: evil.example", "a\nb", "é", "\x00"], ids=["line", "feed", "letter", "nul"]
)
def test_a_value_cannot_break_out_of_its_header(value: str) -> None:
    network = Network()
    with pytest.raises(MalformedInput) as caught:
        network.get("blocking", headers={"Authorization": value})
    assert (caught.value.code, network.asked) == ("input.malformed", [])


@pytest.mark.parametrize("name", ["Host", "Accept-Encoding", "Content-Length", "transfer-encoding"])
def test_what_the_fetcher_says_itself_nobody_else_does(name: str) -> None:
    with pytest.raises(TypeError):
        Network().get("blocking", headers={name: "x"})


@pytest.mark.parametrize("kind", KINDS)
def test_a_machine_that_does_not_answer_is_said_to_be_that(kind: Kind) -> None:
    def handler(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("late")

    with pytest.raises(Unavailable) as caught:
        Network(handler).get(kind)
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


def asked(*argv: str) -> Asked:
    return parse(REACHING, argv, Manner())


@pytest.mark.parametrize("way", [fetcher_of, async_fetcher_of])
@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"nothing of the kind",
        b"\xff\x00",
        b"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n",
    ],
    ids=["nothing", "text", "octets", "key"],
)
def test_a_file_that_holds_no_authority_is_named(tmp_path: Path, way: Any, held: bytes) -> None:
    file = tmp_path / "ca.key"
    file.write_bytes(held)
    with pytest.raises(MalformedInput) as caught:
        way(asked("--authorities", str(file)))
    assert caught.value.code == "usage.authorities"
    assert caught.value.facts == {"option": "--authorities", "file": str(file)}


def test_authorities_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(LivretError) as caught:
        fetcher_of(asked("--authorities", str(tmp_path / "none.pem")))
    assert caught.value.facts["option"] == "--authorities"


def names(count: int) -> list[tuple[str, int]]:
    return [(f"n{n}.example", 443) for n in range(count)]


def test_a_client_is_kept_for_its_name() -> None:
    kept = Kept[object](object)
    first, second = names(2)
    one, other = kept.take(first), kept.take(second)
    assert kept.give_back(first, one) == kept.give_back(second, other) == []
    assert kept.take(first) is one
    assert one is not other


def test_many_names_do_not_close_the_client_that_is_in_use() -> None:
    kept = Kept[object](object)
    first, *others = names(CLIENTS + 2)
    busy = kept.take(first)
    closed = [each for name in others for each in kept.give_back(name, kept.take(name))]
    assert len(closed) == 2
    assert busy not in closed
    assert kept.take(first) is busy


def test_what_is_in_use_at_the_end_is_closed_by_who_uses_it() -> None:
    kept = Kept[object](object)
    [name] = names(1)
    client = kept.take(name)
    assert kept.clear() == []
    assert kept.give_back(name, client) == [client]
