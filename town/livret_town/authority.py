"""A certificate authority for a town on one machine: real names, real TLS, nobody else's trust.

Its certificates count only for names below ``test``, which the name service of the world will
never have (RFC 6761 §6.2), and only with those who are given its own (``--authorities``).

ca.pem            its certificate
ca.key            its key, its owner's alone
NAME.pem          the certificate of a server
NAME.key          its key, its owner's alone
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self, final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_edge.files import HOME, make_folder, read_file, write_file, write_new

#: What all names end with.
REALM: Final = "test"

_BEFORE: Final = timedelta(hours=1)  # clocks of one machine differ from themselves
_NAME: Final = "livret town authority"
_USAGES: Final = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@final
@dataclass(frozen=True, slots=True)
class ServerFiles:
    """What a server speaks TLS with.

    Attributes:
        certificate: PEM file of its certificate.
        key: of its key.
    """

    certificate: Path
    key: Path


@final
class Authority:
    """Makes certificates for servers of a town, into its folder."""

    def __init__(
        self, folder: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
    ) -> None:
        """Take up what :meth:`create` made."""
        self._folder: Final = folder
        self._own: Final = certificate
        self._key: Final = key

    @classmethod
    def create(cls, folder: Path, *, now_s: int, days: int) -> Self:
        """Make an authority that holds for so many days.

        Raises:
            Refused: ``home.exists`` where there is one. Unavailable: ``home.unavailable``.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        begins = _at(now_s)
        name = _named(_NAME)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins - _BEFORE)
            .not_valid_after(begins + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_for("key_cert_sign", "crl_sign"), critical=True)
            .add_extension(
                x509.NameConstraints(
                    permitted_subtrees=[x509.DNSName(REALM)], excluded_subtrees=None
                ),
                critical=True,
            )
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .sign(key, hashes.SHA256())
        )
        make_folder(folder, code=HOME)
        write_new(folder / "ca.key", _format_key(key), mode=0o600)
        write_new(folder / "ca.pem", certificate.public_bytes(Encoding.PEM), mode=0o644)
        return cls(folder, certificate, key)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the one that a folder has.

        Raises:
            MalformedInput: ``x509.malformed``. Unavailable: ``file.unavailable``.
        """
        certificate = read_file(folder / "ca.pem", limits.PEM_BUNDLE_BYTES)
        raw = read_file(folder / "ca.key", limits.PEM_BUNDLE_BYTES)
        try:
            key = load_pem_private_key(raw, password=None)
            own = x509.load_pem_x509_certificate(certificate)
        except (ValueError, TypeError):
            raise MalformedInput("x509.malformed", "not an authority") from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != own.public_key():
            raise MalformedInput("x509.malformed", "not the authority's key")
        return cls(folder, own, key)

    @property
    def certificates(self) -> Path:
        """The file for ``--authorities``."""
        return self._folder / "ca.pem"

    def certify(self, host: str, *, now_s: int, days: int) -> ServerFiles:
        """Make a key and a certificate for a server, in place of those that were there.

        Args:
            host: its name, below ``test``.
            now_s: seconds since 1970.
            days: for how long it holds; never for longer than the authority.

        Raises:
            MalformedInput: ``input.https_uri`` for any other name.
            Unavailable: ``file.unavailable``.
        """
        name = HttpsUri.parse(f"https://{host}").host
        if name != host or not name.endswith(f".{REALM}"):
            raise MalformedInput("input.https_uri", f"not a name below {REALM}")
        key = ec.generate_private_key(ec.SECP256R1())
        begins = _at(now_s)
        ends = min(begins + timedelta(days=days), self._own.not_valid_after_utc)
        made = (
            x509.CertificateBuilder()
            .subject_name(_named(name[:64]))
            .issuer_name(self._own.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(max(begins - _BEFORE, self._own.not_valid_before_utc))
            .not_valid_after(ends)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_for("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        files = ServerFiles(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        write_file(files.key, _format_key(key), mode=0o600)
        write_file(files.certificate, made.public_bytes(Encoding.PEM), mode=0o644)
        return files


def _at(now_s: int) -> datetime:
    return datetime.fromtimestamp(now_s, UTC)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _for(*usages: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{each: each in usages for each in _USAGES})


def _format_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
