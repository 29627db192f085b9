"""A log and its witnesses with fixed keys, and RFC 9162 §2.1 word for word as an oracle."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

from livret_core.keys import Ed25519Signer
from livret_core.tlog import cosignature, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.merkle import Frontier, Node, NodeReader, leaf_hash
from livret_core.tlog.note import KeyName, SignatureLine, SignatureType, VerifierKey
from livret_core.tlog.policy import Group, Log, Policy, Witness

ORIGIN: Final = "ledger.example/meuse"
OTHER_ORIGIN: Final = "ledger.example/moselle"
NOW_S: Final = 1_796_000_000


def signer(name: str) -> Ed25519Signer:
    """A key that is always the same for one name."""
    return Ed25519Signer.from_seed(sha256(name.encode()).digest())


def log_key(origin: str = ORIGIN) -> VerifierKey:
    return VerifierKey.of(origin, SignatureType.ED25519, signer(origin))


def witness_key(name: str) -> VerifierKey:
    return VerifierKey.of(name, SignatureType.COSIGNATURE_V1, signer(name))


WITNESSES: Final = ("namur.example/w", "metz.example/w", "aachen.example/w", "maastricht.example/w")


def policy(threshold: int = 3, names: Sequence[str] = WITNESSES) -> Policy:
    """Accept the log of `ORIGIN`, cosigned by *threshold* of *names*."""
    members = tuple(name.encode() for name in names)
    return Policy(
        (Log(log_key()),),
        tuple(Witness(name.encode(), witness_key(name)) for name in names),
        (Group(b"towns", threshold, members),),
        b"towns",
    )


def signed(checkpoint: Checkpoint, *, by: str | None = None) -> SignedCheckpoint:
    """Sign as the log itself, or with the key of another."""
    name = by or checkpoint.origin
    return SignedCheckpoint.of(note.sign(checkpoint.format(), KeyName(name), signer(name)))


def cosigned(checkpoint: Checkpoint, name: str, *, now_s: int = NOW_S) -> SignatureLine:
    return cosignature.sign(checkpoint, KeyName(name), signer(name), now_s=now_s)


class Grown:
    """A log of *size* entries with every node it ever stored."""

    def __init__(self, size: int, origin: str = ORIGIN, *, salt: str = "") -> None:
        self.origin = origin
        self.entries = [f"{salt}entry {index}".encode() for index in range(size)]
        self.leaves = [leaf_hash(entry) for entry in self.entries]
        self.nodes: dict[Node, bytes] = {}
        self.roots = [Frontier().root]
        frontier = Frontier()
        for leaf in self.leaves:
            frontier, nodes = frontier.extended([leaf])
            self.nodes.update(nodes)
            self.roots.append(frontier.root)

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self.nodes[node] for node in nodes]

    def head(self, size: int | None = None) -> Checkpoint:
        size = len(self.leaves) if size is None else size
        return Checkpoint(self.origin, size, self.roots[size])


def nodes_read(
    prove: Callable[[int, int, NodeReader], object], first: int, size: int
) -> list[Node]:
    """Which nodes a proof is made of; it asks for all of them at once."""
    read: list[Node] = []

    def note_down(nodes: Sequence[Node]) -> list[bytes]:
        assert not read
        read.extend(nodes)
        return [bytes(32)] * len(nodes)

    prove(first, size, note_down)
    return read


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1, over hashed leaves."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_inclusion(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 9162 §2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*naive_inclusion(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_inclusion(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_consistency(m: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 9162 §2.1.4.1; nothing to prove from the empty tree."""
    if m == 0:
        return []
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*naive_consistency(m, leaves[:k], whole=whole), naive_root(leaves[k:])]
    return [*naive_consistency(m - k, leaves[k:], whole=False), naive_root(leaves[:k])]


def split(size: int) -> int:
    """The largest power of two below *size*."""
    k = 1
    while k * 2 < size:
        k *= 2
    return k
