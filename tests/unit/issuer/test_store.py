"""The town hall's database: a chain nobody edits unseen, and tenants that do not meet.

The same for a file and for a server.
"""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.short_code import ShortCode
from livret_issuer.store.database import Store
from tests.issuer_databases import KEY, InFile, OnServer
from tests.office import DAY_S, NOW_S, ask, offer, open_office
from tests.postgres_server import Server

Database: TypeAlias = InFile | OnServer

EDITS = [
    "UPDATE audit SET about = 'somebody else' WHERE number = 2",
    "UPDATE audit SET action = 'publish' WHERE number = 3",
    "UPDATE audit SET at_s = at_s + 1 WHERE number = 3",
    "DELETE FROM audit WHERE number = 2",
    "DELETE FROM audit WHERE number = 1",
    "UPDATE audit SET number = number + 1 WHERE number = (SELECT max(number) FROM audit)",
    "UPDATE audit SET chain_sha256 = zeroblob(32) WHERE number = 2",
    "DELETE FROM audit WHERE number = 4",
    "DELETE FROM audit WHERE number > 1",
    "DELETE FROM audit",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET tag = zeroblob(32)",
    "UPDATE audit_head SET number = 3, chain_sha256 = (SELECT chain_sha256 FROM audit WHERE number = 3)",
]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


@pytest.fixture(params=["file", "server"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "file":
        yield InFile(tmp_path)
        return
    made = OnServer(request.getfixturevalue("server"))
    yield made
    made.clear()


def store_with_entries(database: Database) -> Store:
    store = database.open(create=True)
    for number in range(4):
        with store.transaction() as transaction:
            transaction.note("offer", f"code {number}", at_s=NOW_S + number)
    return store


def test_the_audit_log_is_read_in_order(database: Database) -> None:
    with store_with_entries(database).transaction() as transaction:
        assert [entry[0] for entry in transaction.audit()] == [1, 2, 3, 4]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_audit_log_is_seen(database: Database, edit: str) -> None:
    store = store_with_entries(database)
    database.edit(edit)
    with pytest.raises(Refused) as caught, store.transaction() as transaction:
        transaction.audit()
    assert caught.value.code == "audit.altered"


CUT = [
    "DELETE FROM audit WHERE number = 4",
    "UPDATE audit_head SET number = 3, chain_sha256 = (SELECT chain_sha256 FROM audit WHERE number = 3)",
]


def test_an_entry_that_was_cut_off_is_not_written_over(database: Database) -> None:
    """Going on from what is left would make a shorter log a whole one."""
    store = store_with_entries(database)
    database.edit(CUT[0])
    with store.transaction() as transaction:
        transaction.note("offer", "the next", at_s=NOW_S)
    with pytest.raises(Refused) as caught, store.transaction() as transaction:
        transaction.audit()
    assert (caught.value.code, caught.value.facts["number"]) == ("audit.altered", 4)


def test_a_head_that_the_town_did_not_make_is_not_gone_on_from(database: Database) -> None:
    store = store_with_entries(database)
    database.edit(*CUT)
    with pytest.raises(Refused) as caught, store.transaction() as transaction:
        transaction.note("offer", "the next", at_s=NOW_S)
    assert caught.value.code == "audit.altered"


def test_another_towns_key_vouches_for_nothing_here(database: Database) -> None:
    store_with_entries(database).close()
    other = database.open(key=bytes(32))
    with pytest.raises(Refused) as caught, other.transaction() as transaction:
        transaction.audit()
    assert caught.value.code == "audit.altered"


def test_tenants_do_not_see_each_other(database: Database) -> None:
    store_with_entries(database)
    other = database.open("b")
    with other.transaction() as transaction:
        assert transaction.audit() == []
        assert transaction.handovers() == []


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    store = store_with_entries(database)

    def half() -> None:
        with store.transaction() as transaction:
            transaction.note("offer", "half", at_s=NOW_S)
            raise Refused("handover.used")

    with pytest.raises(Refused):
        half()
    with store.transaction() as transaction:
        assert len(transaction.audit()) == 4


def test_a_file_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        Store.open(tmp_path / "x.db", tenant="a", audit_key=KEY)
    assert caught.value.code == "store.unavailable"


@pytest.mark.parametrize("content", [b"not a database" * 100, b""])
def test_a_file_that_is_no_database_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(MalformedInput) as caught:
        Store.open(tmp_path / "x.db", tenant="a", audit_key=KEY)
    assert caught.value.code == "home.malformed"
    assert caught.value.facts["file"] == str(tmp_path / "x.db")


def test_a_store_that_somebody_holds_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livret_issuer.store.database._BUSY_MS", 50)
    store = store_with_entries(InFile(tmp_path))
    holder = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable) as caught, store.transaction():
            pass
    finally:
        holder.close()
    assert caught.value.code == "store.unavailable"


def test_an_unknown_code_is_refused(database: Database) -> None:
    store = store_with_entries(database)
    with pytest.raises(LivretError) as caught, store.transaction() as transaction:
        transaction.handover(ShortCode.of(bytes(16)))
    assert caught.value.code == "handover.unknown"


def test_what_expired_is_forgotten_and_counted_once(database: Database, tmp_path: Path) -> None:
    office = open_office(tmp_path, database=database.address)
    used, unused = offer(office), offer(office)
    office.issue(ask(used).request.format(), now_s=NOW_S)
    store = office.home.store(office.hall.tenant, audit_key=office._keys.audit)
    assert store.forget_expired(unused.expires_at_s - 1) == 0
    assert store.forget_expired(unused.expires_at_s) == 2
    assert store.forget_expired(NOW_S + 99 * DAY_S) == 0
    store.close()
    office.close()


def test_a_database_of_another_version_is_not_touched(database: Database) -> None:
    store_with_entries(database).close()
    is_file = isinstance(database, InFile)
    database.edit("PRAGMA user_version = 99" if is_file else "UPDATE made SET version = 99")
    with pytest.raises(Unavailable) as caught:
        database.open()
    assert caught.value.code == "store.unavailable"


def test_times_beyond_2038_are_kept(database: Database) -> None:
    store = database.open(create=True)
    with store.transaction() as transaction:
        transaction.note("offer", "late", at_s=1 << 40)
    with store.transaction() as transaction:
        assert transaction.audit()[0][1] == 1 << 40


def test_what_was_read_is_still_so_when_it_is_written(database: Database) -> None:
    """Each counts on from what it found: were two let in at once, a number would be there twice."""
    database.open(create=True).close()
    begin = threading.Barrier(4)

    def count_on() -> None:
        with closing(database.open()) as store:
            begin.wait()
            for _ in range(15):
                with store.transaction() as transaction:
                    transaction.note("offer", "one more", at_s=NOW_S)

    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(count_on) for _ in range(4)]
    assert [each.exception() for each in done] == [None] * 4
    store = database.open()
    with store.transaction() as transaction:
        assert [entry[0] for entry in transaction.audit()] == list(range(1, 61))
    store.close()
