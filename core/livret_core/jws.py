"""Compact JWS (RFC 7515), strict before any cryptography.

Everything that could make two readers disagree is refused while it is still text:
three segments, canonical base64url, one member one value, a size cap. Then the
header: ``alg`` from an allow-list and the key's own, ``typ`` exactly the one
demanded, and no parameter that points elsewhere or changes what is signed.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Self, final

import msgspec

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import ALGORITHMS, PublicKey, Signer

# `crit` and `b64` change what is signed, `jku` and `x5u` fetch a key the sender
# chose, `zip` inflates. None has a use here; x5t pins a certificate we never hold.
_NEVER: Final = frozenset({"crit", "b64", "jku", "x5u", "zip", "x5t", "x5t#S256"})
# Parameters that carry a key or name one. Each use says which of them it reads.
_KEY_BEARING: Final = frozenset({"jwk", "x5c"})


@final
class CompactJws(msgspec.Struct, frozen=True):
    """A compact JWS that is well formed. Nothing in it is verified.

    Attributes:
        header: the protected header.
        payload: the octets that are signed.
        signature: as it stands, length not yet checked.
        signing_input: ``ASCII(header ‖ "." ‖ payload)`` as received.
    """

    header: Mapping[str, JsonValue]
    payload: bytes
    signature: bytes
    signing_input: bytes

    @classmethod
    def parse(cls, text: str | bytes, *, max_bytes: int = limits.JWS_BYTES) -> Self:
        """Read ``BASE64URL(header).BASE64URL(payload).BASE64URL(signature)``.

        Raises:
            MalformedInput: ``input.too_large``, ``jws.malformed`` (including the JSON
                serialisation), ``input.base64url``, ``input.json`` and its kin.
        """
        if len(text) > max_bytes:
            raise MalformedInput("input.too_large", max_bytes=max_bytes)
        try:
            raw = text.encode("ascii") if isinstance(text, str) else text
        except UnicodeEncodeError:
            raise MalformedInput("jws.malformed", "not ASCII") from None
        segments = raw.split(b".", 3)
        if len(segments) != 3 or raw.startswith(b"{"):
            raise MalformedInput("jws.malformed", "not three segments")
        return cls(
            _header(segments[0])
            if len(segments[0]) > _SHORT_HEADER
            else _remembered_header(segments[0]),
            base64url.decode(segments[1]),
            base64url.decode(segments[2]),
            raw[: -len(segments[2]) - 1],
        )

    def check_header(
        self,
        *,
        typ: str,
        algorithms: Collection[str],
        may_carry: Collection[str] = (),
    ) -> None:
        """Check what a signature cannot say for itself.

        Args:
            typ: the only ``typ`` accepted (RFC 8725 §3.11).
            algorithms: the ``alg`` values accepted (RFC 8725 §3.1).
            may_carry: which of ``jwk`` and ``x5c`` this use reads.

        Raises:
            MalformedInput: ``jws.header`` when ``alg``, ``typ`` or ``kid`` is mistyped.
            Refused: ``jws.parameter``, ``jws.algorithm`` or ``jws.type``.
        """
        header = self.header
        if not _NEVER.isdisjoint(header):
            raise Refused("jws.parameter", "crit, b64, jku, x5u, x5t or zip")
        if any(name in header and name not in may_carry for name in _KEY_BEARING):
            raise Refused("jws.parameter", "carries a key where none is read")
        algorithm = header.get("alg")
        found_typ = header.get("typ")
        if not isinstance(algorithm, str) or not isinstance(found_typ, str | None):
            raise MalformedInput("jws.header", "`alg` or `typ` is not text")
        if not isinstance(header.get("kid", ""), str):
            raise MalformedInput("jws.header", "`kid` is not text")
        if algorithm not in algorithms or algorithm not in ALGORITHMS:
            raise Refused("jws.algorithm", "not among those allowed")
        if found_typ != typ:
            raise Refused("jws.type", f"not {typ}")

    def verify(self, key: PublicKey) -> None:
        """Verify the signature with *key*, whose type fixes the algorithm.

        Raises:
            Refused: ``jws.algorithm`` when ``alg`` is not the key's own,
                ``jws.signature_length``, or ``jws.signature``.
        """
        algorithm = self.header.get("alg")
        if not isinstance(algorithm, str) or algorithm not in key.algorithm.read_as:
            raise Refused("jws.algorithm", "not the key's own")
        if len(self.signature) != key.algorithm.signature_bytes:
            raise Refused("jws.signature_length")
        if not key.verify(self.signing_input, self.signature):
            raise Refused("jws.signature")

    def payload_object(self, *, max_bytes: int = limits.JSON_BYTES) -> JsonObject:
        """Read the payload as a JSON object (a JWT Claims Set); errors as JSON parsing."""
        return json_encoding.parse_object(self.payload, max_bytes=max_bytes)


def _header(segment: bytes) -> Mapping[str, JsonValue]:
    header = json_encoding.parse_object(
        base64url.decode(segment), max_bytes=limits.JOSE_HEADER_BYTES
    )
    return MappingProxyType(header)


# All that one key signs carries one header, and a key binding's is always the same.
_SHORT_HEADER: Final = 512
_remembered_header: Final = lru_cache(maxsize=256)(_header)


def signing_input(header: Mapping[str, JsonValue], payload: bytes) -> bytes:
    """Write the octets a signer signs for *header* and *payload*."""
    return b".".join(
        (
            base64url.encode_bytes(json_encoding.format(header)),
            base64url.encode_bytes(payload),
        )
    )


def assemble(signing_input: bytes, signature: bytes) -> str:
    """Join what was signed and its signature into a compact JWS."""
    return (signing_input + b"." + base64url.encode_bytes(signature)).decode("ascii")


def sign(header: Mapping[str, JsonValue], payload: bytes, signer: Signer) -> str:
    """Sign *payload* as a compact JWS; ``alg`` is the key's, whatever *header* says."""
    octets = signing_input({**header, "alg": signer.algorithm.name}, payload)
    return assemble(octets, signer.sign(octets))
