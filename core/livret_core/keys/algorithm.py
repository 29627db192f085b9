"""The one registry of signature algorithms. A new one (ML-DSA) is a line here and a key type."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A signature algorithm as JOSE names it.

    Attributes:
        name: the ``alg`` value livret writes.
        read_as: every ``alg`` value livret reads as this algorithm.
        signature_bytes: exact length of a signature.
    """

    name: str
    read_as: frozenset[str]
    signature_bytes: int


ES256: Final = Algorithm("ES256", frozenset({"ES256"}), 64)
# RFC 9864 deprecates `EdDSA` for the fully specified `Ed25519`; both are in use.
ED25519: Final = Algorithm("Ed25519", frozenset({"Ed25519", "EdDSA"}), 64)

ALGORITHMS: Final = MappingProxyType(
    {name: algorithm for algorithm in (ES256, ED25519) for name in algorithm.read_as}
)
