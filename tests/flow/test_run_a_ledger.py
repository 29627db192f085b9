"""docs/guides/run-a-ledger.md, typed line by line in an empty folder: seven processes over TLS."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flow.test_documents import blocks
from tests.guides import livret


@pytest.mark.slow
def test_five_towns_run_a_ledger_by_what_the_guide_says(
    tmp_path: Path, require_program: Callable[[str], str]
) -> None:
    for name in ("bash", "openssl"):
        require_program(name)
    command = livret(tmp_path / "bin", at_once=True)
    empty, home = tmp_path / "empty", tmp_path / "home"
    for folder in (empty, home):
        folder.mkdir()
    # Whatever fails, what was begun ends with the shell.
    begin = ["set -eu", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT"]
    script = "\n".join([*begin, *blocks("guides/run-a-ledger.md", "sh")])
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=empty,
        env={"PATH": f"{command.parent}:{os.defpath}", "HOME": str(home), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    order = [
        "Complete: all founders signed",
        "The sheet is in sheet.html",
        "residency/1",
        "ledger.threshold",
        "fr-insee:80999 became a member",
        "fr-insee:80999: residency, fr-insee:80999",
        "fr-insee:80999: sport",
        "Signed by be-nis:34999, fr-insee:59998",
        "Another policy is in force from",
        "trust.unchanged",
        "Suspected since",
        "The ledger signs with this key from its next start on.",
        "Independent operators behind the newest head: 3",
    ]
    assert [told.find(each) for each in order] == sorted(told.find(each) for each in order)
    assert all(each in told for each in order)
    assert told.endswith("were hashed and applied again, and come to the same.")
    assert (empty / "home" / "ledger.db").read_bytes()[:15] == b"SQLite format 3"
    assert list(home.iterdir()) == []
