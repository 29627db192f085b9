"""Which files a publication is made of: paths and octets, worked out from a store. Pure.

Everything but ``checkpoint`` never changes once written, or only grows (a DID's log), so any
web server, any cache and any USB stick can carry it. ``checkpoint`` is written last: until
then, nobody is pointed at what is there.

    tile/…            hashes (C2SP tlog-tiles)
    tile/entries/…    operations
    <path>/did.jsonl  each DID's log, byte for byte as its controller made it
    <path>/ledger.evidence  what the ledger shows of an accredited institution
    evidence.json     which hour that is, and all of these paths
    checkpoint        the signed and cosigned head
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from livret_core.dids.webvh import WebvhDid
from livret_core.dids.webvh.entry import LogEntry
from livret_core.ledger import bodies
from livret_core.ledger.operation import Operation
from livret_core.tlog.tiles import Bundle, Tile, bundles_grown, tiles_grown
from livret_core.words.language import LANGUAGES

if TYPE_CHECKING:
    from livret_ledger.store import Store

CHECKPOINT: Final = "checkpoint"
EVIDENCE: Final = "ledger.evidence"
EVIDENCE_INDEX: Final = "evidence.json"
#: What lies at the web root of every ledger. No folder of DID logs may be named like it.
OWN_NAMES: Final = frozenset({CHECKPOINT, "tile", "trust", *LANGUAGES})
#: How the names of those begin whose logs lie beside the ledger.
WEBVH: Final = "did:webvh:"

_DID_ENTRIES: Final = frozenset({"did.create", "did.update", "did.deactivate"})


def tree_places(old_size: int, size: int) -> Iterator[Tile | Bundle]:
    """Name the tiles and entry bundles of the head of *size* that the one of *old_size* had not."""
    yield from tiles_grown(old_size, size)
    yield from bundles_grown(old_size, size)


def tree_file(store: "Store", place: Tile | Bundle) -> bytes:
    """Make one of them."""
    if isinstance(place, Tile):
        return place.read(store.nodes)
    begin = place.index * 256
    return place.format_entries([each.leaf for each in store.entries(begin, begin + place.width)])


def tree_files(store: "Store", old_size: int, size: int) -> Iterator[tuple[str, bytes]]:
    """Give the tiles and entry bundles to write when the log grows from *old_size* to *size*."""
    for place in tree_places(old_size, size):
        yield place.format(), tree_file(store, place)


def did_lines(store: "Store", old_size: int, size: int) -> Mapping[str, list[tuple[int, bytes]]]:
    """Give the lines that DID logs grow by: number and octets of each, by path of the file."""
    grown: dict[str, list[tuple[int, bytes]]] = {}
    for entry in store.entries(old_size, size):
        operation = Operation.parse(entry.leaf)
        if operation.type not in _DID_ENTRIES:
            continue
        body = bodies.read(operation.body, bodies.BODIES[operation.type])
        if not isinstance(body, bodies.DidCreate | bodies.DidEntry):
            raise TypeError(operation.type)
        path = log_path(operation.subject)
        line = body.entry.encode("utf-8")
        grown.setdefault(path, []).append((LogEntry.parse(line).number, line + b"\n"))
    return grown


def log_path(did: str) -> str:
    """Give the path of a DID's log below the ledger's web root."""
    path = WebvhDid.parse(did).path
    return "/".join((*path, "did.jsonl")) if path else ".well-known/did.jsonl"


def evidence_path(did: str) -> str:
    """Give the path of a DID's evidence below the ledger's web root: beside its log."""
    return log_path(did).removesuffix("did.jsonl") + EVIDENCE
