"""What an authority makes a certificate of: a name, a host, a key, and its signature (PKCS #10)."""

from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from livret_core.keys import P256Signer

_NAME_CHARS: Final = 64  # of a common name, RFC 5280 Appendix A.1


def make_request(signer: P256Signer, *, name: str, host: str) -> bytes:
    """Write a request, as PEM.

    Args:
        signer: holds the key.
        name: whose it is; of a longer one the first 64 characters.
        host: DNS name.
    """
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_NAME_CHARS])])
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    made = x509.CertificateSigningRequestBuilder().subject_name(subject)
    made = made.add_extension(names, critical=False)
    return made.sign(signer.handle, SHA256()).public_bytes(Encoding.PEM)
