"""Heads, trust roots and evidence over a :class:`tests.ledger_scene.Scene`.

    scene = Scene.founded()
    seen = Seen(scene)                       # trust root v1, the chain begun from it
    scene.tick(60)
    signed = seen.head(at_s=scene.at_s)      # signed by the log, cosigned by all
    bundle = seen.evidence(names, signed)    # of those records, as of that head

A head can only be made right after a ``state.commit``: evidence is about the last leaf.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from livret_core.dids.key import DidKey
from livret_core.encoding import base64url
from livret_core.https_uri import HttpsUri
from livret_core.ledger import head as heads
from livret_core.ledger import records, trust_root
from livret_core.ledger.bodies import StateCommit, read
from livret_core.ledger.evidence import Evidence, ProvenState, accept, verify
from livret_core.ledger.head import Head
from livret_core.ledger.operation import Operation
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.state_map import EMPTY_ROOT, canonical_digest, record_key, update
from livret_core.ledger.state_proof import prove
from livret_core.ledger.trust_chain import TrustChain, begin
from livret_core.ledger.trust_root import Ages, TrustRoot, Voter
from livret_core.mirror_path import mirror_path
from livret_core.tlog import cosignature, merkle, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.merkle import Frontier, Node
from livret_core.tlog.policy import Group, Log, Policy, Witness
from livret_core.tlog.tiles import Tile, tiles_grown
from tests.ledger_scene import DAY_S, ORIGIN, Scene, Town

AGES: Final = Ages(DAY_S, 7 * DAY_S)


@dataclass
class Tree:
    """All complete subtrees over some leaves."""

    leaves: Sequence[bytes]
    nodes: dict[Node, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _, nodes = Frontier().extended(merkle.leaf_hash(leaf) for leaf in self.leaves)
        self.nodes.update(nodes)

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self.nodes[node] for node in nodes]

    def root(self, size: int) -> bytes:
        return merkle.root(size, self.read)

    def tiles(self, wanted: Iterable[Tile]) -> bytes:
        """The octets of some tiles, one behind the other."""
        return b"".join(tile.read(self.read) for tile in wanted)


def write_tiles(leaves: Sequence[bytes], web: Path) -> None:
    """Publish the tiles of a ledger in a folder that mirrors the web."""
    tree = Tree(leaves)
    for tile in tiles_grown(0, len(leaves)):
        uri = f"https://{ORIGIN.partition('/')[0]}/{tile.format()}"
        path = web / mirror_path(HttpsUri.parse(uri))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tree.tiles([tile]))


class Seen:
    """A ledger as its readers see it."""

    def __init__(self, scene: Scene, **changes: object) -> None:
        self.scene = scene
        self.first = first_root(scene, **changes)
        self.chain: TrustChain = begin(self.first)

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The head over the first *size* leaves."""
        tree = Tree(self.scene.leaves)
        size = len(tree.leaves) if size is None else size
        return Checkpoint(ORIGIN, size, tree.root(size))

    def head(
        self,
        size: int | None = None,
        *,
        at_s: int,
        witnesses: Collection[Town] | None = None,
        auditors: Collection[Town] | None = None,
        checkpoint: Checkpoint | None = None,
        times: Mapping[str, int] | None = None,
    ) -> SignedCheckpoint:
        """A head, signed by the log and cosigned at *at_s* (or each town at its own time)."""
        checkpoint = checkpoint or self.checkpoint(size)
        key = self.scene.log_key
        signed = SignedCheckpoint.of(
            note.sign(checkpoint.format(), key.name, self.scene.log_pen[2])
        )
        lines = []
        for role, towns in (("witness", witnesses), ("auditor", auditors)):
            for town in self.scene.towns if towns is None else towns:
                verifier = town.witness if role == "witness" else town.auditor
                lines.append(
                    cosignature.sign(
                        checkpoint,
                        verifier.name,
                        town.key(role),
                        now_s=(times or {}).get(town.name, at_s),
                    )
                )
        return signed.with_signatures(*lines)

    def evidence(
        self,
        names: Collection[str],
        signed: SignedCheckpoint,
        *,
        known_size: int = 0,
    ) -> Evidence:
        """Evidence of records as they stood before the last leaf of *signed*."""
        tree = Tree(self.scene.leaves)
        size = signed.checkpoint.size
        commit = Operation.parse(self.scene.leaves[size - 1])
        nodes: dict[bytes, bytes] = {}
        values = {name: records.format(each) for name, each in self.scene.state.records.items()}
        updated = update(
            EMPTY_ROOT,
            {record_key(name): canonical_digest(value) for name, value in values.items()},
            nodes.__getitem__,
        )
        assert base64url.encode(updated.root) == read(commit.body, StateCommit).root
        proof = prove(updated.root, [record_key(name) for name in names], updated.added.__getitem__)
        consistency = (
            (known_size, merkle.prove_consistency(known_size, size, tree.read))
            if known_size
            else (0, ())
        )
        return Evidence(
            signed,
            commit,
            merkle.prove_inclusion(size - 1, size, tree.read),
            proof,
            {name: values.get(name) for name in names},
            consistency,
        )


def believe(signed: SignedCheckpoint, chain: TrustChain, **asked: Any) -> Head:
    """Verify a head and accept it."""
    return heads.accept(heads.verify(signed, chain), chain, **asked)


def check(evidence: Evidence, chain: TrustChain, **asked: Any) -> ProvenState:
    """Verify a bundle and accept it."""
    return accept(verify(evidence, chain), chain, **asked)


def policy_of(scene: Scene, towns: Sequence[Town], numbers: Quorums) -> Policy:
    """The C2SP policy of a trust root."""
    witnesses = [Witness(f"w-{town.name}".encode(), town.witness) for town in towns]
    auditors = [Witness(f"a-{town.name}".encode(), town.auditor) for town in towns]
    return Policy(
        (Log(scene.log_key),),
        (*witnesses, *auditors),
        (
            Group(trust_root.WITNESSES, numbers.q, tuple(each.name for each in witnesses)),
            Group(trust_root.AUDITORS, numbers.a, tuple(each.name for each in auditors)),
            Group(b"both", 2, (trust_root.WITNESSES, trust_root.AUDITORS)),
        ),
        b"both",
    )


def voters_of(towns: Sequence[Town]) -> list[Voter]:
    return [Voter(town.who, DidKey.of(town.pen[2].public_key).did) for town in towns]


def first_root(scene: Scene, **changes: object) -> TrustRoot:
    """Trust root v1 of a scene, signed by all founders."""
    numbers = scene.policy.numbers
    fields: dict[str, object] = {
        "origin": ORIGIN,
        "version": 1,
        "previous": None,
        "policy": policy_of(scene, scene.towns, numbers),
        "numbers": numbers,
        "voters": voters_of(scene.towns),
        "ages": AGES,
        "expires_s": scene.at_s + 365 * DAY_S,
        "index": 0,
        "joint": None,
        **changes,
    }
    return trust_root.draft(**fields).signed([town.pen[2] for town in scene.towns])  # type: ignore[arg-type]


def next_root(
    before: TrustRoot,
    scene: Scene,
    towns: Sequence[Town],
    joint: SignedCheckpoint,
    *,
    by: Sequence[Town],
    numbers: Quorums,
    **changes: object,
) -> TrustRoot:
    """The next version, with *towns* in both roles."""
    fields: dict[str, object] = {
        "origin": ORIGIN,
        "version": before.version + 1,
        "previous": before,
        "policy": policy_of(scene, towns, numbers),
        "numbers": numbers,
        "voters": voters_of(towns),
        "ages": AGES,
        "expires_s": before.expires_s + 365 * DAY_S,
        "index": before.index + 1,
        "joint": joint,
        **changes,
    }
    return trust_root.draft(**fields).signed([town.pen[2] for town in by])  # type: ignore[arg-type]
