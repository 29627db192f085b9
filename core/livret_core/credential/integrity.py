"""``…#integrity``: a digest that travels beside a reference to a document.

The syntax is that of W3C Subresource Integrity §3; what it means is said by SD-JWT VC
"Integrity of Referenced Documents": the digest is over the octets as retrieved, the
strongest algorithm wins, and none we know is the same as a mismatch.
"""

import base64
import binascii
import hashlib
from typing import Final

from livret_core.errors import MalformedInput, Refused

_STRENGTH: Final = {"sha256": 32, "sha384": 48, "sha512": 64}
_MAX_CHARS: Final = 1_024


def format_integrity(document: bytes) -> str:
    """Write the integrity text of *document*: ``sha256-`` and standard base64."""
    return "sha256-" + base64.b64encode(hashlib.sha256(document).digest()).decode("ascii")


def check_integrity(document: bytes, integrity: str) -> None:
    """Check that *document* is the one *integrity* was written for.

    Args:
        document: the octets as they were retrieved, never parsed and written anew.
        integrity: one or more ``algorithm-digest`` separated by white space.

    Raises:
        MalformedInput: ``type.malformed`` when it is no integrity text.
        Refused: ``type.integrity`` when no digest of the strongest algorithm matches,
            or no algorithm is one we know.
    """
    expressions = integrity.split() if len(integrity) <= _MAX_CHARS else []
    if not expressions:
        raise MalformedInput("type.malformed", "an integrity text that is empty or too long")
    digests: dict[str, list[bytes]] = {}
    for expression in expressions:
        algorithm, dash, rest = expression.partition("-")
        if not dash:
            raise MalformedInput("type.malformed", "integrity without an algorithm")
        algorithm = algorithm.lower()  # ABNF (RFC 5234 §2.3): capitals are the same name
        if algorithm in _STRENGTH:
            digests.setdefault(algorithm, []).append(_digest(algorithm, rest.partition("?")[0]))
    if not digests:
        raise Refused("type.integrity", "no algorithm livret knows")
    strongest = max(digests, key=_STRENGTH.__getitem__)
    if hashlib.new(strongest, document).digest() not in digests[strongest]:
        raise Refused("type.integrity")


def _digest(algorithm: str, text: str) -> bytes:
    try:
        digest = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedInput("type.malformed", "integrity is not base64") from None
    if len(digest) != _STRENGTH[algorithm]:
        raise MalformedInput("type.malformed", "integrity of the wrong length")
    return digest
