"""A store's file with something changed in it: is that noticed, or does it make a difference?"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from livret_core.errors import LivretError
from livret_core.ledger import records
from livret_core.ledger.state_map import entries as map_entries
from livret_core.tlog import cosignature, note
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger.checking import check_store
from livret_ledger.store import Store, StoredHead
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import Scene
from tests.ledger_stores import naive_nodes, spoilt
from tests.ledger_works import Works

Outcome: TypeAlias = Literal["noticed", "harmless", "believed"]


class Rotting:
    """A store's file that is changed, looked at and put right again."""

    def __init__(self, root: Path) -> None:
        self.works = Works.founded(root, Scene.founded(("namur", "metz")))
        with self.works.running() as (sequencer, publisher):
            first, second = self.works.schemas(2)
            sequencer.submit(first)
            assert publisher.publish().has_quorum
            # A record that is not in the state map yet.
            sequencer.submit(second)
        self.noticed = ""  # the code with which a change was noticed last
        self.path = self.works.path
        self.octets: Final = self.path.read_bytes()
        leaves = self.works.leaves()
        self._nodes = list(naive_nodes(leaves))
        self._told = self._tells()
        assert self._told is not None

    def change(self, offset: int, mask: int) -> Outcome:
        """Change one byte; what somebody who looks finds."""
        changed = bytearray(self.octets)
        changed[offset] ^= mask
        self._put(bytes(changed))
        return self._look()

    def change_value(self, table: str, column: str, row: int = 0) -> Outcome:
        """Change one bit of a value, by the database's own hand."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            rows = connection.execute(f"SELECT {column} FROM {table}").fetchall()
            value = rows[row][0]
            connection.execute(
                f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (spoilt(value), value)
            )
        return self._look()

    def _look(self) -> Outcome:
        try:
            told = self._tells()
        finally:
            self._put(self.octets)
        if told is None:
            return "noticed"
        return "harmless" if told == self._told else "believed"

    def _put(self, octets: bytes) -> None:
        for beside in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        self.path.write_bytes(octets)

    def _tells(self) -> tuple[Any, ...] | None:
        """All that the store tells, or None where it is refused."""
        try:
            store = SqliteStore.open(self.path, read_only=True)
        except LivretError as error:
            self.noticed = error.code
            return None
        try:
            store.check_structure()
            check_store(store)
        except LivretError as error:
            self.noticed = error.code
            store.close()
            return None
        try:
            return self._all_of(store)
        except LivretError as error:
            return (error.code,)  # found in order, and cannot be read: another thing than before
        finally:
            store.close()

    def _all_of(self, store: Store) -> tuple[Any, ...]:
        found = list(store.entries(0, 100))
        return (
            (store.origin, store.frontier, store.clock, store.map_root),
            found,
            [store.index_of(entry.operation_id, entry.issued_at_s) for entry in found],
            list(store.nodes(self._nodes)),
            [(name, records.format(store.record(name))) for name in store.record_names("")],  # type: ignore[arg-type]
            dict(store.pending()),
            [(name, store.settled_record(name)) for name in store.settled_names("")],
            dict(map_entries(store.map_root, store.map_node)),
            [self._head(head) for head in store.heads()],
        )

    def _head(self, head: StoredHead) -> tuple[Any, ...]:
        """What a head says to a reader, who passes over lines of nobody."""
        if head.signed is None:
            return (head.size, head.root, None)
        signed = SignedCheckpoint.parse(head.signed)
        keys = [town.witness for town in self.works.scene.towns]
        keys += [town.auditor for town in self.works.scene.towns]
        by_log = note.verify(signed.note, [self.works.scene.log_key])
        lines = cosignature.verify(signed, keys)
        # A line that nobody knows any more is one witness less, and asked for again.
        return (head.size, head.root, signed.checkpoint, by_log, len(lines) >= len(keys) - 1)
