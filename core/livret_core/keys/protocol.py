"""What can sign and what can verify, whatever holds the key (memory, a vault, an HSM)."""

from typing import Protocol, TypeAlias

from livret_core.keys.algorithm import Algorithm
from livret_core.keys.ed25519 import Ed25519PublicKey
from livret_core.keys.p256 import P256PublicKey

PublicKey: TypeAlias = P256PublicKey | Ed25519PublicKey


class Verifier(Protocol):
    """Checks signatures of one key."""

    @property
    def algorithm(self) -> Algorithm: ...

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Say whether *signature* is this key's over *message*. Never raises."""
        ...


class Signer(Protocol):
    """Makes signatures with one key and shows its public half."""

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def public_key(self) -> PublicKey: ...

    def sign(self, message: bytes) -> bytes:
        """Sign *message*; the result has ``algorithm.signature_bytes`` bytes."""
        ...
