"""docs/guides/believe-a-ledger.md, typed line by line in a folder with a ledger's two files."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.flow.test_documents import blocks
from tests.guides import livret
from tests.ledger_files import LedgerFiles


@pytest.mark.slow
def test_a_ledger_is_believed_by_what_the_guide_says(tmp_path: Path) -> None:
    script = "\n".join(["set -eu", *blocks("guides/believe-a-ledger.md", "sh")])
    command = livret(tmp_path / "bin")
    home, folder = tmp_path / "home", tmp_path / "folder"
    home.mkdir()
    folder.mkdir()
    files = LedgerFiles(folder)
    files.publish()
    files.write("trust-root.jsonl", files.trust_root)
    files.write("words.txt", files.words("fr") + "\n")
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=folder,
        env={"PATH": f"{command.parent}:{os.defpath}", "HOME": str(home), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    first, refused = told.index("is believed here"), told.index("not the six words")
    assert first < refused < told.index("is no longer believed here")
    assert told.count("4 names; 3 must agree") == 2
    assert told.endswith("trust add FILE.")
    assert "trust.words" in done.stderr
    assert list(home.iterdir()) == []
