"""The members of an Authorization Request, each by its own rule (OpenID4VP 1.0 §5)."""

import hmac
import re
from collections.abc import Collection, Mapping
from typing import Final, Literal, TypeAlias

from livret_core import limits
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp.client_id import ClientId, RedirectClient, check_response_uri
from livret_core.openid4vp.client_id import parse as parse_client
from livret_core.openid4vp.dcql.query import DcqlQuery

ResponseMode: TypeAlias = Literal["urn:livret:response-mode:file", "direct_post", "direct_post.jwt"]

# The answer is a file that the holder carries or sends himself.
RESPONSE_MODE_FILE: Final = "urn:livret:response-mode:file"
DIRECT_POST: Final = "direct_post"
DIRECT_POST_JWT: Final = "direct_post.jwt"
IN_FILE: Final[tuple[ResponseMode, ...]] = (RESPONSE_MODE_FILE,)
#: The modes in which an answer goes over the network.
POSTED: Final[tuple[ResponseMode, ...]] = (DIRECT_POST, DIRECT_POST_JWT)

# OpenID4VP 1.0 §5.2: nonce and state are ASCII URL-safe. In a file they are as long as
# ours; what other services post may be shorter.
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~-]{16,128}")
_ANY_TOKEN: Final = re.compile(r"[A-Za-z0-9._~-]{1,512}")


def read_client(claims: Mapping[str, JsonValue]) -> ClientId:
    """Read ``client_id``; errors as :func:`livret_core.openid4vp.client_id.parse`."""
    return parse_client(read_text(claims, "client_id", limits.URI_CHARS))


def read_mode(claims: Mapping[str, JsonValue], modes: Collection[ResponseMode]) -> ResponseMode:
    """Read how the answer is to be given, and check what must not stand beside it.

    Raises:
        MalformedInput: ``request.malformed``.
        Refused: ``request.unsupported`` for a response mode that is none of *modes*, or a
            ``scope`` in the place of a query.
    """
    if claims.get("response_type") != "vp_token":
        raise MalformedInput("request.malformed", "`response_type` is not vp_token")
    if "request" in claims or "request_uri" in claims:
        raise MalformedInput("request.malformed", "a request within a request (RFC 9101 §4)")
    if "scope" in claims:
        if "dcql_query" in claims:
            raise MalformedInput("request.malformed", "both `dcql_query` and `scope`")
        raise Refused("request.unsupported", "`scope` in the place of a query")
    stated = claims.get("response_mode")
    for mode in modes:
        if stated == mode:
            break
    else:
        raise Refused("request.unsupported", "response mode")
    if mode in POSTED and "redirect_uri" in claims:
        raise MalformedInput("request.malformed", "`redirect_uri` beside `response_uri`")
    return mode


def read_response_uri(client: ClientId, claims: Mapping[str, JsonValue]) -> HttpsUri:
    """Read where the answer is posted, and check that this is the client's to say.

    Raises:
        MalformedInput: ``request.malformed``, ``input.https_uri``.
        Refused: ``request.response_uri``.
    """
    if isinstance(client, RedirectClient) and "response_uri" not in claims:
        return client.uri  # §5.9.3: it may be left out
    uri = HttpsUri.parse(read_text(claims, "response_uri", limits.URI_CHARS))
    check_response_uri(client, uri)
    return uri


def read_metadata(claims: Mapping[str, JsonValue], *, is_needed: bool) -> JsonValue:
    """Give ``client_metadata``, or an empty one where it may be left out."""
    return claims.get("client_metadata", None if is_needed else {})


def read_query(claims: Mapping[str, JsonValue]) -> DcqlQuery:
    """Read ``dcql_query``; errors as :meth:`DcqlQuery.parse`, and when it is no object."""
    query = claims.get("dcql_query")
    if not isinstance(query, dict):
        raise MalformedInput("request.malformed", "`dcql_query` is not an object")
    return DcqlQuery.parse(query)


def check_wallet_nonce(claims: Mapping[str, JsonValue], sent: str | None) -> None:
    """Check that a request object was made for this asking (OpenID4VP 1.0 §5.10.1).

    One that repeats what this wallet never sent was made for somebody else's.

    Raises:
        Refused: ``request.wallet_nonce``.
    """
    found = claims.get("wallet_nonce")
    if found is None and sent is None:
        return
    if (
        not isinstance(found, str)
        or sent is None
        or not hmac.compare_digest(found.encode(), sent.encode())
    ):
        raise Refused("request.wallet_nonce")


def read_token(
    claims: Mapping[str, JsonValue], name: str, *, in_file: bool, is_needed: bool = True
) -> str:
    """Read ``nonce`` or ``state``; empty where it is left out and may be."""
    if not is_needed and name not in claims:
        return ""
    token = read_text(claims, name, 512)
    if not (_TOKEN if in_file else _ANY_TOKEN).fullmatch(token):
        raise MalformedInput("request.malformed", f"`{name}` is not URL-safe, or too short")
    return token


def read_text(claims: Mapping[str, JsonValue], name: str, most: int) -> str:
    """Read a text of 1 to *most* characters."""
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise MalformedInput("request.malformed", f"`{name}` is not a short text")
    return value


def read_seconds(claims: Mapping[str, JsonValue], name: str, default: int | None) -> int:
    """Read whole seconds since 1970; *default*, if there is one, where it is left out."""
    if name not in claims and default is not None:
        return default
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= limits.LATEST_S:
        raise MalformedInput("request.malformed", f"`{name}` is not in seconds")
    return value
