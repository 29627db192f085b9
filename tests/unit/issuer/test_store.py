"""The town hall's database: a chain nobody edits unseen, and tenants that do not meet."""

import sqlite3
from pathlib import Path

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.short_code import ShortCode
from livret_issuer.store.database import Store
from tests.office import DAY_S, NOW_S, ask, offer, open_office

KEY = bytes(range(32))
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


def store_with_entries(path: Path) -> Store:
    store = Store.open(path, tenant="a", audit_key=KEY, create=True)
    for number in range(4):
        with store.transaction() as transaction:
            transaction.note("offer", f"code {number}", at_s=NOW_S + number)
    return store


def test_the_audit_log_is_read_in_order(tmp_path: Path) -> None:
    with store_with_entries(tmp_path / "x.db").transaction() as transaction:
        assert [entry[0] for entry in transaction.audit()] == [1, 2, 3, 4]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_audit_log_is_seen(tmp_path: Path, edit: str) -> None:
    store = store_with_entries(tmp_path / "x.db")
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute(edit)
    connection.close()
    with pytest.raises(Refused) as caught, store.transaction() as transaction:
        transaction.audit()
    assert caught.value.code == "audit.altered"


CUT = [
    "DELETE FROM audit WHERE number = 4",
    "UPDATE audit_head SET number = 3, chain_sha256 = (SELECT chain_sha256 FROM audit WHERE number = 3)",
]


def test_an_entry_that_was_cut_off_is_not_written_over(tmp_path: Path) -> None:
    """Going on from what is left would make a shorter log a whole one."""
    store = store_with_entries(tmp_path / "x.db")
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute(CUT[0])
    connection.close()
    with store.transaction() as transaction:
        transaction.note("offer", "the next", at_s=NOW_S)
    with pytest.raises(Refused) as caught, store.transaction() as transaction:
        transaction.audit()
    assert (caught.value.code, caught.value.facts["number"]) == ("audit.altered", 4)


def test_a_head_that_the_town_did_not_make_is_not_gone_on_from(tmp_path: Path) -> None:
    store = store_with_entries(tmp_path / "x.db")
    with sqlite3.connect(tmp_path / "x.db") as connection:
        for edit in CUT:
            connection.execute(edit)
    connection.close()
    with pytest.raises(Refused) as caught, store.transaction() as transaction:
        transaction.note("offer", "the next", at_s=NOW_S)
    assert caught.value.code == "audit.altered"


def test_another_towns_key_vouches_for_nothing_here(tmp_path: Path) -> None:
    store_with_entries(tmp_path / "x.db").close()
    other = Store.open(tmp_path / "x.db", tenant="a", audit_key=bytes(32))
    with pytest.raises(Refused) as caught, other.transaction() as transaction:
        transaction.audit()
    assert caught.value.code == "audit.altered"


def test_tenants_do_not_see_each_other(tmp_path: Path) -> None:
    store_with_entries(tmp_path / "x.db")
    other = Store.open(tmp_path / "x.db", tenant="b", audit_key=KEY)
    with other.transaction() as transaction:
        assert transaction.audit() == []
        assert transaction.handovers() == []


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = store_with_entries(tmp_path / "x.db")

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
    store = store_with_entries(tmp_path / "x.db")
    holder = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable) as caught, store.transaction():
            pass
    finally:
        holder.close()
    assert caught.value.code == "store.unavailable"


def test_an_unknown_code_is_refused(tmp_path: Path) -> None:
    store = store_with_entries(tmp_path / "x.db")
    with pytest.raises(LivretError) as caught, store.transaction() as transaction:
        transaction.handover(ShortCode.of(bytes(16)))
    assert caught.value.code == "handover.unknown"


def test_what_expired_is_forgotten_and_counted_once(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    used, unused = offer(office), offer(office)
    office.issue(ask(used).request.format(), now_s=NOW_S)
    store = office.home.store(office.hall.tenant, audit_key=office._keys.audit)
    assert store.forget_expired(unused.expires_at_s - 1) == 0
    assert store.forget_expired(unused.expires_at_s) == 2
    assert store.forget_expired(NOW_S + 99 * DAY_S) == 0
