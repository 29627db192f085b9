"""Evidence, heads and lists over TLS from a ledger and a town that listen elsewhere than at 443.

Nothing is at hand beforehand: the wallet and the desk look up what they need when they need it.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from livret_core.https_uri import HttpsUri
from livret_core.ledger.trusting import recall
from livret_core.mirror_path import mirror_path
from livret_core.openid4vp.request_uri import REQUEST_OBJECT
from livret_edge.fetcher import Fetcher
from livret_town.simulator.issuers import Said
from livret_verifier import RECEIVED, Answer, Verifier
from livret_verifier.store import Desk
from tests.cheap_words import cheap_words
from tests.flow.test_wallet_online import HALL, POOL, Town
from tests.on_the_wire import on_the_wire
from tests.other_ports import HOST, at_port
from tests.playing import Play

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

METZ: Final = "metz.example"
POLICY: Final = f"""\
version = 1
service = "Piscine des Saules"

[desk]
at = "https://{POOL}:{{port}}/"
tenant = "pool"

[procedures.pool]
type = "residency"
asks = ["commune"]

[ledger]
origin = "{{origin}}"

[[issuers]]
name = "A town of the ledger"
profile = "ledger"
types = ["residency"]
"""


class Published:
    """What lies in the folder, as its hosts serve it."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.asked: list[str] = []

    def __call__(self, method: str, uri: str, _headers: Mapping[str, str], _body: bytes) -> Said:
        self.asked.append(uri.rpartition("/")[2])
        at = self._town.files.published / mirror_path(HttpsUri.parse(uri))
        return Said(200, at.read_bytes()) if method == "GET" and at.is_file() else Said(404)


@pytest.fixture
def served(play: Play, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Town, Published, str]]:
    with on_the_wire(play.root, HALL, POOL, HOST, METZ) as wire:
        origin = at_port(monkeypatch, wire.port)
        town = Town(play, wire)
        published = Published(town)
        wire.answers[HOST] = wire.answers[METZ] = published
        head = town.files.desk.head().format()
        town.files.put(f"https://{HOST}:{wire.port}/checkpoint", head)
        town.believe()
        yield town, published, origin


class Pool:
    """A service that builds on the library, and what it was answered."""

    def __init__(self, town: Town, origin: str) -> None:
        port, root = town.wire.port, town.play.root
        home = Desk.create(root / "pool", POLICY.format(port=port, origin=origin))
        first = town.files.desk.seen.first
        home.ledgers.keep(recall((first,), since_s=town.now_s(), head=None))
        self._fetcher = Fetcher(
            authorities=(root / "ca.pem").read_bytes(),
            pins={(host, port): "127.0.0.1" for host in (HOST, METZ)},
        )
        self._library = Verifier.open(root / "pool", fetcher=self._fetcher, clock=town.now_s)
        self._asked = self._library.ask("pool")
        self.link = self._asked.link
        self.answers: list[Answer] = []
        town.wire.answers[POOL] = self._serve

    def _serve(self, _method: str, uri: str, _headers: Mapping[str, str], body: bytes) -> Said:
        if "/requests/" in uri:
            signed = self._library.request(self._asked, body or None)
            return Said(200, signed.encode(), REQUEST_OBJECT)
        self.answers.append(self._library.check(self._asked, body))
        return Said(200, RECEIVED)

    def close(self) -> None:
        self._fetcher.close()


def test_a_wallet_and_a_desk_look_up_what_they_need_where_it_is(
    served: tuple[Town, Published, str],
) -> None:
    town, published, origin = served
    received = town.receive("--json").event
    assert received["status_checked"] is True
    assert received["ledger"]["origin"] == origin
    assert {"ledger.evidence", "1.jwt"} <= set(published.asked)
    published.asked.clear()
    pool = Pool(town, origin)
    sheet = town.wallet("present", pool.link, "--json", status=2).events[0]
    assert town.wallet("present", pool.link, "--consent", sheet["digest"]).status == 0
    [answer] = pool.answers
    pool.close()
    assert (answer.accepted, dict(answer.claims)) == (True, {"commune": "Verneuil"})
    assert published.asked == ["ledger.evidence", "1.jwt"]


def test_a_wallet_keeps_nothing_until_the_evidence_can_be_had(
    served: tuple[Town, Published, str],
) -> None:
    town, published, origin = served
    for evidence in town.files.published.rglob("ledger.evidence"):
        evidence.unlink()
    assert town.receive("--json", status=3).event["code"] == "ledger.unavailable"
    assert published.asked[:1] == ["ledger.evidence"]
    begun = town.play.wallet("list", "--json").events
    assert [event["event"] for event in begun] == ["fetching"]
    town.files.publish()
    received = town.wallet("receive", "--continue", "--json").event
    assert (received["event"], received["ledger"]["origin"]) == ("received", origin)
