"""Public keys, signers, and the forms keys travel in.

Two key types: P-256 (``ES256``: credentials, holders, requests, lists) and Ed25519
(``EdDSA``: DID logs, checkpoints, cosignatures). A public key value cannot exist
malformed: parsing refuses points off the curve and keys of small order.
"""

from livret_core.keys.algorithm import ALGORITHMS, ED25519, ES256, Algorithm
from livret_core.keys.ed25519 import Ed25519PublicKey, Ed25519Signer
from livret_core.keys.p256 import P256PublicKey, P256Signer
from livret_core.keys.protocol import PublicKey, Signer, Verifier

__all__ = [
    "ALGORITHMS",
    "ED25519",
    "ES256",
    "Algorithm",
    "Ed25519PublicKey",
    "Ed25519Signer",
    "P256PublicKey",
    "P256Signer",
    "PublicKey",
    "Signer",
    "Verifier",
]
