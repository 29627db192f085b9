"""A name on a published ledger, and the watch over it.

    name = WatchedName(root)          # Verdun is a member of a ledger of four towns
    name.steal()                      # its next update key is used by somebody else
    name.publish()                    # `published/`: tiles, entries, a head of now, trust roots
    looked = name.look()              # the watch reads that folder

What Verdun made itself is in ``name.journal``. The clock is the ledger's own time.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from livret_core.ledger import trust_root
from livret_core.ledger.operation import Operation
from livret_core.tlog import tiles
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.watch.service.handing import Taker
from livret_ledger.watch.service.looked import Looked
from livret_ledger.watch.service.looking import Watch
from livret_ledger.watch.store import Channel
from tests.ledger_heads import Seen, Tree
from tests.ledger_scene import Scene, Town

QUIET_S = 26 * 3_600


def publish(folder: Path, seen: Seen, signed: SignedCheckpoint | None = None) -> None:
    """Write what a ledger publishes, whole; the head last."""
    scene = seen.scene
    signed = signed or seen.head(at_s=scene.at_s)
    size = signed.checkpoint.size
    tree = Tree(scene.leaves[:size])
    shutil.rmtree(folder, ignore_errors=True)
    files: dict[str, bytes] = {"trust/1.json": seen.first.raw}
    for tile in tiles.tiles_grown(0, size):
        files[tile.format()] = tile.read(tree.read)
    for bundle in tiles.bundles_grown(0, size):
        begin = bundle.index * tiles.WIDTH
        files[bundle.format()] = bundle.format_entries(scene.leaves[begin : begin + bundle.width])
    files["checkpoint"] = signed.format()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class Taking:
    """Somebody who is told, and takes it or not."""

    def __init__(self) -> None:
        self.told: list[bytes] = []
        self.error: Exception | None = None

    def hand(self, body: bytes) -> None:
        if self.error is not None:
            raise self.error
        self.told.append(body)


class WatchedName:
    """Verdun, its ledger, its watch."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.published = root / "published"
        self.folder = root / "watch"
        self.scene = Scene.founded()
        self.scene.apply(self.scene.publish())
        self.scene.tick()
        self.seen = Seen(self.scene)
        self.town: Town = self.scene.join(self.scene.town("verdun"))
        self.journal = self.ids()
        self.publish()

    @property
    def did(self) -> str:
        return str(self.town.did)

    @property
    def now_s(self) -> int:
        return self.scene.at_s

    @property
    def trust(self) -> bytes:
        return trust_root.format_versions([self.seen.first])

    def ids(self) -> set[str]:
        return {Operation.parse(leaf).id for leaf in self.scene.leaves}

    def publish(self, seconds: int = 60, signed: SignedCheckpoint | None = None) -> None:
        self.scene.tick(seconds)
        publish(self.published, self.seen, signed)

    def steal(self) -> int:
        """Somebody else makes the next entry; its index."""
        self.scene.move_on(self.town)
        return len(self.scene.leaves) - 1

    def begin(self) -> None:
        Watch.begin(self.folder, self.did, self.trust, str(self.published), now_s=self.now_s)

    def look(
        self,
        takers: Mapping[Channel, Taker] | None = None,
        *,
        now_s: int | None = None,
        **more: Any,
    ) -> Looked:
        if not Watch.is_in(self.folder):
            self.begin()
        with Watch.held(self.folder) as held:
            return held.look(
                Reader(Folder(self.published)),
                str(self.published),
                more.get("journal", self.journal),
                takers or {},
                now_s=self.now_s if now_s is None else now_s,
                quiet_s=QUIET_S,
            )
