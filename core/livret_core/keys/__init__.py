"""Public keys, signers, and the forms keys travel in.

Two key types: P-256 (``ES256``: credentials, holders, requests, lists) and Ed25519
(``Ed25519``: DID logs, checkpoints, cosignatures). Points off P-256 and Ed25519 keys
of small order cannot exist as values. A P-256 key that decrypts is a type of its own.
"""

from livret_core.keys.agreement import P256Agreement
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
    "P256Agreement",
    "P256PublicKey",
    "P256Signer",
    "PublicKey",
    "Signer",
    "Verifier",
]
