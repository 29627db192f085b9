"""A ledger's keeper who does what keepers must not: for tests of those who watch.

:class:`Keeper` holds the log's key and signs whatever it likes. It can fork its history, go
back behind it, sign two roots for a size, say a wrong map root and write what the rules
refuse; and it can be honest, which is the other half of every test.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final, Self, final

from livret_core.dids.key import DidKey
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Unavailable
from livret_core.keys import Ed25519Signer
from livret_core.ledger.operation import NO_PREDECESSOR, Draft
from livret_core.tlog import merkle, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.merkle import Frontier, Node, leaf_hash
from livret_core.tlog.note import KeyName, SignatureType, VerifierKey
from livret_core.tlog.tiles import bundles_grown, tiles_grown
from livret_core.tlog.witness import AddCheckpoint
from livret_ledger.replay import Replay

ORIGIN: Final = "ledger.example/vallee"
BEGAN_S: Final = 1_790_000_000

_TOWNS: Final = ("be-nis:92094", "fr-insee:57463", "de-ags:05334002", "be-nis:62063")


def signer(name: str) -> Ed25519Signer:
    """A key that is always the same for one name; anybody can compute it."""
    return Ed25519Signer.from_seed(sha256(f"livret simulator: {name}".encode()).digest())


def cosigner_key(name: str) -> VerifierKey:
    """The key of a witness or an auditor of that name."""
    return VerifierKey.of(name, SignatureType.COSIGNATURE_V1, signer(name))


@final
class Files:
    """Published files in memory (:class:`livret_ledger.client.reading.Source`)."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files: Final = dict(files)

    def read(self, path: str, max_bytes: int) -> bytes:
        found = self.files.get(path)
        if found is None or len(found) > max_bytes:
            raise Unavailable("file.unavailable", reason="missing", file=path)
        return found


@final
class Keeper:
    """One history of a log, with the log's key at hand.

    Attributes:
        origin: of the log.
        leaves: every entry of this history.
    """

    def __init__(
        self,
        origin: str = ORIGIN,
        leaves: Sequence[bytes] = (),
        *,
        key: Ed25519Signer | None = None,
    ) -> None:
        self.origin: Final = origin
        self.leaves: list[bytes] = []
        self._signer: Final = key or signer(f"log {origin}")
        self._state: Final = Replay(origin)
        self._roots = [Frontier().root]
        self._frontier = Frontier()
        self._nodes: dict[Node, bytes] = {}
        for leaf in leaves:
            self.append(leaf)

    @classmethod
    def founded(cls, origin: str = ORIGIN) -> Self:
        """Begin a ledger of four towns, with its first ``state.commit``."""
        keeper = cls(origin)
        keeper.append(_genesis(origin, keeper.key))
        keeper.tick()
        return keeper

    @property
    def key(self) -> VerifierKey:
        """The log's key."""
        return VerifierKey.of(self.origin, SignatureType.ED25519, self._signer)

    @property
    def size(self) -> int:
        """Entries in this history."""
        return len(self.leaves)

    @property
    def at_s(self) -> int:
        """Ledger time."""
        return self._state.clock.at_s

    # Honest work.

    def append(self, leaf: bytes, *, unruly: bool = False) -> int:
        """Append an entry; an *unruly* one is written without asking the rules.

        Returns:
            Its index.
        """
        if not unruly:
            self._state.take(leaf)
        self._frontier, nodes = self._frontier.extended([leaf_hash(leaf)])
        self._nodes.update(nodes)
        self._roots.append(self._frontier.root)
        self.leaves.append(leaf)
        return len(self.leaves) - 1

    def tick(self, seconds: int = 1, *, times: int = 1) -> None:
        """Let time pass: a ``state.commit`` each time."""
        for _ in range(times):
            self.append(self.state_commit(self.at_s + seconds))

    def state_commit(self, at_s: int, *, root: bytes | None = None) -> bytes:
        """Make the next ``state.commit``, with another map root if one is given."""
        said = self._state.map_root() if root is None else base64url.encode(root)
        clock = self._state.clock
        draft = Draft(
            self.origin,
            "state.commit",
            self.origin,
            clock.seq + 1,
            clock.last,
            at_s,
            {"root": said, "at": at_s},
        )
        return draft.signed(()).leaf

    def read(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Give nodes of the tree."""
        return [self._nodes[node] for node in nodes]

    def head(self, size: int | None = None) -> Checkpoint:
        """Give the head of a size of this history."""
        size = self.size if size is None else size
        return Checkpoint(self.origin, size, self._roots[size])

    def sign(self, checkpoint: Checkpoint) -> SignedCheckpoint:
        """Sign anything as the log."""
        signed = note.sign(checkpoint.format(), KeyName(self.origin), self._signer)
        return SignedCheckpoint.of(signed)

    def signed(self, size: int | None = None) -> SignedCheckpoint:
        """Give a signed head of this history."""
        return self.sign(self.head(size))

    def request(self, old_size: int, size: int | None = None) -> AddCheckpoint:
        """Ask a cosigner to go on from *old_size*, with the proof that holds in this history."""
        signed = self.signed(size)
        proof = merkle.prove_consistency(old_size, signed.checkpoint.size, self.read)
        return AddCheckpoint(old_size, proof, signed)

    def files(self, signed: SignedCheckpoint | None = None) -> Files:
        """Publish: tiles, bundles of entries, and a head (this history's newest)."""
        signed = signed or self.signed()
        size = min(signed.checkpoint.size, self.size)
        files = {tile.format(): tile.read(self.read) for tile in tiles_grown(0, size)}
        for bundle in bundles_grown(0, size):
            begin = bundle.index * 256
            leaves = self.leaves[begin : begin + bundle.width]
            files[bundle.format()] = bundle.format_entries(leaves)
        files["checkpoint"] = signed.format()
        return Files(files)

    # Lies.

    def fork(self, size: int) -> "Keeper":
        """Begin another history that has its first *size* entries in common with this one."""
        return Keeper(self.origin, self.leaves[:size])

    def second_root(self, size: int | None = None) -> SignedCheckpoint:
        """Sign a root for a size that is nobody's tree."""
        head = self.head(size)
        return self.sign(Checkpoint(self.origin, head.size, sha256(head.root).digest()))

    def lie_about_the_map(self) -> int:
        """Write a ``state.commit`` with a map root that the entries do not come to."""
        lie = self.state_commit(self.at_s + 1, root=sha256(b"another state").digest())
        return self.append(lie, unruly=True)

    def break_a_rule(self) -> int:
        """Write an entry a second time."""
        return self.append(self.leaves[0], unruly=True)

    def write_what_is_no_operation(self) -> int:
        """Write octets that no reader can make anything of."""
        return self.append(b"\xff not an operation", unruly=True)


def _genesis(origin: str, key: VerifierKey) -> bytes:
    founders: list[JsonValue] = [
        {
            "who": who,
            "operator": who,
            "did": DidKey.of(signer(f"founder {who}").public_key).did,
            "witness": cosigner_key(f"{number}.example/witness").format(),
            "auditor": cosigner_key(f"{number}.example/audit").format(),
        }
        for number, who in enumerate(_TOWNS)
    ]
    body: JsonObject = {
        "key": key.format(),
        "founders": [*founders],
        "n": 4,
        "q": 3,
        "a": 2,
        "k": 2,
        "roots": [_TOWNS[0]],
        "schemas": [_TOWNS[0]],
        "rules": 1,
        "at": BEGAN_S,
    }
    draft = Draft(origin, "ledger.genesis", origin, 1, NO_PREDECESSOR, BEGAN_S, body)
    signatures = []
    for who in _TOWNS:
        founder = signer(f"founder {who}")
        did = DidKey.of(founder.public_key)
        signatures.append(draft.sign(founder, by=did.did, key_id=did.verification_method))
    return draft.signed(signatures).leaf
