"""Published files held against the store that they were made from, and written anew (``livret ledger fsck``).

A publication writes what is new, and reads nothing of what was written before: at a million
entries that would take minutes at each start. So what a disk or a hand changed in a file stays so
until somebody looks.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar, final

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import evidence as bundles
from livret_core.ledger import head as heads
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.state import did_name
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.tiles import HEIGHT, WIDTH, Bundle, bundles_grown, tiles_grown
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.publishing import CHECKPOINT, EVIDENCE_INDEX, did_lines, evidence_path
from livret_ledger.service.evidencing import HOUR_S, EvidenceFiles, granted, published
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Settled, Store

DAMAGED: Final = "ledger.published_damaged"

_T = TypeVar("_T")

_CHUNK: Final = 1_024
_HASH: Final = 32
_WIDTH: Final = re.compile(r"[1-9][0-9]{0,2}")


@final
@dataclass(frozen=True, slots=True)
class Damaged:
    """A published file that is not what the store makes of it.

    Attributes:
        path: below the web root.
        content: what it should be; None for one that is not made from the store alone.
    """

    path: str
    content: bytes | None = None


@final
class Readers:
    """Those who read a ledger by the trust roots in its folder.

    By each version in turn: one that was put there a moment ago is served at the next start.
    """

    def __init__(self, roots: Sequence[TrustRoot]) -> None:
        self.roots: Final = tuple(roots)
        self._chains: Final = [walk(roots[:end]) for end in range(len(roots), 0, -1)]

    def head(self, signed: SignedCheckpoint) -> CosignedHead:
        """Verify a head as any of them does.

        Raises:
            Refused, MalformedInput: why none of them believes it.
        """
        return self._first(lambda chain: heads.verify(signed, chain))

    def shows(self, raw: bytes | None, did: str) -> bool:
        """Say whether a file is evidence of *did* that one of them can use."""
        if raw is None:
            return False
        try:
            bundle = Evidence.parse(raw)
            self._first(lambda chain: bundles.verify(bundle, chain))
        except LivretError:
            return False
        return did_name(did) in bundle.values

    def _first(self, verify: Callable[[TrustChain], _T]) -> _T:
        for chain in self._chains[:-1]:
            try:
                return verify(chain)
            except LivretError:
                continue
        return verify(self._chains[-1])


def read_checkpoint(web: WebRoot, readers: Readers) -> SignedCheckpoint | None:
    """Read the head that is published; None while there is none.

    Raises:
        Refused: ``ledger.published_damaged`` when no reader would believe what lies there.
    """
    try:
        signed = Reader(Folder(web.root)).checkpoint()
        readers.head(signed)
    except Unavailable:
        return None
    except LivretError as error:
        raise Refused(DAMAGED, error.code, file=CHECKPOINT, count=1) from None
    return signed


def damaged(
    store: Store, web: WebRoot, readers: Readers, head: SignedCheckpoint
) -> Iterator[Damaged]:
    """Find the published files that are not what the store makes of them.

    Others may publish meanwhile. What is there beyond *head* is held against the store as well,
    as far as that goes.

    Args:
        store: that was found whole, as of one moment.
        web: where the files are.
        readers: by the folder's trust roots.
        head: that was published before that moment.
    """
    size = head.checkpoint.size
    yield from _tree(store, web, size)
    yield from _did_logs(store, web, size)
    for root in readers.roots:
        path = f"trust/{root.version}.json"
        # The newest is laid there by the next start.
        if not web.says(path, root.raw) and (web.has(path) or root is not readers.roots[-1]):
            yield Damaged(path, root.raw)
    yield from _evidence(store, web, readers, head)


def mend(
    store: Store, web: WebRoot, readers: Readers, found: Sequence[Damaged], signed: SignedCheckpoint
) -> None:
    """Write damaged files anew. The evidence is that of now, or of the next serving.

    Args:
        store: held by its writer, so that nobody publishes meanwhile.
        web: where the files are.
        readers: by the folder's trust roots.
        found: as :func:`damaged` gives them.
        signed: the head that is published.

    Raises:
        Unavailable: ``home.unavailable``, ``store.unavailable``.
    """
    for each in found:
        if each.content is not None:
            web.write(each.path, each.content)
    if any(each.content is None and each.path.endswith("did.jsonl") for each in found):
        web.write_dids(did_lines(store, 0, signed.checkpoint.size))
    if any(each.content is None and not each.path.endswith("did.jsonl") for each in found):
        web.remove(EVIDENCE_INDEX)
        time_s = readers.head(signed).time_s
        EvidenceFiles(web).write(store, signed, time_s=time_s, now_s=time_s)


def newest_published(store: Store, readers: Readers) -> SignedCheckpoint | None:
    """Find the newest head that the store has and readers believe: the one that was published."""
    for head in store.heads(newest_first=True):
        if head.signed is not None:
            signed = SignedCheckpoint.parse(head.signed)
            try:
                readers.head(signed)
            except LivretError:
                continue
            return signed
    return None


def _tree(store: Store, web: WebRoot, size: int) -> Iterator[Damaged]:
    now = store.frontier.size
    for tile in tiles_grown(0, now):
        base = tile.format().partition(".p/")[0]
        there = (size >> HEIGHT * tile.level) - tile.index * WIDTH
        content = b""
        for width, path in _widths(web, base, there):
            if width <= tile.width:
                content = content or tile.read(store.nodes)
                if not web.says(path, content[: width * _HASH]):
                    yield Damaged(path, content[: width * _HASH])
    for bundle in bundles_grown(0, now):
        begin = bundle.index * WIDTH
        base = bundle.format().partition(".p/")[0]
        leaves = [entry.leaf for entry in store.entries(begin, begin + bundle.width)]
        for width, path in _widths(web, base, size - begin):
            if width <= bundle.width:
                content = Bundle(bundle.index, width).format_entries(leaves[:width])
                if not web.says(path, content):
                    yield Damaged(path, content)


def _widths(web: WebRoot, base: str, needed: int) -> Iterator[tuple[int, str]]:
    """Give how many hashes or entries each file of one place holds, and the file's path.

    Those that are there, and the one that a head needs that leads to *needed* of them.
    """
    widths = {int(name) for name in web.names(f"{base}.p") if _WIDTH.fullmatch(name)}
    if needed > 0:
        widths.add(min(needed, WIDTH))
    if web.has(base):
        widths.add(WIDTH)
    for width in sorted(widths):
        yield width, base if width == WIDTH else f"{base}.p/{width}"


def _did_logs(store: Store, web: WebRoot, size: int) -> Iterator[Damaged]:
    now, ends = store.frontier.size, dict[str, int]()
    wrong: set[str] = set()
    for begin, end in _steps(size, now):
        for path, lines in did_lines(store, begin, end).items():
            wanted, at = b"".join(line for _, line in lines), ends.get(path, 0)
            there = web.part(path, at, len(wanted))
            # Beyond the head it is there or not, line by line.
            is_so = wanted.startswith(there) and (not there or there.endswith(b"\n"))
            if there != wanted and (end <= size or not is_so):
                wrong.add(path)
            ends[path] = at + len(wanted)
    for path, at in ends.items():
        if path in wrong or web.part(path, at, 1):
            yield Damaged(path)


def _steps(size: int, now: int) -> Iterator[tuple[int, int]]:
    for first, last in ((0, size), (size, now)):
        for begin in range(first, last, _CHUNK):
            yield begin, min(begin + _CHUNK, last)


def _evidence(
    store: Store, web: WebRoot, readers: Readers, head: SignedCheckpoint
) -> Iterator[Damaged]:
    """Hold the list of evidence against what it can list, and each file against its own proof."""
    raw = web.read(EVIDENCE_INDEX)
    if raw is None:
        return
    known = {evidence_path(did): did for did in published(Settled(store))}
    newest = _newer(web, readers, head)
    files = _listed(store, readers.head(newest), raw, known)
    if files is None:
        yield Damaged(EVIDENCE_INDEX)
        return
    for path in files:
        if not readers.shows(web.read(path), known[path]):
            yield Damaged(path)


def _newer(web: WebRoot, readers: Readers, head: SignedCheckpoint) -> SignedCheckpoint:
    """Give the head that is published by now, if there is another."""
    try:
        return read_checkpoint(web, readers) or head
    except Refused:
        return head


def _listed(
    store: Store, newest: CosignedHead, raw: bytes, known: Mapping[str, str]
) -> list[str] | None:
    """Give the files that the list of evidence names; None where it is not one of this ledger."""
    try:
        index = json_encoding.parse_object(raw, max_bytes=len(raw))
    except LivretError:
        return None
    match index:
        case {
            "v": 1,
            "hour": int(hour),
            "size": int(size),
            "files": list(names),
            "left_out": dict(left_out),
        }:
            files = [str(name) for name in names]
        case _:
            return None
    asking = index.get("services", [])
    if not isinstance(asking, list):
        return None
    if Settled(store).size < size <= newest.size:
        return []  # it was written a moment ago: of what this store had not yet
    is_due = hour <= newest.time_s // HOUR_S and 0 < size <= newest.size
    said = {*files, *left_out}
    owed = {evidence_path(did) for did in granted(store, 0, size) if did.startswith("did:webvh:")}
    fits = is_due and files == sorted({*files}) and owed <= said <= known.keys()
    fits = fits and {str(name) for name in asking} <= {*files}
    return files if fits else None
