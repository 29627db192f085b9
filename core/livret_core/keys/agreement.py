"""P-256 keys for agreeing on a secret (ECDH), kept apart from keys that sign.

A separate type, so that a key published for encryption never signs and a signing
key never decrypts: each proves something the other must not.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Final, Self, final

from cryptography.hazmat.primitives.asymmetric import ec

from livret_core.errors import MalformedInput
from livret_core.keys.p256 import SEED_BYTES, P256PublicKey, P256Signer

if TYPE_CHECKING:
    from jwcrypto.jwk import JWK

ALGORITHM: Final = "ECDH-ES"


@final
class P256Agreement:
    """A P-256 private key that decrypts what is sent to it. Its ``repr`` shows nothing of it."""

    def __init__(self, handle: ec.EllipticCurvePrivateKey) -> None:
        if not isinstance(handle.curve, ec.SECP256R1):
            raise MalformedInput("key.malformed", "not a P-256 key")
        self._handle = handle
        self._public = P256PublicKey.from_handle(handle.public_key())

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
        return cls(P256Signer.from_scalar_bytes(scalar).handle)

    @property
    def public_key(self) -> P256PublicKey:
        """What a sender encrypts to."""
        return self._public

    @property
    def scalar_bytes(self) -> bytes:
        """The private scalar, 32 bytes. For sealing in a vault; never for a log."""
        return self._handle.private_numbers().private_value.to_bytes(32)

    @cached_property
    def jwk(self) -> "JWK":
        """The key as jwcrypto takes it; made on first use."""
        from jwcrypto.jwk import JWK

        return JWK.from_pyca(self._handle)

    def __repr__(self) -> str:
        return "P256Agreement(…)"
