"""A mirror follows over https, serves what it has, and ends when it is told."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import Fetcher
from livret_ledger.client.reading import Web
from livret_ledger.service.http import make_files_app
from livret_ledger.service.web_root import WebRoot
from tests.ledger_works import Works
from tests.mirrors import Mirrored
from tests.unit.ledger.service.test_http import HOST, Client, listening


@pytest.fixture
def works(tmp_path: Path) -> Works:
    made = Works.founded(tmp_path)
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    return made


@pytest.fixture
def mirrored(works: Works) -> Iterator[Mirrored]:
    made = Mirrored(works)
    yield made
    made.close()


def test_a_mirror_is_followed_over_https(works: Works, mirrored: Mirrored) -> None:
    mirrored.mirror.follow()
    authority = trustme.CA()
    held = authority.issue_cert(HOST)
    files = {}
    for name, blob in (("cert", held.cert_chain_pems[0]), ("key", held.private_key_pem)):
        files[name] = works.root / f"{name}.pem"
        files[name].write_bytes(blob.bytes())
    app = make_files_app(WebRoot(mirrored.home.public))
    with listening(app, ssl_certfile=files["cert"], ssl_keyfile=files["key"]) as port:
        fetcher = Fetcher(authorities=authority.cert_pem.bytes(), pins={(HOST, port): "127.0.0.1"})
        source = Web(HttpsUri.parse(f"https://{HOST}:{port}"), fetcher)
        second = Mirrored(works, "second", source)
        assert second.mirror.follow().size == len(works.leaves())
        assert second.files() == mirrored.files()
        second.close()
        fetcher.close()


def test_nothing_can_be_handed_in_at_a_mirror(mirrored: Mirrored) -> None:
    mirrored.mirror.follow()
    with listening(make_files_app(WebRoot(mirrored.home.public))) as port:
        client = Client(port)
        assert client.get("/checkpoint").body == mirrored.published.format()
        assert client.submit(b"{}").status == 405
        assert client.get("/../memory.db").status == 404
        assert client.get("/mirror.json").status == 404


def test_it_ends_when_it_is_told(works: Works, tmp_path: Path) -> None:
    """A process of its own, on a ledger whose witnesses it cannot reach."""
    (tmp_path / "trust.json").write_bytes(works.chain.newest.raw)
    running = subprocess.Popen(
        [
            sys.executable, "-m", "livret_town", "ledger", "mirror", "--home", "copy",
            "--from", "public", "--trust", "trust.json", "--every", "1",
            "--listen", "127.0.0.1:0", "--address-to", "address", "--json",
        ],
        cwd=tmp_path,
        env={**os.environ, "LIVRET_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        until_s = time.monotonic() + 20
        while not (tmp_path / "address").exists():
            assert running.poll() is None, running.communicate()
            assert time.monotonic() < until_s
            time.sleep(0.05)
    finally:
        running.send_signal(signal.SIGTERM)
        out, _ = running.communicate(timeout=20)
    assert running.returncode == 0
    assert json.loads(out.splitlines()[0])["event"] in {"listening", "followed", "progress"}
