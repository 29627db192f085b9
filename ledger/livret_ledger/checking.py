"""Holding a store against its own hashes (``livret ledger fsck``). Reads all, writes nothing.

Every entry is hashed again into the tree, every operation applied again from the first, the
state map built anew from the records that come out. What a flipped bit could have changed
is thereby either noticed or makes no difference.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, Refused
from livret_core.tlog import merkle
from livret_core.tlog.merkle import Frontier
from livret_ledger.batch import Entry
from livret_ledger.replay import Replay

if TYPE_CHECKING:
    from livret_ledger.store import Store

_CHUNK: Final = 1_000


def check_store(store: "Store") -> None:
    """Check everything a store holds.

    Raises:
        Refused: ``ledger.damaged`` with ``what``: ``entry``, ``node``, ``record``, ``map``,
            ``head``, ``at`` or ``database``, and ``index`` where one entry is at fault.
    """
    replay = Replay(store.origin)
    frontier = Frontier()
    heads = {head.size: head.root for head in store.heads()}
    for entry in _entries(store):
        _take(replay, entry)
        frontier, nodes = frontier.extended([merkle.leaf_hash(entry.leaf)])
        if list(store.nodes([node for node, _ in nodes])) != [digest for _, digest in nodes]:
            raise Refused("ledger.damaged", what="node", index=entry.index)
        if heads.pop(frontier.size, frontier.root) != frontier.root:
            raise Refused("ledger.damaged", what="head", index=entry.index)
    if heads:
        raise Refused("ledger.damaged", "a head of what is not there", what="head")
    replay.map_root()
    if frontier != store.frontier or replay.clock != store.clock or replay.root != store.map_root:
        raise Refused("ledger.damaged", what="at")
    _check_records(store, replay)


def _entries(store: "Store") -> Iterator[Entry]:
    size = store.frontier.size
    expected = 0
    for begin in range(0, size, _CHUNK):
        for entry in store.entries(begin, min(begin + _CHUNK, size)):
            if entry.index != expected:
                raise Refused("ledger.damaged", what="entry", index=expected)
            yield entry
            expected += 1
    if expected != size:
        raise Refused("ledger.damaged", what="entry", index=expected)


def _take(replay: Replay, entry: Entry) -> None:
    try:
        operation = replay.take(entry.leaf)
    except LivretError as error:
        raise Refused("ledger.damaged", error.code, what="entry", index=entry.index) from None
    if operation.id != entry.operation_id:
        raise Refused("ledger.damaged", what="entry", index=entry.index)


def _check_records(store: "Store", replay: Replay) -> None:
    if sorted(replay.records) != sorted(store.record_names("")):
        raise Refused("ledger.damaged", what="record")
    if any(store.record(name) != record for name, record in replay.records.items()):
        raise Refused("ledger.damaged", what="record")
    for digest, encoded in replay.nodes.items():
        try:
            found = store.map_node(digest)
        except KeyError:
            found = b""
        if found != encoded:
            raise Refused("ledger.damaged", what="map")
