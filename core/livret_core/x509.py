"""Certificate chains as JOSE carries them (``x5c``, RFC 7515 §4.1.6) and their paths (RFC 5280 §6).

The path itself is built and verified by `cryptography`; here are the reading, bounded
and exact, and the time, which is an argument. Revocation by CRL or OCSP is not
consulted: both fetch on behalf of an unauthenticated sender and tell a third party who
is being checked. Short-lived leaves and the ledger's key records take their place.
"""

import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final, Self, final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification

from livret_core import limits
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused

_SEAL: Final = object()

# What `cryptography` raises for a certificate it cannot make sense of.
_UNREADABLE: Final = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)

# `cryptography` demands the purpose of its own TLS use in every authority; an authority
# for documents names others, and the leaf's purposes are checked by the profile.
_AUTHORITY: Final = verification.ExtensionPolicy.webpki_defaults_ca().may_be_present(
    x509.ExtendedKeyUsage, verification.Criticality.AGNOSTIC, None
)
_LEAF: Final = verification.ExtensionPolicy.permit_all()


@final
@dataclass(frozen=True, slots=True)
class Certificate:
    """One X.509 certificate that parses, extensions included. Equal when its octets are.

    Attributes:
        der: as received, up to :data:`livret_core.limits.CERTIFICATE_BYTES`.
        handle: the same as `cryptography` holds it.
        subject: whose it is.
        issuer: who certified it.
        extensions: its extensions, read once.
        not_before_s: first second of validity, since 1970.
        not_after_s: last second of validity.
    """

    der: bytes
    handle: x509.Certificate = field(init=False, compare=False, repr=False)
    subject: x509.Name = field(init=False, compare=False, repr=False)
    issuer: x509.Name = field(init=False, compare=False, repr=False)
    extensions: x509.Extensions = field(init=False, compare=False, repr=False)
    not_before_s: int = field(init=False, compare=False)
    not_after_s: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.der) > limits.CERTIFICATE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.CERTIFICATE_BYTES)
        try:
            handle = x509.load_der_x509_certificate(self.der)
            object.__setattr__(self, "handle", handle)
            # `cryptography` reads these when asked, and may fail only then.
            object.__setattr__(self, "subject", handle.subject)
            object.__setattr__(self, "issuer", handle.issuer)
            object.__setattr__(self, "extensions", handle.extensions)
            object.__setattr__(self, "not_before_s", int(handle.not_valid_before_utc.timestamp()))
            object.__setattr__(self, "not_after_s", int(handle.not_valid_after_utc.timestamp()))
        except _UNREADABLE:
            raise MalformedInput("x509.malformed", "not a certificate") from None

    @classmethod
    def parse(cls, der: bytes) -> Self:
        """Read one DER certificate.

        Raises:
            MalformedInput: ``input.too_large`` or ``x509.malformed``.
        """
        return cls(der)

    @property
    def sha256(self) -> bytes:
        """The fingerprint."""
        return hashlib.sha256(self.der).digest()

    @property
    def names_itself(self) -> bool:
        """Whether subject and issuer are the same, as in an anchor."""
        return self.subject == self.issuer

    @property
    def authority_key_id(self) -> bytes | None:
        """Which key of its issuer certified it, as it says (RFC 5280 §4.2.1.1); or None."""
        try:
            found = self.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
        except x509.ExtensionNotFound:
            return None
        return found.value.key_identifier


@final
@dataclass(frozen=True, slots=True)
class CertificateChain:
    """1 to 6 distinct certificates, the leaf first, each named as issuer by the one before."""

    certificates: tuple[Certificate, ...]

    def __post_init__(self) -> None:
        chain = self.certificates
        if not 1 <= len(chain) <= limits.X5C_CERTIFICATES:
            raise MalformedInput(
                "x509.malformed", f"{len(chain)} certificates", max=limits.X5C_CERTIFICATES
            )
        if len(set(chain)) != len(chain):
            raise MalformedInput("x509.malformed", "a certificate occurs twice")
        for certificate, issuer in pairwise(chain):
            if certificate.issuer != issuer.subject:
                raise MalformedInput("x509.malformed", "not in order of certification")

    @classmethod
    def parse_x5c(cls, value: JsonValue) -> Self:
        """Read the ``x5c`` header parameter: standard base64 (padded) of DER, leaf first.

        Raises:
            MalformedInput: ``x509.malformed`` or ``input.too_large``.
        """
        if not isinstance(value, list) or not 1 <= len(value) <= limits.X5C_CERTIFICATES:
            raise MalformedInput(
                "x509.malformed", "`x5c` is not a short array", max=limits.X5C_CERTIFICATES
            )
        return cls(tuple(Certificate.parse(_base64(text)) for text in value))

    @classmethod
    def parse_pem(cls, pem: bytes) -> Self:
        """Read a chain as servers keep it: PEM, leaf first, without the anchor.

        Raises:
            MalformedInput: ``x509.malformed`` or ``input.too_large``.
        """
        if len(pem) > limits.PEM_BUNDLE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.PEM_BUNDLE_BYTES)
        try:
            found = x509.load_pem_x509_certificates(pem)
        except _UNREADABLE:
            raise MalformedInput("x509.malformed", "not a PEM file of certificates") from None
        return cls(tuple(_from_handle(each) for each in found))

    def format_x5c(self) -> list[JsonValue]:
        """Write the ``x5c`` header parameter."""
        return [
            binascii.b2a_base64(certificate.der, newline=False).decode("ascii")
            for certificate in self.certificates
        ]

    @property
    def leaf(self) -> Certificate:
        """The certificate of the key that signs."""
        return self.certificates[0]

    @property
    def not_before_s(self) -> int:
        """From when each of them is valid, in seconds since 1970."""
        return max(one.not_before_s for one in self.certificates)

    @property
    def not_after_s(self) -> int:
        """Until when each of them is, its last second."""
        return min(one.not_after_s for one in self.certificates)

    @property
    def sha256(self) -> bytes:
        """Names the chain as a whole: the hash over its certificates' hashes."""
        return hashlib.sha256(b"".join(c.sha256 for c in self.certificates)).digest()


@final
@dataclass(frozen=True, slots=True)
class TrustAnchors:
    """The authorities a policy trusts. None is a policy that trusts nobody.

    Attributes:
        certificates: distinct, in a fixed order, so that equal sets are equal values.
    """

    certificates: tuple[Certificate, ...]
    _store: verification.Store | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(set(self.certificates), key=lambda one: one.der))
        handles = [certificate.handle for certificate in ordered]
        object.__setattr__(self, "certificates", ordered)
        object.__setattr__(self, "_store", verification.Store(handles) if handles else None)

    @classmethod
    def of(cls, certificates: Iterable[Certificate]) -> Self:
        """Trust these authorities."""
        return cls(tuple(certificates))

    @classmethod
    def parse_pem(cls, pem: bytes) -> Self:
        """Read a bundle of PEM certificates.

        Raises:
            MalformedInput: ``x509.malformed`` when one is not a certificate or none is
                there, ``input.too_large``.
        """
        if len(pem) > limits.PEM_BUNDLE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.PEM_BUNDLE_BYTES)
        try:
            found = x509.load_pem_x509_certificates(pem)
        except _UNREADABLE:
            raise MalformedInput("x509.malformed", "not a PEM bundle of certificates") from None
        return cls.of(_from_handle(handle) for handle in found)

    @property
    def store(self) -> verification.Store | None:
        """The anchors as `cryptography` takes them; ``None`` when there are none."""
        return self._store

    def __contains__(self, certificate: Certificate) -> bool:
        return certificate in self.certificates


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPath:
    """A chain that leads to a trusted authority. Only :func:`verify_path` makes one.

    Attributes:
        chain: as received.
        anchor: the authority it leads to.
        not_before_s: from when all certificates of the path are valid.
        not_after_s: until when they all are. Between the two, and with the same
            anchors, :func:`verify_path` would say the same again.
    """

    chain: CertificateChain
    anchor: Certificate
    not_before_s: int
    not_after_s: int
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("VerifiedPath is made by verify_path() only")


def verify_path(chain: CertificateChain, anchors: TrustAnchors, *, now_s: int) -> VerifiedPath:
    """Verify that *chain* leads to one of *anchors*, and holds at *now_s*.

    What the leaf may be used for is not decided here.

    Raises:
        Refused: ``x509.anchor_in_chain`` when the sender includes an anchor or anything
            self-issued (an anchor comes from the policy, never from a sender),
            ``x509.expired``, ``x509.not_yet_valid``, or ``x509.untrusted``.
    """
    for certificate in chain.certificates:
        if certificate.names_itself or certificate in anchors:
            raise Refused("x509.anchor_in_chain")
        if now_s < certificate.not_before_s:
            raise Refused("x509.not_yet_valid", valid_from_s=certificate.not_before_s)
        if now_s > certificate.not_after_s:
            raise Refused("x509.expired", expired_at_s=certificate.not_after_s)
    store = anchors.store
    if store is None:
        raise Refused("x509.untrusted", "no anchors are configured")
    verifier = (
        verification.PolicyBuilder()
        .store(store)
        .time(datetime.fromtimestamp(now_s, UTC))
        .max_chain_depth(limits.X5C_CERTIFICATES)
        .extension_policies(ca_policy=_AUTHORITY, ee_policy=_LEAF)
        .build_client_verifier()
    )
    handles = [certificate.handle for certificate in chain.certificates]
    try:
        found = verifier.verify(handles[0], handles[1:]).chain
    except (verification.VerificationError, *_UNREADABLE):
        signers = (*chain.certificates, *anchors.certificates)
        detail = (
            "a name constraint of a kind that is not processed"
            if any(map(_constrains_other_names, signers))
            else "leads to no configured anchor"
        )
        raise Refused("x509.untrusted", detail) from None
    path = [_from_handle(handle) for handle in found]
    return VerifiedPath(
        chain=chain,
        anchor=path[-1],
        not_before_s=max(one.not_before_s for one in path),
        not_after_s=min(one.not_after_s for one in path),
        seal=_SEAL,
    )


def _constrains_other_names(certificate: Certificate) -> bool:
    """Whether it limits names of kinds other than those that are compared: DNS and address.

    A path under such a one is refused, as RFC 5280 §4.2.1.10 demands of who cannot apply it.
    """
    try:
        limits_of = certificate.handle.extensions.get_extension_for_class(x509.NameConstraints)
    except x509.ExtensionNotFound:
        return False
    trees = limits_of.value
    names = (*(trees.permitted_subtrees or ()), *(trees.excluded_subtrees or ()))
    return not all(isinstance(name, x509.DNSName | x509.IPAddress) for name in names)


def _from_handle(handle: x509.Certificate) -> Certificate:
    return Certificate.parse(handle.public_bytes(Encoding.DER))


def _base64(text: JsonValue) -> bytes:
    if not isinstance(text, str) or len(text) > 2 * limits.CERTIFICATE_BYTES:
        raise MalformedInput("x509.malformed", "an entry of `x5c` is not short text")
    try:
        der = binascii.a2b_base64(text, strict_mode=True)
    except (ValueError, binascii.Error):
        raise MalformedInput("x509.malformed", "an entry of `x5c` is not base64") from None
    if binascii.b2a_base64(der, newline=False).decode("ascii") != text:
        raise MalformedInput("x509.malformed", "an entry of `x5c` is not canonical base64")
    return der
