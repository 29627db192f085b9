"""`livret doctor --at`: what keeps somebody from a ledger, and what to do."""

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from livret_edge.serving.listening import Tls
from livret_town import doctor
from livret_town.authority import Authority
from tests.asking import served
from tests.sample_service import Sample

HOST = "ledger.livret.test"


@pytest.fixture
def look(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Have the doctor look; what it found of the ledger."""

    def run(*words: str) -> dict[str, Any]:
        capsys.readouterr()
        doctor.run([*words, "--json", "--lang", "en"])
        lines = capsys.readouterr().out.splitlines()
        found: list[dict[str, Any]] = [json.loads(line) for line in lines]
        [ledger] = [each for each in found if each["name"] == "ledger"]
        return ledger

    return run


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.create(tmp_path / "ca", now_s=int(time.time()), days=1)


def test_a_certificate_of_an_authority_that_was_not_given(
    authority: Authority, look: Callable[..., dict[str, Any]]
) -> None:
    files = authority.certify(HOST, now_s=int(time.time()), days=1)
    tls = Tls(str(files.certificate), str(files.key))
    with served(Sample().app, tls=tls) as [port]:
        at = ("--at", f"https://{HOST}:{port}", "--resolve", f"{HOST}:{port}=127.0.0.1")
        assert "--authorities" in look(*at)["remedy"]
        # Given it, what answers there is looked at, and is no ledger.
        known = look(*at, "--authorities", str(authority.certificates))
        assert known["state"] == f"what answers at {HOST} is no ledger"


def test_a_certificate_that_is_not_good_at_this_time(
    tmp_path: Path, look: Callable[..., dict[str, Any]]
) -> None:
    ended = Authority.create(tmp_path / "old", now_s=int(time.time()) - 10 * 86_400, days=5)
    files = ended.certify(HOST, now_s=int(time.time()) - 10 * 86_400, days=1)
    tls = Tls(str(files.certificate), str(files.key))
    with served(Sample().app, tls=tls) as [port]:
        found = look(
            *("--at", f"https://{HOST}:{port}", "--resolve", f"{HOST}:{port}=127.0.0.1"),
            *("--authorities", str(ended.certificates)),
        )
    assert "timedatectl" in found["remedy"]


def test_a_name_that_leads_inside_and_was_not_pinned(look: Callable[..., dict[str, Any]]) -> None:
    found = look("--at", "https://localhost:8444")
    assert found["remedy"] == "--resolve localhost:8444=127.0.0.1"


def test_nobody_there(look: Callable[..., dict[str, Any]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    found = look("--at", f"https://{HOST}:{port}", "--resolve", f"{HOST}:{port}=127.0.0.1")
    assert found["state"] == f"{HOST} gives no answer at {port}"


def test_a_name_that_nobody_has(
    look: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert look("--at", f"https://{HOST}:8444")["state"] == f"nobody knows the name {HOST}"
