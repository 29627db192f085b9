"""The witness over HTTP, as `uvicorn` serves it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.types import Message, Scope

from livret_core.tlog import cosignature
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.witness import SIZE_TYPE, AddCheckpoint, Conflict, Response, parse_answer
from livret_ledger.witness.service import BODY_BYTES, make_app
from livret_ledger.witness.store.home import CosignerHome
from livret_town.simulator.ledgers import Keeper
from tests.watching import Watching

PASSPHRASE = b"four words to keep"


class Endless:
    """A body in pieces, of far more than anybody has to say."""

    def __init__(self, body: bytes = b"x" * (8 << 20), piece: int = 1 << 16) -> None:
        self.pieces = [body[at : at + piece] for at in range(0, len(body), piece)] or [b""]
        self.piece = piece
        self.given = 0

    def next(self) -> tuple[bytes, bool] | None:
        if not self.pieces:
            return None
        part = self.pieces.pop(0)
        self.given += len(part)
        return part, bool(self.pieces)


def call(
    app: Starlette, method: str, path: str, body: bytes | Endless = b"", *, piece: int = 1 << 16
) -> Response:
    """Speak to the application as a server does, without a socket."""
    import asyncio

    pieces = body if isinstance(body, Endless) else Endless(body, piece)
    sent: list[Message] = []

    async def receive() -> Message:
        found = pieces.next()
        if found is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": found[0], "more_body": found[1]}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 1),
        "client": ("127.0.0.1", 2),
        "root_path": "",
    }
    asyncio.run(app(scope, receive, send))
    headers = dict(sent[0]["headers"])
    content = b"".join(part.get("body", b"") for part in sent[1:])
    return Response(sent[0]["status"], headers.get(b"content-type", b"").decode(), content)


def test_a_request_is_answered_with_a_cosignature(watch: Watching) -> None:
    witness, request = watch.witness(), watch.keeper.request(0)
    response = call(make_app(witness), "POST", "/add-checkpoint", request.format())
    lines = parse_answer(response)
    assert isinstance(lines, tuple)
    assert list(cosignature.verify(request.signed.with_signatures(*lines), [witness.key])) == [
        witness.key
    ]


def test_a_conflict_says_the_size_in_its_own_content_type(watch: Watching) -> None:
    witness, keeper = watch.witness(), watch.keeper
    app = make_app(witness)
    call(app, "POST", "/add-checkpoint", keeper.request(0, 2).format())
    response = call(app, "POST", "/add-checkpoint", keeper.request(0).format())
    assert (response.status, response.content_type, response.body) == (409, SIZE_TYPE, b"2\n")
    assert parse_answer(response) == Conflict(2)


@pytest.mark.parametrize(("method", "status"), [("GET", 405), ("PUT", 405), ("DELETE", 405)])
def test_only_post_adds(watch: Watching, method: str, status: int) -> None:
    assert call(make_app(watch.witness()), method, "/add-checkpoint").status == status


def test_a_body_without_end_is_not_read(watch: Watching) -> None:
    body = Endless()
    response = call(make_app(watch.witness()), "POST", "/add-checkpoint", body)
    assert (response.status, response.body) == (400, b"input.too_large\n")
    assert body.given <= BODY_BYTES + body.piece


def test_the_largest_request_that_may_be_is_read(watch: Watching) -> None:
    request = watch.keeper.request(0)
    proof = AddCheckpoint((1 << 63) - 1, tuple([bytes(32)] * 63), request.signed)
    assert len(proof.format()) <= BODY_BYTES
    response = call(make_app(watch.witness()), "POST", "/add-checkpoint", proof.format(), piece=7)
    assert (response.status, response.body) == (400, b"log.request\n")


def test_a_monitor_gets_the_last_head_and_nothing_of_others(watch: Watching) -> None:
    from hashlib import sha256

    witness, keeper = watch.witness(), watch.keeper
    app = make_app(witness)
    named = sha256(keeper.origin.encode()).hexdigest()
    assert call(app, "GET", f"/{named}/checkpoint").status == 404
    call(app, "POST", "/add-checkpoint", keeper.request(0).format())
    response = call(app, "GET", f"/{named}/checkpoint")
    assert response.status == 200
    assert response.body.startswith(keeper.head().format().encode())


class Served:
    """A witness as a process of its own."""

    def __init__(self, root: Path, *more: str) -> None:
        self.address = root / "address"
        self.address.unlink(missing_ok=True)
        (root / "passphrase").write_bytes(PASSPHRASE)
        code = "import sys; from livret_ledger.witness.cli import run; sys.exit(run(sys.argv[1:]))"
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-c", code, "serve", "--home", str(root / "home")),
                *("--passphrase-file", str(root / "passphrase"), "--listen", "127.0.0.1:0"),
                *("--address-to", str(self.address), "--json", *more),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )

    def wait(self) -> str:
        for _ in range(400):
            if self.address.exists():
                return self.address.read_text().strip()
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.02)
        raise AssertionError("it does not answer")

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[bytes, bytes]:
        self.process.send_signal(how)
        return self.process.communicate(timeout=10)


@pytest.fixture
def home(tmp_path: Path) -> CosignerHome:
    from livret_core.sealing import FLOOR

    return CosignerHome.create(
        tmp_path / "home", "witness", "w.example/witness", PASSPHRASE, kdf=FLOOR
    )


def post(url: str, body: bytes) -> Response:
    request = urllib.request.Request(f"{url}add-checkpoint", body, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return Response(answer.status, answer.headers["content-type"], answer.read())
    except urllib.error.HTTPError as error:
        return Response(error.code, error.headers["content-type"], error.read())


def test_it_serves_is_killed_and_still_knows(home: CosignerHome, tmp_path: Path) -> None:
    keeper = Keeper.founded()
    keeper.tick(times=4)
    memory = home.memory()
    memory.add_log(keeper.key)
    memory.close()
    served = Served(tmp_path)
    url = served.wait()
    answered = post(url, keeper.request(0, 3).format())
    assert answered.status == 200
    out, _ = served.end(signal.SIGKILL)
    assert json.loads(out)["event"] == "listening"
    again = Served(tmp_path)
    url = again.wait()
    assert post(url, keeper.request(0, 2).format()).body == b"3\n"
    grown = post(url, keeper.request(3).format())
    key: VerifierKey = home.identity().key
    lines = parse_answer(grown)
    assert isinstance(lines, tuple)
    assert key in cosignature.verify(keeper.signed().with_signatures(*lines), [key])
    assert again.end()[1] == b""


@pytest.mark.slow
def test_it_ends_in_order_though_somebody_holds_on_to_it(
    home: CosignerHome, tmp_path: Path
) -> None:
    home.memory().close()
    served = Served(tmp_path)
    host, _, port = served.wait().removeprefix("http://").rstrip("/").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as held:
        held.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 9\r\n\r\nold")
        time.sleep(0.2)  # until it waits for the rest
        assert served.end()[1] == b""
    assert served.process.returncode == 0
