"""Certificates made to order, with fixed keys and times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from livret_core.x509 import Certificate

START: Final = datetime(2026, 9, 1, tzinfo=UTC)
SIGNING: Final = (
    x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    ),
    True,
)
_CERTIFYING: Final = (
    x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    ),
    True,
)
AnyKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
Extensions = Sequence[tuple[x509.ExtensionType, bool]]


@dataclass(frozen=True)
class Holder:
    """Somebody with a certificate and its private key, who can certify others."""

    name: str
    key: AnyKey
    certificate: Certificate = field(repr=False)

    def certify(
        self,
        name: str,
        *,
        key: AnyKey | None = None,
        extensions: Extensions = (SIGNING,),
        authority: bool = False,
        path_length: int | None = None,
        start: datetime = START,
        days: int = 90,
    ) -> "Holder":
        """Certify *name*: a leaf for signing, or an authority."""
        key = key or fixed_key(name)
        return Holder(
            name,
            key,
            _build(name, self.name, key, self.key, extensions, authority, path_length, start, days),
        )


def fixed_key(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(1 + int.from_bytes(name.encode()[:30]), ec.SECP256R1())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _build(
    subject: str,
    issuer: str,
    key: AnyKey,
    issuer_key: AnyKey,
    extensions: Extensions,
    authority: bool,
    path_length: int | None,
    start: datetime,
    days: int,
) -> Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(1 + len(subject))
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
    )
    if authority:
        builder = builder.add_extension(x509.BasicConstraints(True, path_length), True)
        extensions = [_CERTIFYING, *(one for one in extensions if one is not SIGNING)]
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    algorithm = None if isinstance(issuer_key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    from cryptography.hazmat.primitives.serialization import Encoding

    return Certificate.parse(builder.sign(issuer_key, algorithm).public_bytes(Encoding.DER))


@pytest.fixture(scope="session")
def make_root() -> Callable[..., Holder]:
    """Make a self-signed authority."""

    def make(name: str = "Racine", *, days: int = 3_650, start: datetime = START) -> Holder:
        key = fixed_key(name)
        return Holder(name, key, _build(name, name, key, key, (), True, None, start, days))

    return make


@pytest.fixture(scope="session")
def root(make_root: Callable[..., Holder]) -> Holder:
    return make_root()


@pytest.fixture(scope="session")
def middle(root: Holder) -> Holder:
    return root.certify("Intermédiaire", authority=True, days=365)


@pytest.fixture(scope="session")
def now_s() -> int:
    return int(START.timestamp()) + 86_400
