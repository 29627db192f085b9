"""What an authorization server publishes of itself (RFC 8414, OpenID4VCI 1.0 §12.3)."""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.oauth import members as read

PRE_AUTHORIZED: Final = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
REFRESH: Final = "refresh_token"
AUTHORIZATION_CODE: Final = "authorization_code"
# RFC 8414 §2: what a server takes that does not say.
_DEFAULT_GRANTS: Final = (AUTHORIZATION_CODE, "implicit")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationServer:
    """The metadata of one authorization server; what livret does not use is left out.

    Attributes:
        issuer: its identifier.
        token_endpoint: where codes become tokens; None for one that gives none.
        grants: the grant types it takes.
        takes_anonymous: whether a pre-authorized code needs no ``client_id``.
        dpop_algorithms: with which a DPoP proof may be signed; empty when it takes none.
        details_types: ``authorization_details`` types it knows.
        authorization_endpoint, pushed_requests_endpoint: for the authorization code flow.
        client_authentication: methods at the token endpoint.
        code_challenges: PKCE methods.
    """

    issuer: HttpsUri
    token_endpoint: HttpsUri | None = None
    grants: tuple[str, ...] = _DEFAULT_GRANTS
    takes_anonymous: bool = False
    dpop_algorithms: tuple[str, ...] = ()
    details_types: tuple[str, ...] = ()
    authorization_endpoint: HttpsUri | None = None
    pushed_requests_endpoint: HttpsUri | None = None
    client_authentication: tuple[str, ...] = ()
    code_challenges: tuple[str, ...] = ()

    @classmethod
    def parse(cls, raw: bytes, *, issuer: HttpsUri) -> Self:
        """Read the document that was fetched for *issuer*.

        Raises:
            Refused: ``metadata.other_issuer`` when it is another's (RFC 8414 §3.3).
            MalformedInput: ``metadata.malformed``, ``input.https_uri``, or what reading
                JSON raises.
        """
        found = json_encoding.parse_object(raw)
        if found.get("issuer") != issuer.text:
            raise Refused("metadata.other_issuer")
        return cls(
            issuer=issuer,
            token_endpoint=read.uri(found, "token_endpoint"),
            grants=read.names(found, "grant_types_supported") or _DEFAULT_GRANTS,
            takes_anonymous=read.flag(
                found, "pre-authorized_grant_anonymous_access_supported", default=False
            ),
            dpop_algorithms=read.names(found, "dpop_signing_alg_values_supported"),
            details_types=read.names(found, "authorization_details_types_supported"),
            authorization_endpoint=read.uri(found, "authorization_endpoint"),
            pushed_requests_endpoint=read.uri(found, "pushed_authorization_request_endpoint"),
            client_authentication=read.names(found, "token_endpoint_auth_methods_supported"),
            code_challenges=read.names(found, "code_challenge_methods_supported"),
        )

    def format(self) -> JsonObject:
        """Write the document; the inverse of :meth:`parse`."""
        return read.present(
            {
                "issuer": self.issuer.text,
                "token_endpoint": _text(self.token_endpoint),
                "grant_types_supported": self.grants,
                "pre-authorized_grant_anonymous_access_supported": self.takes_anonymous,
                "dpop_signing_alg_values_supported": self.dpop_algorithms,
                "authorization_details_types_supported": self.details_types,
                "authorization_endpoint": _text(self.authorization_endpoint),
                "pushed_authorization_request_endpoint": _text(self.pushed_requests_endpoint),
                "token_endpoint_auth_methods_supported": self.client_authentication,
                "code_challenge_methods_supported": self.code_challenges,
            }
        )

    def check_takes_offer(self) -> HttpsUri:
        """Check that a pre-authorized code can be brought here without a client of one's own.

        Returns:
            The token endpoint.

        Raises:
            Refused: ``offer.unsupported``, ``token.client``.
        """
        if PRE_AUTHORIZED not in self.grants or self.token_endpoint is None:
            raise Refused("offer.unsupported", "the server takes no pre-authorized code")
        if not self.takes_anonymous:
            raise Refused("token.client", "the server takes no wallet it does not know")
        return self.token_endpoint


def _text(uri: HttpsUri | None) -> str | None:
    return None if uri is None else uri.text
