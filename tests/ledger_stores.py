"""What the tests of a ledger's stores share: where one is kept, what it holds, how it is spoilt."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from livret_core.encoding import base64url
from livret_core.errors import LivretError, Refused
from livret_core.ledger import records
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import AnyRecord
from livret_core.ledger.state_map import canonical_digest, record_key
from livret_core.ledger.state_map import entries as map_entries
from livret_core.tlog import note
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.merkle import Frontier, Node
from livret_core.tlog.note import KeyName
from livret_ledger.batch import Appended, Batch, Written
from livret_ledger.checking import check_store
from livret_ledger.replay import Replay
from livret_ledger.store import Settled, Store
from tests.ledger_scene import ORIGIN, Scene

#: One value of a store: table, column, how manieth row in the order of its key.
Cell: TypeAlias = tuple[str, str, int]

#: The columns of each table, those of its key first, and how many they are.
TABLES: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = {
    "entry": (1, ("idx", "op", "iat", "leaf")),
    "node": (1, ("place", "hash")),
    "record": (1, ("name", "value")),
    "pending": (1, ("name", "value")),
    "map": (1, ("hash", "node")),
    "head": (1, ("size", "root", "signed")),
    "at": (0, ("origin", "size", "peaks", "map_root", "clock", "settled")),
}


class Place(Protocol):
    """Where the ledger of one test is kept."""

    def create(self) -> Store: ...

    def open(self, *, read_only: bool = False) -> Store: ...

    def do(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Do something to the database past the store; ``?`` stands for a value."""
        ...

    def clear(self) -> None:
        """Close what was opened, and let there be no ledger."""
        ...


def spoilt(value: Any) -> Any:
    """The same with one bit flipped, in the middle."""
    match value:
        case int():
            return value ^ (1 << 20)
        case str():
            at = len(value) // 2
            return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
        case bytes():
            at = len(value) // 2
            return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    raise AssertionError(value)


def naive_nodes(leaves: Sequence[bytes]) -> dict[Node, bytes]:
    """Every complete subtree, by the definition."""
    level, row = 0, [sha256(b"\0" + leaf).digest() for leaf in leaves]
    found: dict[Node, bytes] = {}
    while row:
        found |= {(level, index): digest for index, digest in enumerate(row)}
        pairs = zip(row[::2], row[1::2], strict=False)
        level, row = level + 1, [sha256(b"\1" + left + right).digest() for left, right in pairs]
    return found


def batch_of(store: Store, operations: Sequence[Operation]) -> Written:
    batch = Batch(store)
    for operation in operations:
        outcome = batch.submit(operation)
        if isinstance(outcome, LivretError):
            raise outcome
        assert isinstance(outcome, Appended)
    return batch.result()


def signed_head(scene: Scene, store: Store) -> bytes:
    head = Checkpoint(ORIGIN, store.frontier.size, store.frontier.root)
    return note.sign(head.format(), KeyName(ORIGIN), scene.log_pen[2]).format()


def operations(scene: Scene) -> list[Operation]:
    return [Operation.parse(leaf) for leaf in scene.leaves]


def assert_holds(store: Store, scene: Scene) -> None:
    """Hold everything a store tells against the scene, exactly."""
    leaves, state = scene.leaves, scene.state
    entries = list(store.entries(0, len(leaves) + 10))
    assert [entry.index for entry in entries] == list(range(len(leaves)))
    assert [entry.leaf for entry in entries] == leaves
    ids = [each.id for each in operations(scene)]
    times = [each.issued_at_s for each in operations(scene)]
    assert [entry.operation_id for entry in entries] == ids
    assert [entry.issued_at_s for entry in entries] == times
    found = [store.index_of(*each) for each in zip(ids, times, strict=True)]
    assert found == list(range(len(leaves)))
    expected = naive_nodes(leaves)
    assert dict(zip(expected, store.nodes(list(expected)), strict=True)) == expected
    assert store.frontier == Frontier.read(len(leaves), lambda at: [expected[n] for n in at])
    assert list(store.record_names("")) == sorted(state.records)
    assert {name: store.record(name) for name in state.records} == state.records
    assert store.clock == state.clock
    settled = settled_of(leaves)
    assert dict(store.pending()) == {
        name: records.format(record)
        for name, record in state.records.items()
        if record != settled.records.get(name)
    }
    view = Settled(store)
    assert view.size == settled.size
    assert list(view.record_names("")) == sorted(settled.records)
    assert {name: view.record(name) for name in settled.records} == settled.records
    assert base64url.encode(store.map_root) == settled.root
    assert dict(map_entries(store.map_root, store.map_node)) == {
        record_key(name): canonical_digest(records.format(record))
        for name, record in settled.records.items()
    }


class SettledModel(NamedTuple):
    """A ledger as of its last ``state.commit``."""

    size: int
    records: Mapping[str, AnyRecord]
    root: str


def settled_of(leaves: Sequence[bytes]) -> SettledModel:
    """Apply again what stands up to the last ``state.commit``."""
    types = [Operation.parse(leaf).type for leaf in leaves]
    commits = [index for index, type_name in enumerate(types) if type_name == "state.commit"]
    size = commits[-1] + 1 if commits else 0
    replay = Replay(ORIGIN)
    for leaf in leaves[:size]:
        replay.take(leaf)
    return SettledModel(size, dict(replay.records), replay.map_root())


def found_when_changed(place: Place, cell: Cell) -> bool:
    """Say whether a changed value is damage to who looks; it is put right again."""
    table, column, number = cell
    keys, columns = TABLES[table]
    names, at = ", ".join(columns), columns.index(column)
    rows = place.do(f"SELECT {names} FROM {table}" + f" ORDER BY {names}" * (keys > 0))
    row = rows[number]
    changed = (*row[:at], spoilt(row[at]), *row[at + 1 :])
    put(place, table, row, changed)
    try:
        reader = place.open(read_only=True)
        try:
            check_store(reader)
        finally:
            reader.close()
    except Refused as error:
        return error.code == "ledger.damaged"
    finally:
        put(place, table, changed, row)
    return False


def put(place: Place, table: str, old: Sequence[Any], new: Sequence[Any]) -> None:
    """Put one row in place of another."""
    keys, columns = TABLES[table]
    where = " AND ".join(f"{column} = ?" for column in columns[:keys]) or "one = 1"
    values = ", ".join(f"{column} = ?" for column in columns)
    place.do(f"UPDATE {table} SET {values} WHERE {where}", *new, *old[:keys])
