"""What only a server can do to a town hall's records, and two processes on one of it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_edge.database_addresses import read_address
from livret_issuer.service import Office
from livret_town.command import main
from tests.issuer_databases import OnServer
from tests.office import NOW_S
from tests.pickups import Phone, acts, offer, open_hall
from tests.postgres_server import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


@pytest.fixture
def database(server: Server) -> Iterator[OnServer]:
    made = OnServer(server)
    yield made
    made.clear()


def reopened(office: Office) -> Office:
    return Office(office.home, office.hall, office._keys)


def test_a_hall_is_opened_where_its_home_says_its_records_are(
    database: OnServer, tmp_path: Path
) -> None:
    office = open_hall(tmp_path, database=database.address)
    kept = office.home.root / "database.url"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert not (office.home.root / "issuer.db").exists()
    made = offer(office)
    other = reopened(office)
    assert acts(other)[-1] == acts(office)[-1]
    # The second instance has what the first made.
    assert other.counter().pickup(made.handover.code)[0].code == made.handover.code
    other.close()
    office.close()


def test_two_processes_on_one_server_redeem_each_offer_once(
    database: OnServer, tmp_path: Path
) -> None:
    office = open_hall(tmp_path, database=database.address)
    phone, rounds = Phone(office), 40
    made = [offer(office, given_name=f"Camille {chr(97 + each % 26)}") for each in range(rounds)]
    offered = [(phone.open(each), each.pin) for each in made]
    office.close()
    children = []
    for _ in range(2):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            mine, won = reopened(office).pickups(), []
            for number, (code, pin) in enumerate(offered):
                try:
                    mine.redeem(code, pin, shown=None, now_s=NOW_S)
                except Refused as error:
                    if error.code == "token.code":
                        continue
                    os._exit(1)
                won.append(number)
            os.write(writing, bytes(won))
            os._exit(0)
        os.close(writing)
        children.append((child, reading))
    won = []
    for child, reading in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        with os.fdopen(reading, "rb") as pipe:
            won += list(pipe.read())
    assert sorted(won) == list(range(rounds))
    again = reopened(office)
    assert acts(again).count("redeem") == rounds
    again.close()


def test_one_tenant_does_not_wait_for_another(database: OnServer) -> None:
    one, other = database.open("a", create=True), database.open("b", create=True)
    with one.transaction() as first, other.transaction() as second:
        first.note("offer", "a", at_s=NOW_S)
        second.note("offer", "b", at_s=NOW_S)
    with one.transaction() as first:
        assert [entry[3] for entry in first.audit()] == ["a"]


def test_who_waits_too_long_is_told_that_it_is_unavailable(
    database: OnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "livret_edge.databases._SETTINGS"
    from livret_edge import databases

    monkeypatch.setattr(settings, databases._SETTINGS.replace("5000ms", "50ms"))
    one = database.open(create=True)
    other = database.open()
    with pytest.raises(Unavailable) as caught, one.transaction(), other.transaction():
        pass
    assert caught.value.code == "store.unavailable"


def test_a_tenant_that_is_there_is_not_begun_again(database: OnServer) -> None:
    store = database.open(create=True)
    with store.transaction() as transaction:
        transaction.note("offer", "a", at_s=NOW_S)
    with pytest.raises(Refused) as caught:
        database.open(create=True)
    assert caught.value.code == "store.has_hall"


def test_a_server_without_the_tables_is_unavailable(database: OnServer) -> None:
    with pytest.raises(Unavailable) as caught:
        database.open()
    assert caught.value.code == "store.unavailable"


def test_a_server_that_is_not_there_is_unavailable(server: Server) -> None:
    gone = OnServer(server)
    gone.address = "postgresql://livret@/postgres?host=/nowhere&port=1"
    with pytest.raises(Unavailable) as caught:
        gone.open()
    assert caught.value.code == "store.unavailable"
    assert caught.value.facts["reason"] == "no_server"


@pytest.mark.parametrize(
    ("address", "cause"),
    [("{}&dbname=nowhere", "no_database"), ("{}&user=nobody", "login")],
)
def test_what_a_server_does_not_have_is_named(server: Server, address: str, cause: str) -> None:
    other = OnServer(server)
    other.address = address.format(server.uri())
    with pytest.raises(Unavailable) as caught:
        other.open(create=True)
    assert (caught.value.code, caught.value.facts["reason"]) == ("store.unavailable", cause)


def test_a_server_that_was_restarted_is_used_again(database: OnServer, server: Server) -> None:
    store = database.open(create=True)
    with store.transaction() as transaction:
        transaction.note("offer", "a", at_s=NOW_S)
    server.stop()
    with pytest.raises(Unavailable), store.transaction():
        pass
    server.start()
    with store.transaction() as transaction:
        assert len(transaction.audit()) == 1


def test_what_was_dropped_leaves_no_row_behind(database: OnServer, tmp_path: Path) -> None:
    office = open_hall(tmp_path, database=database.address)
    made = offer(office)
    store = office.home.store(office.hall.tenant, audit_key=office._keys.audit)
    assert store.forget_expired(made.handover.expires_at_s) > 0
    with database.connect() as connection:
        # The pages as the server has them, the rows that nobody sees any more with them.
        connection.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
        rows = connection.execute(
            "SELECT lp_flags, t_data FROM heap_page_items(get_raw_page('livret_issuer.handover', 0))"
        ).fetchall()
    assert not any(b"Arnould" in (data or b"") for _, data in rows)
    store.close()
    office.close()


def test_a_server_that_does_not_write_through_is_not_written_to() -> None:
    with Server.made(fsync="off") as careless, pytest.raises(Unavailable) as caught:
        OnServer(careless).open(create=True)
    assert caught.value.code == "store.unavailable"


@pytest.mark.parametrize(
    "raw", [b"", b"mysql://a", b"postgresql://a b", b"\xff", b"postgresql://" + b"a" * 2_000]
)
def test_a_file_that_names_no_server_is_said_to_be_that(raw: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        read_address(raw, "--database-file")
    assert (caught.value.code, caught.value.facts["option"]) == ("usage.store", "--database-file")


def test_a_file_may_have_the_password_where_nobody_else_reads_it() -> None:
    raw = b"postgresql://hall:secret@db.example/hall\n"
    assert read_address(raw, "--database-file") == raw.decode().strip()
    with pytest.raises(MalformedInput) as caught:
        read_address(raw, "--database-file", may_have_secret=False)
    assert caught.value.code == "usage.store_secret"


def test_a_town_hall_is_founded_on_a_server_that_a_file_names(
    database: OnServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file, secret = tmp_path / "database.txt", tmp_path / "passphrase"
    file.write_text(database.address)
    secret.write_text("a passphrase that is long enough\n")
    at = ("--name", "Verneuil", "--territory", "fr-insee:80999", "--at", "a.example/v")
    words = ("--home", str(tmp_path / "hall"), "--passphrase-file", str(secret), "--json")
    assert main(["issuer", "init", *at, *words, "--database-file", str(file)]) == 0
    assert main(["issuer", "audit", *words]) == 0
    assert '"altered"' not in capfd.readouterr().out
    assert not (tmp_path / "hall" / "issuer.db").exists()
    # A second machine copies the folder; who founds once more is told so, and nothing is left.
    other = ("--home", str(tmp_path / "hall-2"), *words[2:])
    assert main(["issuer", "init", *at, *other, "--database-file", str(file)]) == 1
    assert '"code": "store.has_hall"' in capfd.readouterr().out
    assert not (tmp_path / "hall-2").exists()
    assert list((tmp_path / "hall-2-recovery").iterdir()) == []


def test_a_password_in_a_file_that_others_read_is_not_taken(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file, secret = tmp_path / "database.txt", tmp_path / "passphrase"
    file.write_text("postgresql://hall:hunter2@/hall?host=/nowhere")
    file.chmod(0o644)
    secret.write_text("a passphrase that is long enough\n")
    at = ("--name", "Verneuil", "--territory", "fr-insee:80999", "--at", "a.example/v")
    words = ("--home", str(tmp_path / "hall"), "--passphrase-file", str(secret), "--json")
    assert main(["issuer", "init", *at, *words, "--database-file", str(file)]) == 2
    told = capfd.readouterr()
    assert "usage.store_secret" in told.out + told.err
    assert "hunter2" not in told.out + told.err
