"""The nonce endpoint's answer (OpenID4VCI 1.0 §7.2). How a nonce is made: :mod:`livret_core.oauth.server_nonce`."""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput

_MAX_BYTES: Final = 8 << 10
_NONCE: Final = re.compile(r"[\x21-\x7E]{1,1024}")


@final
@dataclass(frozen=True, slots=True)
class NonceResponse:
    """``{"c_nonce": …}``; no cache may keep it.

    Attributes:
        nonce: visible ASCII; what each key proof repeats.
    """

    nonce: str

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the answer; members livret does not know are ignored.

        Raises:
            MalformedInput: ``issuance.malformed``, or what reading JSON raises.
        """
        nonce = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES).get("c_nonce")
        if not isinstance(nonce, str) or not _NONCE.fullmatch(nonce):
            raise MalformedInput("issuance.malformed", "`c_nonce` is required")
        return cls(nonce)

    def format(self) -> bytes:
        """Write the answer; the inverse of :meth:`parse`."""
        return json_encoding.format({"c_nonce": self.nonce})
