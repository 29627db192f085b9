"""`livret demo`: a town of processes, each scene as it should be, and none of them left."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from livret_core.words import LANGUAGES
from livret_town.words import texts

CODES = {6: "status.revoked", 7: "issuer.key_not_listed"}
PATIENCE_S = 240


def demo(*words: str, lines: bool = False) -> tuple[int, list[dict[str, Any]], str]:
    """Play it as a person does; exit status, events, what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "livret_town", "demo", *words, *(() if lines else ("--json",))],
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    events = [] if lines else [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, events, done.stdout + done.stderr


def processes_of(folder: Path) -> list[str]:
    """The command lines in which a folder stands."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = each.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder) in line:
            found.append(line)
    return found


@pytest.mark.slow
def test_seven_scenes_between_processes_go_as_they_should(tmp_path: Path) -> None:
    kept = tmp_path / "town"
    status, events, said = demo("--port", "0", "--keep", str(kept))
    assert status == 0, said
    *scenes, last = events
    assert [scene["number"] for scene in scenes] == [1, 2, 3, 4, 5, 6, 7]
    assert all(scene["as_expected"] for scene in scenes)
    assert {scene["number"]: scene["code"] for scene in scenes[5:]} == CODES
    assert (last["as_expected"], last["scenes"], last["refusals"]) == (7, 7, 2)
    assert scenes[0]["processes"] == 9
    assert scenes[2]["offer_uri"].startswith("openid-credential-offer://")
    assert (scenes[3]["copies"], scenes[3]["status_checked"]) == (10, True)
    assert (scenes[4]["left"], scenes[4]["outcome"]) == (["commune"], "accepted")
    assert {"hall", "camille", "pool", "ledger", "members", "ca"} <= {
        path.name for path in kept.iterdir()
    }
    assert processes_of(kept) == []


def test_a_port_that_is_taken_is_named_with_the_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        status, events, said = demo("--port", str(port))
        assert (status, events[-1]["code"]) == (3, "town.port_taken")
        assert f"livret demo --port {events[-1]['facts']['other']}" in said


def test_every_language_says_the_same_things() -> None:
    places = {
        language: {
            key: sorted(re.findall(r"\{\w*\}", text)) for key, text in texts(language).items()
        }
        for language in LANGUAGES
    }
    assert all(found == places["en"] for found in places.values())
