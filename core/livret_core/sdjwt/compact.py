"""The text of an SD-JWT or SD-JWT+KB (RFC 9901 §4)."""

import hashlib
from collections.abc import Iterable
from typing import Self, final

import msgspec

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.errors import MalformedInput


@final
class SdJwt(msgspec.Struct, frozen=True):
    """The parts between the tildes, as text. Nothing in it is verified.

    Attributes:
        issuer_jwt: the issuer-signed JWT, a compact JWS.
        disclosures: base64url texts, in the order given.
        kb_jwt: the key binding JWT, a compact JWS, or None.
    """

    issuer_jwt: str
    disclosures: tuple[str, ...]
    kb_jwt: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``JWT~D1~…~Dn~`` or ``JWT~D1~…~Dn~KB-JWT``.

        An SD-JWT without key binding ends in exactly one tilde; an empty part
        anywhere else is refused, since it would change what ``sd_hash`` covers.

        Raises:
            MalformedInput: ``input.too_large`` or ``sdjwt.malformed``.
        """
        if len(text) > limits.SD_JWT_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.SD_JWT_BYTES)
        if not text.isascii():
            raise MalformedInput("sdjwt.malformed", "not ASCII")
        first, *rest = text.split("~")
        if not rest or not first:
            raise MalformedInput("sdjwt.malformed", "no tilde, or nothing before it")
        *disclosures, last = rest
        if len(disclosures) > limits.DISCLOSURES:
            raise MalformedInput("sdjwt.malformed", "too many disclosures")
        if not all(disclosures):
            raise MalformedInput("sdjwt.malformed", "an empty disclosure")
        return cls(first, tuple(disclosures), last or None)

    def format(self) -> str:
        """Write it in compact form; the inverse of :meth:`parse`."""
        return self.bound_part() + (self.kb_jwt or "")

    def bound_part(self) -> str:
        """``JWT~D1~…~Dn~``: what ``sd_hash`` is taken over (RFC 9901 §4.3.1)."""
        return "~".join((self.issuer_jwt, *self.disclosures, ""))

    def sd_hash(self) -> str:
        """The digest a KB-JWT must carry, base64url."""
        return base64url.encode(hashlib.sha256(self.bound_part().encode("ascii")).digest())

    def showing(self, indexes: Iterable[int]) -> "SdJwt":
        """The same SD-JWT with only some disclosures and without key binding."""
        kept = sorted(set(indexes))
        return SdJwt(self.issuer_jwt, tuple(self.disclosures[index] for index in kept))
