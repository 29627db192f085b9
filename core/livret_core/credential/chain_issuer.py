"""The issuer profile ``x509``, seen from a presentation: which chain, whose key."""

from cryptography import x509

from livret_core.credential.issuer import IssuerKey
from livret_core.credential.presentation import Presentation
from livret_core.credential.profile_x509 import X509Issuer, check_iss
from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.x509 import CertificateChain


def read_chain(presentation: Presentation) -> CertificateChain:
    """Read the chain a presentation carries; errors as ``CertificateChain.parse_x5c``."""
    return CertificateChain.parse_x5c(presentation.token.header.get("x5c"))


def authority_key_ids(presentation: Presentation) -> frozenset[str]:
    """Name the authority keys that the certificates in a credential say they are under.

    As a query of kind ``aki`` has them (OpenID4VP 1.0 §6.1.1.1): base64url.

    Raises:
        MalformedInput: as :func:`read_chain`.
    """
    named = (one.authority_key_id for one in read_chain(presentation).certificates)
    return frozenset(base64url.encode(octets) for octets in named if octets is not None)


def claims_name(chain: CertificateChain, identifier: str) -> bool:
    """Say whether a leaf, **unverified**, has *identifier* among its names.

    Only for finding out which accepted issuer a chain claims to be; the chain must
    then be verified to that issuer's anchors.
    """
    try:
        names = chain.leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    uris = names.get_values_for_type(x509.UniformResourceIdentifier)
    hosts = names.get_values_for_type(x509.DNSName)
    return identifier in uris or identifier in {f"https://{host.lower()}" for host in hosts}


def establish(
    presentation: Presentation,
    issuer: X509Issuer,
    *,
    identifier: str,
    status_prefixes: tuple[str, ...],
) -> IssuerKey:
    """Take the key of a verified chain as that of the issuer known as *identifier*.

    Raises:
        Refused: ``issuer.key_not_listed`` when the chain is somebody else's,
            ``issuer.not_certified`` when ``iss`` is not certified by it,
            ``x509.not_yet_valid`` when it says it was issued before the chain began.
    """
    if identifier not in issuer.identifiers:
        raise Refused("issuer.key_not_listed", "the certificate is another issuer's")
    check_iss(issuer, presentation.registered.issuer)
    issued_at_s = presentation.registered.validity.issued_at_s
    if issued_at_s is not None and issued_at_s < issuer.not_before_s:
        raise Refused("x509.not_yet_valid", "the credential is older than its certificate")
    return IssuerKey(identifier, "x509", issuer.leaf_sha256.hex(), issuer.key, status_prefixes)
