"""JSON Web Keys (RFC 7517) of the two key types, strictly.

A holder's key arrives inside every presentation, so reading a public JWK must be
strict and cheap, and is done here, and so are thumbprints; PEM is
:mod:`livret_core.keys.pem`.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256
from typing import Final

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.keys.agreement import ALGORITHM
from livret_core.keys.ed25519 import SEED_BYTES, Ed25519PublicKey, Ed25519Signer
from livret_core.keys.p256 import P256PublicKey, P256Signer
from livret_core.keys.protocol import PublicKey

_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_REMOTE: Final = frozenset({"x5u", "jku"})
_AGREEMENT: Final = frozenset({ALGORITHM})
_AGREEING: Final = frozenset({"deriveKey", "deriveBits"})


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
    if len(jwk) > (4 if isinstance(key, P256PublicKey) else 3):
        _check_intent(jwk, use="sig", operations={"verify"}, algorithms=key.algorithm.read_as)
    return key


def parse_agreement(jwk: Mapping[str, JsonValue]) -> P256PublicKey:
    """Read a public key to encrypt to (``ECDH-ES`` on P-256): a verifier's, or an ``epk``.

    Raises:
        MalformedInput: as :func:`parse_public`, for encrypting.
    """
    if not _PRIVATE.isdisjoint(jwk):
        raise MalformedInput("key.private")
    if (jwk.get("kty"), jwk.get("crv")) != ("EC", "P-256"):
        raise MalformedInput("key.malformed", "not a P-256 key")
    # A browser exports the public half of such a key with no operation at all.
    if jwk.get("key_ops") == []:
        jwk = {name: value for name, value in jwk.items() if name != "key_ops"}
    _check_intent(jwk, use="enc", operations=_AGREEING, algorithms=_AGREEMENT)
    return P256PublicKey.from_coordinates(_octets(jwk, "x"), _octets(jwk, "y"))


def parse_private(jwk: Mapping[str, JsonValue]) -> P256Signer | Ed25519Signer:
    """Read a private signature key whose public half is its own.

    Raises:
        MalformedInput: ``key.malformed`` also when the halves differ.
        Refused: ``key.weak``.
    """
    if not _PRIVATE.isdisjoint(jwk.keys() - {"d"}):
        raise MalformedInput("key.malformed", "not a P-256 or Ed25519 key")
    key = parse_public({name: jwk[name] for name in jwk if name not in {"d", "key_ops"}})
    _check_intent(jwk, use="sig", operations={"sign"}, algorithms=key.algorithm.read_as)
    secret = _octets(jwk, "d")
    if isinstance(key, P256PublicKey):
        signer: P256Signer | Ed25519Signer = P256Signer.from_scalar_bytes(secret)
    elif len(secret) != SEED_BYTES:
        raise MalformedInput("key.malformed", "an Ed25519 seed has 32 bytes")
    else:
        signer = Ed25519Signer.from_seed(secret)
    if signer.public_key != key:
        raise MalformedInput("key.malformed", "private and public halves differ")
    return signer


def format_private(signer: P256Signer | Ed25519Signer) -> JsonObject:
    """Write a private signature key. For sealing; never for a log."""
    secret = signer.scalar_bytes if isinstance(signer, P256Signer) else signer.seed
    return {**format_public(signer.public_key), "d": base64url.encode(secret)}


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
    # A server does this for each request; by jwcrypto it took as long as half a signature.
    return base64url.encode(sha256(json_encoding.format(format_public(key))).digest())


def _octets(jwk: Mapping[str, JsonValue], member: str) -> bytes:
    value = jwk.get(member)
    if not isinstance(value, str):
        raise MalformedInput("key.malformed", f"`{member}` missing or not text")
    return base64url.decode(value)


def _check_intent(
    jwk: Mapping[str, JsonValue],
    *,
    use: str,
    operations: AbstractSet[str],
    algorithms: AbstractSet[str],
) -> None:
    if not _REMOTE.isdisjoint(jwk):
        raise MalformedInput("key.malformed", "points elsewhere")
    if jwk.get("use", use) != use:
        raise MalformedInput("key.malformed", f"`use` is not `{use}`")
    algorithm = jwk.get("alg")
    if algorithm is not None and not (isinstance(algorithm, str) and algorithm in algorithms):
        raise MalformedInput("key.malformed", "`alg` is not the key's")
    stated = jwk.get("key_ops")
    if stated is not None and not (
        isinstance(stated, list) and any(one in operations for one in stated if type(one) is str)
    ):
        raise MalformedInput("key.malformed", "`key_ops` speaks against this use")
