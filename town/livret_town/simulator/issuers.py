"""A town hall on the wire that lies, one lie at a time; honest otherwise (OpenID4VCI 1.0).

    hall = LyingIssuer("https://verneuil.test/v", vct, sign)      # tells the truth
    hall = LyingIssuer(…, lies={"foreign_key"})                   # but for this

Made of the messages of :mod:`livret_core` alone, without network, clock or store: what a wallet
sends goes to :meth:`LyingIssuer.answer`. *sign* makes the copies, one for each key.
"""

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, final

from livret_core import limits
from livret_core.credential import catalogue
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Refused
from livret_core.https_uri import HttpsUri
from livret_core.jwe import CompactJwe
from livret_core.keys import P256Agreement, P256Signer, PublicKey
from livret_core.ledger.dating import Dating
from livret_core.oauth import well_known
from livret_core.oauth.authorization_server import PRE_AUTHORIZED, REFRESH, AuthorizationServer
from livret_core.oauth.bearer import ShownToken, challenge
from livret_core.oauth.dpop import DpopProof, verify_proof
from livret_core.openid4vci.configuration import configuration_id, configuration_of
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.credential_request import CredentialRequest, Granted, check_request
from livret_core.openid4vci.credential_response import DeferredResponse, IssuedResponse
from livret_core.openid4vci.deferred import DeferredRequest
from livret_core.openid4vci.encryption import EncryptionKey, decrypt_request
from livret_core.openid4vci.errors import Stage, wire_error
from livret_core.openid4vci.issuer_metadata import (
    IssuerMetadata,
    OfferedEncryption,
    RequestEncryption,
)
from livret_core.openid4vci.key_proof import KeyProof, check_batch
from livret_core.openid4vci.nonce import NonceResponse
from livret_core.openid4vci.notification import Notification
from livret_core.openid4vci.offer import CredentialOffer, PreAuthorizedGrant, TransactionCode
from livret_core.openid4vci.token import PreAuthorizedRequest, TokenResponse, parse_token_request

Lie: TypeAlias = Literal[
    "other_issuer",  # its metadata speaks for another
    "other_server",  # its server's metadata speaks for another
    "redirect",  # every endpoint leads elsewhere
    "unbound_token",  # a token that is bound to nothing, for a DPoP proof
    "foreign_key",  # copies bound to somebody else's key
    "one_key",  # all copies bound to the first key
    "more_copies",  # more copies than keys
    "in_clear",  # an answer in clear where it published encryption
    "other_transaction",  # puts off again under another name
    "nonce_without_end",  # asks for another DPoP nonce each time
    "busy",  # cannot answer
]
Sign: TypeAlias = Callable[[Sequence[PublicKey]], Sequence[str]]

PIN: Final = "402719"
CODE: Final = "SplxlOBeZQQYbYS6WxSbIA"
ATTEMPTS: Final = 3

_THIEF: Final = P256Signer.from_seed(bytes(range(48)))
_ELSEWHERE: Final = "https://elsewhere.test/"


@final
@dataclass(frozen=True, slots=True)
class Said:
    """An answer of the town hall."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@final
class LyingIssuer:
    """One town hall, one type, one offer.

    Attributes:
        asked: method and address of everything that was asked, in order.
        told: what wallets said of deliveries.
        attempts_left: at the PIN.
        is_ready: whether what was put off can be had.
        has_newer: whether a refresh token leads to something newer.
    """

    def __init__(
        self,
        url: str,
        vct: str,
        sign: Sign,
        *,
        clock: Callable[[], int],
        lies: Collection[Lie] = (),
        needs_pin: bool = True,
        takes_dpop: bool = True,
        puts_off: bool = False,
        encrypts: bool = False,
        batch_size: int = 10,
        dating: Dating | None = None,
        announce: Callable[[IssuerMetadata], str] | None = None,
    ) -> None:
        """Open at *url*, for *vct*; *dating* dates what is delivered, *announce* signs metadata."""
        kind = catalogue.find(vct)
        self.issuer: Final = CredentialIssuer.parse(url)
        self.id = configuration_id(kind, "did")
        self.lies: Final[set[Lie]] = set(lies)
        self.asked: Final[list[str]] = []
        self.told: Final[list[Notification]] = []
        self.attempts_left = ATTEMPTS
        self.is_ready = False
        self.has_newer = False
        self.dating = dating
        self.announce = announce
        self._sign, self._clock = sign, clock
        self._puts_off, self._needs_pin = puts_off, needs_pin
        self._numbers = itertools.count(1)
        self._bound_to: str | None = None
        self._token = self._refresh = ""
        self._nonces: set[str] = set()
        self._dpop_nonce = "dpop-0"
        self._answered: dict[bytes, IssuedResponse] = {}
        self._is_redeemed = False
        self._waiting: tuple[PublicKey, ...] = ()
        self._key: Final = P256Agreement.from_seed(bytes(range(1, 49)))
        key = EncryptionKey(self._key.public_key, "town")
        encryption = RequestEncryption((key,), ("A128GCM", "A256GCM"), is_required=encrypts)
        self.metadata = IssuerMetadata(
            issuer=self.issuer,
            credential_endpoint=self.at("/credential"),
            configurations=MappingProxyType({self.id: configuration_of(kind, "did")}),
            nonce_endpoint=self.at("/nonce"),
            deferred_endpoint=self.at("/deferred"),
            notification_endpoint=self.at("/notification"),
            request_encryption=encryption,
            response_encryption=OfferedEncryption(is_required=encrypts),
            batch_size=batch_size,
            names=MappingProxyType({"fr": "Ville de Verneuil", "en": "Town of Verneuil"}),
        )
        self.server: Final = AuthorizationServer(
            issuer=self.issuer.uri,
            token_endpoint=self.at("/token"),
            grants=(PRE_AUTHORIZED, REFRESH),
            takes_anonymous=True,
            dpop_algorithms=("ES256",) if takes_dpop else (),
        )

    def at(self, path: str) -> HttpsUri:
        """Give the address of one of its endpoints."""
        return HttpsUri.parse(f"{self.issuer.text}{path}")

    @property
    def offer(self) -> CredentialOffer:
        """What it offers."""
        pin = TransactionCode("numeric", len(PIN)) if self._needs_pin else None
        return CredentialOffer(self.issuer, (self.id,), PreAuthorizedGrant(CODE, pin))

    def answer(self, method: str, uri: str, headers: Mapping[str, str], body: bytes) -> Said:
        """Answer one request; names of headers in lower case."""
        self.asked.append(f"{method} {uri}")
        at_server = well_known.inserted(self.issuer.uri, well_known.AUTHORIZATION_SERVER).text
        if "busy" in self.lies:
            return Said(503)
        if "redirect" in self.lies and method == "POST":
            return Said(307, headers={"location": _ELSEWHERE})
        if uri == self.issuer.metadata_uri.text:
            if self.announce is not None and "application/jwt" in headers.get("accept", ""):
                return Said(200, self.announce(self.metadata).encode(), "application/jwt")
            return self._document(self.metadata.format(), "credential_issuer", "other_issuer")
        if uri == at_server:
            return self._document(self.server.format(), "issuer", "other_server")
        path = uri.removeprefix(self.issuer.text)
        if path.startswith("/o/"):
            return Said(200, self.offer.format())
        stage: Stage = "token" if path == "/token" else "credential"
        try:
            return self._posted(path, headers, body)
        except LivretError as error:
            nonce = {"dpop-nonce": self._dpop_nonce}
            if path != "/token" and error.code.partition(".")[0] in {"access", "dpop"}:
                refused = challenge(error, algorithms=("ES256",))
                shown = {"www-authenticate": refused.headers[0], **nonce}
                return Said(refused.status, headers=shown)
            wire = wire_error(error, stage)
            return Said(wire.status, wire.response.format(), headers=nonce)

    def _document(self, members: JsonObject, name: str, lie: Lie) -> Said:
        if lie in self.lies:
            members = {**members, name: "https://somebody.test/else"}
        return Said(200, json_encoding.format(members))

    def _posted(self, path: str, headers: Mapping[str, str], body: bytes) -> Said:
        if path == "/nonce":
            nonce = f"c-{next(self._numbers)}"
            self._nonces.add(nonce)
            return Said(200, NonceResponse(nonce).format())
        if path == "/token":
            return self._tokens(headers, body)
        self._check_token(path, headers)
        if path == "/credential":
            return self._credential(headers, body)
        if path == "/deferred":
            return self._deferred(headers, body)
        if path == "/notification":
            self.told.append(Notification.parse(body))
            return Said(204, content_type="")
        if path == "/dating":
            if self.dating is None:
                return Said(202, b'{"interval":300}')
            return Said(200, self.dating.format())
        return Said(404)

    def _tokens(self, headers: Mapping[str, str], body: bytes) -> Said:
        shown = self._shown("/token", headers, None)
        asked = parse_token_request(body)
        if isinstance(asked, PreAuthorizedRequest):
            self._redeem(asked)
        elif not self._refresh or asked.refresh_token != self._refresh:
            raise Refused("token.refresh")
        elif self.has_newer:
            self._answered.clear()
        number = next(self._numbers)
        self._token, self._refresh = f"access-{number}", f"refresh-{number}"
        self._bound_to = None if shown is None else shown.thumbprint
        scheme: Literal["DPoP", "Bearer"] = "Bearer" if shown is None else "DPoP"
        if "unbound_token" in self.lies:
            scheme = "Bearer"
        given = TokenResponse(self._token, scheme, 900, self._refresh)
        return Said(200, given.format(), headers={"dpop-nonce": self._dpop_nonce})

    def _redeem(self, asked: PreAuthorizedRequest) -> None:
        if asked.code != CODE or self._is_redeemed:
            raise Refused("token.code")
        if self._needs_pin:
            if not self.attempts_left:
                raise Refused("pickup.blocked")
            if asked.tx_code is None:
                raise Refused("token.tx_code_missing")
            if asked.tx_code != PIN:
                self.attempts_left -= 1
                if not self.attempts_left:
                    raise Refused("pickup.blocked")
                raise Refused("token.tx_code", attempts_left=self.attempts_left)
        self._is_redeemed = True

    def _credential(self, headers: Mapping[str, str], body: bytes) -> Said:
        raw, was_encrypted = self._read(headers, body)
        request = CredentialRequest.parse(raw)
        granted = Granted((self.id,))
        check_request(request, granted, self.metadata, was_encrypted=was_encrypted)
        again = self._answered.get(b"".join(one.encode() for one in request.proofs))
        if again is not None:
            return self._say(again.format(), 200, request)
        if self._answered:
            raise Refused("issuance.denied")
        proofs = tuple(map(KeyProof.parse, request.proofs))
        keys = check_batch(
            proofs, audience=self.issuer.text, nonces=self._nonces, now_s=self._clock()
        )
        self._nonces -= {proof.nonce or "" for proof in proofs}
        publics = tuple(key.key for key in keys)
        if self._puts_off and not self.is_ready:
            self._waiting = publics
            return self._say(DeferredResponse("t-1", 5).format(), 202, request)
        response = self._issue(publics)
        self._answered[b"".join(one.encode() for one in request.proofs)] = response
        return self._say(response.format(), 200, request)

    def _deferred(self, headers: Mapping[str, str], body: bytes) -> Said:
        raw, _ = self._read(headers, body)
        request = DeferredRequest.parse(raw)
        if request.transaction_id != "t-1" or not self._waiting:
            raise Refused("issuance.transaction")
        if not self.is_ready:
            name = "t-2" if "other_transaction" in self.lies else "t-1"
            return self._say(DeferredResponse(name, 5).format(), 202, request)
        return self._say(self._issue(self._waiting).format(), 200, request)

    def _issue(self, keys: Sequence[PublicKey]) -> IssuedResponse:
        if "foreign_key" in self.lies:
            keys = [_THIEF.public_key] * len(keys)
        if "one_key" in self.lies:
            keys = [keys[0]] * len(keys)
        if "more_copies" in self.lies:
            keys = [*keys, keys[0]]
        return IssuedResponse(tuple(self._sign(keys)), "n-1")

    def _read(self, headers: Mapping[str, str], body: bytes) -> tuple[bytes, bool]:
        if headers.get("content-type") != "application/jwt":
            return body, False
        return decrypt_request(body, {"town": self._key}), True

    def _say(self, body: bytes, status: int, asked: CredentialRequest | DeferredRequest) -> Said:
        headers = {"dpop-nonce": self._dpop_nonce}
        if asked.response_encryption is None or "in_clear" in self.lies:
            return Said(status, body, headers=headers)
        sealed = asked.response_encryption.encrypt(body).encode()
        CompactJwe.parse(sealed.decode(), max_bytes=2 * limits.ISSUED_BYTES)
        return Said(status, sealed, "application/jwt", headers)

    def _check_token(self, path: str, headers: Mapping[str, str]) -> None:
        shown = ShownToken.parse([headers["authorization"]] if "authorization" in headers else [])
        if shown.text != self._token:
            raise Refused("access.invalid")
        shown.check_bound(self._shown(path, headers, shown.text), self._bound_to)

    def _shown(self, path: str, headers: Mapping[str, str], token: str | None) -> DpopProof | None:
        if "dpop" not in headers:
            return None
        proof = verify_proof(
            headers["dpop"],
            method="POST",
            uri=self.at(path),
            now_s=self._clock(),
            access_token=token,
        )
        if "nonce_without_end" in self.lies:
            self._dpop_nonce = f"dpop-{next(self._numbers)}"
        if proof.nonce != self._dpop_nonce:
            raise Refused("dpop.nonce")
        return proof

    def forget_token(self) -> None:
        """Let the access token be over."""
        self._token = ""

    def forget_nonces(self) -> None:
        """Let every nonce for key proofs be over."""
        self._nonces.clear()
