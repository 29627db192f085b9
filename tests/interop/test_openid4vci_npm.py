"""A wallet made with npm `@openid4vc/openid4vci` picks up from a town hall made of our messages.

Between the two there is no network: the wallet's `fetch` is a line, and so is its answer.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.credential import catalogue
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused
from livret_core.https_uri import HttpsUri
from livret_core.oauth import well_known
from livret_core.oauth.authorization_server import PRE_AUTHORIZED, AuthorizationServer
from livret_core.oauth.bearer import ShownToken, challenge
from livret_core.oauth.dpop import DpopProof, verify_proof
from livret_core.openid4vci.configuration import configuration_id, configuration_of
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.credential_request import CredentialRequest, Granted, check_request
from livret_core.openid4vci.credential_response import DeferredResponse, IssuedResponse
from livret_core.openid4vci.deferred import DeferredRequest
from livret_core.openid4vci.errors import Stage, wire_error
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.key_proof import KeyProof, check_batch
from livret_core.openid4vci.nonce import NonceResponse
from livret_core.openid4vci.notification import Notification
from livret_core.openid4vci.offer import (
    CredentialOffer,
    OfferReference,
    PreAuthorizedGrant,
    TransactionCode,
)
from livret_core.openid4vci.token import (
    PreAuthorizedRequest,
    TokenResponse,
    check_asked,
    parse_token_request,
)

pytestmark = pytest.mark.interop

HERE: Final = Path(__file__).parent
BASE: Final = "https://verneuil.test:8443/town"
ISSUER: Final = CredentialIssuer.parse(BASE)
SERVER: Final = HttpsUri.parse(f"{BASE}/as")
RESIDENCY: Final = catalogue.find("residency")
ID: Final = configuration_id(RESIDENCY, "did")
METADATA: Final = IssuerMetadata(
    issuer=ISSUER,
    credential_endpoint=HttpsUri.parse(f"{BASE}/credential"),
    configurations={ID: configuration_of(RESIDENCY, "did")},
    authorization_servers=(SERVER,),
    nonce_endpoint=HttpsUri.parse(f"{BASE}/nonce"),
    deferred_endpoint=HttpsUri.parse(f"{BASE}/deferred"),
    notification_endpoint=HttpsUri.parse(f"{BASE}/notification"),
    batch_size=3,
    names={"fr": "Ville de Verneuil"},
)
SERVER_METADATA: Final = AuthorizationServer(
    issuer=SERVER,
    token_endpoint=HttpsUri.parse(f"{BASE}/token"),
    grants=(PRE_AUTHORIZED,),
    takes_anonymous=True,
    dpop_algorithms=("ES256",),
)
OFFER: Final = CredentialOffer(ISSUER, (ID,), PreAuthorizedGrant("code", TransactionCode()))
Wallet = Callable[..., dict[str, Any]]


class Hall:
    """A town hall in memory: our messages, and nothing of the issuer's own."""

    def __init__(self, *, now_s: int, is_slow: bool = False, delivery: str | None = "n-1") -> None:
        """Open; *delivery* names what is handed out."""
        self.now_s, self.is_slow, self.delivery = now_s, is_slow, delivery
        self.nonce = "dpop-1"
        self.bound_to: str | None = None
        self.held: list[Any] = []
        self.told: list[Notification] = []
        self._stage: Stage = "credential"

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request as the service will."""
        try:
            status, body = self._routes()[request["url"]](request)
        except LivretError as error:
            headers = {"content-type": "application/json", "DPoP-Nonce": self.nonce}
            if error.code.split(".")[0] in {"access", "dpop"} and self._stage != "token":
                said = challenge(error, algorithms=("ES256",))
                headers["WWW-Authenticate"] = said.headers[0]
                return {"status": said.status, "headers": headers, "body": ""}
            answer = wire_error(error, self._stage)
            return {
                "status": answer.status,
                "headers": headers,
                "body": answer.response.format().decode(),
            }
        headers = {"content-type": "application/json"}
        return {"status": status, "headers": headers, "body": body.decode()}

    def _routes(self) -> dict[str, Callable[[dict[str, Any]], tuple[int, bytes]]]:
        return {
            f"{BASE}/offer/1": lambda _: (200, OFFER.format()),
            ISSUER.metadata_uri.text: lambda _: (200, json_encoding.format(METADATA.format())),
            well_known.inserted(SERVER, well_known.AUTHORIZATION_SERVER).text: lambda _: (
                200,
                json_encoding.format(SERVER_METADATA.format()),
            ),
            f"{BASE}/token": self._token,
            f"{BASE}/nonce": lambda _: (200, NonceResponse("c-nonce").format()),
            f"{BASE}/credential": self._credential,
            f"{BASE}/deferred": self._deferred,
            f"{BASE}/notification": self._notification,
        }

    def _proof(self, request: dict[str, Any], token: str | None) -> DpopProof:
        proof = verify_proof(
            request["headers"]["dpop"],
            method=request["method"],
            uri=HttpsUri.parse(request["url"]),
            now_s=self.now_s,
            access_token=token,
        )
        if proof.nonce != self.nonce:
            raise Refused("dpop.nonce")
        return proof

    def _token(self, request: dict[str, Any]) -> tuple[int, bytes]:
        self._stage = "token"
        proof = self._proof(request, None)
        asked = parse_token_request(request["body"].encode())
        assert isinstance(asked, PreAuthorizedRequest)
        check_asked(asked, ISSUER, OFFER.configuration_ids)
        assert asked.code == "code"
        if asked.tx_code != "402719":
            raise Refused("token.tx_code", attempts_left=2)
        self.bound_to = proof.thumbprint
        return 200, TokenResponse("token-1", "DPoP", 300).format()

    def _shown(self, request: dict[str, Any]) -> None:
        self._stage = "credential"
        shown = ShownToken.parse([request["headers"]["authorization"]])
        shown.check_bound(self._proof(request, shown.text), self.bound_to)

    def _credential(self, request: dict[str, Any]) -> tuple[int, bytes]:
        self._shown(request)
        asked = CredentialRequest.parse(request["body"].encode())
        assert check_request(asked, Granted((ID,)), METADATA, was_encrypted=False) == ID
        self._stage = "proofs"
        proofs = [KeyProof.parse(text, algorithms=("ES256",)) for text in asked.proofs]
        self.held = [
            held.key
            for held in check_batch(
                proofs, audience=ISSUER.text, nonces=("c-nonce",), now_s=self.now_s
            )
        ]
        if self.is_slow:
            return 202, DeferredResponse("transaction-1", 5).format()
        return 200, self._copies()

    def _deferred(self, request: dict[str, Any]) -> tuple[int, bytes]:
        self._shown(request)
        assert DeferredRequest.parse(request["body"].encode()).transaction_id == "transaction-1"
        return 200, self._copies()

    def _copies(self) -> bytes:
        copies = tuple(f"copy-{number}~" for number in range(len(self.held)))
        return IssuedResponse(copies, self.delivery).format()

    def _notification(self, request: dict[str, Any]) -> tuple[int, bytes]:
        self._shown(request)
        self.told.append(Notification.parse(request["body"].encode()))
        return 204, b""


@contextmanager
def started(program: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [program, str(HERE / "openid4vci.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="session")
def wallet(require_program: Callable[[str], str]) -> Wallet:
    program = require_program("node")
    if not (HERE / "node_modules" / "@openid4vc" / "openid4vci").is_dir():
        pytest.skip("@openid4vc/openid4vci is not installed; run `make peers`")

    def receive(hall: Hall, **asked: Any) -> dict[str, Any]:
        asked = {"pin": "402719", "copies": 2, "offer": OFFER.format_uri()} | asked
        with started(program) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            for line in process.stdout:
                said: dict[str, Any] = json.loads(line)
                if "url" not in said:
                    return said
                process.stdin.write(json.dumps(hall.answer(said)) + "\n")
                process.stdin.flush()
        raise AssertionError("the wallet said nothing")

    return receive


@pytest.fixture
def now_s() -> int:
    # Their wallet looks at the clock.
    import time

    return int(time.time())


@pytest.mark.parametrize(
    "offer",
    [
        OFFER.format_uri(),
        OfferReference(HttpsUri.parse(f"{BASE}/offer/1")).format_uri(),
    ],
    ids=["by value", "by reference"],
)
def test_their_wallet_picks_up_from_us(wallet: Wallet, now_s: int, offer: str) -> None:
    hall = Hall(now_s=now_s)
    said = wallet(hall, offer=offer)
    assert said["done"]["credentials"] == [{"credential": "copy-0~"}, {"credential": "copy-1~"}]
    assert said["done"]["token"] == "DPoP"
    assert len(set(hall.held)) == 2
    assert hall.told == [Notification("n-1", "credential_accepted")]


def test_their_wallet_comes_back_for_what_was_put_off(wallet: Wallet, now_s: int) -> None:
    said = wallet(Hall(now_s=now_s, is_slow=True, delivery=None))
    assert said["done"]["credentials"] == [{"credential": "copy-0~"}, {"credential": "copy-1~"}]


def test_their_wallet_takes_no_named_delivery_of_what_was_put_off(
    wallet: Wallet, now_s: int
) -> None:
    """Its condition is the wrong way round: 1.0 §9.2 allows `notification_id` there."""
    said = wallet(Hall(now_s=now_s, is_slow=True))
    assert "deferred" in said["failed"]


def test_their_wallet_understands_that_the_pin_is_wrong(wallet: Wallet, now_s: int) -> None:
    said = wallet(Hall(now_s=now_s), pin="000000")
    assert said["failed"] == {
        "error": "invalid_grant",
        "error_description": "token.tx_code",
        "livret_attempts_left": 2,
    }


def test_their_wallet_asks_for_no_more_than_a_batch(wallet: Wallet, now_s: int) -> None:
    said = wallet(Hall(now_s=now_s), copies=4)
    assert "done" not in said
