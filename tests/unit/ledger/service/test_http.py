"""The service over real TLS on this machine, and what it says to a program."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme
import uvicorn
from starlette.applications import Starlette

from livret_core import limits
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.tlog import merkle
from livret_edge.fetcher import Fetcher
from livret_ledger.client.reading import Reader, Web
from livret_ledger.client.submitting import rehearse, submit
from livret_ledger.service.http import make_app
from livret_ledger.service.serving import Service
from tests.ledger_works import Works

HOST = "ledger.example"


@contextmanager
def serving(works: Works) -> Iterator[Service]:
    """The whole ledger, with a publisher of its own and a clock that goes on."""

    def pause(_wait_s: float) -> None:
        works.clock.now_s += 1

    with works.serving(pause=pause) as service:
        service.start()
        yield service


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works.founded(tmp_path)


@pytest.fixture
def service(works: Works) -> Iterator[Service]:
    with serving(works) as running:
        yield running


class Client:
    """Speaks plain HTTP and sends every path as it is."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, method: str, path: str, body: bytes | None = None) -> "Answer":
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=15)
        connection.request(method, path, body)
        got = connection.getresponse()
        answer = Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        connection.close()
        return answer

    def get(self, path: str) -> "Answer":
        return self.ask("GET", path)

    def submit(self, leaf: bytes, *, wait: bool = False) -> "Answer":
        return self.ask("POST", "/submit?wait=cosigned" if wait else "/submit", leaf)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@contextmanager
def listening(app: Starlette, **options: Any) -> Iterator[int]:
    """Serve on a free port of this machine, until the end of the test."""
    own = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_config=None, log_level="error", lifespan="off", ws="none", **options
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([own],))
    thread.start()
    try:
        yield own.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        own.close()


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    with listening(make_app(service, wait_s=10)) as port:
        yield Client(port)


@contextmanager
def on_the_network(service: Service, tmp_path: Path) -> Iterator[tuple[HttpsUri, Fetcher]]:
    """Serve with a certificate for :data:`HOST`."""
    authority = trustme.CA()
    certified = authority.issue_cert(HOST)
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(b"".join(each.bytes() for each in certified.cert_chain_pems))
    key.write_bytes(certified.private_key_pem.bytes())
    tls = {"ssl_certfile": str(chain), "ssl_keyfile": str(key)}
    with listening(make_app(service, wait_s=10), **tls) as port:
        pins = {(HOST, port): "127.0.0.1"}
        fetcher = Fetcher(authorities=authority.cert_pem.bytes(), pins=pins, timeout_s=15)
        try:
            yield HttpsUri.parse(f"https://{HOST}:{port}/"), fetcher
        finally:
            fetcher.close()


def test_from_handing_in_to_a_proof_that_stands_alone(
    works: Works, service: Service, tmp_path: Path
) -> None:
    [leaf] = works.schemas(1)
    with on_the_network(service, tmp_path) as (base, fetcher):
        taken = submit(base, leaf, fetcher, wait=True)
        again = submit(base, leaf, fetcher)
        reader = Reader(Web(base, fetcher))
        until = time.monotonic() + 10
        # Who waits has the proof before readers are pointed to its head.
        while (signed := reader.checkpoint()).checkpoint.size <= taken.index:
            assert time.monotonic() < until
            time.sleep(0.05)
        entry = reader.entry(taken.index, signed)
        roots = tuple(reader.trust_roots())
    assert (taken.is_new, again.is_new, again.index) == (True, False, taken.index)
    assert taken.proof is not None
    head = taken.proof.check(merkle.leaf_hash(leaf), works.policy)
    assert head.checkpoint.size > taken.index
    assert entry == leaf
    assert [root.digest for root in roots] == [works.chain.newest.digest]


def test_what_the_rules_refuse_comes_back_as_the_same_reason(
    works: Works, service: Service, tmp_path: Path
) -> None:
    metz = works.scene.towns[1]
    with on_the_network(service, tmp_path) as (base, fetcher), pytest.raises(Refused) as caught:
        submit(base, works.scene.publish("residency/1", metz).leaf, fetcher)
    assert caught.value.code == "ledger.signer"


def test_what_it_would_answer_is_asked_and_nothing_is_taken(
    works: Works, service: Service, tmp_path: Path
) -> None:
    [leaf] = works.schemas(1)
    refused = works.scene.publish("residency/1", works.scene.towns[1]).leaf
    with on_the_network(service, tmp_path) as (base, fetcher):
        assert rehearse(base, leaf, fetcher) is None
        assert rehearse(base, leaf, fetcher) is None
        with pytest.raises(Refused) as caught:
            rehearse(base, refused, fetcher)
        assert caught.value.code == "ledger.signer"
        # Not by its size: the service writes `state.commit` by itself.
        assert not {leaf, refused} & {*works.leaves()}
        taken = submit(base, leaf, fetcher, wait=True)
        assert rehearse(base, leaf, fetcher) == taken.index
        with pytest.raises(LivretError) as caught_here:
            rehearse(base, b"{}", fetcher)
    assert caught_here.value.code == "ledger.operation"


def test_a_ledger_that_cannot_be_asked_what_it_would_answer_takes_nothing(client: Client) -> None:
    """One of before has no such address: it must not take what was only to be looked at."""
    assert client.ask("POST", "/rehearse-this", b"{}").status == 405


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "input.json"),
        (b"{}", 400, "ledger.operation"),
        (b"[" * 100_000, 400, "input.too_large"),
        (b" " * (limits.OPERATION_BYTES + 1), 400, "input.too_large"),
    ],
)
def test_what_is_no_operation_is_a_400_with_its_reason(
    client: Client, body: bytes, status: int, code: str
) -> None:
    answer = client.submit(body)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.json["outcome"] == "malformed"


def test_a_refusal_is_a_409_with_its_facts(works: Works, client: Client) -> None:
    metz = works.scene.towns[1]
    answer = client.submit(works.scene.publish("type/1", metz).leaf)
    assert answer.status == 409
    assert answer.json["outcome"] == "refused"


def test_without_enough_witnesses_it_only_reads_and_begins_when_they_answer(works: Works) -> None:
    down = [works.witness(town) for town in works.scene.towns[:2]]
    [leaf] = works.schemas(1)
    for each in down:
        each.is_down = True
    with serving(works) as service:
        with listening(make_app(service)) as port:
            answer = Client(port).submit(leaf)
            said = Client(port).get("/status.json").json
        assert (answer.status, answer.json["code"]) == (503, "ledger.few_witnesses")
        names = ", ".join(sorted(str(each.key.name) for each in down))
        assert answer.json["facts"] == {"needed": 3, "found": 2, "missing": names}
        assert said["writes"] is False
        assert said["evidence"] == {"problem": None, "left_out": {}}
        for each in down:
            each.is_down = False
        assert service.try_start() is None


def test_a_restored_backup_writes_nothing(works: Works, tmp_path: Path) -> None:
    """The copy is whole and passes every check of its own; only its witnesses know."""
    one, two = works.schemas(2)
    with works.running() as (sequencer, publisher):
        publisher.publish()
        sequencer.submit(one)
    backup = works.path.read_bytes()
    with works.running() as (sequencer, publisher):
        works.clock.now_s += 1
        sequencer.submit(two)
        size = publisher.publish().size
    works.path.write_bytes(backup)
    for name in ("-wal", "-shm"):
        works.path.with_name(works.path.name + name).unlink(missing_ok=True)
    with serving(works) as service:
        with listening(make_app(service)) as port:
            answer = Client(port).submit(two)
            head = Client(port).get("/checkpoint")
        assert (answer.status, answer.json["code"]) == (503, "ledger.behind")
        assert answer.json["facts"]["size"] == size
        assert head.status == 200  # reading goes on


def test_a_database_that_was_lost_writes_nothing(works: Works, tmp_path: Path) -> None:
    with works.running() as (_, publisher):
        publisher.publish()
    other = tmp_path / "anew"
    other.mkdir()
    anew = Works.founded(other)
    anew.cosigners, anew.clock = works.cosigners, works.clock
    with serving(anew) as service:
        assert isinstance(service.reason, Unavailable)
        assert service.reason.code == "ledger.behind"


@pytest.mark.parametrize("wait", ["wait=forever", "wait=", "wait=cosigned&wait=1", "wait=Cosigned"])
def test_nobody_waits_for_what_there_is_not(works: Works, client: Client, wait: str) -> None:
    [leaf] = works.schemas(1)
    answer = client.ask("POST", f"/submit?{wait}", leaf)
    assert (answer.status, answer.json["code"]) == (400, "input.malformed")
    assert client.submit(leaf).json["outcome"] == "appended"  # nothing was written before


def test_it_says_how_it_stands(works: Works, client: Client) -> None:
    [leaf] = works.schemas(1)
    index = client.submit(leaf, wait=True).json["index"]
    until = time.monotonic() + 10
    # Who waits has the proof before what came of the publication is written down.
    while (said := client.get("/status.json").json)["last"]["size"] <= index:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert said["writes"] is True
    assert said["numbers"] == {"n": 4, "q": 3, "a": 2}
    assert said["published"] == said["last"]["size"]
    assert set(said["cosigners"].values()) == {""}


def test_files_are_served_as_what_they_are(works: Works, client: Client) -> None:
    [leaf] = works.schemas(1)
    index = client.submit(leaf, wait=True).json["index"]
    for _ in range(100):
        # Who waits has the proof before readers are pointed to its head.
        if client.get("/status.json").json["published"] > index:
            break
        time.sleep(0.05)
    for name, content in works.files().items():
        if name.rpartition("/")[2].startswith(".") or name.endswith((".html", ".txt")):
            continue  # the pages are being written still
        answer = client.get(f"/{name}")
        assert answer.body == content
        kind = answer.headers["content-type"]
        if name == "checkpoint":
            assert kind == "text/plain; charset=utf-8"
        elif name.startswith("tile/"):
            assert kind == "application/octet-stream"
            assert "immutable" in answer.headers["cache-control"]
        elif name.endswith(".jsonl"):
            assert kind == "text/jsonl; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "file"),
    [("", "index.html"), ("nl/", "nl/index.html"), ("fr/members.html", "fr/members.html")],
)
def test_pages_are_served_where_people_look_and_load_nothing_else(
    works: Works, client: Client, name: str, file: str
) -> None:
    for _ in range(100):
        if (works.web.root / "de" / "checkpoints.html").exists():  # the last one
            break
        time.sleep(0.05)
    answer = client.get(f"/{name}")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.body == (works.web.root / file).read_bytes()
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/tile",
        "/../ledger.db",
        "/..%2fledger.db",
        "/%2e%2e/ledger.db",
        "/tile/..%2f..%2f..%2fledger.db",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.hidden",
        "/a%00b",
    ],
)
def test_nothing_outside_what_is_published_is_served(
    works: Works, client: Client, path: str
) -> None:
    works.web.root.mkdir(exist_ok=True)
    (works.web.root / ".hidden").write_text("half a file")
    (works.web.root / "link").symlink_to(works.path)
    assert client.get(path).status == 404
    assert client.get("/link").status == 404


def test_no_folder_outside_what_is_published_is_served(works: Works, client: Client) -> None:
    """However it came there: a link below the root leads nowhere, and a folder to its files."""
    root = works.web.root
    (root / "own").mkdir(parents=True)
    (root / "own/file").write_text("published")
    (root / "up").symlink_to(works.path.parent)
    assert (root / "up" / works.path.name).is_file()
    assert client.get(f"/up/{works.path.name}").status == 404
    assert client.get("/own/file").status == 200


def test_only_what_is_offered_can_be_done(client: Client) -> None:
    assert client.ask("PUT", "/submit", b"").status == 405
    assert client.ask("POST", "/checkpoint", b"").status == 405
