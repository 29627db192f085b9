"""A request under a code that is typed: what a QR code says, for those without a camera. Pure.

    pool.example/pool/r/7KQ2-M9TD-4F6V      typed; the code in any case, with any separator
    {"request": "openid4vp://?client_id=…&request_uri=…"}    what lies there: the link in the QR code

This is no part of OpenID4VP. What the address gives is a link like any other, and its request
lies, or is answered, on the host that was typed: nobody else's.
"""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp import request_uri
from livret_core.openid4vp.request_uri import GONE, SCHEMES, ByReference, Inline, Invocation
from livret_core.short_code import ShortCode, check_not_alone

#: Behind a service's address, and before the code.
REQUESTS: Final = "r"
MAX_BYTES: Final = 16 << 10

_JSON: Final = "application/json"
_MOVED: Final = range(300, 400)
_TYPED: Final = re.compile(
    r"(?:[Hh][Tt][Tt][Pp][Ss]://)?([^/\s?#]+\.[^/\s?#]+(?:/[^/\s?#]+)*)/r/([^/?#]{8,24})"
)


def is_request(typed: str) -> bool:
    """Say whether what was typed is meant for a request, right or wrong in itself.

    An ``https`` link may be of anything, and is none here.
    """
    text = typed.strip()
    return text.partition(":")[0].lower() in SCHEMES or _TYPED.fullmatch(text) is not None


@final
@dataclass(frozen=True, slots=True)
class TypedRequest:
    """An address with a code, as somebody typed it; the code is right in itself."""

    uri: HttpsUri

    @classmethod
    def parse(cls, typed: str) -> Self | None:
        """Read what was typed; None for what is no such address at all.

        Raises:
            MalformedInput: ``code.alone`` for a code without an address, ``code.mistyped``,
                ``input.https_uri``.
        """
        check_not_alone(typed)
        match = _TYPED.fullmatch(typed.strip()) if len(typed) <= limits.URI_CHARS else None
        if match is None:
            return None
        code = ShortCode.parse(match[2])
        return cls(HttpsUri.parse(f"https://{match[1]}/{REQUESTS}/{code.text}"))

    def read(self, status: int, content_type: str, body: bytes) -> Invocation:
        """Read what the address answered.

        Raises:
            Refused: ``request.redirected``, ``request.gone``; ``request.other_host`` for a
                request that lies, or is answered, elsewhere; as :func:`request_uri.parse`.
            MalformedInput: ``request.malformed``, and as there.
            Unavailable: ``request.unavailable``.
        """
        if status in _MOVED:
            raise Refused("request.redirected")
        if status in GONE:
            raise Refused("request.gone", f"status {status}")
        if status != 200:
            raise Unavailable("request.unavailable", f"status {status}")
        if content_type.partition(";")[0].strip().lower() != _JSON or len(body) > MAX_BYTES:
            raise MalformedInput("request.malformed", "not the JSON of a request's link")
        link = json_encoding.parse_object(body).get("request")
        if not isinstance(link, str) or not link.startswith(tuple(f"{one}:" for one in SCHEMES)):
            raise MalformedInput("request.malformed", "`request` is not a link that calls a wallet")
        found = request_uri.parse(link)
        leads_to = _leads_to(found)
        if (leads_to.host, leads_to.port) != (self.uri.host, self.uri.port):
            raise Refused("request.other_host", "not the host that was typed")
        return found


def format_link(link: str) -> bytes:
    """Write what lies under a code."""
    return json_encoding.format({"request": link})


def _leads_to(found: Invocation) -> HttpsUri:
    match found:
        case ByReference():
            return found.request_uri
        case Inline():
            return HttpsUri.parse(found.parameters.get("response_uri", ""))
    raise Refused("request.unsupported", "a request that names no host")
