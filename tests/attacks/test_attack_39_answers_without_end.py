"""Attack 39: an answer that is too slow, too long, or larger than it looks.

The slow ones are told by a real server with TLS: a time limit for each read would let it hold
us for as long as it likes.
"""

import gzip

import pytest

from livret_core.errors import MalformedInput, Unavailable
from tests.fetching import KINDS, Body, Kind, Network, misbehaving, reply, seconds

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
LIMIT_S = 0.4
PAUSE_S = 0.05  # far below what one read may take
DRIPS = 40  # two seconds of them


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "pieces",
    [
        [HEAD, *[b"x-more: y\r\n"] * DRIPS],
        [HEAD + b"content-length: 900\r\n\r\n", *[b"x"] * DRIPS],
        [],
    ],
    ids=["headers", "body", "silence"],
)
def test_attack_39_an_answer_in_drops(kind: Kind, pieces: list[bytes]) -> None:
    def fetch() -> None:
        with pytest.raises(Unavailable) as caught:
            server.get(kind, timeout_s=LIMIT_S)
        assert (caught.value.code, caught.value.facts["host"]) == ("net.unavailable", "slow.test")

    with misbehaving(pieces, pause_s=PAUSE_S) as server:
        assert seconds(fetch) < 3 * LIMIT_S


@pytest.mark.parametrize("kind", KINDS)
def test_attack_39_twin_an_answer_in_two_pieces(kind: Kind) -> None:
    pieces = [HEAD, b"content-length: 2\r\n\r\n", b"i", b"t"]
    with misbehaving(pieces, pause_s=0.01) as server:
        assert server.get(kind, timeout_s=5).body == b"it"


@pytest.mark.parametrize("kind", KINDS)
def test_attack_39_an_answer_without_end(kind: Kind) -> None:
    endless = Body()
    with pytest.raises(MalformedInput) as caught:
        Network(lambda _: reply(200, endless)).get(kind, max_bytes=10_000)
    assert caught.value.code == "input.too_large"
    assert endless.sent <= 12


@pytest.mark.parametrize("kind", KINDS)
def test_attack_39_an_answer_that_says_it_is_too_large_is_not_begun(kind: Kind) -> None:
    endless = Body()
    with pytest.raises(MalformedInput) as caught:
        Network(lambda _: reply(200, endless, content_length="10001")).get(kind, max_bytes=10_000)
    assert (caught.value.code, endless.sent) == ("input.too_large", 0)


@pytest.mark.parametrize("kind", KINDS)
def test_attack_39_twin_an_answer_exactly_as_large_as_allowed(kind: Kind) -> None:
    assert len(Network(lambda _: reply(200, b"x" * 100)).get(kind, max_bytes=100).body) == 100


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "identity, gzip"])
def test_attack_39_an_answer_compressed_unasked(kind: Kind, encoding: str) -> None:
    bomb = gzip.compress(bytes(1 << 20))
    network = Network(lambda _: reply(200, bomb, content_encoding=encoding))
    with pytest.raises(Unavailable) as caught:
        network.get(kind, max_bytes=10_000)
    assert caught.value.code == "net.unavailable"
    assert network.asked[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("kind", KINDS)
def test_attack_39_redirections_in_a_ring(kind: Kind) -> None:
    network = Network(lambda _: reply(302, location="https://ledger.example/again"))
    with pytest.raises(Unavailable) as caught:
        network.get(kind)
    assert (caught.value.code, len(network.asked)) == ("net.unavailable", 4)
