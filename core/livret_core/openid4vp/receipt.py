"""What a service says when an answer has reached it (OpenID4VP 1.0 §8.2, §13.3).

On one device the holder is sent back to the browser he came from, with a code that only
who sent the answer has. A browser that has not begun the visit, or comes without the code,
learns nothing: so nobody can have another person's answer counted as his own.
"""

import re
from dataclasses import dataclass
from typing import Final, Self, final
from urllib.parse import quote

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri

MEDIA_TYPE: Final = "application/json"

_MAX_BYTES: Final = 16 << 10
_FRAGMENT: Final = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
_MIN_CODE_CHARS: Final = 22  # 128 bits in base64url


@final
@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to an answer.

    Attributes:
        redirect_uri: where the holder's browser goes next, https; None when the visit goes
            on where it began, on another device.
    """

    redirect_uri: str | None = None

    @classmethod
    def to_browser(cls, page: HttpsUri, response_code: str) -> Self:
        """Send the holder back to *page*, with a code that is fresh and of 128 bits or more."""
        if len(response_code) < _MIN_CODE_CHARS:
            raise ValueError("a response code has 128 bits or more")
        joint = "&" if "?" in page.text else "?"
        return cls(f"{page.text}{joint}response_code={quote(response_code, safe='')}")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the JSON body of a 200; what livret does not know in it is ignored.

        Raises:
            MalformedInput: ``answer.receipt``, or what reading JSON raises. The answer has
                been delivered all the same.
        """
        members = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
        if "redirect_uri" not in members:
            return cls()
        match members["redirect_uri"]:
            case str(text) if len(text) <= limits.URI_CHARS:
                page, _, fragment = text.partition("#")
                try:
                    HttpsUri.parse(page)
                except MalformedInput:
                    raise MalformedInput("answer.receipt", "not an https page") from None
                if _FRAGMENT.fullmatch(fragment):
                    return cls(text)
        raise MalformedInput("answer.receipt", "`redirect_uri` is not a URI")

    def format(self) -> bytes:
        """Write the body; the inverse of :meth:`parse`."""
        if self.redirect_uri is None:
            return b"{}"
        return json_encoding.format({"redirect_uri": self.redirect_uri})
