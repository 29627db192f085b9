"""The signed Authorization Request (OpenID4VP 1.0 §5, RFC 9101)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self, final

from livret_core import jws, limits
from livret_core.dids.jwk import DidJwk
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.jws import CompactJws
from livret_core.keys import PublicKey, Signer
from livret_core.openid4vp.dcql.query import DcqlQuery

TYP: Final = "oauth-authz-req+jwt"
AUDIENCE: Final = "https://self-issued.me/v2"  # OpenID4VP 1.0 §5.8: no wallet metadata known
CLIENT_ID_PREFIX: Final = "decentralized_identifier:"
# The answer is a file that the holder carries or sends himself.
RESPONSE_MODE_FILE: Final = "urn:livret:response-mode:file"

_MAX_BYTES: Final = 64 << 10
_MAX_NAME: Final = 128
_MAX_PURPOSE: Final = 512
# OpenID4VP 1.0 §5.2: nonce and state are ASCII URL-safe.
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~-]{16,128}")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")


@final
@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What a service asks, of whom and for what; signed with the key its name commits to.

    Attributes:
        client_id: the service's full identifier, prefix included; ``aud`` of the answer.
        nonce: fresh for this request; the answer repeats it.
        state: names this request among the service's own.
        query: what is asked for.
        service: the name the service gives itself. **Its own word**: the signature
            shows only that the same key said it.
        purposes: why it asks, by language, in its own words.
        issued_at_s, expires_at_s: seconds since 1970.
    """

    client_id: str
    nonce: str
    state: str
    query: DcqlQuery
    service: str
    issued_at_s: int
    expires_at_s: int
    purposes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def verify(cls, text: str, *, now_s: int) -> Self:
        """Read a request and verify it under the key that its ``client_id`` is made of.

        Raises:
            MalformedInput: ``request.malformed``, or what the layers below find.
            Refused: ``request.unsupported`` for another client identifier prefix or
                response mode, ``request.signature``, ``request.expired``,
                ``request.ahead``, ``jws.type``, ``jws.algorithm``, ``jws.parameter``.
        """
        token = CompactJws.parse(text, max_bytes=_MAX_BYTES)
        token.check_header(typ=TYP, algorithms=("ES256", "Ed25519", "EdDSA"))
        claims = token.payload_object()
        client_id = _text(claims, "client_id", _MAX_BYTES)
        key = client_key(client_id)
        if token.header.get("kid") != f"{client_id.removeprefix(CLIENT_ID_PREFIX)}#0":
            raise Refused("request.signature", "`kid` is not under `client_id`")
        try:
            token.verify(key)
        except Refused as error:
            raise Refused("request.signature", error.code) from None
        request = cls._read(client_id, claims)
        if now_s >= request.expires_at_s:
            raise Refused("request.expired", expired_at_s=request.expires_at_s, now_s=now_s)
        if request.issued_at_s > now_s + 60:
            raise Refused("request.ahead", issued_at_s=request.issued_at_s, now_s=now_s)
        return request

    @classmethod
    def _read(cls, client_id: str, claims: JsonObject) -> Self:
        if claims.get("response_type") != "vp_token" or claims.get("aud") != AUDIENCE:
            raise MalformedInput("request.malformed", "`response_type` or `aud`")
        if claims.get("iss", client_id) != client_id:
            raise MalformedInput("request.malformed", "`iss` is not `client_id`")
        if claims.get("response_mode") != RESPONSE_MODE_FILE:
            raise Refused("request.unsupported", "response mode")
        nonce, state = _text(claims, "nonce", 128), _text(claims, "state", 128)
        if not (_TOKEN.fullmatch(nonce) and _TOKEN.fullmatch(state)):
            raise MalformedInput("request.malformed", "`nonce` or `state`")
        query = claims.get("dcql_query")
        metadata = claims.get("client_metadata")
        if not isinstance(query, dict) or not isinstance(metadata, dict):
            raise MalformedInput("request.malformed", "`dcql_query` or `client_metadata`")
        return cls(
            client_id,
            nonce,
            state,
            DcqlQuery.parse(query),
            _text(metadata, "client_name", _MAX_NAME),
            _seconds(claims, "iat"),
            _seconds(claims, "exp"),
            _purposes(metadata.get("purpose", {})),
        )

    def sign(self, signer: Signer) -> str:
        """Write and sign the request; *signer* must hold the key ``client_id`` is made of."""
        if client_key(self.client_id) != signer.public_key:
            raise Refused("request.signature", "another key than `client_id` is made of")
        payload: JsonObject = {
            "client_id": self.client_id,
            "iss": self.client_id,
            "aud": AUDIENCE,
            "response_type": "vp_token",
            "response_mode": RESPONSE_MODE_FILE,
            "nonce": self.nonce,
            "state": self.state,
            "iat": self.issued_at_s,
            "exp": self.expires_at_s,
            "dcql_query": self.query.format(),
            "client_metadata": {
                "client_name": self.service,
                "purpose": dict(self.purposes),
            },
        }
        kid = f"{self.client_id.removeprefix(CLIENT_ID_PREFIX)}#0"
        return jws.sign({"typ": TYP, "kid": kid}, json_encoding.format(payload), signer)


def client_id_of(key: PublicKey) -> str:
    """The client identifier that commits to *key*: its did:jwk, prefixed."""
    return CLIENT_ID_PREFIX + DidJwk.of(key).did


def client_key(client_id: str) -> PublicKey:
    """Read the key out of a client identifier.

    Raises:
        Refused: ``request.unsupported`` for another prefix or DID method.
    """
    did = client_id.removeprefix(CLIENT_ID_PREFIX)
    if did == client_id or not did.startswith("did:jwk:"):
        raise Refused("request.unsupported", "client identifier other than a did:jwk")
    return DidJwk.parse(did).key


def _text(claims: Mapping[str, JsonValue], name: str, most: int) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise MalformedInput("request.malformed", f"`{name}` is not a short text")
    return value


def _seconds(claims: Mapping[str, JsonValue], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= limits.LATEST_S:
        raise MalformedInput("request.malformed", f"`{name}` is not in seconds")
    return value


def _purposes(value: JsonValue) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise MalformedInput("request.malformed", "`purpose` is not an object")
    for language, text in value.items():
        if not _LANGUAGE.fullmatch(language) or not isinstance(text, str):
            raise MalformedInput("request.malformed", "`purpose` is not text by language")
        if len(text) > _MAX_PURPOSE:
            raise MalformedInput("request.malformed", "`purpose` is too long")
    return MappingProxyType({language: str(text) for language, text in value.items()})
