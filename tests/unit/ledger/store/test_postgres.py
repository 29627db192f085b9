"""The contract, kept by a server; and what a server can do to a ledger."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from psycopg import sql

from livret_core.errors import LivretError, Unavailable
from livret_ledger.checking import check_store
from livret_ledger.starting import Replication
from livret_ledger.store.postgres import PostgresStore, schema_of
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_stores import assert_holds, batch_of, operations
from tests.postgres_server import Server
from tests.unit.ledger.store.contract import StoreContract


class Schema:
    """A ledger in one schema of a server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._opened: list[PostgresStore] = []
        self._schema = sql.Identifier(schema_of(ORIGIN))
        self._aside: psycopg.Connection[Any] | None = None

    def create(self) -> PostgresStore:
        return self._kept(PostgresStore.create(self.server.address(), ORIGIN))

    def open(self, *, read_only: bool = False) -> PostgresStore:
        return self._kept(PostgresStore.open(self.server.address(), ORIGIN, read_only=read_only))

    def do(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        if self._aside is None or self._aside.closed:
            self._aside = psycopg.connect(self.server.address(), autocommit=True)
            self._aside.execute(sql.SQL("SET search_path = {}").format(self._schema))
        cursor = self._aside.execute(sql.SQL(statement.replace("?", "%s")), values)
        return cursor.fetchall() if cursor.description else []

    def clear(self) -> None:
        for store in self._opened:
            store.close()
        self._opened.clear()
        self.do("SELECT 1")
        assert self._aside is not None
        self._aside.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(self._schema))
        self._aside.close()

    def _kept(self, store: PostgresStore) -> PostgresStore:
        self._opened.append(store)
        return store


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


@pytest.fixture
def place(server: Server) -> Iterator[Schema]:
    schema = Schema(server)
    schema.clear()
    yield schema
    schema.clear()


class TestPostgres(StoreContract):
    pass


@pytest.fixture
def scene() -> Scene:
    return Scene.founded()


@pytest.fixture
def store(place: Schema, scene: Scene) -> PostgresStore:
    store = place.create()
    with store.writer():
        store.write(batch_of(store, operations(scene)))
    return store


def publish(store: PostgresStore, scene: Scene, name: str) -> None:
    """Write one entry more, in the store and then in the scene."""
    operation = scene.publish(f"{name}/1")
    store.write(batch_of(store, [operation]))
    scene.apply(operation)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


# The server goes, and comes back.


def test_what_was_answered_is_there_after_the_server_fell(
    server: Server, place: Schema, scene: Scene, store: PostgresStore
) -> None:
    with store.writer():
        publish(store, scene, "last-words")
        server.stop("immediate")
        assert refusal(lambda: publish(store, scene, "never")) == "store.unavailable"
        server.start()
    assert_holds(store, scene)
    check_store(store)


def test_a_writer_whose_server_fell_begins_again_and_does_not_go_on(
    server: Server, scene: Scene, store: PostgresStore
) -> None:
    """Its lock went with the connection: another may have written since."""
    with store.writer():
        server.stop("immediate")
        server.start()
        assert refusal(lambda: publish(store, scene, "unlocked")) == "store.unavailable"
        assert refusal(lambda: publish(store, scene, "unlocked")) == "store.unavailable"
    with store.writer():
        publish(store, scene, "locked")
    assert_holds(store, scene)


def test_a_reader_goes_on_when_the_server_was_started_anew(
    server: Server, place: Schema, scene: Scene, store: PostgresStore
) -> None:
    reader = place.open(read_only=True)
    server.stop("fast")
    assert refusal(lambda: list(reader.entries(0, 5))) == "store.unavailable"
    assert refusal(lambda: place.open(read_only=True)) == "store.unavailable"
    server.start()
    assert [entry.leaf for entry in reader.entries(0, 5)] == scene.leaves


def test_a_server_that_fell_under_load_lost_nothing_that_was_answered(
    server: Server, place: Schema, store: PostgresStore
) -> None:
    """Stopped at once, five times, while one writer writes and never waits."""
    answered: list[bytes] = []
    ended = Event()

    def write() -> None:
        scene = Scene.founded()
        while not ended.is_set():
            try:
                with store.writer():
                    while not ended.is_set():
                        operation = scene.publish(f"type-{store.frontier.size}/1")
                        store.write(batch_of(store, [operation]))
                        answered.append(operation.leaf)
            except LivretError:
                ended.wait(0.02)

    writer = Thread(target=write)
    writer.start()
    falls = []
    for _ in range(5):
        before = len(answered)
        while len(answered) < before + 20 and writer.is_alive():
            time.sleep(0.005)
        server.stop("immediate")
        falls.append(len(answered))
        server.start()
    ended.set()
    writer.join()
    reader = place.open(read_only=True)
    stored = [entry.leaf for entry in reader.entries(5, 10**9)]
    assert [leaf for leaf in stored if leaf in set(answered)] == answered
    # What was written and not answered: at most one for each fall.
    assert len(stored) - len(answered) <= len(falls)
    check_store(reader)
    print(f"{len(answered)} answered, {len(stored) - len(answered)} more written, {falls}")


# Whoever was cut off.


def test_a_writer_that_was_replaced_without_knowing_writes_nothing_more(
    place: Schema, scene: Scene, store: PostgresStore
) -> None:
    """As behind a pooler that hands out other sessions: the lock is lost, the connection is not."""
    other = place.open()
    with store.writer():
        store._link.run("SELECT pg_advisory_unlock_all()")
        with other.writer():
            publish(other, scene, "mine")
            late = batch_of(other, [scene.publish("yours/1")])
            assert refusal(lambda: store.write(late)) == "ledger.busy"
            assert refusal(lambda: store.note_head(6, bytes(32))) == "ledger.busy"
            assert refusal(lambda: store.keep_signed(6, b"signed")) == "ledger.busy"
            publish(other, scene, "mine-again")
    assert_holds(place.open(), scene)


def test_a_writer_does_not_go_on_where_the_server_lost_what_it_had(
    place: Schema, scene: Scene, store: PostgresStore
) -> None:
    """As after a switch-over to a standby that had not everything."""
    kept = {table: place.do(f"SELECT * FROM {table}") for table in ("entry", "node", "at")}
    with store.writer():
        publish(store, scene, "lost")
    for table, rows in kept.items():
        place.do(f"DELETE FROM {table}")
        for row in rows:
            place.do(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", *row)
    for _ in range(2):
        with pytest.raises(Unavailable) as caught, store.writer():
            pass
        assert (caught.value.code, caught.value.facts) == ("ledger.behind", {"own": 5})


def test_a_writer_does_not_go_on_where_a_head_it_noted_is_gone(
    place: Schema, store: PostgresStore
) -> None:
    with store.writer():
        store.note_head(5, store.frontier.root)
    with store.writer():
        pass
    place.do("DELETE FROM head")
    with pytest.raises(Unavailable) as caught, store.writer():
        pass
    assert caught.value.code == "ledger.behind"


# Standbys.


def test_a_server_without_a_standby_says_so(store: PostgresStore) -> None:
    assert store.replication == Replication(is_required=False, attached=0)


def test_a_standby_that_has_to_have_it_and_is_not_there_is_not_waited_for_for_ever(
    server: Server, scene: Scene, store: PostgresStore
) -> None:
    """The server then says COMMIT, and it is on this machine alone: nobody is told it is safe."""
    with waiting_for(server, "nobody"), closing(hasty(server)) as impatient:
        assert impatient.replication == Replication(is_required=True, attached=0)
        with pytest.raises(Unavailable) as caught, impatient.writer():
            pass
        assert caught.value.code == "store.unavailable"
    with store.writer():
        publish(store, scene, "alone")
    assert_holds(store, scene)


def test_what_a_standby_never_had_is_not_answered(
    server: Server, scene: Scene, store: PostgresStore
) -> None:
    with closing(hasty(server)) as impatient:
        operation = scene.publish("unheard/1")
        with impatient.writer(), waiting_for(server, "nobody"):
            written = batch_of(impatient, [operation])
            assert refusal(lambda: impatient.write(written)) == "store.unavailable"
            assert impatient.frontier.size == 5
        with impatient.writer():  # the standby is no longer asked for: what there is counts
            assert impatient.index_of(operation.id, operation.issued_at_s) == 5


def hasty(server: Server) -> PostgresStore:
    """The same ledger, opened by somebody who does not wait long."""
    return PostgresStore.open(server.address(), ORIGIN, patience_s=0.3)


# What it is set to.


def test_a_server_that_does_not_write_through_is_not_written_to(scene: Scene) -> None:
    with Server.made(fsync="off") as careless:
        assert (
            refusal(lambda: PostgresStore.create(careless.address(), ORIGIN)) == "store.unavailable"
        )


@pytest.mark.parametrize("address", ["port=many", "host=/nowhere user=x", "postgres://[", ""])
def test_an_address_that_leads_nowhere_is_said_to(address: str) -> None:
    assert refusal(lambda: PostgresStore.open(address or "host=/", ORIGIN)) == "store.unavailable"


def test_each_ledger_has_a_schema_of_its_own(server: Server, store: PostgresStore) -> None:
    other = PostgresStore.create(server.address(), "ledger.example/escaut")
    try:
        assert (other.origin, other.frontier.size, store.frontier.size) == (
            "ledger.example/escaut",
            0,
            5,
        )
        with store.writer(), other.writer():
            other.note_head(5, bytes(32))
        assert store.head() is None
    finally:
        other.close()
        name = sql.Identifier(schema_of("ledger.example/escaut"))
        with psycopg.connect(server.address(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))


@contextmanager
def waiting_for(server: Server, names: str) -> Iterator[None]:
    """Have every commit wait for standbys of these names."""
    wait_for(server, names)
    try:
        yield
    finally:
        wait_for(server, "")


def wait_for(server: Server, names: str) -> None:
    statement = sql.SQL("ALTER SYSTEM SET synchronous_standby_names = {}").format(
        sql.Literal(names)
    )
    with psycopg.connect(server.address(), autocommit=True) as connection:
        connection.execute("SET synchronous_commit = local")
        connection.execute(statement)
        connection.execute("SELECT pg_reload_conf()")
    while server.do("SHOW synchronous_standby_names") != [(names,)]:
        time.sleep(0.01)
    time.sleep(0.05)  # every other process reads it in its own time
