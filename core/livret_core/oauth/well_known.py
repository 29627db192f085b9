"""Where an issuer and its authorization server publish what they say of themselves.

https://h/tenant  →  https://h/.well-known/NAME/tenant    (RFC 8414 §3.1, OpenID4VCI 1.0 §12.2.2)
                  →  https://h/tenant/.well-known/NAME    (older wallets; served, never asked)
"""

from typing import Final, Literal, TypeAlias

from livret_core.https_uri import HttpsUri

WellKnown: TypeAlias = Literal["openid-credential-issuer", "oauth-authorization-server"]

CREDENTIAL_ISSUER: Final[WellKnown] = "openid-credential-issuer"
AUTHORIZATION_SERVER: Final[WellKnown] = "oauth-authorization-server"

_SCHEME: Final = "https://"


def inserted(identifier: HttpsUri, name: WellKnown) -> HttpsUri:
    """Name the document with the well-known part between host and path.

    Raises:
        MalformedInput: ``input.too_large`` when that makes it too long.
    """
    authority, slash, path = identifier.text.removeprefix(_SCHEME).partition("/")
    ending = f"/{path.rstrip('/')}" if slash and path.rstrip("/") else ""
    return HttpsUri.parse(f"{_SCHEME}{authority}/.well-known/{name}{ending}")


def appended(identifier: HttpsUri, name: WellKnown) -> HttpsUri:
    """Name the document as drafts before 1.0 did; errors as :func:`inserted`."""
    return HttpsUri.parse(f"{identifier.text.rstrip('/')}/.well-known/{name}")
