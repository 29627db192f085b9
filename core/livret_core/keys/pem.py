"""Keys in PEM: PKCS #8 for private, SubjectPublicKeyInfo for public (RFC 7468), by jwcrypto.

For keys that come from or go to other tools. livret's own files are sealed, see
:mod:`livret_core.sealing`.
"""

from typing import TYPE_CHECKING, Any, Final

from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.keys import jwk
from livret_core.keys.ed25519 import Ed25519Signer
from livret_core.keys.p256 import P256Signer
from livret_core.keys.protocol import PublicKey

if TYPE_CHECKING:
    from jwcrypto.jwk import JWK

_MAX_BYTES: Final = 16 << 10


def parse_private(pem: bytes, passphrase: bytes | None = None) -> P256Signer | Ed25519Signer:
    """Read a private key.

    Args:
        pem: one PEM block, PKCS #8 or SEC 1.
        passphrase: of an encrypted block; must be ``None`` for one in clear.

    Raises:
        MalformedInput: ``input.too_large``, or ``key.malformed`` for anything else than
            a P-256 or Ed25519 private key, or a wrong passphrase.
    """
    found = _load(pem, passphrase)
    if not found.has_private:
        raise MalformedInput("key.malformed", "a public key where a private one is meant")
    return jwk.parse_private(_members(found, private=True))


def parse_public(pem: bytes) -> PublicKey:
    """Read a public key; never the public half of a private one, nor a certificate's.

    Raises:
        MalformedInput: ``input.too_large``, ``key.private`` or ``key.malformed``.
        Refused: ``key.weak``.
    """
    if b"PRIVATE KEY" in pem[:_MAX_BYTES]:
        raise MalformedInput("key.private")
    if b"BEGIN PUBLIC KEY" not in pem[:_MAX_BYTES]:
        raise MalformedInput("key.malformed", "not a PEM public key")
    return jwk.parse_public(_members(_load(pem, None), private=False))


def format_private(signer: P256Signer | Ed25519Signer, passphrase: bytes | None) -> bytes:
    """Write a private key, encrypted unless *passphrase* is ``None``."""
    if passphrase == b"":
        raise ValueError("an empty passphrase protects nothing")
    key = _jwcrypto_key(jwk.format_private(signer))
    pem: bytes = key.export_to_pem(private_key=True, password=passphrase)
    return pem


def format_public(key: PublicKey) -> bytes:
    """Write a public key."""
    pem: bytes = _jwcrypto_key(jwk.format_public(key)).export_to_pem()
    return pem


def _jwcrypto_key(members: json_encoding.JsonObject) -> "JWK":
    from jwcrypto.jwk import JWK

    return JWK(**members)


def _load(pem: bytes, passphrase: bytes | None) -> "JWK":
    from cryptography.exceptions import UnsupportedAlgorithm
    from jwcrypto.common import JWException
    from jwcrypto.jwk import JWK

    if len(pem) > _MAX_BYTES:
        raise MalformedInput("input.too_large", max_bytes=_MAX_BYTES)
    try:
        return JWK.from_pem(pem, password=passphrase)
    except (ValueError, TypeError, JWException, UnsupportedAlgorithm):
        # A wrong passphrase, an unknown curve and noise are told apart by nobody's tools.
        raise MalformedInput("key.malformed", "not a PEM key of this kind") from None


def _members(key: "JWK", *, private: bool) -> json_encoding.JsonObject:
    members: dict[str, Any] = key.export(private_key=private, as_dict=True)
    members.pop("kid", None)
    return members
