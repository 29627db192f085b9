"""A service that asks on the wire and lies, one lie at a time; honest otherwise (OpenID4VP 1.0).

    service = LyingService("https://pool.test", client_id, signer, query)     # tells the truth
    service = LyingService(…, lies={"other_client"})                          # but for this

Made of the messages of :mod:`livret_core` alone; what a wallet sends goes to
:meth:`LyingService.answer`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, Final, Literal, TypeAlias, final

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Agreement, P256Signer
from livret_core.openid4vp.client_metadata import ResponseEncryption
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_uri import REQUEST_OBJECT, ByReference, Inline
from livret_core.openid4vp.response import OpeningKey, Response, parse_posted, receive
from livret_core.openid4vp.wallet_metadata import RequestUriPost
from livret_town.simulator.issuers import Said

Lie: TypeAlias = Literal[
    "other_client",  # the request object is in another's name
    "no_wallet_nonce",  # it repeats no nonce
    "other_wallet_nonce",  # it repeats another
    "redirect",  # where the request lies, a redirect
    "redirect_answer",  # where the answer goes, a redirect
    "expired",  # the request is over
    "other_key",  # signed by another
    "rejects",  # takes no answer
    "fails",  # reads an answer, then fails
    "leads_on",  # would have the holder open something that is no https page
    "busy",  # cannot answer
]

_THIEF: Final = P256Signer.from_seed(bytes(range(2, 50)))
_NONCE: Final = "n" * 22
_STATE: Final = "s" * 22
_PURPOSES: Final[Mapping[str, str]] = {"fr": "Tarif habitant", "en": "Resident tariff"}


@final
class LyingService:
    """One service, one request.

    Attributes:
        asked: method and address of everything that was asked, in order.
        received: the answers that it could read.
        bodies: what was posted, as it came.
    """

    def __init__(
        self,
        url: str,
        client_id: str,
        signer: P256Signer,
        query: DcqlQuery,
        *,
        clock: Callable[[], int],
        lies: Collection[Lie] = (),
        named: Mapping[str, Any] | None = None,
        posts: bool = False,
        encrypts: bool = True,
        redirect_uri: str | None = None,
        name: str = "Piscine des Saules",
        purposes: Mapping[str, str] = _PURPOSES,
        retention_s: int | None = None,
    ) -> None:
        """Open at *url*.

        Args:
            url: where it is.
            client_id: whom it says it is.
            signer: of its requests.
            query: what it asks for.
            clock: gives seconds since 1970.
            lies: what it does not tell the truth about.
            named: what signing needs besides (``kid``, ``chain``).
            posts: whether it wants to hear what the wallet can do.
            encrypts: whether answers are to be encrypted.
            redirect_uri: where the holder goes next.
            name: what it calls itself.
            purposes: why it asks, by language.
            retention_s: how long it says that it keeps what it is shown.
        """
        self.lies: Final[set[Lie]] = set(lies)
        self.asked: Final[list[str]] = []
        self.received: Final[list[Response]] = []
        self.bodies: Final[list[bytes]] = []
        self.client_id: Final = client_id
        self._url, self._signer, self._posts = url, signer, posts
        self._named: Final = dict(named or {})
        self._redirect_uri: Final = redirect_uri
        agreement = P256Agreement.from_seed(bytes(range(3, 51)))
        self._opening: Final = OpeningKey(agreement, "request-7") if encrypts else None
        now_s = clock()
        self.request: Final = AuthorizationRequest(
            client_id,
            _NONCE,
            _STATE,
            query,
            name,
            now_s - 900 if "expired" in self.lies else now_s,
            now_s - 300 if "expired" in self.lies else now_s + 300,
            dict(purposes),
            "direct_post.jwt" if encrypts else "direct_post",
            self.at("/answers/7"),
            ResponseEncryption(agreement.public_key, "request-7") if encrypts else None,
            retention_s=retention_s,
        )

    def at(self, path: str) -> HttpsUri:
        """Give the address of one of its endpoints."""
        return HttpsUri.parse(f"{self._url}{path}")

    @property
    def link(self) -> str:
        """What it shows to wallets."""
        if not self.request.is_signed:
            return Inline.of(self.request.format_unsigned()).format()
        method: Literal["get", "post"] = "post" if self._posts else "get"
        return ByReference(self.client_id, self.at("/requests/7"), method).format()

    def answer(self, method: str, uri: str, _headers: Mapping[str, str], body: bytes) -> Said:
        """Answer one request."""
        self.asked.append(f"{method} {uri}")
        if "busy" in self.lies:
            return Said(503)
        if uri == self.at("/requests/7").text:
            if "redirect" in self.lies:
                return Said(302, headers={"location": "https://elsewhere.test/"})
            return Said(200, self._request_object(body).encode(), REQUEST_OBJECT)
        if uri == self.at("/answers/7").text:
            self.bodies.append(body)
            return self._take(body)
        return Said(404)

    def _request_object(self, body: bytes) -> str:
        request, signer = self.request, self._signer
        if body and "no_wallet_nonce" not in self.lies:
            nonce = RequestUriPost.parse(body).wallet_nonce
            if "other_wallet_nonce" in self.lies:
                nonce = base64url.encode(bytes(16))
            request = replace(request, wallet_nonce=nonce)
        text = request.sign(signer, **self._named)
        if not self.lies & {"other_client", "other_key"}:
            return text
        header, claims, _ = (part for part in text.split("."))
        members = json_encoding.parse_object(base64url.decode(claims))
        if "other_client" in self.lies:
            members["client_id"] = "x509_san_dns:bank.test"
        forger = _THIEF if "other_key" in self.lies else signer
        named = json_encoding.parse_object(base64url.decode(header))
        named.pop("alg")
        return jws.sign(named, json_encoding.format(members), forger)

    def _take(self, body: bytes) -> Said:
        if "redirect_answer" in self.lies:
            return Said(307, headers={"location": "https://elsewhere.test/"})
        posted = parse_posted(body)
        self.received.append(receive(posted, state=_STATE, opening=self._opening))
        if "rejects" in self.lies:
            return Said(400, b'{"error":"invalid_request"}')
        if "fails" in self.lies:
            return Said(503)
        if "leads_on" in self.lies:
            return Said(200, b'{"redirect_uri":"file:///etc/passwd"}')
        if self._redirect_uri is None:
            return Said(200, b"{}")
        return Said(200, json_encoding.format({"redirect_uri": self._redirect_uri}))
