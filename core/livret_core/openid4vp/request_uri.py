"""How a wallet is called (OpenID4VP 1.0 §5.4, §5.7, §9; RFC 9101 §5): a link, or a QR code of it.

    openid4vp://?client_id=…&request_uri=…&request_uri_method=post    where the request lies
    openid4vp://?client_id=…&request=…                                the request object itself
    openid4vp://?client_id=redirect_uri%3A…&response_uri=…&nonce=…    its parameters, unsigned

Whoever made the link chose every word of it. What it says beside the request object is
used to fetch that and then held against it; nothing of it is asked or answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, Self, TypeAlias, final

from livret_core import limits
from livret_core.encoding import form
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.jws import CompactJws
from livret_core.openid4vp import client_id as clients
from livret_core.openid4vp.client_id import ClientId
from livret_core.openid4vp.request_members import read_client

Method: TypeAlias = Literal["get", "post"]

SCHEMES: Final = ("openid4vp", "haip-vp")
REQUEST_OBJECT: Final = "application/oauth-authz-req+jwt"

_MAX_BYTES: Final = 64 << 10
_MOVED: Final = range(300, 400)
#: A service that is there says that this request is not, or not for who asks. Ours says 400 of all.
GONE: Final = frozenset({400, 403, 404, 410})


@final
@dataclass(frozen=True, slots=True)
class ByReference:
    """The request object is to be fetched.

    Attributes:
        client_id: of whom it is said to be; a client that can sign.
        request_uri: where it lies, on the client's host if the identifier names one.
        method: ``post`` when the service wants to hear what the wallet can do, and a wallet
            can bind what it gets to its own nonce.
    """

    client_id: str
    request_uri: HttpsUri
    method: Method = "get"

    def format(self, scheme: str = SCHEMES[0]) -> str:
        """Write the link, short enough for a QR code."""
        fields = {"client_id": self.client_id, "request_uri": self.request_uri.text}
        if self.method != "get":
            fields["request_uri_method"] = self.method
        return _link(scheme, fields)


@final
@dataclass(frozen=True, slots=True)
class ByValue:
    """The request object is in the link. Not yet parsed."""

    client_id: str
    request: str

    def format(self, scheme: str = SCHEMES[0]) -> str:
        """Write the link."""
        return _link(scheme, {"client_id": self.client_id, "request": self.request})


@final
@dataclass(frozen=True, slots=True)
class Inline:
    """The parameters themselves are in the link, unsigned."""

    parameters: Mapping[str, str]

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Self:
        """Take the parameters of an unsigned request."""
        return cls(MappingProxyType(dict(parameters)))

    def format(self, scheme: str = SCHEMES[0]) -> str:
        """Write the link."""
        return _link(scheme, self.parameters)


Invocation: TypeAlias = ByReference | ByValue | Inline


def parse(text: str) -> Invocation:
    """Read the link that calls a wallet.

    Any ``https`` link will do as well as ``openid4vp:`` and ``haip-vp:``: who owns its host
    has no say in what is asked.

    Raises:
        MalformedInput: ``request.malformed``, ``input.too_large``, ``input.form``,
            ``input.https_uri`` (also for a ``request_uri`` of http).
        Refused: ``request.unsupported`` for another scheme or client identifier prefix,
            ``request.uri_method``, ``request.other_host``, ``request.client_id`` for a
            client that cannot sign what would be fetched.
    """
    if len(text) > _MAX_BYTES:
        raise MalformedInput("input.too_large", max_bytes=_MAX_BYTES)
    scheme, colon, rest = text.partition(":")
    if not colon or scheme.lower() not in {*SCHEMES, "https"}:
        raise Refused("request.unsupported", "a link of another scheme")
    _, mark, query = rest.partition("?")
    if not mark or "#" in rest:
        raise MalformedInput("request.malformed", "a link without parameters, or with a fragment")
    fields = form.parse(query, max_bytes=_MAX_BYTES)
    client_id = fields.get("client_id", "")
    if not 0 < len(client_id) <= limits.URI_CHARS:
        raise MalformedInput("request.malformed", "`client_id` is not a short text")
    method = _method(fields)
    match "request" in fields, "request_uri" in fields:
        case True, True:
            raise MalformedInput("request.malformed", "both `request` and `request_uri`")
        case True, False:
            return ByValue(client_id, fields["request"])
        case False, True:
            uri = HttpsUri.parse(fields["request_uri"])
            clients.check_request_uri(clients.parse(client_id), uri)
            return ByReference(client_id, uri, method)
    return Inline.of(fields)


def read_fetched(status: int, content_type: str, body: bytes) -> str:
    """Read what a ``request_uri`` answered: the request object, still to be verified.

    Args:
        status: of HTTP. A redirect is not followed: it would show what the wallet sent to
            a host that nobody checked (OpenID4VP 1.0 §14).
        content_type: as the header has it.
        body: at most 64 KiB.

    Raises:
        MalformedInput: ``request.malformed``, ``input.too_large``.
        Refused: ``request.redirected``; ``request.gone`` where the service says that there is
            no such request, or none any more.
        Unavailable: ``request.unavailable`` for any other status than 200.
    """
    if status in _MOVED:
        raise Refused("request.redirected")
    if status in GONE:
        raise Refused("request.gone", f"status {status}")
    if status != 200:
        raise Unavailable("request.unavailable", f"status {status}")
    if content_type.partition(";")[0].strip().lower() != REQUEST_OBJECT:
        raise MalformedInput("request.malformed", "not of the type of a request object")
    if len(body) > _MAX_BYTES:
        raise MalformedInput("input.too_large", max_bytes=_MAX_BYTES)
    if not body.isascii():
        raise MalformedInput("request.malformed", "not ASCII")
    return body.decode("ascii").strip()


def client_of(request: str) -> ClientId:
    """Say who a request object claims to be of, to look up its keys; **nothing is verified**.

    Raises:
        MalformedInput, Refused: as reading a compact JWS, and as
            :func:`livret_core.openid4vp.client_id.parse`.
    """
    return read_client(CompactJws.parse(request, max_bytes=_MAX_BYTES).payload_object())


def _method(fields: Mapping[str, str]) -> Method:
    match fields.get("request_uri_method"):
        case None:
            return "get"
        case _ if "request_uri" not in fields:
            raise MalformedInput("request.malformed", "`request_uri_method` without `request_uri`")
        case "get" | "post" as method:
            return method
    raise Refused("request.uri_method")


def _link(scheme: str, fields: Mapping[str, str]) -> str:
    if scheme not in SCHEMES:
        raise ValueError("not a scheme that wallets are called by")
    return f"{scheme}://?{form.format(fields)}"
