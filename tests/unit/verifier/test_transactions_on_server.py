"""A desk's requests on a PostgreSQL server that several processes share."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput, Refused
from livret_core.sealing import SealingKey
from livret_verifier.store.transactions import Transactions
from tests.postgres_server import Server
from tests.scene import NOW_S
from tests.windows import opened, posted

KEY = SealingKey(bytes(range(32)))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


def store(server: Server, tenant: str = "pool", key: SealingKey = KEY) -> Transactions:
    return Transactions.on_server(server.uri(), tenant=tenant, key=key)


def test_two_desks_on_one_server_answer_for_each_other(tmp_path: Path, server: Server) -> None:
    one, two = store(server), store(server)
    first = opened(tmp_path / "pool", store=one)
    second = opened(tmp_path / "pool", store=two)
    asked = first.ask()
    body = posted(second.fetch(asked))
    assert second.answer(asked, body).status == 200
    assert first.answer(asked, body).status == 400
    assert first.verdict(asked)["outcome"] == "accepted"
    one.close()
    two.close()


def test_of_many_tries_in_two_pools_one_wins(tmp_path: Path, server: Server) -> None:
    stores = [store(server), store(server)]
    code = opened(tmp_path / "pool", store=stores[0]).ask().transaction.code
    won: list[bool] = []

    def tries(which: Transactions) -> None:
        won.extend(which.take(code, os.urandom(16), now_s=NOW_S) for _ in range(50))

    threads = [threading.Thread(target=tries, args=(each,)) for each in stores * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(won), won.count(True)) == (200, 1)
    for each in stores:
        each.close()


def test_another_tenant_and_another_key_read_nothing(tmp_path: Path, server: Server) -> None:
    mine = store(server)
    asked = opened(tmp_path / "pool", store=mine).ask()
    theirs = store(server, tenant="library")
    with pytest.raises(Refused, match=r"request\.unknown"):
        theirs.find(asked.transaction.code)
    stranger = store(server, key=SealingKey(bytes(32)))
    with pytest.raises(MalformedInput, match=r"home\.malformed"):
        stranger.find(asked.transaction.code)
    for each in (mine, theirs, stranger):
        each.close()


def test_what_is_over_is_dropped_on_a_server_too(tmp_path: Path, server: Server) -> None:
    mine = store(server, tenant="school")
    window = opened(tmp_path / "pool", store=mine)
    window.ask()
    assert mine.count_open(NOW_S) == 1
    assert mine.forget(NOW_S + 86_400) == 1
    assert mine.count_open(NOW_S) == 0
    mine.close()
