"""Attack 38: whoever is fetched from leads us into our own network.

By what the name service says, by a redirection, or by how an address is spelled. Refused is
refused before anything is asked: the network that is made up here counts.
"""

import pytest

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import is_outside
from tests.fetching import KINDS, OUTSIDE, PLACE, Kind, Network, reply

INSIDE = [
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
    "fe80::1%lo",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::1",
    "2001:0:7f00:1::1",
    "not an address",
]


@pytest.mark.parametrize("address", INSIDE)
def test_attack_38_a_name_that_leads_inside(address: str) -> None:
    assert not is_outside(address)
    network = Network(names={"ledger.example": [address]})
    with pytest.raises(Refused) as caught:
        network.get("blocking")
    assert (caught.value.code, network.asked) == ("net.address", [])


@pytest.mark.parametrize("kind", KINDS)
def test_attack_38_a_name_that_leads_inside_every_fetcher_refuses(kind: Kind) -> None:
    network = Network(names={"ledger.example": ["10.0.0.1", "::ffff:127.0.0.1"]})
    with pytest.raises(Refused) as caught:
        network.get(kind)
    assert (caught.value.code, network.asked) == ("net.address", [])


@pytest.mark.parametrize("address", [OUTSIDE, "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_attack_38_twin_a_name_of_the_public_network(address: str) -> None:
    network = Network(names={"ledger.example": [address]})
    assert network.get("blocking").body == b"it"
    assert [request.url.host for request in network.asked] == [address]


@pytest.mark.parametrize("kind", KINDS)
def test_attack_38_a_redirection_to_a_name_that_leads_inside(kind: Kind) -> None:
    network = Network(
        lambda _: reply(302, location="https://intranet.example/"),
        names={"intranet.example": ["10.0.0.1"]},
    )
    with pytest.raises(Refused) as caught:
        network.get(kind)
    assert (caught.value.code, len(network.asked)) == ("net.address", 1)


@pytest.mark.parametrize("kind", KINDS)
def test_attack_38_twin_a_redirection_to_another_name(kind: Kind) -> None:
    network = Network(
        lambda request: (
            reply(302, location="https://other.example/")
            if request.headers["host"] == "ledger.example"
            else reply(200, b"it")
        )
    )
    assert network.get(kind).body == b"it"
    assert network.looked_up == ["ledger.example", "other.example"]


@pytest.mark.parametrize(
    "location",
    [
        "http://other.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://ledger.example@10.0.0.1/",
        "https://ledger.example:443@other.example/",
        "https://other.example/..%2fadmin",
        "file:///etc/passwd",
        "//127.0.0.1/",
        "/relative",
        "",
    ],
)
def test_attack_38_a_redirection_that_is_no_plain_address(location: str) -> None:
    network = Network(lambda _: reply(302, location=location))
    with pytest.raises(Unavailable) as caught:
        network.get("blocking")
    assert (caught.value.code, len(network.asked)) == ("net.unavailable", 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["Authorization", "DPoP"])
def test_attack_38_a_redirection_that_collects_credentials(kind: Kind, name: str) -> None:
    network = Network(lambda _: reply(307, location="https://other.example/"))
    with pytest.raises(Unavailable) as caught:
        network.get(kind, headers={name: "secret"})
    assert (caught.value.code, len(network.asked)) == ("net.unavailable", 1)


@pytest.mark.parametrize("kind", KINDS)
def test_attack_38_twin_a_redirection_within_the_same_host(kind: Kind) -> None:
    network = Network(
        lambda request: (
            reply(307, location="https://ledger.example/further")
            if request.url.path == PLACE.text.removeprefix("https://ledger.example")
            else reply(200, b"it")
        )
    )
    assert network.get(kind, headers={"DPoP": "secret"}).body == b"it"
    assert network.asked[1].headers["dpop"] == "secret"


@pytest.mark.parametrize(
    "uri", ["https://user@ledger.example/", "https://127.0.0.1/", "https://[::1]/", "https://1/"]
)
def test_attack_38_what_is_no_plain_address_is_asked_of_nobody(uri: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        HttpsUri.parse(uri)
    assert caught.value.code == "input.https_uri"


def test_attack_38_a_second_answer_of_the_name_service_changes_nothing() -> None:
    answers = {"ledger.example": [OUTSIDE]}
    network = Network(names=answers)
    network.get("blocking")
    answers["ledger.example"] = ["10.0.0.1"]
    assert [request.url.host for request in network.asked] == [OUTSIDE]
    assert network.asked[0].extensions["sni_hostname"] == "ledger.example"
