"""The Authorization Request (OpenID4VP 1.0 §5): signed as an object (RFC 9101), or not at all.

Of a signed request only what is inside the object counts. An unsigned one is read under
``redirect_uri:`` alone, where the answer can go nowhere but to the name that asks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self, final

from livret_core import jws, limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.jws import CompactJws
from livret_core.keys import Signer
from livret_core.openid4vp import client_id as clients
from livret_core.openid4vp import request_members as members
from livret_core.openid4vp import transaction_data as transactions
from livret_core.openid4vp import verifier_info as attestations
from livret_core.openid4vp.client_id import NOBODY, ClientId, KnownClients, RedirectClient
from livret_core.openid4vp.client_metadata import (
    ISSUER_ALGORITHMS,
    ClientMetadata,
    ResponseEncryption,
)
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request_members import (
    DIRECT_POST_JWT,
    IN_FILE,
    POSTED,
    RESPONSE_MODE_FILE,
    ResponseMode,
)
from livret_core.openid4vp.transaction_data import TransactionData, TransactionType
from livret_core.openid4vp.verifier_info import VerifierInfo

if TYPE_CHECKING:
    from livret_core.x509 import CertificateChain

TYP: Final = "oauth-authz-req+jwt"
ALGORITHMS: Final = ("ES256", "Ed25519", "EdDSA")
AUDIENCE: Final = "https://self-issued.me/v2"  # OpenID4VP 1.0 §5.8: no wallet's issuer is known
_MAX_BYTES: Final = 64 << 10
_OPEN_S: Final = 600  # a request that does not say when it ends
_AHEAD_S: Final = 60
# What a link holds as JSON in a text, and what only an object holds.
_IN_JSON: Final = ("dcql_query", "client_metadata", "transaction_data", "verifier_info")
_IN_OBJECT: Final = frozenset({"iss", "aud", "iat", "exp", "wallet_nonce"})


@final
@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What a service asks, of whom and for what, and where the answer goes.

    Attributes:
        client_id: the service's full identifier, prefix included; ``aud`` of the answer.
        nonce: fresh for this request; the answer repeats it.
        state: names this request among the service's own; empty for one without.
        query: the credentials and the claims asked for.
        service: the name the service gives itself. **Its own word**: the signature
            shows only that the same key said it. Empty when it gives none.
        issued_at_s, expires_at_s: seconds since 1970. One that does not say is made when
            it is read, and open for ten minutes.
        purposes: why it asks, by language, in its own words.
        response_mode: how the answer is given.
        response_uri: where it is posted; None in a file.
        encryption: what it is encrypted to; None where it is not.
        issuer_algorithms: under which the service reads an issuer's signature.
        transaction_data: what the holder agrees to by answering.
        verifier_info: what others attest about the service, unverified.
        wallet_nonce: what the wallet sent with its asking for the request object.
        hosts: that a certificate is for, as its authority verified them; empty where none speaks,
            or names one.
        subject: what a certificate without hosts calls the service, RFC 4514, unverified.
        retention_s: how long the service keeps what it is shown, by its own word; None where
            it does not say.
    """

    client_id: str
    nonce: str
    state: str
    query: DcqlQuery
    service: str
    issued_at_s: int
    expires_at_s: int
    purposes: Mapping[str, str] = field(default_factory=dict)
    response_mode: ResponseMode = RESPONSE_MODE_FILE
    response_uri: HttpsUri | None = None
    encryption: ResponseEncryption | None = None
    issuer_algorithms: tuple[str, ...] = ISSUER_ALGORITHMS
    transaction_data: tuple[TransactionData, ...] = ()
    verifier_info: tuple[VerifierInfo, ...] = ()
    wallet_nonce: str | None = None
    hosts: tuple[str, ...] = field(default=(), compare=False)
    subject: str = field(default="", compare=False)
    retention_s: int | None = None

    @classmethod
    def verify(
        cls,
        text: str,
        *,
        now_s: int,
        modes: Collection[ResponseMode] = IN_FILE,
        known: KnownClients = NOBODY,
        client_id: str | None = None,
        request_uri: HttpsUri | None = None,
        wallet_nonce: str | None = None,
        transaction_types: Collection[TransactionType] = (),
    ) -> Self:
        """Read a request object and verify it under the key its ``client_id`` stands for.

        Args:
            text: a compact JWS.
            now_s: seconds since 1970.
            modes: in which the reader can answer. A request that wants its answer posted
                is no request for a file, and the reverse.
            known: what to believe of certificates and of DIDs other than did:jwk.
            client_id: the one in the link that led here, if one did.
            request_uri: where the object was fetched from, if it was. Services in use
                write it as ``aud``, where the standard has a constant.
            wallet_nonce: what was posted to have the object, if something was.
            transaction_types: those that the holder can be shown.

        Raises:
            MalformedInput: ``request.malformed``, or what the layers below find.
            Refused: ``request.unsupported``, ``request.signature``, ``request.client_id``,
                ``request.other_client``, ``request.wallet_nonce``,
                ``request.response_uri``, ``request.formats``, ``request.encryption``,
                ``request.transaction_data``, ``request.expired``, ``request.ahead``,
                ``x509.*``, ``jws.type``, ``jws.algorithm``, ``jws.parameter``.
            Unavailable: ``request.client_unknown``.
        """
        token = CompactJws.parse(text, max_bytes=_MAX_BYTES)
        claims = token.payload_object()
        client = members.read_client(claims)
        if client_id is not None and client_id != client.text:
            raise Refused("request.other_client")
        carries = () if isinstance(client, clients.DidClient) else ("x5c",)
        token.check_header(typ=TYP, algorithms=ALGORITHMS, may_carry=carries)
        signer = clients.signing_key(client, token.header, known, now_s=now_s)
        try:
            token.verify(signer.key)
        except Refused as error:
            raise Refused("request.signature", error.code) from None
        if claims.get("aud") not in (AUDIENCE, request_uri.text if request_uri else AUDIENCE):
            raise MalformedInput("request.malformed", "`aud`")
        members.check_wallet_nonce(claims, wallet_nonce)
        return cls._read(
            client,
            claims,
            now_s=now_s,
            modes=modes,
            types=transaction_types,
            signer=signer,
        )

    @classmethod
    def parse_unsigned(
        cls,
        parameters: Mapping[str, str],
        *,
        now_s: int,
        transaction_types: Collection[TransactionType] = (),
    ) -> Self:
        """Read a request whose parameters stand in a link (OpenID4VP 1.0 §5.4, first way).

        Raises:
            MalformedInput, Refused: as :meth:`verify`, and ``request.unsigned`` for a
                client that signs its requests.
        """
        claims: JsonObject = {
            name: value for name, value in parameters.items() if name not in _IN_OBJECT
        }
        client = members.read_client(claims)
        if not isinstance(client, RedirectClient):
            raise Refused("request.unsigned")
        for name in _IN_JSON:
            if name in parameters:
                claims[name] = json_encoding.parse(parameters[name], max_bytes=_MAX_BYTES)
        return cls._read(client, claims, now_s=now_s, modes=POSTED, types=transaction_types)

    @classmethod
    def _read(
        cls,
        client: ClientId,
        claims: JsonObject,
        *,
        now_s: int,
        modes: Collection[ResponseMode],
        types: Collection[TransactionType],
        signer: clients.ClientKey | None = None,
    ) -> Self:
        mode = members.read_mode(claims, modes)
        in_file = mode == RESPONSE_MODE_FILE
        query = members.read_query(claims)
        bound_ids = {one.id for one in query.credentials if one.require_holder_binding}
        has_unbound = len(bound_ids) < len(query.credentials)
        metadata = ClientMetadata.parse(members.read_metadata(claims, is_needed=in_file))
        if in_file and not metadata.name:
            raise MalformedInput("request.malformed", "`client_name`")
        is_encrypted = mode == DIRECT_POST_JWT
        if is_encrypted and metadata.encryption is None:
            raise Refused("request.encryption")
        issued_at_s = members.read_seconds(claims, "iat", None if in_file else now_s)
        open_until_s = None if in_file else min(now_s + _OPEN_S, limits.LATEST_S)
        request = cls(
            client.text,
            members.read_token(claims, "nonce", in_file=in_file),
            # Without key binding nothing else ties an answer to its request (§5.3).
            members.read_token(claims, "state", in_file=in_file, is_needed=in_file or has_unbound),
            query,
            metadata.name,
            issued_at_s,
            members.read_seconds(claims, "exp", open_until_s),
            metadata.purposes,
            mode,
            None if in_file else members.read_response_uri(client, claims),
            metadata.encryption if is_encrypted else None,
            metadata.issuer_algorithms,
            transactions.parse(claims["transaction_data"], types=types, bound_ids=bound_ids)
            if "transaction_data" in claims
            else (),
            attestations.parse(claims["verifier_info"]) if "verifier_info" in claims else (),
            members.read_text(claims, "wallet_nonce", 512) if "wallet_nonce" in claims else None,
            () if signer is None else signer.hosts,
            "" if signer is None else signer.subject,
            metadata.retention_s,
        )
        if now_s >= request.expires_at_s:
            raise Refused("request.expired", expired_at_s=request.expires_at_s, now_s=now_s)
        if request.issued_at_s > now_s + _AHEAD_S:
            raise Refused("request.ahead", issued_at_s=request.issued_at_s, now_s=now_s)
        return request

    @property
    def client(self) -> ClientId:
        """Who asks."""
        return clients.parse(self.client_id)

    @property
    def is_signed(self) -> bool:
        """Whether somebody stands for it with a key; else the answer's address is all there is."""
        return not isinstance(self.client, RedirectClient)

    def sign(
        self, signer: Signer, *, kid: str | None = None, chain: "CertificateChain | None" = None
    ) -> str:
        """Write and sign the request with a key that ``client_id`` stands for.

        Args:
            signer: holds it.
            kid: the DID URL of the key, for a did:webvh.
            chain: the certificate's, without the anchor, for ``x509_hash:`` and
                ``x509_san_dns:``.

        Raises:
            Refused: ``request.signature``, ``request.client_id``, ``x509.key``.
        """
        named = clients.check_signer(self.client, signer.public_key, kid=kid, chain=chain)
        # No `iss`: it would say the same, wallets must ignore it (§5), and some read a DID in it.
        payload: JsonObject = {"client_id": self.client_id, "aud": AUDIENCE}
        payload |= self._parameters()
        return jws.sign({"typ": TYP, **named}, json_encoding.format(payload), signer)

    def format_unsigned(self) -> dict[str, str]:
        """Write the parameters of a request that is not signed, for a link.

        Raises:
            Refused: ``request.unsigned``.
        """
        if self.is_signed:
            raise Refused("request.unsigned")
        written = {"client_id": self.client_id, **self._parameters()}
        return {
            name: value if isinstance(value, str) else json_encoding.format(value).decode()
            for name, value in written.items()
            if name not in _IN_OBJECT
        }

    def _parameters(self) -> JsonObject:
        in_file = self.response_mode == RESPONSE_MODE_FILE
        if in_file != (self.response_uri is None):
            raise ValueError("an answer that is posted goes somewhere, and a file nowhere")
        if (self.response_mode == DIRECT_POST_JWT) != (self.encryption is not None):
            raise ValueError("an answer is encrypted to a key, and only where it says so")
        metadata = ClientMetadata(
            self.service,
            self.purposes,
            self.issuer_algorithms,
            self.encryption,
            self.retention_s,
        )
        optional: dict[str, JsonValue] = {
            "response_uri": None if self.response_uri is None else self.response_uri.text,
            "transaction_data": transactions.format(self.transaction_data),
            "verifier_info": attestations.format(self.verifier_info),
            "wallet_nonce": self.wallet_nonce,
            "state": self.state,
        }
        return {
            "response_type": "vp_token",
            "response_mode": self.response_mode,
            "nonce": self.nonce,
            "iat": self.issued_at_s,
            "exp": self.expires_at_s,
            "dcql_query": self.query.format(),
            "client_metadata": metadata.format(with_formats=not in_file),
            **{name: value for name, value in optional.items() if value},
        }
