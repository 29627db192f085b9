"""What every store does, in one suite: a store's own file of tests says only where it is kept.

class TestSqlite(StoreContract):
    @pytest.fixture
    def place(self, tmp_path): ...
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from livret_core.encoding import base64url
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.operation import Operation
from livret_core.ledger.state_map import EMPTY_ROOT
from livret_core.tlog import merkle
from livret_core.tlog.merkle import Frontier
from livret_ledger.batch import Appended, Batch
from livret_ledger.checking import check_store
from livret_ledger.store import Settled, Store
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_stores import (
    TABLES,
    Place,
    assert_holds,
    batch_of,
    found_when_changed,
    operations,
    signed_head,
)
from tests.unit.ledger.store.doings import Doings


class StoreContract:
    """Every test that a store passes; a subclass has the fixture ``place``."""

    @pytest.fixture
    def scene(self) -> Scene:
        return Scene.founded()

    @pytest.fixture
    def store(self, place: Place, scene: Scene) -> Store:
        """A store with the scene's ledger in it, opened for writing."""
        store = place.create()
        with store.writer():
            store.write(batch_of(store, operations(scene)))
        return store

    # Beginning and opening.

    def test_a_new_ledger_is_empty(self, place: Place) -> None:
        store = place.create()
        assert (store.origin, store.frontier, store.map_root) == (ORIGIN, Frontier(), EMPTY_ROOT)
        assert (store.clock.seq, store.clock.at_s) == (0, 0)
        assert list(store.entries(0, 10)) == []
        assert (store.head(), list(store.heads())) == (None, [])
        assert list(store.record_names("")) == []
        assert store.record("log") is None
        check_store(store)

    def test_a_ledger_that_is_there_is_not_made_again(self, place: Place, store: Store) -> None:
        with pytest.raises(Refused) as caught:
            place.create()
        assert caught.value.code == "home.exists"
        assert place.open().frontier == store.frontier

    def test_where_no_ledger_is_none_is_opened(self, place: Place) -> None:
        with pytest.raises(Unavailable) as caught:
            place.open()
        assert caught.value.code == "store.unavailable"

    # Writing and reading.

    def test_what_was_written_is_read_back(self, place: Place, scene: Scene, store: Store) -> None:
        assert_holds(store, scene)
        assert_holds(place.open(), scene)
        assert_holds(place.open(read_only=True), scene)

    def test_a_ledger_that_was_closed_goes_on_where_it_was(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        store.close()
        for number in range(3):
            opened = place.open()
            with opened.writer():
                opened.write(batch_of(opened, [scene.apply(scene.publish(f"type-{number}/1"))]))
                opened.write(batch_of(opened, [scene.tick()]))
            opened.close()
        last = place.open(read_only=True)
        assert_holds(last, scene)
        check_store(last)

    def test_records_are_found_by_how_they_begin(self, scene: Scene, store: Store) -> None:
        members = [name for name in sorted(scene.state.records) if name.startswith("member/")]
        assert len(members) == 4
        assert list(store.record_names("member/")) == members
        assert list(store.record_names("nothing/")) == []

    def test_what_is_not_there_is_not_found(self, store: Store) -> None:
        assert store.record("member/nobody") is None
        assert store.index_of(base64url.encode(bytes(32)), 0) is None
        with pytest.raises(KeyError):
            store.map_node(bytes(32))
        with pytest.raises(Unavailable) as caught:
            store.nodes([(0, 0), (0, 10**6)])
        assert caught.value.code == "store.unavailable"

    def test_entries_are_given_from_anywhere_to_anywhere(self, scene: Scene, store: Store) -> None:
        assert [entry.leaf for entry in store.entries(1, 4)] == scene.leaves[1:4]
        assert list(store.entries(3, 3)) == []
        assert [entry.index for entry in store.entries(4, 10**9)] == [4]

    def test_the_state_map_stands_still_until_a_state_commit(
        self, scene: Scene, store: Store
    ) -> None:
        scene, before = closed(store, scene), store.map_root
        name = "schema/residency/1"
        with store.writer():
            store.write(batch_of(store, [scene.apply(scene.publish())]))
        assert store.map_root == before
        quota = f"quota/{scene.towns[0].did}/types"
        assert sorted(each for each, _ in store.pending()) == ["claims/residency", quota, name]
        assert store.record(name) is not None
        assert Settled(store).record(name) is None
        assert name in set(store.record_names("schema/"))
        assert list(Settled(store).record_names("schema/")) == []
        assert Settled(store).size == len(scene.leaves) - 1
        closed(store, scene)
        assert store.map_root != before
        assert list(store.pending()) == []
        assert Settled(store).record(name) == store.record(name) is not None
        assert Settled(store).size == len(scene.leaves)

    def test_a_batch_may_settle_more_than_once(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        """An auditor's step holds what came with many publications."""
        made = [scene.apply(scene.publish("first/1")), scene.tick()]
        made += [scene.apply(scene.publish("second/1")), scene.apply(scene.retire("first/1"))]
        made += [scene.tick(), scene.apply(scene.retire("second/1"))]
        with store.writer():
            store.write(batch_of(store, made))
        assert [name for name, _ in store.pending()] == ["schema/second/1"]
        assert_holds(store, scene)
        assert_holds(place.open(read_only=True), scene)
        check_store(place.open(read_only=True))

    def test_a_state_commit_that_is_refused_settles_nothing(
        self, scene: Scene, store: Store
    ) -> None:
        """What came before it is written all the same, and pending."""
        batch = Batch(store)
        assert isinstance(batch.submit(scene.apply(scene.publish())), Appended)
        draft = scene.state_commit(at_s=scene.at_s)
        outcome = batch.submit(draft)
        assert isinstance(outcome, Refused)
        assert outcome.code == "ledger.time"
        with store.writer():
            store.write(batch.result())
        assert_holds(store, scene)
        closed(store, scene)
        check_store(store)

    def test_a_node_of_the_map_that_was_replaced_is_gone(self, scene: Scene, store: Store) -> None:
        closed(store, scene)
        with store.writer():
            written = batch_of(store, [scene.apply(scene.publish()), scene.tick()])
            assert written.settled is not None
            assert len(written.settled.map_removed) > 2
            for digest in written.settled.map_removed:
                store.map_node(digest)
            store.write(written)
            for digest in written.settled.map_removed:
                with pytest.raises(KeyError):
                    store.map_node(digest)
            for digest, encoded in written.settled.map_added.items():
                assert store.map_node(digest) == encoded

    # Whole or not at all.

    @pytest.mark.parametrize("what", ["entries", "nodes", "settled"])
    def test_a_batch_that_cannot_be_written_whole_leaves_nothing(
        self, place: Place, scene: Scene, store: Store, what: str
    ) -> None:
        """A value at its end is there already, so that the last of the batch is refused."""
        before = Scene.founded()
        closed(store, before)
        scene.apply(Operation.parse(before.leaves[-1]))
        with store.writer():
            written = batch_of(store, [scene.apply(scene.publish()), scene.tick()])
            settled = written.settled
            assert settled is not None
            twice: Any = {
                "entries": [*written.entries, next(store.entries(0, 1))],
                "nodes": [*written.nodes, ((0, 0), bytes(32))],
                "settled": msgspec.structs.replace(
                    settled,
                    map_added={**settled.map_added, store.map_root: b"node"},
                    map_removed=frozenset[bytes](),
                ),
            }
            bad = msgspec.structs.replace(written, **{what: twice[what]})
            with pytest.raises(Unavailable) as caught:
                store.write(bad)
            assert caught.value.code == "store.unavailable"
            assert_holds(store, before)
            store.write(written)
        assert_holds(store, scene)
        assert_holds(place.open(read_only=True), scene)

    def test_what_was_decided_on_another_state_is_not_written(
        self, scene: Scene, store: Store
    ) -> None:
        with store.writer():
            late = batch_of(store, [scene.publish("late/1")])
            store.write(batch_of(store, [scene.apply(scene.publish("first/1"))]))
            with pytest.raises(Refused) as caught:
                store.write(late)
            assert (caught.value.code, caught.value.facts) == ("ledger.moved", {"size": 6})
            assert_holds(store, scene)
            store.write(batch_of(store, [scene.apply(scene.publish("late/1"))]))
        assert_holds(store, scene)

    # Heads.

    def test_a_size_has_one_root_for_ever(self, place: Place, store: Store) -> None:
        with store.writer():
            noted = store.note_head(5, b"r" * 32)
            assert noted == store.note_head(5, b"r" * 32) == store.head(5) == store.head()
            store.keep_signed(5, b"signed")
        store.close()
        again = place.open()
        with again.writer():
            with pytest.raises(Refused) as caught:
                again.note_head(5, b"s" * 32)
            assert caught.value.code == "log.fork"
            assert again.note_head(5, b"r" * 32).signed == b"signed"
            again.keep_signed(5, b"signed by more")
        assert [(each.size, each.root, each.signed) for each in again.heads()] == [
            (5, b"r" * 32, b"signed by more")
        ]

    def test_heads_are_given_in_order_and_the_newest_when_none_is_named(self, store: Store) -> None:
        with store.writer():
            for size in (7, 300, 5):
                store.note_head(size, size.to_bytes(32, "big"))
        newest = store.head()
        assert newest is not None
        assert newest.size == 300
        assert [each.size for each in store.heads()] == [5, 7, 300]
        assert [each.size for each in store.heads(newest_first=True)] == [300, 7, 5]
        assert store.head(6) is None

    # One writer, many readers.

    def test_there_is_one_writer(self, place: Place, store: Store) -> None:
        other = place.open()
        with store.writer():
            with pytest.raises(Unavailable) as caught, other.writer():
                pass
            assert caught.value.code == "ledger.busy"
        with other.writer(), pytest.raises(Unavailable) as caught, store.writer():
            pass
        assert caught.value.code == "ledger.busy"
        with store.writer():
            pass

    def test_a_writer_that_is_closed_lets_the_next_one_in(self, place: Place, store: Store) -> None:
        with store.writer():
            store.close()
        other = place.open()
        with other.writer():
            assert other.frontier.size == 5

    def test_nobody_else_writes(self, scene: Scene, store: Store) -> None:
        written = batch_of(store, [scene.publish()])
        for write in (
            lambda: store.write(written),
            lambda: store.note_head(5, b"r" * 32),
            lambda: store.keep_signed(5, b"signed"),
        ):
            with pytest.raises(Unavailable) as caught:
                write()
            assert caught.value.code == "ledger.busy"
        assert_holds(store, scene)
        assert list(store.heads()) == []

    def test_the_next_writer_takes_up_what_the_last_one_wrote(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        other = place.open()
        other.record("schema/residency/1")  # known here not to be there
        with store.writer():
            store.write(batch_of(store, [scene.apply(scene.publish())]))
        with other.writer():
            assert_holds(other, scene)
            other.write(batch_of(other, [scene.apply(scene.retire())]))
        with store.writer():
            assert_holds(store, scene)

    def test_a_reader_sees_one_moment_while_others_write(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        reader, before = place.open(read_only=True), Scene.founded()
        with store.writer():
            with reader.snapshot():
                assert_holds(reader, before)
                store.write(batch_of(store, [scene.apply(scene.publish())]))
                store.note_head(store.frontier.size, store.frontier.root)
                assert_holds(reader, before)
                assert list(reader.heads()) == []
            with reader.snapshot():
                assert_holds(reader, scene)
                assert len(list(reader.heads())) == 1

    def test_a_reader_is_told_of_entries_that_came_after_it(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        reader = place.open(read_only=True)
        with store.writer():
            store.write(batch_of(store, [scene.apply(scene.publish())]))
        assert [entry.leaf for entry in reader.entries(5, 6)] == scene.leaves[5:]
        assert reader.nodes([(0, 5)]) == [merkle.leaf_hash(scene.leaves[5])]

    def test_a_reader_does_not_write(self, place: Place, scene: Scene, store: Store) -> None:
        reader = place.open(read_only=True)
        with pytest.raises(Unavailable), reader.writer():
            reader.write(batch_of(reader, [scene.publish()]))
        assert_holds(store, scene)

    def test_a_ledger_is_in_order_at_every_moment_it_is_written(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        ended = Event()
        found: list[LivretError] = []

        def look(reader: Store) -> None:
            while not ended.is_set():
                try:
                    check_store(reader)
                except LivretError as error:
                    found.append(error)

        with checking(place, look, ended), store.writer():
            for number in range(40):
                store.write(batch_of(store, [scene.apply(scene.publish(f"type-{number}/1"))]))
                store.note_head(store.frontier.size, store.frontier.root)
        assert found == []

    # Damage.

    @pytest.mark.slow
    def test_whatever_value_is_changed_is_found(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        closed(store, scene)
        with store.writer():
            store.note_head(store.frontier.size, store.frontier.root)
            store.keep_signed(store.frontier.size, signed_head(scene, store))
            store.write(batch_of(store, [scene.apply(scene.publish())]))
        cells = [
            (table, column, row)
            for table, (_, columns) in TABLES.items()
            for column in columns
            for row in range(len(place.do(f"SELECT 1 FROM {table}")))
        ]
        print(f"{len(cells)} values")
        assert len(cells) > 100
        missed = [cell for cell in cells if not found_when_changed(place, cell)]
        assert missed == []
        check_store(place.open(read_only=True))

    @pytest.mark.parametrize("table", ["entry", "node", "record", "pending", "map"])
    def test_a_row_that_is_gone_is_missed(
        self, place: Place, scene: Scene, store: Store, table: str
    ) -> None:
        closed(store, scene)
        with store.writer():
            store.write(batch_of(store, [scene.apply(scene.publish())]))
        keys, columns = TABLES[table]
        where = " AND ".join(f"{column} = ?" for column in columns[:keys])
        for row in place.do(f"SELECT {', '.join(columns)} FROM {table}"):
            place.do(f"DELETE FROM {table} WHERE {where}", *row[:keys])
            reader = place.open(read_only=True)
            with pytest.raises(Refused) as caught:
                check_store(reader)
            reader.close()
            assert caught.value.code == "ledger.damaged"
            place.do(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", *row)
        check_store(store)

    def test_a_record_is_held_against_what_it_was_at_the_last_state_commit_too(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        """Nobody reads it as it was but who proves it, and then it would be late."""
        with store.writer():
            made = [scene.apply(scene.publish()), scene.tick(), scene.apply(scene.retire())]
            store.write(batch_of(store, made))
        check_store(place.open(read_only=True))
        name = "schema/residency/1"
        [(before,)] = place.do("SELECT value FROM record WHERE name = ?", name)
        [(later,)] = place.do("SELECT value FROM pending WHERE name = ?", name)
        assert before != later
        place.do("UPDATE record SET value = ? WHERE name = ?", later, name)
        assert store.record(name) == scene.state.records[name]
        with pytest.raises(Refused) as caught:
            check_store(place.open(read_only=True))
        assert caught.value.code == "ledger.damaged"
        place.do("UPDATE record SET value = ? WHERE name = ?", before, name)
        check_store(place.open(read_only=True))

    def test_a_record_that_waits_is_held_against_its_entry(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        closed(store, scene)
        with store.writer():
            made = [scene.apply(scene.publish("one/1")), scene.apply(scene.publish("two/1"))]
            store.write(batch_of(store, made))
        check_store(place.open(read_only=True))
        place.do(
            "UPDATE pending SET value = (SELECT value FROM record WHERE name = ?) WHERE name = ?",
            f"member/{scene.towns[0].who}",
            "schema/two/1",
        )
        with pytest.raises(Refused) as caught:
            check_store(place.open(read_only=True))
        assert caught.value.code == "ledger.damaged"

    def test_a_record_that_waits_is_in_the_map_of_nobody(
        self, place: Place, scene: Scene, store: Store
    ) -> None:
        closed(store, scene)
        with store.writer():
            store.write(batch_of(store, [scene.apply(scene.publish())]))
        check_store(place.open(read_only=True))
        place.do("INSERT INTO record SELECT * FROM pending")
        with pytest.raises(Refused) as caught:
            check_store(place.open(read_only=True))
        assert caught.value.code == "ledger.damaged"
        place.do("DELETE FROM record WHERE name IN (SELECT name FROM pending)")
        check_store(place.open(read_only=True))

    # Anything, in any order.

    @pytest.mark.slow
    def test_a_store_is_what_was_done_to_it(self, place: Place) -> None:
        class Here(Doings):
            def __init__(self) -> None:
                super().__init__(place)

        run_state_machine_as_test(
            Here,
            settings=settings(max_examples=12, stateful_step_count=15),
        )


def closed(store: Store, scene: Scene) -> Scene:
    """End what there is with a ``state.commit``."""
    with store.writer():
        store.write(batch_of(store, [scene.tick()]))
    return scene


@contextmanager
def checking(place: Place, look: Callable[[Store], None], ended: Event) -> Iterator[None]:
    """Have a second thread look at the ledger all the while."""
    reader = place.open(read_only=True)
    thread = Thread(target=look, args=(reader,))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
