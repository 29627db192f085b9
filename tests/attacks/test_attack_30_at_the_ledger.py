"""Attack 30 where a ledger, its copies and its witnesses answer: what was asked for is in no log.

Whoever looks a name up asks for an address. What a server's own library says of a request that
failed has that address in it, and the name of the file.
"""

import http.client
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.types import ASGIApp

from livret_edge.serving import answering, listening
from livret_ledger.service.http import make_files_app
from livret_ledger.service.web_root import WebRoot

PLANTED = "zqplanted"
UNSAID = {"certificate": None, "certificate_key": None, "address_to": None}


@contextmanager
def answering_for(app: ASGIApp, patch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve as the commands of a ledger do; gives the port."""
    stops: list[Callable[[], None]] = []
    urls: list[str] = []
    ready = threading.Event()

    def say(url: str) -> None:
        urls.append(url)
        ready.set()

    patch.setattr(listening, "serve", partial(listening.serve, hold=stops.append))
    asked: Any = SimpleNamespace(**UNSAID)
    thread = threading.Thread(target=answering.answer, args=(asked, app, ("127.0.0.1", 0), say))
    thread.start()
    try:
        assert ready.wait(20)
        yield int(urls[0].rstrip("/").rpartition(":")[2])
    finally:
        for stop in stops:
            stop()
        thread.join(timeout=20)
        assert not thread.is_alive()


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    connection.request("GET", path, headers={"user-agent": PLANTED, "cookie": PLANTED})
    answer = connection.getresponse()
    said = answer.status, answer.read()
    connection.close()
    return said


@pytest.mark.parametrize(
    "path",
    [
        f"/{PLANTED}/did.jsonl",
        f"/{PLANTED * 40}",
        f"/{f'{PLANTED}/' * 600}",
        f"/%00{PLANTED}",
        f"/.{PLANTED}",
        f"/tile/{PLANTED}?name={PLANTED}",
    ],
    ids=lambda path: path[:24],
)
def test_attack_30_a_name_that_is_looked_up_at_a_ledger_is_not_there_and_not_written(
    tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    app = make_files_app(WebRoot(tmp_path))
    with answering_for(app, monkeypatch) as port:
        assert get(port, path) == (404, b"")
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")


def test_attack_30_what_made_a_ledger_fail_is_told_without_what_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def fails(scope: Any, _receive: Any, _send: Any) -> None:
        logging.getLogger("of.a.library").error("failed: %s", scope["path"])
        raise KeyError(scope["path"])

    with answering_for(fails, monkeypatch) as port:
        status, body = get(port, f"/{PLANTED}")
    assert status == 500
    told = capfd.readouterr()
    assert PLANTED not in told.out + told.err + body.decode()
    lines = [json.loads(line) for line in told.err.splitlines()]
    assert [line.get("kind") for line in lines] == [None, "KeyError"]
    assert any(frame.startswith("test_attack_30_at_the_ledger.py") for frame in lines[1]["frames"])


def test_attack_30_while_a_ledger_answers_no_library_writes_a_message(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def serve(*_: Any) -> None:
        logging.getLogger("uvicorn.error").error(PLANTED, exc_info=KeyError(PLANTED))

    monkeypatch.setattr(listening, "serve", serve)
    asked: Any = SimpleNamespace(**UNSAID)
    answering.answer(asked, make_files_app(WebRoot(Path())), ("127.0.0.1", 0), print)
    told = capfd.readouterr().err
    assert '"kind": "KeyError"' in told
    assert PLANTED not in told


def test_attack_30_twin_a_file_of_a_ledger_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checkpoint").write_text("ledger.example\n")
    app = make_files_app(WebRoot(tmp_path))
    with answering_for(app, monkeypatch) as port:
        assert get(port, "/checkpoint") == (200, b"ledger.example\n")
