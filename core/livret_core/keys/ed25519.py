"""Ed25519 keys and signatures (RFC 8032), by PyNaCl only.

OpenSSL accepts public keys of small order; with the identity as key one fixed
signature verifies every message. libsodium refuses them, and parsing here does so
before a signature is ever looked at (ADR 0003).
"""

from dataclasses import dataclass
from typing import ClassVar, Final, Self, final

import nacl.bindings
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey

from livret_core.errors import MalformedInput, Refused
from livret_core.keys.algorithm import ED25519, Algorithm

SEED_BYTES: Final = 32

_P: Final = (1 << 255) - 19
_Y_MASK: Final = (1 << 255) - 1
# y-coordinates of the eight points of small order. Two points of order 8 share each of
# the middle two, which are each other's negatives.
_ORDER_8_Y: Final = 2707385501144840649318225287225658788936804267575313519463743609750303402022
_SMALL_ORDER_Y: Final = frozenset({0, 1, _ORDER_8_Y, _P - _ORDER_8_Y, _P - 1})


@final
@dataclass(frozen=True, slots=True)
class Ed25519PublicKey:
    """32 bytes that encode a y-coordinate canonically and are of no small order.

    Whether they are a point of the prime-order group is left to :meth:`check_point`,
    which costs as much as verifying: a key that is not one verifies nothing it
    should not, but verifiers may disagree about it.
    """

    algorithm: ClassVar[Algorithm] = ED25519

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise MalformedInput("key.malformed", "an Ed25519 key has 32 bytes")
        y = int.from_bytes(self.raw, "little") & _Y_MASK
        if y >= _P:
            raise MalformedInput("key.malformed", "not a canonical Ed25519 key")
        if y in _SMALL_ORDER_Y:
            raise Refused("key.weak", "an Ed25519 key of small order")

    def check_point(self) -> None:
        """Check that the key is a point of the prime-order group, for keys that are kept.

        Raises:
            Refused: ``key.weak`` for a point off the curve or with a part of small order.
        """
        if not nacl.bindings.crypto_core_ed25519_is_valid_point(self.raw):
            raise Refused("key.weak", "not a point of the prime-order group")

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Say whether *signature* (64 bytes) is this key's over *message*."""
        if len(signature) != 64:
            return False
        try:
            nacl.bindings.crypto_sign_open(signature + message, self.raw)
        except BadSignatureError:
            return False
        return True


@final
class Ed25519Signer:
    """An Ed25519 private key in memory. Its ``repr`` shows nothing of it."""

    __slots__ = ("_key", "_public")
    algorithm: ClassVar[Algorithm] = ED25519

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError(f"an Ed25519 seed has {SEED_BYTES} bytes")
        self._key = SigningKey(seed)
        self._public = Ed25519PublicKey(bytes(self._key.verify_key))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Make a key from 32 random bytes. Same seed, same key."""
        return cls(seed)

    @property
    def public_key(self) -> Ed25519PublicKey:
        return self._public

    @property
    def seed(self) -> bytes:
        """The private seed, 32 bytes. For sealing in a vault; never for a log."""
        return bytes(self._key)

    def sign(self, message: bytes) -> bytes:
        """Sign with Ed25519: 64 bytes."""
        return self._key.sign(message).signature

    def __repr__(self) -> str:
        return "Ed25519Signer(…)"
