"""A ledger whose store is a PostgreSQL server, from the command line."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import Unavailable
from livret_core.ledger.operation import Operation
from livret_core.sealing import FLOOR
from livret_ledger.batch import Batch, Written
from livret_ledger.mirror.cli import recovering
from livret_ledger.starting import Replication, standby
from livret_ledger.store.home import Home
from livret_ledger.store.keys import LOG_KEY, write_key
from livret_ledger.store.postgres import PostgresStore, schema_of
from livret_town.command import main
from tests.flow.test_ledger import FOUNDERS, found
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_works import Works
from tests.passphrases import LIVRET_AT_ONCE, passphrases_at_once
from tests.postgres_server import Server
from tests.typed import WITH_SECRET, Run, run

__all__ = ["passphrases_at_once", "run"]

pytestmark = pytest.mark.usefixtures("passphrases_at_once")

LANGUAGES = ("fr", "nl", "de", "en")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


@pytest.fixture(autouse=True)
def afresh(server: Server) -> None:
    name = schema_of(ORIGIN)
    server.do("SELECT 1")
    server.do(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')


def init(run: Run, address: str, *, status: int = 0) -> list[dict[str, Any]]:
    words = ("--home", "home", "--origin", ORIGIN, "--store", address)
    return run("init", *words, *WITH_SECRET, status=status)


@pytest.fixture
def founded(run: Run, server: Server, tmp_path: Path) -> dict[str, Any]:
    """A ledger that has begun on the server; the last event of its founding."""
    return found(run, tmp_path, "--store", server.uri())


def test_it_is_founded_held_against_itself_and_begins_once(
    run: Run, founded: dict[str, Any], tmp_path: Path
) -> None:
    assert founded["founders"] == 4
    assert founded["replication"]["standby"] == "not_asked_for"
    assert run("fsck", "--home", "home") == [{"event": "whole", "entries": 1}]
    assert not (tmp_path / "home" / "ledger.db").exists()
    run("init", "--home", "home", "--genesis", "genesis.json", *WITH_SECRET, status=1)


def test_a_founding_that_was_cut_short_goes_on(
    run: Run, founded: dict[str, Any], server: Server, tmp_path: Path
) -> None:
    """The tables are there, and no genesis in them."""
    server.do(f'DROP SCHEMA "{schema_of(ORIGIN)}" CASCADE')
    PostgresStore.create(server.uri(), ORIGIN).close()
    run("fsck", "--home", "home", status=3)
    run("init", "--home", "home", "--genesis", "genesis.json", *WITH_SECRET)
    assert run("fsck", "--home", "home") == [{"event": "whole", "entries": 1}]


@pytest.mark.slow
def test_it_is_served_and_says_that_no_other_machine_has_it(
    run: Run, founded: dict[str, Any], tmp_path: Path
) -> None:
    pins = ",".join(f"{name}.example:443=127.0.0.1" for name in FOUNDERS)
    command = [
        *(*LIVRET_AT_ONCE, "ledger", "serve", "--home", "home"),
        *("--listen", "127.0.0.1:0", "--resolve", pins, *WITH_SECRET, "--lang", "en"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path, text=True)
    try:
        assert process.stdout is not None
        said = ""
        while "synchronous_standby_names" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()
    assert "No other machine has an entry when it is answered" in said
    assert all(len(line) <= 80 for line in said.splitlines())


@pytest.fixture
def published(tmp_path: Path, run: Run, server: Server) -> Works:
    """Four settled towns, published, and one entry more; its home opens as any other."""
    works = Works(tmp_path, Scene.founded())
    store = PostgresStore.create(server.uri(), ORIGIN)
    with store.writer():
        batch = Batch(store)
        for leaf in works.scene.leaves:
            batch.submit(Operation.parse(leaf))
        store.write(batch.result())
    with (
        works.writing(store) as sequencer,
        closing(PostgresStore.open(server.uri(), ORIGIN, read_only=True)) as reader,
    ):
        publisher = works.publisher(sequencer, reader)
        assert publisher.publish().has_quorum
        sequencer.submit(works.scene.publish("late/1").leaf)
        publisher.stop()
    mark = {"version": 1, "origin": ORIGIN, "store": server.uri()}
    (tmp_path / "ledger.json").write_text(json.dumps(mark))
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "1.json").write_bytes(works.chain.newest.raw)
    return works


def test_what_was_published_is_proved_whatever_came_since(
    run: Run, published: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("looking", "believing"):
        monkeypatch.setattr(f"livret_ledger.cli.{room}.now_s", lambda: published.clock.now_s + 60)
    did = str(published.scene.towns[0].did)
    [proved] = run("prove", did, "schema/late/1", "--to", "x.evidence", "--home", ".")
    assert proved["size"] == 6
    words = ("x.evidence", "--trust", "trust/1.json")
    shown = run("verify", *words)[0]
    assert shown["size"] == 6
    [stands] = run("status", "--home", ".")
    assert (stands["size"], stands["entries"]) == (6, 7)
    assert run("explain", "5", "--home", ".")[0]["type"] == "state.commit"
    assert run("fsck", "--home", ".") == [{"event": "whole", "entries": 7}]


def test_nothing_is_replayed_to_prove_what_stands_at_the_head(
    run: Run, published: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replayed(_copy: object) -> None:
        raise AssertionError("replayed")

    monkeypatch.setattr("livret_ledger.cli.copies.Copy.replayed", replayed)
    run("prove", "policy", "log", "--to", "x.evidence", "--home", ".")


def test_a_server_named_in_a_service_file_is_found(
    run: Run, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = tmp_path / "services.conf"
    parts = server.address().split()
    service.write_text("[livret-test]\n" + "\n".join(parts) + "\n")
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    init(run, "postgresql:///?service=livret-test")
    home = Home.open(tmp_path / "home")
    assert home.address == "postgresql:///?service=livret-test"
    assert not home.has_begun()
    run("fsck", "--home", "home", status=3)


@pytest.fixture
def recover(
    run: Run, published: Works, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[dict[str, Any]]]:
    """Recover from what was published, to a server; witnesses answer in this process."""
    monkeypatch.setattr(recovering, "post_with", lambda _fetcher: published.post)
    monkeypatch.setattr(recovering, "now_s", published.clock)
    write_key(tmp_path / "log.sealed", published.signer, b"a horse, a battery, a staple",
              purpose=LOG_KEY, kdf=FLOOR)  # fmt: skip

    def do(*more: str, status: int = 0) -> list[dict[str, Any]]:
        return run(
            "recover", "--from", ".", "--trust", "trust/1.json", "--key", "log.sealed",
            "--to", "new", "--store", server.uri(), *WITH_SECRET, *more, status=status,
        )  # fmt: skip

    return do


def test_a_ledger_is_recovered_to_a_server_and_taken_up_where_a_run_was_cut_short(
    recover: Callable[..., list[dict[str, Any]]],
    run: Run,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The server has this ledger, with an entry that the copy has not.
    for dry in ((), ("--dry-run",)):
        [refused] = recover(*dry, status=1)
        assert (refused["code"], "--store" in refused["step"]) == ("store.has_ledger", True)
    assert not (tmp_path / "new").exists()
    server.do(f'DROP SCHEMA "{schema_of(ORIGIN)}" CASCADE')
    monkeypatch.setattr("livret_ledger.auditor.auditing.STEP", 2)
    writes: list[int] = []
    real = PostgresStore.write

    def write(store: PostgresStore, written: Written) -> None:
        if len(writes) == 1:
            raise Unavailable("store.unavailable")
        writes.append(1)
        real(store, written)

    with monkeypatch.context() as cut:
        cut.setattr(PostgresStore, "write", write)
        recover(status=3)
    [could] = recover("--dry-run")
    assert (could["event"], could["size"]) == ("recoverable", 6)
    [recovered] = recover()
    assert (recovered["size"], recovered["store"]) == (6, server.uri())
    assert run("fsck", "--home", "new") == [{"event": "whole", "entries": 6}]
    assert not (tmp_path / "new" / "ledger.db").exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://livret:hunter2@db.example/livret",
        "postgresql://livret@db.example/livret?password=hunter2",
        "postgresql:///?service=x&sslpassword=hunter2",
    ],
)
def test_a_password_in_an_address_is_neither_kept_nor_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    (tmp_path / "secret").write_text("a horse, a battery, a staple\n")
    home = tmp_path / "home"
    words = ("--home", str(home), "--origin", ORIGIN, "--store", address)
    for language in LANGUAGES:
        secret = ("--passphrase-file", str(tmp_path / "secret"))
        assert main(["ledger", "init", *words, *secret, "--lang", language]) == 2
        told = capsys.readouterr()
        assert "PGPASSFILE" in told.out + told.err
        assert "hunter2" not in told.out + told.err
    assert not home.exists()


@pytest.mark.parametrize(
    "address",
    ["db.example", "host=db.example", "postgresql://[", "https://x", "postgresql://" + "a" * 2000],
)
def test_what_is_no_address_makes_no_home(run: Run, tmp_path: Path, address: str) -> None:
    init(run, address, status=2)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("address", ["postgresql://nobody@127.0.0.1:1/none", None])
def test_a_database_that_cannot_be_reached_makes_no_home(
    run: Run, tmp_path: Path, server: Server, address: str | None
) -> None:
    absent = address or server.uri().replace("?", "?dbname=nowhere&", 1)
    [refused] = init(run, absent, status=3)
    assert refused["code"] == "store.unavailable"
    assert refused["facts"]["reason"] == ("no_server" if address else "no_database")
    assert not (tmp_path / "home").exists()


def test_a_home_on_a_server_that_is_away_says_so(
    run: Run, tmp_path: Path, founded: dict[str, Any], server: Server
) -> None:
    server.stop()
    try:
        run("fsck", "--home", "home", status=3)
    finally:
        server.start()
    run("fsck", "--home", "home")


def test_a_name_that_no_ledger_has_is_looked_for_on_no_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--origin", "\udcff", "--store", "postgresql://db.example/livret", "--json")
    assert main(["ledger", "init", "--home", str(tmp_path / "home"), *words]) == 2
    assert "key.malformed" in capsys.readouterr().out


def test_without_the_library_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking = ("livret_ledger.store.postgres", "livret_edge.server_address")
    for name in [each for each in sys.modules if each.startswith(speaking)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    words = ("--origin", ORIGIN, "--store", "postgresql://db.example/livret")
    assert main(["ledger", "init", "--home", str(tmp_path / "home"), *words]) == 3
    assert "pip install 'livret[postgres]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("required", "attached", "said"),
    [
        (False, 0, "not_asked_for"),
        (False, 1, "not_asked_for"),
        (True, 0, "missing"),
        (True, 2, "there"),
        (True, None, "not_shown"),
    ],
)
def test_what_stands_behind_a_server_is_called_by_its_name(
    required: bool, attached: int | None, said: str
) -> None:
    assert standby(Replication(required, attached)) == said
