"""Holding a store against its own hashes (``livret ledger fsck``). Reads all, writes nothing.

Every entry is hashed again into the tree, every operation applied again from the first, the
state map built anew from the records that come out; both as they are, and as they were at
the last ``state.commit``. What a flipped bit could have changed is thereby either noticed
or makes no difference.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import records, state_map
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import LogRecord, PolicyRecord
from livret_core.ledger.state_map import canonical_digest, record_key
from livret_core.tlog import cosignature, merkle, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.merkle import Frontier, Node
from livret_core.tlog.note import VerifierKey
from livret_ledger.batch import Entry
from livret_ledger.replay import Replay
from livret_ledger.telling import Told, silent

if TYPE_CHECKING:
    from livret_ledger.store import Store, StoredHead

_CHUNK: Final = 1_000


def check_store(store: "Store", told: Told = silent) -> None:
    """Check everything a store holds, as it stands now; others may write meanwhile.

    Args:
        store: opened for reading.
        told: hears how many entries are checked, and of how many.

    Of a signed head the log's signature and the cosignatures of role holders are verified;
    a line of somebody the ledger does not name says nothing and is passed over.

    Raises:
        Refused: ``ledger.damaged`` with ``what``: ``entry``, ``node``, ``record``, ``map``,
            ``head``, ``at`` or ``database``, and ``index`` where one entry is at fault.
        Unavailable: ``store.unavailable``.
    """
    with store.snapshot():
        _check(store, told)


def check_standing(store: "Store", told: Told = silent) -> None:
    """Check what the next entry is decided on, and what is signed: quicker than :func:`check_store`.

    Every entry is hashed again into the tree, every record held against the state map, and the map
    against its root. That no rule was broken on the way there is not looked at again, nor what was
    changed since the last ``state.commit``: a ledger that ended in order has none of it.

    Args:
        store: opened for reading.
        told: hears how many entries are hashed, and of how many.

    Raises:
        Refused: ``ledger.damaged`` with ``what``: ``entry``, ``record`` or ``map``, and ``name``
            where one record is at fault.
        Unavailable: ``store.unavailable``.
    """
    with store.snapshot():
        frontier, size = Frontier(), store.frontier.size
        for begin in range(0, size, _CHUNK):
            leaves = [entry.leaf for entry in store.entries(begin, min(begin + _CHUNK, size))]
            frontier, _ = frontier.extended([merkle.leaf_hash(leaf) for leaf in leaves])
            told(min(begin + _CHUNK, size), size)
        if frontier != store.frontier:
            raise Refused("ledger.damaged", what="entry")
        _check_map(store)


def _check_map(store: "Store") -> None:
    """Hold every record against the state map, as of the last ``state.commit``."""
    try:
        mapped = dict(state_map.entries(store.map_root, store.map_node))
    except Unavailable as error:
        if error.code != "map.unavailable":
            raise
        raise Refused("ledger.damaged", what="map") from None
    for name in store.settled_names(""):
        settled = store.settled_record(name)
        if settled is None or (
            mapped.pop(record_key(name), None) != canonical_digest(records.format(settled))
        ):
            raise Refused("ledger.damaged", what="record", name=name)
    if mapped:
        raise Refused("ledger.damaged", what="record")


def check_published(store: "Store", published: SignedCheckpoint) -> None:
    """Check that a store holds the history that lies published beside it.

    A store can be whole and short: a copy of its database without what SQLite keeps beside it
    is as it was at some moment long ago.

    Args:
        store: opened for reading.
        published: the head read before the store was opened; others may publish meanwhile.

    Raises:
        Unavailable: ``ledger.short`` when it holds less; ``store.unavailable``.
        Refused: ``ledger.other_store`` when it holds something else.
    """
    head, own = published.checkpoint, store.frontier.size
    if head.origin != store.origin:
        raise Refused("ledger.other_store", "a head of another ledger")
    if head.size > own:
        raise Unavailable("ledger.short", own=own, size=head.size)
    if merkle.root(head.size, store.nodes) != head.root:
        raise Refused("ledger.other_store", "another history than is published")


def _check(store: "Store", told: Told) -> None:
    replay = Replay(store.origin)
    frontier = Frontier()
    heads = store.heads()
    head = next(heads, None)
    settled_size = 0
    for entry in _entries(store):
        if _take(replay, entry).type == "state.commit":
            settled_size = entry.index + 1
        frontier, nodes = frontier.extended([merkle.leaf_hash(entry.leaf)])
        if _read_nodes(store, [node for node, _ in nodes]) != [digest for _, digest in nodes]:
            raise Refused("ledger.damaged", what="node", index=entry.index)
        if head is not None and head.size == frontier.size:
            if not _fits(head, frontier, replay):
                raise Refused("ledger.damaged", what="head", index=entry.index)
            head = next(heads, None)
        if frontier.size % _CHUNK == 0:
            told(frontier.size, store.frontier.size)
    if head is not None:
        raise Refused("ledger.damaged", "a head of what is not there", what="head")
    if frontier != store.frontier or replay.clock != store.clock or replay.root != store.map_root:
        raise Refused("ledger.damaged", what="at")
    if settled_size != store.settled_size:
        raise Refused("ledger.damaged", what="at")
    _check_records(store, replay)


def _read_nodes(store: "Store", nodes: Sequence[Node]) -> list[bytes]:
    try:
        return list(store.nodes(nodes))
    except Unavailable:
        return []  # one is not there, which no store in order says


def _fits(head: "StoredHead", frontier: Frontier, replay: Replay) -> bool:
    """Say whether a noted head is that of the entries so far, and signed by whom it should be."""
    if head.root != frontier.root:
        return False
    if head.signed is None:
        return True
    log, policy = replay.records.get("log"), replay.records.get("policy")
    try:
        signed = SignedCheckpoint.parse(head.signed)
        if signed.checkpoint != Checkpoint(replay.origin, head.size, head.root):
            return False
        if not isinstance(log, LogRecord) or not isinstance(policy, PolicyRecord):
            return False
        # Around a change, whoever is to come may sign already.
        keys = {VerifierKey.parse(text) for text in (log.key, log.next_key) if text is not None}
        policies = [each for each in (policy.policy, policy.next) if each is not None]
        holders = {
            VerifierKey.parse(holder.key)
            for each in policies
            for holder in (*each.witnesses, *each.auditors)
        }
        cosignature.verify(signed, holders)
        return bool(note.verify(signed.note, keys))
    except LivretError:
        return False


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


def _take(replay: Replay, entry: Entry) -> Operation:
    try:
        operation = replay.take(entry.leaf)
    except LivretError as error:
        raise Refused("ledger.damaged", error.code, what="entry", index=entry.index) from None
    if (operation.id, operation.issued_at_s) != (entry.operation_id, entry.issued_at_s):
        raise Refused("ledger.damaged", what="entry", index=entry.index)
    return operation


def _check_records(store: "Store", replay: Replay) -> None:
    if sorted(replay.records) != sorted(store.record_names("")):
        raise Refused("ledger.damaged", what="record")
    for name, record in replay.records.items():
        if store.record(name) != record:
            raise Refused("ledger.damaged", what="record", name=name)
    settled = {name for name, record in replay.settled.items() if record is not None}
    if sorted(settled) != list(store.settled_names("")):
        raise Refused("ledger.damaged", what="record")
    for name in sorted(settled):
        if store.settled_record(name) != replay.settled[name]:
            raise Refused("ledger.damaged", what="record", name=name)
    for digest, encoded in replay.nodes.items():
        try:
            found = store.map_node(digest)
        except KeyError:
            found = b""
        if found != encoded:
            raise Refused("ledger.damaged", what="map")
