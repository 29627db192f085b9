"""What a service says of itself in its request (``client_metadata``, OpenID4VP 1.0 §5.1, §11).

Its name and its reasons are its own word and are shown as such. The rest says how it can
be answered: in which formats, under which algorithms, encrypted to which key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self, final

from livret_core.credential.presentation import TYP as FORMAT
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.jwe import ALGORITHM, ENCRYPTIONS, Encryption
from livret_core.keys import P256PublicKey, jwk

#: Under which an issuer's signature is read, and a holder's made.
ISSUER_ALGORITHMS: Final = ("ES256", "Ed25519")
HOLDER_ALGORITHMS: Final = ("ES256",)

_MAX_NAME: Final = 128
_MAX_PURPOSE: Final = 512
_MAX_KEYS: Final = 16
# A hundred years: whoever keeps longer says nothing that helps anybody.
_MAX_RETENTION_S: Final = 100 * 366 * 86_400
_MAX_NAMES: Final = 32
_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_KID: Final = re.compile(r"[\x21-\x7e]{1,256}")
# What the standard says where the service says nothing (§5.1).
_DEFAULT_ENCRYPTIONS: Final = ("A128GCM",)


@final
@dataclass(frozen=True, slots=True)
class ResponseEncryption:
    """The key that the answer to one request is encrypted to.

    Attributes:
        key: P-256, for ``ECDH-ES``. Made for this request, where the service is careful.
        kid: its name, which the answer repeats.
        encryptions: content encryptions that the service reads and livret writes.
    """

    key: P256PublicKey
    kid: str
    encryptions: tuple[Encryption, ...] = ENCRYPTIONS

    @property
    def preferred(self) -> Encryption:
        """The one to use: ``A256GCM`` where there is a choice (HAIP 1.0 §5)."""
        return "A256GCM" if "A256GCM" in self.encryptions else self.encryptions[0]


@final
@dataclass(frozen=True, slots=True)
class ClientMetadata:
    """What livret reads of it. All else in it is left alone, as the standard wants.

    Attributes:
        name: what the service calls itself; empty when it does not say.
        purposes: why it asks, by language.
        issuer_algorithms: under which it reads an issuer's signature; ours where it says
            nothing.
        encryption: where to, and how, an answer can be encrypted, if it says.
        retention_s: how long it keeps what it is shown, in seconds; 0 for not at all, None
            where it does not say. Our own member, which others leave alone.
    """

    name: str = ""
    purposes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    issuer_algorithms: tuple[str, ...] = ISSUER_ALGORITHMS
    encryption: ResponseEncryption | None = None
    retention_s: int | None = None

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read ``client_metadata``.

        Raises:
            MalformedInput: ``request.malformed``, ``key.private``.
            Refused: ``request.formats`` when the service reads no SD-JWT VC, or none that
                a P-256 key is bound to.
        """
        if not isinstance(value, dict):
            raise MalformedInput("request.malformed", "`client_metadata` is not an object")
        name = value.get("client_name", "")
        if not isinstance(name, str) or len(name) > _MAX_NAME:
            raise MalformedInput("request.malformed", "`client_name` is not a short text")
        return cls(
            name,
            _purposes(value.get("purpose", {})),
            _issuer_algorithms(value),
            _encryption(value),
            _retention(value),
        )

    def format(self, *, with_formats: bool = True) -> JsonObject:
        """Write it; the inverse of :meth:`parse`.

        Args:
            with_formats: whether to say which formats are read, which wallets of other
                makers want to hear.
        """
        written: JsonObject = {"client_name": self.name, "purpose": dict(self.purposes)}
        if self.retention_s is not None:
            written["retention_s"] = self.retention_s
        if with_formats:
            written["vp_formats_supported"] = {
                FORMAT: {
                    "sd-jwt_alg_values": list(self.issuer_algorithms),
                    "kb-jwt_alg_values": list(HOLDER_ALGORITHMS),
                }
            }
        if self.encryption is not None:
            key = jwk.format_public(self.encryption.key)
            key |= {"use": "enc", "alg": ALGORITHM, "kid": self.encryption.kid}
            written["jwks"] = {"keys": [key]}
            written["encrypted_response_enc_values_supported"] = list(self.encryption.encryptions)
        return written


def _purposes(value: JsonValue) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise MalformedInput("request.malformed", "`purpose` is not an object")
    for language, text in value.items():
        if not _LANGUAGE.fullmatch(language) or not isinstance(text, str):
            raise MalformedInput("request.malformed", "`purpose` is not text by language")
        if len(text) > _MAX_PURPOSE:
            raise MalformedInput("request.malformed", "`purpose` is too long")
    return MappingProxyType({language: str(text) for language, text in value.items()})


def _retention(metadata: JsonObject) -> int | None:
    said = metadata.get("retention_s")
    if said is None:
        return None
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said <= _MAX_RETENTION_S:
        raise MalformedInput("request.malformed", "`retention_s` is no number of seconds")
    return said


def _issuer_algorithms(metadata: JsonObject) -> tuple[str, ...]:
    formats = metadata.get("vp_formats_supported")
    if formats is None:
        return ISSUER_ALGORITHMS
    if not isinstance(formats, dict):
        raise MalformedInput("request.malformed", "`vp_formats_supported` is not an object")
    ours = formats.get(FORMAT)
    if ours is None:
        raise Refused("request.formats", "not dc+sd-jwt")
    if not isinstance(ours, dict):
        raise MalformedInput("request.malformed", "a format that is not an object")
    if not set(_names(ours, "kb-jwt_alg_values", HOLDER_ALGORITHMS)) & set(HOLDER_ALGORITHMS):
        raise Refused("request.formats", "no key binding under ES256")
    return _names(ours, "sd-jwt_alg_values", ISSUER_ALGORITHMS)


def _encryption(metadata: JsonObject) -> ResponseEncryption | None:
    """Choose the first key that livret can encrypt to, of those meant for encryption (§8.3)."""
    jwks = metadata.get("jwks")
    if jwks is None:
        return None
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(keys, list) or len(keys) > _MAX_KEYS:
        raise MalformedInput("request.malformed", "`jwks` is not a short set of keys")
    names = [key.get("kid") for key in keys if isinstance(key, dict) and "kid" in key]
    if any(names.count(name) > 1 for name in names):
        raise MalformedInput("request.malformed", "two keys of one name")
    said = _names(metadata, "encrypted_response_enc_values_supported", _DEFAULT_ENCRYPTIONS)
    encryptions = tuple(enc for enc in ENCRYPTIONS if enc in said)
    for key in keys:
        if isinstance(key, dict) and encryptions:
            usable = _usable(key)
            if usable is not None:
                return ResponseEncryption(*usable, encryptions)
    return None


def _usable(key: JsonObject) -> tuple[P256PublicKey, str] | None:
    # Of a set with keys for other curves and uses, only the fitting one is read (§8.3). A
    # key must have a name, to be told apart, and say its algorithm.
    kid = key.get("kid")
    if key.get("alg") != ALGORITHM or not isinstance(kid, str) or not _KID.fullmatch(kid):
        return None
    try:
        return jwk.parse_agreement(key), kid
    except LivretError as error:
        if error.code == "key.private":
            raise
        return None


def _names(value: JsonObject, member: str, default: tuple[str, ...]) -> tuple[str, ...]:
    if member not in value:
        return default
    names = value[member]
    if not isinstance(names, list) or not 0 < len(names) <= _MAX_NAMES:
        raise MalformedInput("request.malformed", f"`{member}` is not a short, non-empty array")
    texts = tuple(name for name in names if isinstance(name, str))
    if len(texts) != len(names):
        raise MalformedInput("request.malformed", f"`{member}` is not an array of names")
    return texts
