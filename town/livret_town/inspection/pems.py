"""PEM (RFC 7468): certificates, certificate requests, public keys. Private keys stay closed."""

import base64
import re
from collections.abc import Callable, Mapping
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_town.inspection import certificates
from livret_town.inspection.found import MAX_LISTED, Inspection, Said
from livret_town.inspection.withheld import KEEP_AWAY

_BEGIN: Final = re.compile(r"^-----BEGIN ([A-Z0-9 ]{1,40})-----[ \t]*\r?$", re.MULTILINE)
_PRIVATE: Final[Mapping[str, str]] = {
    "PRIVATE KEY": "PKCS #8, in clear",
    "ENCRYPTED PRIVATE KEY": "PKCS #8, under a passphrase",
    "EC PRIVATE KEY": "SEC 1",
    "RSA PRIVATE KEY": "PKCS #1",
    "DSA PRIVATE KEY": "DSA",
    "OPENSSH PRIVATE KEY": "OpenSSH",
}
_READERS: Final[Mapping[str, Callable[[bytes], Inspection]]] = {
    "CERTIFICATE": certificates.certificate,
    "CERTIFICATE REQUEST": certificates.request,
    "NEW CERTIFICATE REQUEST": certificates.request,
    "PUBLIC KEY": certificates.public_key,
}


def is_pem(text: str) -> bool:
    """Whether a PEM block begins on one of the lines of *text*."""
    return "-----BEGIN " in text and _BEGIN.search(text) is not None


def pem(text: str) -> Inspection:
    """Decode the blocks of a PEM file; of a private key, not even that.

    Raises:
        MalformedInput: ``input.too_large``, ``input.malformed``, ``x509.malformed``,
            ``key.malformed``.
    """
    if len(text) > limits.PEM_BUNDLE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.PEM_BUNDLE_BYTES)
    begins = list(_BEGIN.finditer(text))
    found = [_block(begin[1], text, begin.end()) for begin in begins[:MAX_LISTED]]
    if len(begins) == 1:
        return found[0]
    return Inspection("PEM file", [("blocks", len(begins))], found)


def _block(label: str, text: str, start: int) -> Inspection:
    if label.endswith("PRIVATE KEY"):
        form = Said(_PRIVATE.get(label, "of a form livret does not know"))
        return Inspection(
            "private key: not decoded, not shown", [("form", form), ("it is", KEEP_AWAY)]
        )
    stop = text.find(f"-----END {label}-----", start)
    if stop < 0:
        raise MalformedInput("input.malformed", "a PEM block that does not end")
    read = _READERS.get(label)
    body = "".join(text[start:stop].split())
    if read is None:
        return Inspection(
            Said("PEM block: {label}", label=label.lower()), [("characters", len(body))]
        )
    try:
        return read(base64.b64decode(body, validate=True))
    except ValueError:
        raise MalformedInput("input.malformed", "a PEM block that is not base64") from None
