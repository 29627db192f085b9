"""Encrypting a request or a response beyond TLS (OpenID4VCI 1.0 §10).

EncryptionKey        a key somebody published to encrypt to; it must say its ``alg``
ResponseEncryption   what a wallet asks for: a key of its own and a cipher
encrypt, decrypt     a JSON message as compact JWE, ``kid`` echoed, never compressed
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import jwe, limits
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.jwe import ALGORITHM, ENCRYPTIONS, CompactJwe, Encryption
from livret_core.keys import P256Agreement, P256PublicKey, jwk

MEDIA_TYPE: Final = "application/jwt"

_MAX_KID: Final = 256


@final
@dataclass(frozen=True, slots=True)
class EncryptionKey:
    """A P-256 key to encrypt to, for ``ECDH-ES``.

    Attributes:
        key: the public half.
        kid: its name, which whoever encrypts repeats; None when it has none.
    """

    key: P256PublicKey
    kid: str | None = None

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read a JWK that says for itself which algorithm it is for.

        Raises:
            MalformedInput: ``key.malformed``, ``key.private``.
        """
        if not isinstance(value, dict) or value.get("alg") != ALGORITHM:
            raise MalformedInput("key.malformed", "`alg` is not ECDH-ES")
        kid = value.get("kid")
        if not isinstance(kid, str | None) or (kid is not None and not 0 < len(kid) <= _MAX_KID):
            raise MalformedInput("key.malformed", "`kid` is not a short text")
        return cls(jwk.parse_agreement(value), kid)

    def format(self) -> JsonObject:
        """Write the JWK."""
        members = jwk.format_public(self.key) | {"use": "enc", "alg": ALGORITHM}
        return members if self.kid is None else members | {"kid": self.kid}


@final
@dataclass(frozen=True, slots=True)
class ResponseEncryption:
    """The ``credential_response_encryption`` of a request (§8.2)."""

    key: EncryptionKey
    enc: Encryption

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read what a wallet asks for.

        Raises:
            Refused: ``issuance.encryption`` for a key without ``alg`` or of another kind,
                a cipher livret does not write, or compression.
        """
        if not isinstance(value, dict):
            raise Refused("issuance.encryption", "not an object")
        if "zip" in value:
            raise Refused("issuance.encryption", "compression")
        enc = next((known for known in ENCRYPTIONS if value.get("enc") == known), None)
        if enc is None:
            raise Refused("issuance.encryption", "`enc` is not one livret writes")
        try:
            return cls(EncryptionKey.parse(value.get("jwk")), enc)
        except LivretError as error:
            raise Refused("issuance.encryption", error.code) from None

    def format(self) -> JsonObject:
        """Write the object; ``alg`` is for issuers of the drafts, which looked for it here."""
        return {"jwk": self.key.format(), "alg": ALGORITHM, "enc": self.enc}

    def encrypt(self, message: bytes) -> str:
        """Encrypt a response for the wallet that asked."""
        return encrypt(message, self.key, enc=self.enc)


def encrypt(message: bytes, recipient: EncryptionKey, *, enc: Encryption) -> str:
    """Encrypt a JSON message; the body of an ``application/jwt``."""
    return jwe.encrypt(message, recipient.key, enc=enc, kid=recipient.kid)


def decrypt_request(body: bytes, keys: Mapping[str, P256Agreement]) -> bytes:
    """Decrypt what a wallet sent to one of the issuer's published keys.

    Args:
        body: of the HTTP request.
        keys: the private halves, by the ``kid`` they were published under.

    Raises:
        Refused: ``issuance.encryption``, whatever is wrong with it: for none of the
            keys, without its name, compressed, altered.
    """
    try:
        token = CompactJwe.parse(_text(body), max_bytes=2 * limits.ISSUANCE_BYTES)
        key = keys.get(token.kid or "")
        if key is None:
            raise Refused("jwe.other_key")
        return token.decrypt(key, kid=token.kid)
    except LivretError as error:
        raise Refused("issuance.encryption", error.code) from None


def decrypt_response(
    body: bytes, key: P256Agreement, asked: ResponseEncryption, *, max_bytes: int
) -> bytes:
    """Decrypt what an issuer sent to the key a wallet made for this answer.

    Raises:
        Refused: ``received.unencrypted`` when it is in clear, in another cipher than was
            asked for, to another key, or without that key's name.
    """
    encryptions: Collection[Encryption] = (asked.enc,)
    try:
        token = CompactJwe.parse(_text(body), max_bytes=max_bytes, encryptions=encryptions)
        if token.kid != asked.key.kid:
            raise Refused("jwe.other_key")
        return token.decrypt(key, kid=token.kid)
    except LivretError as error:
        raise Refused("received.unencrypted", error.code) from None


def _text(body: bytes) -> str:
    try:
        return body.decode("ascii")
    except UnicodeDecodeError:
        raise MalformedInput("jwe.malformed", "not ASCII") from None
