"""P-256 keys for agreeing on a secret (ECDH), kept apart from keys that sign.

A separate type, so that a key published for encryption never signs and a signing
key never decrypts: each proves something the other must not.
"""

from functools import cached_property
from typing import Final, Self, final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash

from livret_core.errors import MalformedInput
from livret_core.keys.p256 import SEED_BYTES, P256PublicKey, P256Signer, handle_of_bytes

ALGORITHM: Final = "ECDH-ES"


@final
class P256Agreement:
    """A P-256 private key that decrypts what is sent to it. Its ``repr`` shows nothing of it."""

    def __init__(self, handle: ec.EllipticCurvePrivateKey) -> None:
        if not isinstance(handle.curve, ec.SECP256R1):
            raise MalformedInput("key.malformed", "not a P-256 key")
        self._handle = handle

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Make a key from 48 random bytes (FIPS 186-5 A.2.1). Same seed, same key."""
        if len(seed) != SEED_BYTES:
            raise ValueError(f"a P-256 seed has {SEED_BYTES} bytes")
        return cls.from_scalar_bytes(P256Signer.from_seed(seed).scalar_bytes)

    @classmethod
    def from_scalar_bytes(cls, scalar: bytes) -> Self:
        """Make a key from its private scalar, 32 bytes.

        Raises:
            MalformedInput: ``key.malformed`` when not 1 ≤ scalar < order.
        """
        return cls(handle_of_bytes(scalar))

    @cached_property
    def public_key(self) -> P256PublicKey:
        """What a sender encrypts to; made on first use, for who only opens has none."""
        return P256PublicKey.from_handle(self._handle.public_key())

    @property
    def scalar_bytes(self) -> bytes:
        """The private scalar, 32 bytes. For sealing in a vault; never for a log."""
        return self._handle.private_numbers().private_value.to_bytes(32)

    def agree(self, sender: P256PublicKey, *, about: bytes, size: int) -> bytes:
        """Agree on a key with whoever has the private half of *sender* (NIST SP 800-56A).

        Args:
            sender: a point on the curve, as its type says.
            about: what the key is for, and whose (``OtherInfo``).
            size: octets of the key.
        """
        secret = self._handle.exchange(ec.ECDH(), sender.handle)
        return ConcatKDFHash(SHA256(), size, about).derive(secret)

    def __repr__(self) -> str:
        return "P256Agreement(…)"
