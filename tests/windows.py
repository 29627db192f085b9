"""A window over the network, and a wallet that answers there with what the scene's town signed.

    window = opened(tmp_path)
    asked = window.ask()                      a request; see `procedure` for what it asks
    request = window.fetch(asked)             as a wallet gets and reads it
    answer = window.answer(asked, posted(request))
    assert window.verdict(asked)["outcome"] == "accepted"

All of it goes through the application's public HTTP interface, without a network.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp.client_id import NOBODY, KnownClients
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.openid4vp.wallet_metadata import RequestUriPost, WalletMetadata
from livret_verifier.desk.pages import Pages
from livret_verifier.desk.routes import make_service
from livret_verifier.desk.staff_pages import StaffPages
from livret_verifier.desk.window import Asked, Window
from livret_verifier.evidence import Evidence, Need
from livret_verifier.store import Desk
from livret_verifier.store.transactions import Kept
from tests.asking import Answer, ask
from tests.scene import FOLDER, NOW_S, TOWN, Draft, bind, draft, showing

HOST: Final = "desk.verneuil.test"
BASE: Final = f"https://{HOST}"
CLEAR: Final = "direct_post"
LOCKED: Final = "direct_post.jwt"
POLICY: Final = f"""\
version = 1
service = "Piscine des Saules"

[desk]
at = "{BASE}/"
tenant = "pool"

[procedures.parking]
type = "residency"
asks = ["commune"]
retention_s = 600

[procedures.parking.requires]
commune = ["Verneuil"]

[[issuers]]
name = "Verneuil"
profile = "did"
did = "{TOWN.did}"
types = ["residency"]
territories = ["fr-insee:80999"]
"""


@dataclass
class Clock:
    now_s: int = NOW_S

    def __call__(self) -> int:
        return self.now_s


@dataclass
class Opened:
    """A window, the service that stands before it, and what was asked of the outside."""

    desk: Desk
    window: Window
    clock: Clock
    needs: list[Need] = field(default_factory=list)
    gather: Callable[[Need], Evidence] = FOLDER
    host: str = HOST
    hold_s: float = 0.0

    def __post_init__(self) -> None:
        pages = (Pages(self.window), StaffPages(self.window, hold_s=self.hold_s))
        self.service = make_service(self.window, version="1.0", pages=pages)

    def ask(self, mode: Any = LOCKED, *, session: bool = False, **changes: Any) -> Asked:
        """Make a request of the procedure ``parking``."""
        procedure = self.window.policy().procedure("parking")
        return self.window.ask(
            replace(procedure, response_mode=mode, **changes), valid_s=600, session=session
        )

    def call(self, method: str, path: str, body: str | bytes = b"", **headers: str) -> Answer:
        """Ask the service once."""
        octets = body.encode() if isinstance(body, str) else body
        if method == "POST":
            headers.setdefault("content_type", "application/x-www-form-urlencoded")
        said = [(name.replace("_", "-"), value) for name, value in headers.items()]
        return ask(self.service.app, method, path, body=octets, headers=said, host=self.host)

    def fetch(
        self, asked: Asked, *, known: KnownClients = NOBODY, nonce: str | None = "w" * 22
    ) -> AuthorizationRequest:
        """Fetch a request as a wallet does, and verify it."""
        path = f"/pool/requests/{asked.transaction.code}"
        if nonce is None:
            got = self.call("GET", path)
        else:
            body = RequestUriPost(WalletMetadata(), nonce).format()
            got = self.call("POST", path, body)
        assert got.status == 200, got.body
        assert got.headers["content-type"] == "application/oauth-authz-req+jwt"
        return AuthorizationRequest.verify(
            got.body.decode(),
            now_s=self.clock.now_s,
            modes=POSTED,
            known=known,
            client_id=asked.transaction.client_id,
            request_uri=HttpsUri.parse(f"{BASE}{path}"),
            wallet_nonce=nonce,
        )

    def answer(self, asked: Asked, body: str) -> Answer:
        """Post an answer to the address of a request."""
        return self.call("POST", f"/pool/answers/{asked.transaction.code}", body)

    def kept_as_asked(self, code: str) -> Asked:
        """A request that a page made."""
        made = self.window.transactions.find(code).asked
        assert made is not None
        return Asked("", made, "")

    def kept(self, asked: Asked) -> Kept:
        return self.window.transactions.find(asked.transaction.code)

    def verdict(self, asked: Asked) -> JsonObject:
        """What whoever asked is told."""
        content = self.window.transactions.find_by_handle(asked.handle).verdict
        assert content is not None
        return json_encoding.parse_object(content)


def opened(
    root: Path,
    *,
    gather: Callable[[Need], Evidence] = FOLDER,
    policy: str = POLICY,
    store: Any = None,
    hold_s: float = 0.0,
) -> Opened:
    """Open a window in a folder of its own."""
    desk = Desk.open(root) if (root / "policy.toml").exists() else Desk.create(root, policy)
    clock, needs = Clock(), list[Need]()

    def noted(need: Need) -> Evidence:
        needs.append(need)
        return gather(need)

    made = Window(desk, noted, clock=clock, transactions=store)
    return Opened(desk, made, clock, needs, gather, hold_s=hold_s)


def shown(request: AuthorizationRequest, *names: str, of: Draft | None = None, **kb: Any) -> str:
    """A presentation for a request: ``commune`` when nothing is named."""
    claims = {"aud": request.client_id, "nonce": request.nonce, **kb}
    return bind(showing((of or draft()).signed(), *(names or ("commune",))), **claims)


def posted(
    request: AuthorizationRequest,
    presentation: str | None = None,
    *,
    state: str | None = None,
    query: str = "parking",
    in_clear: bool | None = None,
) -> str:
    """What a wallet posts: locked where the request wants it."""
    response = AuthorizationResponse(
        request.state if state is None else state,
        MappingProxyType({query: (shown(request) if presentation is None else presentation,)}),
    )
    if in_clear or request.encryption is None:
        return response.format_form()
    return response.encrypt(request.encryption)


def declined(request: AuthorizationRequest, error: str = "access_denied") -> str:
    """What a wallet posts that does not answer."""
    return form.format({"error": error, "state": request.state})
