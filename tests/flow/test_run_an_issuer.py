"""docs/guides/run-an-issuer.md, typed line by line in an empty folder."""

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.flow.test_documents import blocks
from tests.guides import livret
from tests.halls_online import free_port


def test_a_town_hall_is_served_by_what_the_guide_says(
    tmp_path: Path, require_program: Callable[[str], str]
) -> None:
    for name in ("bash", "curl", "openssl"):
        require_program(name)
    command = livret(tmp_path / "bin", at_once=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    # Whatever fails, what was begun ends with the shell.
    begin = ["set -eu", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT"]
    script = "\n".join([*begin, *blocks("guides/run-an-issuer.md", "sh")])
    done = subprocess.run(
        ["bash", "-c", script.replace("8443", str(free_port()))],
        cwd=empty,
        env={"PATH": f"{command.parent}:{os.defpath}", "HOME": str(empty), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    order = ['"ready":true', "livret_requests_open", '"residency.1.did"', '"tx_code"', "PIN"]
    order += ["There is no such hand-over any more.", '"residency.1.x509"']
    assert [each for each in order if each not in told] == [], told
    assert [told.find(each) for each in order] == sorted(told.find(each) for each in order)
    assert told.endswith('"tx_code"')
    assert "Arnould" not in (empty / "serve.log").read_text()


def test_where_the_port_is_taken_the_guide_says_so_and_does_not_wait(
    tmp_path: Path, require_program: Callable[[str], str]
) -> None:
    for name in ("bash", "openssl"):
        require_program(name)
    command = livret(tmp_path / "bin", at_once=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    first = blocks("guides/run-an-issuer.md", "sh")[:2]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            ["bash", "-c", "\n".join(first).replace("8443", port)],
            cwd=empty,
            env={"PATH": f"{command.parent}:{os.defpath}", "HOME": str(empty), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert f'"port": {port}' in done.stdout
    assert "net.port_taken" in done.stdout
