"""Compact JWE (RFC 7516), ``ECDH-ES`` on P-256 with AES-GCM: what strangers send, read strictly.

One way to agree on a key, two ciphers, no compression, an ephemeral key that is on the curve: the
header is held to that, and then `cryptography` agrees, derives and opens. jwcrypto knows nineteen
algorithms, three of which let a stranger choose how much work a decryption is, it inflates, and
took four times as long; what livret itself encrypts, it writes (docs/adr/0019-opening-a-jwe.md).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, Self, TypeAlias, final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import P256Agreement, P256PublicKey, jwk

Encryption: TypeAlias = Literal["A128GCM", "A256GCM"]

ALGORITHM: Final = "ECDH-ES"
ENCRYPTIONS: Final[tuple[Encryption, ...]] = ("A128GCM", "A256GCM")

_KEY_BYTES: Final[Mapping[Encryption, int]] = {"A128GCM": 16, "A256GCM": 32}
_IV_BYTES: Final = 12
_TAG_BYTES: Final = 16
# `zip` inflates, `crit` changes the rules, the others bring or fetch a key.
_NEVER: Final = frozenset({"zip", "crit", "jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "p2c"})
_EPK_MEMBERS: Final = frozenset({"kty", "crv", "x", "y"})


@final
@dataclass(frozen=True, slots=True)
class CompactJwe:
    """A compact JWE that is well formed and of an algorithm livret reads. Not yet decrypted.

    Attributes:
        header: the protected header.
        enc: the content encryption.
        kid: which key the sender says he encrypted to, if he does.
        apu: ``apu`` decoded, empty when absent.
        apv: ``apv`` decoded, empty when absent.
        ephemeral: the sender's key for this JWE alone.
        iv: 12 octets.
        sealed: the ciphertext, and the tag of 16 octets behind it.
        protected: the header as it was sent, which the tag covers too.
    """

    header: Mapping[str, JsonValue]
    enc: Encryption
    kid: str | None
    apu: bytes
    apv: bytes
    ephemeral: P256PublicKey
    iv: bytes
    sealed: bytes
    protected: bytes

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        max_bytes: int = limits.JWE_BYTES,
        encryptions: Collection[Encryption] = ENCRYPTIONS,
    ) -> Self:
        """Read five segments, and a header in which nothing is left to the library.

        Args:
            text: ``header..iv.ciphertext.tag``, each in base64url.
            max_bytes: cap on *text*.
            encryptions: the ``enc`` values accepted.

        Raises:
            MalformedInput: ``input.*``, ``jwe.malformed``, ``jwe.header``, or
                ``key.malformed`` / ``key.private`` for ``epk``.
            Refused: ``jwe.parameter`` or ``jwe.algorithm``.
        """
        if len(text) > max_bytes:
            raise MalformedInput("input.too_large", max_bytes=max_bytes)
        segments = text.split(".", 5)
        if len(segments) != 5 or not text.isascii() or text.startswith("{"):
            raise MalformedInput("jwe.malformed", "not five segments of ASCII")
        header = json_encoding.parse_object(
            base64url.decode(segments[0]), max_bytes=limits.JOSE_HEADER_BYTES
        )
        enc = _check_algorithms(header, encryptions)
        if segments[1]:
            raise MalformedInput("jwe.malformed", "an encrypted key where none is used")
        iv, ciphertext, tag = (base64url.decode(segment) for segment in segments[2:])
        if len(iv) != _IV_BYTES or len(tag) != _TAG_BYTES:
            raise MalformedInput("jwe.malformed", "nonce or tag of the wrong length")
        kid = header.get("kid")
        if not isinstance(kid, str | None):
            raise MalformedInput("jwe.header", "`kid` is not text")
        return cls(
            MappingProxyType(header),
            enc,
            kid,
            _party(header, "apu"),
            _party(header, "apv"),
            _parse_ephemeral_key(header.get("epk")),
            iv,
            ciphertext + tag,
            segments[0].encode("ascii"),
        )

    def decrypt(self, key: P256Agreement, *, kid: str | None = None) -> bytes:
        """Decrypt with *key*.

        Args:
            key: the recipient's.
            kid: the name *key* was published under; a JWE that names another is refused,
                one that names none is tried.

        Raises:
            Refused: ``jwe.other_key`` or ``jwe.decryption``, also for empty content.
        """
        if kid is not None and self.kid is not None and self.kid != kid:
            raise Refused("jwe.other_key")
        content_key = key.agree(self.ephemeral, about=self._about_key(), size=_KEY_BYTES[self.enc])
        try:
            plaintext = AESGCM(content_key).decrypt(self.iv, self.sealed, self.protected)
        except InvalidTag:
            raise Refused("jwe.decryption") from None
        if not plaintext:
            raise Refused("jwe.decryption")
        return plaintext

    def _about_key(self) -> bytes:
        """Say what the agreed key is for, and between whom (RFC 7518 §4.6.2)."""
        told = (self.enc.encode("ascii"), self.apu, self.apv)
        said = b"".join(len(each).to_bytes(4) + each for each in told)
        return said + (8 * _KEY_BYTES[self.enc]).to_bytes(4)


def encrypt(
    plaintext: bytes,
    recipient: P256PublicKey,
    *,
    enc: Encryption = "A256GCM",
    kid: str | None = None,
    apu: bytes = b"",
    apv: bytes = b"",
    cty: str | None = None,
) -> str:
    """Encrypt to one recipient, with a fresh ephemeral key, as compact JWE.

    Args:
        plaintext: not empty.
        recipient: see :func:`livret_core.keys.jwk.parse_agreement`.
        enc: the content encryption the recipient asked for.
        kid: the recipient's name for its key.
        apu: about the sender, bound to the agreed key.
        apv: about the recipient, bound to the agreed key.
        cty: media type of *plaintext*.
    """
    from jwcrypto.jwe import JWE
    from jwcrypto.jwk import JWK

    if not plaintext or enc not in ENCRYPTIONS:
        raise ValueError("needs content and one of the encryptions livret writes")
    header: dict[str, str] = {"alg": ALGORITHM, "enc": enc}
    if kid is not None:
        header["kid"] = kid
    if apu:
        header["apu"] = base64url.encode(apu)
    if apv:
        header["apv"] = base64url.encode(apv)
    if cty is not None:
        header["cty"] = cty
    sealed: Any = JWE(plaintext, protected=header, algs=[ALGORITHM, enc])
    sealed.add_recipient(JWK(**jwk.format_public(recipient)))
    text: str = sealed.serialize(compact=True)
    return text


def _check_algorithms(header: JsonObject, encryptions: Collection[Encryption]) -> Encryption:
    if not _NEVER.isdisjoint(header):
        raise Refused("jwe.parameter", "zip, crit, or a key of the sender's choosing")
    algorithm, enc = header.get("alg"), header.get("enc")
    if not isinstance(algorithm, str) or not isinstance(enc, str):
        raise MalformedInput("jwe.header", "`alg` or `enc` is not text")
    if algorithm != ALGORITHM:
        raise Refused("jwe.algorithm", "`alg` is not ECDH-ES")
    for known in ENCRYPTIONS:
        if enc == known and known in encryptions:
            return known
    raise Refused("jwe.algorithm", "`enc` is not among those allowed")


def _parse_ephemeral_key(epk: JsonValue) -> P256PublicKey:
    if not isinstance(epk, dict):
        raise MalformedInput("jwe.header", "`epk` is not an object")
    key = jwk.parse_agreement(epk)
    # What else stands there another reader may follow.
    if epk.keys() != _EPK_MEMBERS:
        raise MalformedInput("jwe.header", "`epk` has members besides the point")
    return key


def _party(header: JsonObject, name: str) -> bytes:
    value = header.get(name, "")
    if not isinstance(value, str):
        raise MalformedInput("jwe.header", f"`{name}` is not text")
    return base64url.decode(value)
