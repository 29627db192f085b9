"""An absolute https URI that names a host: where an issuer, a list or a service says it lives."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import MalformedInput

# RFC 3986, narrowed to what may be fetched or compared safely: lower-case scheme, no
# userinfo, no fragment, no percent-encoding in the host. Readers disagree on each.
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PATH_CHARS: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
_QUERY_CHARS: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_HTTPS: Final = re.compile(
    rf"https://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[1-9][0-9]{{0,4}}))?"
    rf"(?:/{_PATH_CHARS})?(?:\?{_QUERY_CHARS})?"
)
# A last label of digits or hexadecimal makes URL parsers read the host as an IPv4
# address, in spellings that no allow-list foresees (WHATWG URL §3.5).
_NUMERIC: Final = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
# Segments that clients resolve and servers decode, each in its own order: a URI would
# begin with a trusted prefix and lead elsewhere.
_LEADS_ELSEWHERE: Final = re.compile(r"/(?:\.|%2[Ee]){1,2}(?![^/])|%(?:2[Ff]|5[Cc]|00)")


@final
@dataclass(frozen=True, slots=True)
class HttpsUri:
    """An https URI with a host name, without userinfo and fragment.

    Attributes:
        text: as received; two URIs are the same when the text is.
        host: lower case.
        port: 443 when the text names none.
    """

    text: str
    host: str
    port: int

    @classmethod
    @lru_cache(maxsize=1024)  # one list is named by every credential it speaks for
    def parse(cls, text: str) -> Self:
        """Read an https URI.

        Raises:
            MalformedInput: ``input.too_large`` or ``input.https_uri``, also for an IP
                address in any spelling, and for a path with ``.`` or ``..`` segments.
        """
        if len(text) > limits.URI_CHARS:
            raise MalformedInput("input.too_large", max_chars=limits.URI_CHARS)
        match = _HTTPS.fullmatch(text)
        if match is None:
            raise MalformedInput("input.https_uri")
        host, port = match["host"].lower(), int(match["port"] or 443)
        if len(host) > 253 or port > 65_535 or _NUMERIC.fullmatch(host.rpartition(".")[2]):
            raise MalformedInput("input.https_uri", "not a host name and port")
        if _LEADS_ELSEWHERE.search(text.partition("?")[0], len("https://") + len(host)):
            raise MalformedInput("input.https_uri", "a path with dots or hidden separators")
        return cls(text, host, port)
