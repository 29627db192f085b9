"""JSON Web Keys (RFC 7517): strict public keys by hand, the rest by jwcrypto.

A holder's key arrives inside every presentation, so reading a public JWK must be
strict and cheap, and is done here. Thumbprints and private keys are rare and go
through jwcrypto, imported when first used.
"""

from collections.abc import Mapping
from typing import Final

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.keys.ed25519 import Ed25519PublicKey
from livret_core.keys.p256 import P256PublicKey
from livret_core.keys.protocol import PublicKey

_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_REMOTE: Final = frozenset({"x5u", "jku"})


def parse_public(jwk: Mapping[str, JsonValue]) -> PublicKey:
    """Read a public signature key.

    Members livret does not know (``kid``, say) are ignored, as RFC 7517 §4 wants.

    Raises:
        MalformedInput: ``key.private`` when private members are there,
            ``key.malformed`` for another type, a missing or mis-sized member, a
            point off the curve, or a ``use``, ``alg`` or ``key_ops`` that speaks
            against verifying with it.
        Refused: ``key.weak`` for an Ed25519 key of small order.
    """
    if not _PRIVATE.isdisjoint(jwk):
        raise MalformedInput("key.private")
    match jwk.get("kty"), jwk.get("crv"):
        case "EC", "P-256":
            key: PublicKey = P256PublicKey.from_coordinates(_octets(jwk, "x"), _octets(jwk, "y"))
        case "OKP", "Ed25519":
            key = Ed25519PublicKey(_octets(jwk, "x"))
        case _:
            raise MalformedInput("key.malformed", "not a P-256 or Ed25519 key")
    if len(jwk) > 4:
        _check_intent(jwk, key)
    return key


def format_public(key: PublicKey) -> JsonObject:
    """Write a public key with its required members only, in RFC 7638's order."""
    if isinstance(key, P256PublicKey):
        return {
            "crv": "P-256",
            "kty": "EC",
            "x": base64url.encode(key.x),
            "y": base64url.encode(key.y),
        }
    return {"crv": "Ed25519", "kty": "OKP", "x": base64url.encode(key.raw)}


def thumbprint(key: PublicKey) -> str:
    """Compute the RFC 7638 SHA-256 thumbprint, base64url."""
    from jwcrypto.jwk import JWK

    result: str = JWK.from_json(json_encoding.format(format_public(key))).thumbprint()
    return result


def _octets(jwk: Mapping[str, JsonValue], member: str) -> bytes:
    value = jwk.get(member)
    if not isinstance(value, str):
        raise MalformedInput("key.malformed", f"`{member}` missing or not text")
    return base64url.decode(value)


def _check_intent(jwk: Mapping[str, JsonValue], key: PublicKey) -> None:
    if not _REMOTE.isdisjoint(jwk):
        raise MalformedInput("key.malformed", "points elsewhere")
    if jwk.get("use", "sig") != "sig":
        raise MalformedInput("key.malformed", "`use` is not `sig`")
    algorithm = jwk.get("alg")
    if algorithm is not None and algorithm not in key.algorithm.read_as:
        raise MalformedInput("key.malformed", "`alg` is not the key's")
    operations = jwk.get("key_ops")
    if operations is not None and not (isinstance(operations, list) and "verify" in operations):
        raise MalformedInput("key.malformed", "`key_ops` lacks `verify`")
