"""Certificates made to order, with fixed keys, around the scene's clock."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from livret_core.credential.profile_x509 import X509Policy
from livret_core.keys import P256PublicKey, P256Signer
from livret_core.x509 import Certificate, TrustAnchors
from livret_verifier.policy import AcceptedIssuer
from tests.scene import DAY_S, ISSUED_S, RESIDENCY, TOWN, VERNEUIL, seed

START_S: Final = ISSUED_S - 30 * DAY_S  # when every certificate begins
_DAYS: Final = 365
_USAGES: Final = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@dataclass(frozen=True)
class Certified:
    """A certificate and the key it is for."""

    signer: P256Signer
    certificate: x509.Certificate

    @property
    def x5c(self) -> list[str]:
        """The header parameter: this certificate alone, since its authority is the anchor."""
        return [base64.b64encode(self.certificate.public_bytes(Encoding.DER)).decode()]


def authority(name: str) -> Certified:
    """A self-signed authority."""
    own = _signer(name)
    return Certified(own, _certify(name, name, own.public_key, own, authority=True, names=()))


def leaf(
    name: str,
    *names: str,
    by: str = "Racine",
    signer: P256Signer | None = None,
    purposes: Iterable[str] = (),
) -> Certified:
    """A certificate for signing, for URIs and host names, by an authority called *by*."""
    own = signer or _signer(name)
    made = _certify(
        name, by, own.public_key, _signer(by), authority=False, names=names, purposes=purposes
    )
    return Certified(own, made)


def leaf_for_request(pem: bytes, *, by: str = "Racine", days: int = _DAYS) -> bytes:
    """What an authority makes of a request: PEM, the name and the hosts that it asks for."""
    asked = x509.load_pem_x509_csr(pem)
    assert asked.is_signature_valid
    key = asked.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    hosts = asked.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    [name] = asked.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    made = _certify(
        str(name.value), by, P256PublicKey.from_handle(key), _signer(by),
        authority=False, names=hosts.get_values_for_type(x509.DNSName), days=days,
    )  # fmt: skip
    return made.public_bytes(Encoding.PEM)


def accepted_by_certificate(
    san: str, *, by: str = "Racine", purposes: Iterable[str] = ()
) -> AcceptedIssuer:
    """The scene's town hall, accepted by whatever certificate says *san*."""
    anchor = Certificate.parse(authority(by).certificate.public_bytes(Encoding.DER))
    return AcceptedIssuer(
        "Verneuil",
        "x509",
        san,
        frozenset({RESIDENCY.vct}),
        frozenset({VERNEUIL}),
        (TOWN.status_uri.text.removesuffix("1.jwt"),),
        X509Policy(anchors=TrustAnchors.of([anchor]), purposes=frozenset(purposes)),
    )


def _signer(name: str) -> P256Signer:
    return P256Signer.from_seed(seed(f"certificate of {name}", 48))


def _certify(
    name: str,
    by: str,
    key: P256PublicKey,
    issuer: P256Signer,
    *,
    authority: bool,
    names: Iterable[str],
    purposes: Iterable[str] = (),
    days: int = _DAYS,
) -> x509.Certificate:
    start = datetime.fromtimestamp(START_S, UTC)
    granted = {"key_cert_sign", "crl_sign"} if authority else {"digital_signature"}
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
        .public_key(key.handle)
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.handle), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key.handle), False
        )
        .add_extension(x509.KeyUsage(**{usage: usage in granted for usage in _USAGES}), True)
    )
    if authority:
        builder = builder.add_extension(x509.BasicConstraints(True, None), True)
    else:
        alternatives = [
            x509.UniformResourceIdentifier(one) if ":" in one else x509.DNSName(one)
            for one in names
        ]
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), False)
    if stated := [x509.ObjectIdentifier(oid) for oid in purposes]:
        builder = builder.add_extension(x509.ExtendedKeyUsage(stated), False)
    handle = issuer.handle
    assert isinstance(handle, ec.EllipticCurvePrivateKey)
    # The same octets in each run: a hash of them is part of the names of tests.
    return builder.sign(handle, hashes.SHA256(), ecdsa_deterministic=True)
