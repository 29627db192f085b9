"""A mirror of a ledger at work on this machine, on the same clock.

works = Works.founded(tmp_path)
mirrored = Mirrored(works)         # empty, of what works publishes
mirrored.mirror.follow()
"""

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.witness import Response
from livret_ledger.client.reading import Folder, Reader, Source
from livret_ledger.mirror.service import Mirror, Parts
from livret_ledger.mirror.store import MirrorHome
from livret_ledger.service.asking import Post
from livret_ledger.service.web_root import WebRoot
from tests.ledger_works import Works


class Mirrored:
    """One mirror, opened as often as a test wants.

    Attributes:
        source: what it reads; another thing from when a test says so.
        way: to the witnesses.
    """

    def __init__(self, works: Works, name: str = "mirror", source: Source | None = None) -> None:
        self.works: Final = works
        self.source: Source = source or Folder(works.web.root)
        self.way: Post = works.post
        self.home = MirrorHome.create(works.root / name, works.chain, str(works.web.root))
        self._stack = ExitStack()
        self.mirror = self._open()

    def _open(self) -> Mirror:
        store, memory = self.home.store(), self.home.memory()
        self._stack.callback(store.close)
        self._stack.callback(memory.close)
        self._stack.enter_context(store.writer())
        self.store = store
        return Mirror(
            Parts(
                self.home,
                store,
                memory,
                lambda: Reader(self.source),
                self.post,
                self.works.clock,
                lambda: float(self.works.clock()),
            )
        )

    def post(self, url: str, body: bytes) -> Response:
        return self.way(url, body)

    def again(self) -> Mirror:
        """Stop it, and start it anew."""
        self.close()
        self.mirror = self._open()
        return self.mirror

    def close(self) -> None:
        self._stack.close()

    @property
    def published(self) -> SignedCheckpoint:
        found = WebRoot(self.home.public).checkpoint()
        assert found is not None
        return found

    def files(self) -> dict[str, bytes]:
        """All that it serves."""
        root: Path = self.home.public
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
