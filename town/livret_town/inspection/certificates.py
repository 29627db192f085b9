"""X.509 certificates, certificate requests and public keys: what they say of themselves."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key

from livret_core import limits
from livret_core.dids import DidKey
from livret_core.encoding.json import JsonValue
from livret_core.encoding.timestamp import format_utc
from livret_core.errors import LivretError, MalformedInput
from livret_core.keys import Ed25519PublicKey, P256PublicKey
from livret_core.x509 import Certificate
from livret_town.inspection.found import MAX_LISTED, NOT_OURS, Inspection, Parts, Said

# What `cryptography` raises for what it cannot make sense of, at loading or when asked.
_UNREADABLE: Final = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
_MAX_NAME: Final = 512
_SIMPLE: Final = {f"{name}PublicKey": name for name in ("Ed25519", "Ed448", "X25519", "X448")}


def certificate(der: bytes) -> Inspection:
    """Describe a certificate.

    Raises:
        MalformedInput: ``input.too_large``, ``x509.malformed``.
    """
    with _ours("x509.malformed", "not a certificate"):
        found = Certificate.parse(der)
        parts: Parts = [
            ("subject", _name(found.subject)),
            ("issuer", Said("itself") if found.names_itself else _name(found.issuer)),
            ("valid from", format_utc(found.not_before_s)),
            ("valid to", format_utc(found.not_after_s)),
            ("serial number", f"{found.handle.serial_number:x}"),
            *_key(found.handle.public_key()),
            *_extensions(found.extensions),
            ("SHA-256", found.sha256.hex()),
        ]
    return Inspection("certificate", parts)


def request(der: bytes) -> Inspection:
    """Describe a certificate request (PKCS #10, RFC 2986).

    Raises:
        MalformedInput: ``input.too_large``, ``x509.malformed``.
    """
    if len(der) > limits.CERTIFICATE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.CERTIFICATE_BYTES)
    with _ours("x509.malformed", "not a certificate request"):
        found = x509.load_der_x509_csr(der)
        parts: Parts = [
            ("subject", _name(found.subject)),
            *_key(found.public_key()),
            *_extensions(found.extensions),
        ]
    return Inspection("certificate request", parts)


def public_key(der: bytes) -> Inspection:
    """Describe a public key (SubjectPublicKeyInfo).

    Raises:
        MalformedInput: ``input.too_large``, ``key.malformed``.
    """
    if len(der) > limits.CERTIFICATE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.CERTIFICATE_BYTES)
    with _ours("key.malformed", "not a public key"):
        parts = _key(load_der_public_key(der))
    return Inspection("public key", parts)


@contextmanager
def _ours(code: str, detail: str) -> Iterator[None]:
    """Let no error of the library, and none of its warnings, out of here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except _UNREADABLE:
            raise MalformedInput(code, detail) from None


def _name(name: x509.Name) -> str:
    return name.rfc4514_string()[:_MAX_NAME] or Said("(nobody)")


def _key(key: PublicKeyTypes) -> Parts:
    kind = _SIMPLE.get(type(key).__name__)
    if isinstance(key, rsa.RSAPublicKey):
        kind = Said("{algorithm}, {size} bits", algorithm="RSA", size=key.key_size)
    elif isinstance(key, dsa.DSAPublicKey):
        kind = Said("{algorithm}, {size} bits", algorithm="DSA", size=key.key_size)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        kind = f"EC, {key.curve.name}"
    parts: Parts = [("key", kind or Said("of a kind livret does not know"))]
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
            parts.append(("as a DID", DidKey.of(P256PublicKey.from_handle(key)).did))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            ours = Ed25519PublicKey(key.public_bytes_raw())
            ours.check_point()
            parts.append(("as a DID", DidKey.of(ours).did))
    except LivretError as error:
        parts.append((NOT_OURS, error.code))
    return parts


def _extensions(extensions: x509.Extensions) -> Parts:
    parts: Parts = []
    for extension in extensions:
        match extension.value:
            case x509.SubjectAlternativeName() as names:
                said: list[JsonValue] = [_general(name) for name in list(names)[:MAX_LISTED]]
                parts.append(("names", said))
            case x509.ExtendedKeyUsage() as purposes:
                parts.append(("purposes", [_purpose(oid) for oid in list(purposes)[:MAX_LISTED]]))
            case x509.BasicConstraints(ca=ca):
                parts.append(("may certify others", ca))
            case x509.KeyUsage() as usage:
                parts.append(("may be used for", _usages(usage)))
    return parts


def _general(name: x509.GeneralName) -> str:
    value = name.value
    text = value.rfc4514_string() if isinstance(value, x509.Name) else str(value)
    return f"{type(name).__name__}: {text}"[:_MAX_NAME]


def _purpose(oid: x509.ObjectIdentifier) -> str:
    known = oid._name  # noqa: SLF001  # the library has no public table of names
    return oid.dotted_string if known == "Unknown OID" else f"{oid.dotted_string} ({known})"


def _usages(usage: x509.KeyUsage) -> list[JsonValue]:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
    )
    return [name.replace("_", " ") for name in names if getattr(usage, name)]
