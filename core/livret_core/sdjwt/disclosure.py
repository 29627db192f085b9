"""One disclosure and its digest (RFC 9901 §4.2)."""

import hashlib
from typing import Final, NamedTuple, Self

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused

HASH_ALGORITHM: Final = "sha-256"
SALT_BYTES: Final = 16  # RFC 9901 §9.3: 128 bits

# `_sd_alg` steers the reader too, and some readers drop it from wherever it stands.
RESERVED_NAMES: Final = frozenset({"_sd", "_sd_alg", "..."})


class Disclosure(NamedTuple):
    """What one disclosure says. ``name`` is None for an array element."""

    salt: str
    name: str | None
    value: JsonValue

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a disclosure: an array of exactly 3 elements, or 2 for an array element.

        Raises:
            MalformedInput: ``sdjwt.disclosure_shape``, ``input.base64url`` or
                ``input.json`` and its kin.
            Refused: ``sdjwt.reserved_name`` for a claim named ``_sd``, ``_sd_alg`` or
                ``...``.
        """
        elements = json_encoding.parse(base64url.decode(text))
        if not isinstance(elements, list):
            raise MalformedInput("sdjwt.disclosure_shape", "not an array")
        if len(elements) == 3:
            salt, name, value = elements
            if isinstance(salt, str) and isinstance(name, str):
                if name in RESERVED_NAMES:
                    raise Refused("sdjwt.reserved_name", "a disclosed claim named like a control")
                return cls(salt, name, value)
        elif len(elements) == 2:
            salt, value = elements
            if isinstance(salt, str):
                return cls(salt, None, value)
        raise MalformedInput("sdjwt.disclosure_shape", f"{len(elements)} elements, or a wrong type")


def format_disclosure(salt: bytes, name: str | None, value: object) -> bytes:
    """Write a disclosure as it travels: base64url of the JSON array."""
    text = base64url.encode(salt)
    return base64url.encode_bytes(
        json_encoding.format((text, value) if name is None else (text, name, value))
    )


def digest(disclosure: bytes) -> str:
    """Hash a disclosure **as it stands** (RFC 9901 §4.2.3), never its JSON written anew."""
    return base64url.encode(hashlib.sha256(disclosure).digest())
