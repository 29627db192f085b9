"""P-256 keys and ES256 signatures (FIPS 186-5, RFC 7518 §3.4), by `cryptography`."""

from dataclasses import dataclass
from typing import ClassVar, Final, Self, final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from livret_core.errors import MalformedInput
from livret_core.keys.algorithm import ES256, Algorithm

_CURVE: Final = ec.SECP256R1()
_ECDSA: Final = ec.ECDSA(SHA256())
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

SEED_BYTES: Final = 48  # FIPS 186-5 A.2.1: 128 bits beyond the order leave no bias


@final
@dataclass(frozen=True, slots=True, eq=False)
class P256PublicKey:
    """A point on P-256, checked when made. Equal when the coordinates are."""

    algorithm: ClassVar[Algorithm] = ES256

    x: bytes
    y: bytes
    _handle: ec.EllipticCurvePublicKey

    @classmethod
    def from_coordinates(cls, x: bytes, y: bytes) -> Self:
        """Make a key from affine coordinates of exactly 32 bytes each.

        Raises:
            MalformedInput: ``key.malformed`` when not a point on the curve.
        """
        if len(x) != 32 or len(y) != 32:
            raise MalformedInput("key.malformed", "P-256 coordinates have 32 bytes")
        try:
            handle = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, b"\x04" + x + y)
        except ValueError:
            raise MalformedInput("key.malformed", "not a point on P-256") from None
        return cls(x, y, handle)

    @classmethod
    def from_compressed(cls, point: bytes) -> Self:
        """Make a key from the 33-byte compressed point that a Multikey carries."""
        if len(point) != 33:
            raise MalformedInput("key.malformed", "a compressed P-256 point has 33 bytes")
        try:
            handle = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        except ValueError:
            raise MalformedInput("key.malformed", "not a point on P-256") from None
        return cls.from_handle(handle)

    @classmethod
    def from_handle(cls, handle: ec.EllipticCurvePublicKey) -> Self:
        """Make a key from a `cryptography` key (a certificate's, say).

        Raises:
            MalformedInput: ``key.malformed`` for another curve.
        """
        if not isinstance(handle.curve, ec.SECP256R1):
            raise MalformedInput("key.malformed", "not a P-256 key")
        numbers = handle.public_numbers()
        return cls(numbers.x.to_bytes(32), numbers.y.to_bytes(32), handle)

    @property
    def compressed(self) -> bytes:
        """The 33-byte compressed point (SEC 1 §2.3.3)."""
        return bytes([2 + (self.y[-1] & 1)]) + self.x

    @property
    def handle(self) -> ec.EllipticCurvePublicKey:
        """The key as `cryptography` holds it."""
        return self._handle

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Say whether *signature* (r ‖ s, exactly 64 bytes) is this key's over *message*."""
        if len(signature) != 64:
            return False
        r = int.from_bytes(signature[:32])
        s = int.from_bytes(signature[32:])
        try:
            self._handle.verify(encode_dss_signature(r, s), message, _ECDSA)
        except InvalidSignature:
            return False
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, P256PublicKey) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self) -> int:
        return hash((self.x, self.y))


@final
class P256Signer:
    """A P-256 private key in memory. Its ``repr`` shows nothing of it."""

    __slots__ = ("_handle", "_public")
    algorithm: ClassVar[Algorithm] = ES256

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
        return cls.from_scalar(int.from_bytes(seed) % (_ORDER - 1) + 1)

    @classmethod
    def from_scalar(cls, scalar: int) -> Self:
        """Make a key from its private scalar.

        Raises:
            MalformedInput: ``key.malformed`` when not 1 ≤ scalar < order.
        """
        return cls(handle_of(scalar))

    @classmethod
    def from_scalar_bytes(cls, scalar: bytes) -> Self:
        """Make a key from its private scalar, 32 bytes, as a vault keeps it.

        Raises:
            MalformedInput: ``key.malformed`` for another length or range.
        """
        return cls(handle_of_bytes(scalar))

    @property
    def public_key(self) -> P256PublicKey:
        return self._public

    @property
    def scalar_bytes(self) -> bytes:
        """The private scalar, 32 bytes. For sealing in a vault; never for a log."""
        return self._handle.private_numbers().private_value.to_bytes(32)

    @property
    def handle(self) -> ec.EllipticCurvePrivateKey:
        """The key as `cryptography` holds it, for certificates and PEM."""
        return self._handle

    def sign(self, message: bytes) -> bytes:
        """Sign with ES256: r ‖ s, 64 bytes."""
        r, s = decode_dss_signature(self._handle.sign(message, _ECDSA))
        return r.to_bytes(32) + s.to_bytes(32)

    def __repr__(self) -> str:
        return "P256Signer(…)"


def handle_of(scalar: int) -> ec.EllipticCurvePrivateKey:
    """Make what `cryptography` holds of a private scalar.

    Raises:
        MalformedInput: ``key.malformed`` when not 1 ≤ scalar < order.
    """
    if not 1 <= scalar < _ORDER:
        raise MalformedInput("key.malformed", "a P-256 scalar out of range")
    return ec.derive_private_key(scalar, _CURVE)


def handle_of_bytes(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    """Make what `cryptography` holds of a private scalar of 32 bytes.

    Raises:
        MalformedInput: ``key.malformed`` for another length or range.
    """
    if len(scalar) != 32:
        raise MalformedInput("key.malformed", "a P-256 scalar has 32 bytes")
    return handle_of(int.from_bytes(scalar))
