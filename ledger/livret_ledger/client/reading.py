"""A ledger's static files, read by https or from a folder, and proofs made of them.

Nothing that is read here is believed for having been read: an entry comes with its proof, a
checkpoint is for :func:`livret_core.ledger.head.accept` to judge.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog import merkle, tiles
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import Node, NodeReader
from livret_core.tlog.proof import LogProof
from livret_core.tlog.tiles import WIDTH, Bundle, Tile
from livret_edge.fetcher import Fetcher
from livret_edge.files import read_file
from livret_ledger.attendance import Attendance

#: The ``reason`` of a file that is said not to be there, and not merely kept back.
MISSING: Final = "missing"
CHECKPOINT: Final = "checkpoint"
STATUS: Final = "status.json"

_BUNDLE_BYTES: Final = WIDTH * (limits.LOG_ENTRY_BYTES + 2)
_TILE_BYTES: Final = WIDTH * merkle.HASH_BYTES
_KEPT: Final = 64
_NONE: Final = frozenset({404, 410})
_VERSIONS: Final = 1_000


class Source(Protocol):
    """Where a ledger's files are."""

    def read(self, path: str, max_bytes: int) -> bytes:
        """Read a file, its path as :mod:`livret_ledger.publishing` lays it out.

        Raises:
            Unavailable: ``net.unavailable`` or ``file.unavailable``, also for none there.
            MalformedInput: ``input.too_large``.
        """
        ...


@final
class Folder:
    """A ledger in a folder: a web root, a copy of one, a USB stick."""

    def __init__(self, root: Path) -> None:
        self._root: Final = root

    def read(self, path: str, max_bytes: int) -> bytes:
        return read_file(self._root / path, max_bytes)


@final
class Web:
    """A ledger behind an https address."""

    def __init__(self, base: HttpsUri, fetcher: Fetcher) -> None:
        self._base: Final = base.text.rstrip("/")
        self._fetcher: Final = fetcher

    def read(self, path: str, max_bytes: int) -> bytes:
        uri = HttpsUri.parse(f"{self._base}/{path}")
        fetched = self._fetcher.get(uri, max_bytes=max_bytes)
        if fetched.status in _NONE:
            detail = f"status {fetched.status}"
            raise Unavailable("net.unavailable", detail, host=uri.host, reason=MISSING)
        if fetched.status != 200:
            raise Unavailable("net.unavailable", f"status {fetched.status}", host=uri.host)
        return fetched.body


@contextmanager
def as_published() -> Iterator[None]:
    """Say what cannot be read or followed of the source: whoever asks did not write it.

    Raises:
        Unavailable: ``ledger.source``, with the code as ``reason``, for what is malformed, and for
            trust roots that do not follow from those known here. Anything else as it is.
    """
    try:
        yield
    except (MalformedInput, Refused) as error:
        if isinstance(error, Refused) and not error.code.startswith("trust."):
            raise
        raise Unavailable("ledger.source", error.code, reason=error.code) from None


@final
class Reader:
    """Reads a ledger of one source, and remembers the last tiles."""

    def __init__(self, source: Source) -> None:
        self._source: Final = source
        self._tiles: OrderedDict[Tile, bytes] = OrderedDict()

    def checkpoint(self) -> SignedCheckpoint:
        """Read the newest head that was published.

        Raises:
            As :meth:`Source.read` and :meth:`SignedCheckpoint.parse`.
        """
        return SignedCheckpoint.parse(self._source.read(CHECKPOINT, limits.NOTE_BYTES))

    def trust_roots(self) -> Iterator[TrustRoot]:
        """Read the trust roots that lie beside the ledger, as far as there are any.

        Each is read when it is asked for, so that who walks on to them stops at the first that
        nobody signed: there may be many behind it.

        Raises:
            Unavailable: as :meth:`Source.read`, where it is not said that there is none.
            Refused: ``trust.version`` for a file that holds another version than it is named
                for. Otherwise as :meth:`TrustRoot.parse`.
        """
        for version in range(1, _VERSIONS + 1):
            try:
                raw = self._source.read(f"trust/{version}.json", limits.TRUST_ROOT_BYTES)
            except Unavailable as error:
                if error.facts.get("reason") == MISSING:
                    return
                # Readers who end here would go by versions that have been replaced.
                raise
            root = TrustRoot.parse(raw)
            if root.version != version:
                # Who answers every name with one version would be asked for all names there are.
                raise Refused("trust.version", "another version than the file is named for")
            yield root

    def attendance(self) -> Attendance:
        """Read who does not confirm, by the ledger's own word; a copy of its files has none."""
        try:
            raw = self._source.read(STATUS, limits.NOTE_BYTES)
            return Attendance.parse(json_encoding.parse_object(raw).get("attendance"))
        except LivretError:
            return Attendance()

    def nodes(self, size: int) -> NodeReader:
        """Give a reader of the tree's nodes under the head of *size*."""

        def read(wanted: Sequence[Node]) -> Sequence[bytes]:
            needed = tiles.tiles_for(wanted, size)
            return tiles.reader({tile: self._tile(tile) for tile in needed})(wanted)

        return read

    def entries(self, begin: int, end: int, size: int) -> Iterator[bytes]:
        """Read entries *begin* up to *end* under the head of *size*; nothing is proved."""
        for index in range(begin // WIDTH, -(-end // WIDTH)):
            bundle = Bundle(index, min(WIDTH, size - index * WIDTH))
            leaves = bundle.parse_entries(self._bundle(bundle))
            first = index * WIDTH
            yield from leaves[max(begin - first, 0) : end - first]

    def entry(self, index: int, signed: SignedCheckpoint) -> bytes:
        """Read one entry, and check that it stands there under the head.

        Raises:
            Refused: ``log.inclusion``. Otherwise as :meth:`Source.read`.
        """
        checkpoint = signed.checkpoint
        if not 0 <= index < checkpoint.size:
            raise Unavailable("ledger.not_shown", "no such entry under this head")
        [leaf] = self.entries(index, index + 1, checkpoint.size)
        hashes = self.prove_inclusion(index, checkpoint.size)
        merkle.check_inclusion(
            merkle.leaf_hash(leaf), index, checkpoint.size, hashes, checkpoint.root
        )
        return leaf

    def standing(self, proof: LogProof) -> bytes:
        """Read the entry that a proof is said to be of; whether it is, the proof has to show.

        Raises:
            As :meth:`Source.read`.
        """
        [leaf] = self.entries(proof.index, proof.index + 1, proof.signed.checkpoint.size)
        return leaf

    def prove_inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Make the proof that entry *index* stands under the head of *size*."""
        return merkle.prove_inclusion(index, size, self.nodes(size))

    def prove_consistency(self, old_size: int, size: int) -> tuple[bytes, ...]:
        """Make the proof that the head of *size* continues that of *old_size*."""
        return merkle.prove_consistency(old_size, size, self.nodes(size))

    def log_proof(self, index: int, signed: SignedCheckpoint) -> LogProof:
        """Make a proof file for entry *index*."""
        return LogProof(index, self.prove_inclusion(index, signed.checkpoint.size), signed)

    def _tile(self, tile: Tile) -> bytes:
        found = self._tiles.get(tile)
        if found is None:
            found = self._read_wide(tile.format(), Tile(tile.level, tile.index).format(), tile)
            self._tiles[tile] = found
            if len(self._tiles) > _KEPT:
                self._tiles.popitem(last=False)
        return found

    def _read_wide(self, path: str, whole: str, tile: Tile) -> bytes:
        """Read a partial tile, or the beginning of the whole one that took its place."""
        try:
            return self._source.read(path, _TILE_BYTES)
        except Unavailable:
            if path == whole:
                raise
        raw = self._source.read(whole, _TILE_BYTES)
        return raw[: tile.width * merkle.HASH_BYTES]

    def _bundle(self, bundle: Bundle) -> bytes:
        try:
            return self._source.read(bundle.format(), _BUNDLE_BYTES)
        except Unavailable:
            if bundle.width == WIDTH:
                raise
        leaves = Bundle(bundle.index).parse_entries(
            self._source.read(Bundle(bundle.index).format(), _BUNDLE_BYTES)
        )
        return bundle.format_entries(leaves[: bundle.width])


def open_source(place: str, fetcher: Fetcher) -> Source:
    """Read from an https address, or from a folder.

    Raises:
        MalformedInput: ``input.https_uri``; ``usage.no_folder`` for a folder that is none.
    """
    if "://" in place:
        return Web(HttpsUri.parse(place), fetcher)
    root = Path(place)
    if not root.is_dir():
        raise MalformedInput("usage.no_folder", folder=place, option="--from")
    return Folder(root)
