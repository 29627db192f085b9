"""A standby that had not everything takes over: it is not written on, by anybody who asks first."""

import time
from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_ledger.checking import check_store
from livret_ledger.service.serving import Service
from livret_ledger.store.postgres import PostgresStore
from tests.faults.lives import Diary, SeenWorks
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_stores import batch_of, operations
from tests.postgres_server import Server


def serve(works: SeenWorks, server: Server) -> Service:
    return works.service(
        PostgresStore.open(server.address(), ORIGIN),
        PostgresStore.open(server.address(), ORIGIN, read_only=True),
    )


def wait_until_it_has(standby: Server, primary: Server) -> None:
    [(position,)] = primary.do("SELECT pg_current_wal_flush_lsn()::text")
    while standby.do("SELECT pg_last_wal_replay_lsn() < %s::pg_lsn", position) != [(False,)]:
        time.sleep(0.01)


@pytest.mark.slow
def test_a_standby_that_lags_is_not_written_on(tmp_path: Path) -> None:
    works = SeenWorks(tmp_path, Scene.founded())
    works.see(Diary(tmp_path / "diary"))
    with Server.made() as primary:
        store = PostgresStore.create(primary.address(), ORIGIN)
        with store.writer():
            store.write(batch_of(store, operations(works.scene)))
        store.close()
        with primary.followed() as standby:
            service = serve(works, primary)
            assert service.start() is None
            assert service.publisher.publish().has_quorum
            wait_until_it_has(standby, primary)

            # It falls, and the town goes on: answered, cosigned, published.
            standby.stop("immediate")
            works.clock.now_s += 5
            for leaf in works.schemas(3):
                service.sequencer.submit(leaf)
            assert service.publisher.publish().has_quorum
            service.stop()
            size = works.web.checkpoint()
            assert size is not None

            # The primary is gone. The standby, in order as far as it goes, takes over.
            primary.stop("immediate")
            standby.set(primary_conninfo="")
            standby.start()
            standby.do("SELECT pg_promote()")
            left = PostgresStore.open(standby.address(), ORIGIN, read_only=True)
            check_store(left)
            assert left.frontier.size < size.checkpoint.size
            left.close()
            signed = works.diary.read("signed")
            works.clock.now_s += 5
            service = serve(works, standby)
            reason = service.start()
            assert isinstance(reason, Unavailable)
            assert reason.code == "ledger.behind"
            assert reason.facts["size"] == size.checkpoint.size
            assert isinstance(service.sequencer.submit(works.schemas(1, first=9)[0]), Unavailable)
            service.stop()
            assert works.diary.read("signed") == signed
