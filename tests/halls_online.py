"""A town hall as a service, and a wallet that calls it: the messages are core's, the transport is told."""

import secrets
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import trustme

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.oauth.dpop import sign_proof
from livret_core.openid4vci.key_proof import sign_key_proof
from livret_core.openid4vci.offer import CredentialOffer
from livret_core.openid4vci.token import PreAuthorizedRequest, RefreshRequest
from livret_core.territory import Territory
from livret_edge.fetcher import Fetcher
from livret_edge.serving.listening import Tls
from livret_issuer.service import Office, found_town_hall
from livret_issuer.service.counter import Offered
from livret_issuer.service.online.serving import Online
from tests.asking import Answer, ask
from tests.office import CHEAP, NOW_S, signer
from tests.pickups import URL, open_hall

HOST: Final = "verneuil.test"
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
JWT: Final = "application/jwt"
CONFIGURATION: Final = "residency.1.did"


class Clock:
    """A time that stands still until it is told otherwise."""

    def __init__(self, now_s: int = NOW_S) -> None:
        self.now_s = now_s

    def __call__(self) -> int:
        return self.now_s


class Transport(Protocol):
    """Sends one request to where a URL leads."""

    def __call__(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]
    ) -> Answer: ...


def within(online: Online) -> Transport:
    """Ask the application itself, without a network."""

    def send(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        host, slash, rest = url.removeprefix("https://").partition("/")
        return ask(
            online.service.app,
            method,
            slash + rest,
            body=body,
            headers=list(headers.items()),
            host=host,
        )

    return send


def tls_for(folder: Path, *hosts: str) -> tuple[Tls, bytes]:
    """Make a certificate for hosts; and the authority to believe."""
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    made = authority.issue_cert(*hosts, key_type=trustme.KeyType.ECDSA)
    chain, key = folder / "chain.pem", folder / "key.pem"
    made.private_key_pem.write_to_path(str(key))
    for each in made.cert_chain_pems:
        each.write_to_path(str(chain), append=True)
    return Tls(str(chain), str(key)), authority.cert_pem.bytes()


@contextmanager
def opened(office: Office, clock: Callable[[], int], **more: Any) -> Iterator[Online]:
    """Put a town hall's service together, and let go of it."""
    online = Online(office, clock, **more)
    try:
        yield online
    finally:
        online.close()


@contextmanager
def hall_online(root: Path, **more: Any) -> Iterator[tuple[Office, "Caller", Clock, Online]]:
    """A town hall that is served, and a wallet that calls it."""
    office, clock = open_hall(root, **more), Clock()
    with opened(office, clock) as online:
        yield office, Caller(within(online), clock=clock), clock, online


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def open_at(root: Path, port: int, *, address: str | None = None, now_s: int = NOW_S) -> Office:
    """Found a town hall whose DID and lists lie where it is served."""
    office = found_town_hall(
        root / "hall",
        name="Ville de Verneuil-sur-Lys",
        authority="Le maire de Verneuil-sur-Lys",
        territory=Territory.parse("fr-insee:80999"),
        language=None,
        host=HOST,
        port=port,
        path=("verneuil",),
        recovery=root / "recovery",
        passphrase=b"cheap",
        now_s=now_s,
        kdf=CHEAP,
        url=HttpsUri.parse(address or f"https://{HOST}:{port}/verneuil"),
    )
    office.publish(now_s=now_s)
    return office


def over(fetcher: Fetcher) -> Transport:
    """Ask over the network."""

    def send(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        uri, named = HttpsUri.parse(url), dict(headers)
        keep = ("content-type", "etag", "cache-control", "dpop-nonce", "www-authenticate")
        if method == "GET":
            fetched = fetcher.get(uri, max_bytes=1 << 23, headers=named, keep=keep)
        else:
            content_type = named.pop("content-type", JSON)
            fetched = fetcher.post(
                uri, body, content_type=content_type, max_bytes=1 << 23, headers=named, keep=keep
            )
        return Answer(fetched.status, dict(fetched.headers), fetched.body)

    return send


@dataclass
class Caller:
    """A wallet that speaks to a town hall over HTTP.

    Attributes:
        send: the transport.
        name: whose; keys come of it.
        has_dpop: whether it shows a DPoP key.
        clock: its own.
        url: of the town hall.
    """

    send: Transport
    name: str = "camille"
    has_dpop: bool = True
    clock: Callable[[], int] = field(default_factory=Clock)
    url: str = URL

    @property
    def key(self) -> P256Signer:
        """Its DPoP key."""
        return signer(f"dpop of {self.name}")

    def proof(
        self, url: str, *, token: str | None = None, nonce: str | None = None, method: str = "POST"
    ) -> str:
        """A DPoP proof that was never shown."""
        return sign_proof(
            self.key,
            method=method,
            uri=HttpsUri.parse(url),
            jti=secrets.token_urlsafe(16),
            issued_at_s=self.clock(),
            access_token=token,
            nonce=nonce,
        )

    def get(self, url: str, **headers: str) -> Answer:
        """Read something."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("GET", url, headers=named)

    def post(
        self,
        path: str,
        body: bytes,
        *,
        token: str | None = None,
        content_type: str = JSON,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Post to an endpoint of the town hall's, with a token and a proof where there is one."""
        url = f"{self.url}{path}"
        said = {"content-type": content_type}
        if token is not None:
            said["authorization"] = f"{'DPoP' if self.has_dpop else 'Bearer'} {token}"
        if self.has_dpop:
            said["dpop"] = self.proof(url, token=token)
        return self.send("POST", url, body=body, headers={**said, **(headers or {})})

    def offer(self, offered: Offered) -> CredentialOffer:
        """Read an offer by its address."""
        answer = self.get(f"{self.url}/o/{offered.handover.code.text}")
        assert answer.status == 200, answer.body
        return CredentialOffer.parse(answer.body)

    def code(self, offered: Offered) -> str:
        """Read an offer; its pre-authorized code."""
        grant = self.offer(offered).pre_authorized
        assert grant is not None
        return grant.code

    def redeem(
        self, code: str, pin: str | None, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Answer:
        """Bring a code and a PIN."""
        body = PreAuthorizedRequest(code, pin, **more).format()
        return self.post("/token", body, content_type=FORM, headers=headers)

    def refresh(self, token: str) -> Answer:
        """Bring a refresh token."""
        return self.post("/token", RefreshRequest(token).format(), content_type=FORM)

    def tokens(self, offered: Offered) -> JsonObject:
        """Pick an offer up as far as its tokens."""
        answer = self.redeem(self.code(offered), offered.pin)
        assert answer.status == 200, answer.body
        return answer.json()

    def access(self, offered: Offered) -> str:
        """The same; the access token alone."""
        return str(self.tokens(offered)["access_token"])

    def nonce(self) -> str:
        """Ask for a nonce for key proofs."""
        answer = self.send("POST", f"{self.url}/nonce", headers={})
        assert answer.status == 200, answer.body
        return str(answer.json()["c_nonce"])

    def key_of(self, number: int, batch: str = "") -> P256Signer:
        """The key of one of its copies."""
        return signer(f"{self.name} {batch} {number}")

    def request(
        self,
        *,
        copies: int = 3,
        batch: str = "",
        nonce: str | None = None,
        audience: str | None = None,
        proofs: Sequence[JsonValue] | None = None,
        **more: JsonValue,
    ) -> bytes:
        """Write a credential request."""
        nonce = self.nonce() if nonce is None else nonce
        made: Sequence[JsonValue] = [
            sign_key_proof(
                self.key_of(number, batch),
                audience=audience or self.url,
                nonce=nonce,
                issued_at_s=self.clock(),
            )
            for number in range(copies)
        ]
        members: JsonObject = {
            "credential_configuration_id": CONFIGURATION,
            "proofs": {"jwt": list(made if proofs is None else proofs)},
        }
        return json_encoding.format(
            {name: value for name, value in {**members, **more}.items() if value is not None}
        )

    def ask(self, token: str, request: bytes | None = None, **more: Any) -> Answer:
        """Ask for copies."""
        request = self.request() if request is None else request
        return self.post("/credential", request, token=token, **more)

    def notify(self, token: str, name: str, event: str = "credential_accepted") -> Answer:
        """Say what became of a delivery."""
        body = json_encoding.format({"notification_id": name, "event": event})
        return self.post("/notification", body, token=token)


def credentials(answer: Answer) -> list[str]:
    """The copies of an answer."""
    assert answer.status == 200, answer.body
    found = answer.json()["credentials"]
    assert isinstance(found, list)
    return [str(each["credential"]) for each in found if isinstance(each, dict)]


def said(answer: Answer) -> tuple[int, JsonValue, JsonValue]:
    """Status, the standard's code, ours."""
    members = answer.json() if answer.body else {}
    return answer.status, members.get("error"), members.get("error_description")
