"""The folder of static files that everybody reads, written so that no reader ever sees half of one.

Each file is written beside its place, seen to the disk and renamed. ``checkpoint`` is the
last of a publication: what it points to is there.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core import limits
from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.state import did_name
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_edge.files import HOME, make_folder, read_file, told, write_file
from livret_ledger.publishing import (
    CHECKPOINT,
    WEBVH,
    did_lines,
    log_path,
    tree_file,
    tree_files,
    tree_places,
)

if TYPE_CHECKING:
    from livret_ledger.store import Store

_MAX_BYTES: Final = limits.DID_LOG_BYTES
_READABLE: Final = 0o644


class WebRoot:
    """A ledger's published files."""

    def __init__(self, root: Path) -> None:
        self.root: Final = root

    def checkpoint(self) -> SignedCheckpoint | None:
        """Read the head that is published, or None while there is none that can be read."""
        raw = self._read(CHECKPOINT)
        try:
            return None if raw is None else SignedCheckpoint.parse(raw)
        except LivretError:
            return None

    def write_tree(self, store: "Store", size: int) -> None:
        """Write all that a head of *size* leads to, beyond what is published already.

        Raises:
            Unavailable: ``home.unavailable``, ``store.unavailable``.
        """
        old_size = self._published_size(store, size)
        for path, content in tree_files(store, old_size, size):
            self._write(path, content)
        if not self._grow_dids(did_lines(store, old_size, size)):
            # Some file is not what was published before. It is all there to be made again.
            self._grow_dids(did_lines(store, 0, size), anew=True)

    def restore_tree(self, store: "Store", size: int) -> int:
        """Write those tiles, bundles and DID logs of a head of *size* that are gone; say how many were.

        Whether those that are there say what they should is for whoever reads them whole.

        Raises:
            Unavailable: ``home.unavailable``, ``store.unavailable``.
        """
        gone = [each for each in tree_places(0, size) if not self.has(each.format())]
        for each in gone:
            self._write(each.format(), tree_file(store, each))
        dids = (name.removeprefix(did_name("")) for name in store.record_names(did_name(WEBVH)))
        logs = {path for path in map(log_path, dids) if not self.has(path)}
        lines = did_lines(store, 0, size) if logs else {}
        lost = {path: lines[path] for path in logs & lines.keys()}
        self.write_dids(lost)
        return len(gone) + len(lost)

    def write_checkpoint(self, signed: SignedCheckpoint) -> None:
        """Point readers to a head. Its files have been written before.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        self._write(CHECKPOINT, signed.format())

    def write_pages(self, pages: Iterable[tuple[str, bytes]]) -> int:
        """Write those pages that say something else than before, and say how many did.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        return sum(self._write(path, content) for path, content in pages)

    def write_trust_roots(self, versions: Iterable[tuple[int, bytes]]) -> None:
        """Lay the trust roots beside the ledger, for those who walk on from an older one."""
        for version, raw in versions:
            self._write(f"trust/{version}.json", raw)

    def write(self, path: str, content: bytes) -> bool:
        """Write one file that nothing points to, and say whether it says something else.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        return self._write(path, content)

    def read(self, path: str) -> bytes | None:
        """Read one file; None when there is none that can be read."""
        return self._read(path)

    def write_dids(self, lines: Mapping[str, list[tuple[int, bytes]]]) -> None:
        """Write DID logs anew, from their first line."""
        self._grow_dids(lines, anew=True)

    def remove(self, path: str) -> None:
        """Take one file away, where it is.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        with told(self.root / path, HOME):
            (self.root / path).unlink(missing_ok=True)

    def has(self, path: str) -> bool:
        """Say whether there is such a file."""
        return (self.root / path).is_file()

    def says(self, path: str, content: bytes) -> bool:
        """Say whether a file is this, however large that is."""
        return _says(self.root / path, content)

    def names(self, folder: str) -> list[str]:
        """List what is in a folder; nothing where there is none."""
        try:
            return [each.name for each in (self.root / folder).iterdir()]
        except OSError:
            return []

    def part(self, path: str, begin: int, count: int) -> bytes:
        """Read some octets of a file; fewer, or none, where it ends before."""
        try:
            with (self.root / path).open("rb") as file:
                file.seek(begin)
                return file.read(count)
        except OSError:
            return b""

    def _published_size(self, store: "Store", size: int) -> int:
        """Say up to where files are there, by the head that lies there, if the store has that head."""
        published = self.checkpoint()
        if published is None or published.checkpoint.size > size:
            return 0
        head = published.checkpoint
        # A size or a root that a disk or a hand changed would have files left out.
        return head.size if merkle.root(head.size, store.nodes) == head.root else 0

    def _grow_dids(
        self, grown: Mapping[str, list[tuple[int, bytes]]], *, anew: bool = False
    ) -> bool:
        """Add lines to DID logs; False when what is there does not go on with them."""
        for path, lines in grown.items():
            there = b"" if anew else self._read(path) or b""
            kept = there.splitlines(keepends=True)[: lines[0][0] - 1]
            if len(kept) != lines[0][0] - 1:
                return False
            self._write(path, b"".join(kept) + b"".join(line for _, line in lines))
        return True

    def _write(self, path: str, content: bytes) -> bool:
        target = self.root / path
        if _says(target, content):
            return False
        make_folder(target.parent, mode=0o755, code=HOME)
        write_file(target, content, mode=_READABLE, code=HOME)
        return True

    def _read(self, path: str) -> bytes | None:
        try:
            return read_file(self.root / path, _MAX_BYTES)
        except Unavailable:
            return None


def _says(target: Path, content: bytes) -> bool:
    """Say whether a file is this, however large that is; one of another length is not read."""
    try:
        return target.stat().st_size == len(content) and (
            read_file(target, len(content)) == content
        )
    except (OSError, LivretError):
        return False
