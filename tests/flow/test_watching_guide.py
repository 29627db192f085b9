"""docs/guides/run-a-witness.md, typed line by line in an empty folder."""

import base64
import io
import os
import re
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.guides import livret
from tests.watching import practice

PAGE = Path(__file__).parents[2] / "docs/guides/run-a-witness.md"


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_practice_ledger_is_the_simulators() -> None:
    [blob] = re.findall(r"<<END \| tar xz\n(.*?)\nEND", PAGE.read_text("utf-8"), re.DOTALL)
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(blob)), mode="r:gz") as archive:
        found = {
            member.name.removeprefix("practice/"): content.read()
            for member in archive
            if (content := archive.extractfile(member)) is not None
        }
    assert found == practice()


@pytest.mark.slow
def test_a_witness_and_an_auditor_are_run_in_an_empty_folder(
    tmp_path: Path, require_program: Callable[[str], str]
) -> None:
    require_program("curl")
    command = livret(tmp_path / "bin", at_once=True)
    empty, home = tmp_path / "empty", tmp_path / "home"
    for folder in (empty, home):
        folder.mkdir()
    # Whatever fails, what was begun ends with the shell.
    script = "\n".join(["set -eu", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", *blocks()])
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=empty,
        env={"PATH": f"{command.parent}:{os.defpath}", "HOME": str(home), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout
    assert told.count("— namur.example/witness ") == told.count("— namur.example/audit ") == 1
    assert (
        told.index("log.fork")
        < told.index("FRAUD SHOWN")
        < told.index("3 entries are by the rules")
    )
    assert "witness.memory_lost" in told
    assert list(home.iterdir()) == []
