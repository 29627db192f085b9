"""The issuer profile ``x509``: the key is a certificate's, the issuer its subject (ADR 0004).

For verifiers that know trusted lists and no ledger. A credential of this profile
carries ``x5c`` without the anchor; its ``iss`` is absent or the https URI that the
leaf certifies (SD-JWT VC §2.5, HAIP 1.0). The ledger's record and the leaf are bound by
being of one key, see :func:`check_same_key`.

Certificate revocation is not consulted (see :mod:`livret_core.x509`); a policy
bounds the life of a leaf instead.
"""

from dataclasses import InitVar, dataclass
from typing import Final, TypeVar, final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec

from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256PublicKey, PublicKey
from livret_core.x509 import Certificate, CertificateChain, TrustAnchors, VerifiedPath, verify_path

_SEAL: Final = object()
_DAY_S: Final = 86_400

# Every critical extension of a leaf must be one that is read below (RFC 5280 §4.2).
_READ: Final = frozenset(
    {
        x509.BasicConstraints.oid,
        x509.KeyUsage.oid,
        x509.ExtendedKeyUsage.oid,
        x509.SubjectAlternativeName.oid,
    }
)
_Extension = TypeVar("_Extension", bound=x509.ExtensionType)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class X509Policy:
    """What a verifier demands of issuers known by certificate. Hashable, for memoising.

    Attributes:
        anchors: the trusted authorities.
        purposes: dotted OIDs of which a leaf must state one (extended key usage); empty
            accepts only leaves that state none.
        max_leaf_days: longest life of a leaf, from start to end; ``None`` for any.
    """

    anchors: TrustAnchors
    purposes: frozenset[str] = frozenset()
    max_leaf_days: int | None = None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class X509Issuer:
    """An issuer known by a certificate. Only :func:`verify_issuer` makes one.

    Attributes:
        subject: the leaf's subject as RFC 4514 text, for people.
        san_uris: URIs the leaf certifies, as written.
        san_dns: host names the leaf certifies, lower case, wildcards left out.
        key: the leaf's key; verifies ES256.
        leaf_sha256: fingerprint of the leaf.
        chain_sha256: names the whole chain.
        not_before_s: from when, and
        not_after_s: until when this result stands, for the same chain and policy.
    """

    subject: str
    san_uris: tuple[str, ...]
    san_dns: tuple[str, ...]
    key: P256PublicKey
    leaf_sha256: bytes
    chain_sha256: bytes
    not_before_s: int
    not_after_s: int
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("X509Issuer is made by verify_issuer() only")

    def holds_at(self, now_s: int) -> bool:
        """Say whether a remembered result may still be used."""
        return self.not_before_s <= now_s <= self.not_after_s

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The https URIs this issuer may call itself, the certified URIs first."""
        uris = tuple(uri for uri in self.san_uris if uri.startswith("https://"))
        return uris + tuple(f"https://{host}" for host in self.san_dns)


def verify_issuer(chain: CertificateChain, policy: X509Policy, *, now_s: int) -> X509Issuer:
    """Verify a chain to the policy's anchors and check that its leaf may sign credentials.

    Depends on its arguments alone, so a caller may remember the result by *chain* and
    *policy* for as long as :meth:`X509Issuer.holds_at` says.

    Raises:
        Refused: ``x509.*``: as :func:`livret_core.x509.verify_path`, ``x509.leaf`` for
            an authority, a missing signature usage or an unread critical extension,
            ``x509.purpose``, ``x509.key``, ``x509.leaf_life``.
    """
    path = verify_path(chain, policy.anchors, now_s=now_s)
    leaf = chain.leaf
    check_usage(leaf)
    _check_purpose(leaf, policy.purposes)
    _check_life(leaf, policy.max_leaf_days)
    return _issuer(path, leaf_key(leaf))


def check_iss(issuer: X509Issuer, iss: str | None) -> None:
    """Check a credential's ``iss`` against the certificate it came with.

    Absent is right: the issuer is the certificate's subject. Otherwise it is an https
    URI equal to a certified URI, or whose host is a certified host name.

    Raises:
        Refused: ``issuer.wrong_profile`` for a DID, ``issuer.not_certified``.
        MalformedInput: ``input.https_uri`` or ``input.too_large``.
    """
    if iss is None:
        return
    if iss.startswith("did:"):
        raise Refused("issuer.wrong_profile", "a DID as `iss` beside x5c")
    uri = HttpsUri.parse(iss)
    if uri.text not in issuer.san_uris and uri.host not in issuer.san_dns:
        raise Refused("issuer.not_certified")


def check_same_key(issuer: X509Issuer, key: PublicKey) -> None:
    """Check that a ledger's record and a certificate are of one key, which binds the two.

    Raises:
        Refused: ``x509.other_key``.
    """
    if issuer.key != key:
        raise Refused("x509.other_key")


def check_usage(leaf: Certificate) -> None:
    """Check that a certificate is for signing, and no authority's.

    Raises:
        Refused: ``x509.leaf``.
    """
    constraints = _extension(leaf, x509.BasicConstraints)
    if constraints is not None and constraints.ca:
        raise Refused("x509.leaf", "an authority's certificate")
    usage = _extension(leaf, x509.KeyUsage)
    if usage is None or not usage.digital_signature or usage.key_cert_sign:
        raise Refused("x509.leaf", "key usage is not digital signature")
    if any(one.critical and one.oid not in _READ for one in leaf.extensions):
        raise Refused("x509.leaf", "a critical extension livret does not read")


def _check_purpose(leaf: Certificate, purposes: frozenset[str]) -> None:
    stated = _extension(leaf, x509.ExtendedKeyUsage)
    if stated is None:
        # Any leaf of the same authority would do, were silence taken for a yes.
        if purposes:
            raise Refused("x509.purpose", "states none, and one is demanded")
    elif purposes.isdisjoint(one.dotted_string for one in stated):
        raise Refused("x509.purpose")


def _check_life(leaf: Certificate, max_leaf_days: int | None) -> None:
    life_s = leaf.not_after_s - leaf.not_before_s
    # A certificate counts its last second, so N days end one second early or on the dot.
    if max_leaf_days is not None and life_s > max_leaf_days * _DAY_S:
        raise Refused("x509.leaf_life", max_days=max_leaf_days)


def leaf_key(leaf: Certificate) -> P256PublicKey:
    """Give the key of a certificate.

    Raises:
        Refused: ``x509.key`` for one that is not P-256.
    """
    try:
        handle = leaf.handle.public_key()
        if isinstance(handle, ec.EllipticCurvePublicKey):
            return P256PublicKey.from_handle(handle)
    except (ValueError, TypeError, UnsupportedAlgorithm, MalformedInput):
        pass
    raise Refused("x509.key")


def _issuer(path: VerifiedPath, key: P256PublicKey) -> X509Issuer:
    leaf = path.chain.leaf
    names = _extension(leaf, x509.SubjectAlternativeName)
    uris: tuple[str, ...] = ()
    if names is not None:
        uris = tuple(names.get_values_for_type(x509.UniformResourceIdentifier))
    return X509Issuer(
        subject=leaf.subject.rfc4514_string(),
        san_uris=uris,
        san_dns=leaf_hosts(leaf),
        key=key,
        leaf_sha256=leaf.sha256,
        chain_sha256=path.chain.sha256,
        not_before_s=path.not_before_s,
        not_after_s=path.not_after_s,
        seal=_SEAL,
    )


def leaf_hosts(leaf: Certificate) -> tuple[str, ...]:
    """Give the host names that a certificate is for, lower case, wildcards left out."""
    names = _extension(leaf, x509.SubjectAlternativeName)
    if names is None:
        return ()
    hosts = names.get_values_for_type(x509.DNSName)
    return tuple(host.lower() for host in hosts if "*" not in host)


def _extension(leaf: Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return leaf.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
