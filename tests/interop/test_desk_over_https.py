"""A wallet made of npm `@openid4vc/openid4vp`, `dcql` and `@sd-jwt/*` answers a desk that is served, over HTTPS."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.keys import P256Signer, pem
from livret_core.status.token import Status
from livret_edge.fetcher import Fetcher
from livret_town.command import main
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.desk.routes import make_service
from livret_verifier.desk.window import Window
from livret_verifier.store import Desk
from tests.asking import served
from tests.certificates import leaf
from tests.halls_online import HOST, free_port, tls_for
from tests.halls_served import seconds
from tests.interop.foreign import Failed, Foreign, foreign
from tests.interop.halls import Hall, hall_over_https
from tests.scene import seed

pytestmark = pytest.mark.interop

WINDOW: Final = "desk.verneuil.test"
Verify: TypeAlias = Callable[..., dict[str, Any]]
POLICY: Final = """\
version = 1
service = "Piscine des Saules"

[desk]
at = "https://{at}/"
tenant = "pool"
{client}

[procedures.clear]
type = "residency"
asks = ["commune"]
response_mode = "direct_post"

[procedures.locked]
type = "residency"
asks = ["commune", "address.locality"]

[[issuers]]
name = "Verneuil-sur-Lys"
profile = "did"
did = "{did}"
types = ["residency"]
territories = ["fr-insee:80999"]
"""
CLIENTS: Final = {
    "decentralized_identifier": "",
    "x509_san_dns": 'client = "x509_san_dns"',
    "x509_hash": 'client = "x509_hash"',
    "redirect_uri": 'client = "redirect_uri"',
}


class Desks:
    """One desk for each way of saying who asks; a desk opens when it is first asked for."""

    def __init__(self, root: Path, hall: Hall, stack: ExitStack) -> None:
        self._root, self._hall, self._stack = root, hall, stack
        self._tls, authority = tls_for(root, WINDOW)
        self.ca = root / "authorities.pem"
        self.ca.write_bytes(authority + hall.ca.read_bytes())
        self.fetcher = Fetcher(authorities=self.ca.read_bytes(), pins=hall.pins)
        stack.callback(self.fetcher.close)

    def home(self, client: str) -> Path:
        """Where a desk is; a second of one kind has fetched nothing yet."""
        home = self._root / client
        return home if home.exists() else self._open(home, CLIENTS[client.partition(" ")[0]])

    def _open(self, home: Path, client: str) -> Path:
        port = free_port()
        policy = POLICY.format(
            at=f"{WINDOW}:{port}", client=client, did=self._hall.office.hall.did.text
        )
        desk = Desk.create(home, policy)
        if client:
            signer = P256Signer.from_seed(seed("a desk over https", 48))
            chain = leaf("Guichet", WINDOW, signer=signer).certificate
            desk.key_path.write_bytes(pem.format_private(signer, None))
            (home / "request-chain.pem").write_bytes(chain.public_bytes(Encoding.PEM))
        window = Window(desk, NetworkGatherer(self.fetcher, clock=seconds).gather, clock=seconds)
        app = make_service(window, version="1.0").app
        self._stack.enter_context(served(app, tls=self._tls, port=port))
        return home


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_over_https(tmp_path_factory.mktemp("hall")) as served:
        yield served


@pytest.fixture(scope="module")
def desks(hall: Hall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    with ExitStack() as stack:
        yield Desks(tmp_path_factory.mktemp("desks"), hall, stack)


@pytest.fixture(scope="module")
def wallet(hall: Hall, desks: Desks) -> Iterator[Foreign]:
    with foreign("their_wallet.mjs", ca=desks.ca, hosts=(HOST, WINDOW)) as running:
        offered = hall.offer(max_copies=40)
        running("receive", name="camille", offer=hall.by_value(offered), pin=offered.pin, copies=10)
        yield running


@pytest.fixture
def verify(desks: Desks, capsys: pytest.CaptureFixture[str]) -> Verify:
    def typed(client: str, *words: str, status: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        got = main(["verify", *words, "--home", str(desks.home(client)), "--json"])
        told = capsys.readouterr()
        assert got == status, told
        said: dict[str, Any] = json.loads(told.out.splitlines()[-1])
        return said

    return typed


@pytest.mark.parametrize("procedure", ["clear", "locked"])
@pytest.mark.parametrize("nonce", [None, "of-the-wallet-0123456789"], ids=["get", "post"])
@pytest.mark.parametrize("client", [name for name in CLIENTS if name != "redirect_uri"])
def test_their_wallet_fetches_a_signed_request_and_is_accepted(
    wallet: Foreign, verify: Verify, client: str, nonce: str | None, procedure: str
) -> None:
    asked = verify(client, "request", procedure)
    link = asked["request_uri"]
    if nonce is None:
        link = link.replace("&request_uri_method=post", "")
    said = wallet("answer", name="camille", link=link, nonce=nonce)
    mode = "direct_post" if procedure == "clear" else "direct_post.jwt"
    assert said == {
        "by": client,
        "mode": mode,
        "status": 200,
        "receipt": {},
        "fetched": ["GET" if nonce is None else "POST", "POST"],
    }
    told = verify(client, "result", asked["transaction"], "--wait")
    assert (told["outcome"], told["claims"]["commune"]) == ("accepted", "Verneuil-sur-Lys")


@pytest.mark.parametrize("procedure", ["clear", "locked"])
def test_their_wallet_answers_an_unsigned_link(
    wallet: Foreign, verify: Verify, procedure: str
) -> None:
    asked = verify("redirect_uri", "request", procedure)
    said = wallet("answer", name="camille", link=asked["request_uri"])
    assert (said["by"], said["status"], said["fetched"]) == ("redirect_uri", 200, ["POST"])
    told = verify("redirect_uri", "result", asked["transaction"])
    assert told["outcome"] == "accepted"


def test_what_their_wallet_shows_too_much_of_is_not_told(wallet: Foreign, verify: Verify) -> None:
    asked = verify("x509_hash", "request", "clear")
    said = wallet("answer", name="camille", link=asked["request_uri"], also={"family_name": True})
    assert said["status"] == 200
    told = verify("x509_hash", "result", asked["transaction"])
    assert told["claims"] == {"commune": "Verneuil-sur-Lys"}


def test_a_request_answered_once_is_answered(wallet: Foreign, verify: Verify) -> None:
    asked = verify("x509_hash", "request", "clear")
    wallet("answer", name="camille", link=asked["request_uri"])
    with pytest.raises(Failed):
        wallet("answer", name="camille", link=asked["request_uri"])


def test_copies_without_their_keys_are_refused(hall: Hall, wallet: Foreign, verify: Verify) -> None:
    offered = hall.offer()
    wallet("receive", name="thief", offer=hall.by_value(offered), pin=offered.pin)
    wallet("lose", name="thief")
    asked = verify("x509_hash", "request", "locked")
    assert wallet("answer", name="thief", link=asked["request_uri"])["status"] == 200
    told = verify("x509_hash", "result", asked["transaction"], status=1)
    assert (told["outcome"], told["code"]) == ("refused", "holder.signature")


def test_what_was_withdrawn_is_refused_at_the_desk(
    hall: Hall, wallet: Foreign, verify: Verify
) -> None:
    offered = hall.offer()
    wallet("receive", name="moved", offer=hall.by_value(offered), pin=offered.pin)
    hall.office.set_status(offered.handover.code, Status.INVALID, now_s=seconds())
    hall.office.publish(now_s=seconds())
    asked = verify("x509_san_dns again", "request", "locked")
    wallet("answer", name="moved", link=asked["request_uri"])
    told = verify("x509_san_dns again", "result", asked["transaction"], status=1)
    assert (told["outcome"], told["code"]) == ("refused", "status.revoked")
