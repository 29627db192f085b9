"""The tree over a day's credentials: what its leaves hash, and the way from one of them. Pure.

Its root is one of the day's named digests (:mod:`livret_core.ledger.daily`); the path stays with
the holder, and shows that a credential existed by then (LEDGER §8).
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self, final

from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.tlog import merkle

#: How many places a day's credentials are padded to: how many there were does not show.
SIZES: Final = (64, 1_024, 16_384, 262_144)
SALT_BYTES: Final = 32

_DOMAIN: Final = b"livret/issuance/v1\n"


def issuance_leaf(salt: bytes, jws_sha256: bytes) -> bytes:
    """Hash a credential as a leaf of the day's tree.

    Args:
        salt: 32 random octets that are this leaf's alone: without it nobody who has the
            credential finds it in the tree.
        jws_sha256: SHA-256 of the issuer's JWS, as text: header, payload, signature.
    """
    if len(salt) != SALT_BYTES or len(jws_sha256) != merkle.HASH_BYTES:
        raise MalformedInput("commit.malformed", "a salt and a digest of 32 octets")
    return merkle.leaf_hash(_DOMAIN + salt + jws_sha256)


@final
@dataclass(frozen=True, slots=True)
class IssuancePath:
    """The way from one credential to the day's issuance root.

    Attributes:
        salt: 32 octets.
        index: its place, below *size*.
        size: one of :data:`SIZES`.
        hashes: the leaf's sibling first.
    """

    salt: bytes
    index: int
    size: int
    hashes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if (
            self.size not in SIZES
            or not 0 <= self.index < self.size
            or len(self.salt) != SALT_BYTES
            or len(self.hashes) != self.size.bit_length() - 1
            or any(len(each) != merkle.HASH_BYTES for each in self.hashes)
        ):
            raise MalformedInput("commit.malformed", "not a path of a day's credentials")

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read a path.

        Raises:
            MalformedInput: ``commit.malformed``, ``input.base64url``.
        """
        match value:
            case {
                "salt": str(salt),
                "index": int(index),
                "size": int(size),
                "hashes": list(hashes),
                **rest,
            } if (
                not rest
                and bool not in map(type, (index, size))
                and len(hashes) <= len(f"{SIZES[-1]:b}")
            ):
                texts = [each for each in hashes if isinstance(each, str)]
                if len(texts) == len(hashes):
                    return cls(
                        base64url.decode(salt), index, size, tuple(map(base64url.decode, texts))
                    )
        raise MalformedInput("commit.malformed", "a path")

    def format(self) -> JsonObject:
        """Write it as a member of a file."""
        return {
            "salt": base64url.encode(self.salt),
            "index": self.index,
            "size": self.size,
            "hashes": [base64url.encode(each) for each in self.hashes],
        }

    def leads_to(self, root: bytes, jws: str) -> bool:
        """Say whether a credential's JWS was counted in under *root*.

        Args:
            root: of a day's credentials.
            jws: the issuer's JWS of an SD-JWT: what stands before the first ``~``.
        """
        leaf = issuance_leaf(self.salt, sha256(jws.encode("utf-8")).digest())
        try:
            merkle.check_inclusion(leaf, self.index, self.size, self.hashes, root)
        except Refused:
            return False
        return True
