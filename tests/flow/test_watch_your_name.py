"""docs/guides/watch-your-name.md, typed line by line beside a town hall that was robbed."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.flow.test_documents import blocks
from tests.guides import livret
from tests.passphrases import passphrases_at_once
from tests.playing import PASSPHRASE, Clock, Play
from tests.thieves import Thief
from tests.town_on_ledger import begin, register

__all__ = ["passphrases_at_once"]


@pytest.mark.slow
def test_a_name_is_watched_and_taken_back_by_what_the_guide_says(
    tmp_path: Path,
    clock: Clock,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    passphrases_at_once: None,
) -> None:
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    play = Play(tmp_path, clock, capsys)
    ledger = register(begin(play, monkeypatch))
    Thief(ledger).take_over()
    ledger.publish()
    # The clock of the story, for programs of their own.
    site = play.root / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        f"import time\ntime.time = lambda: {float(ledger.scene.at_s + 60)}\n"
    )
    command = livret(play.root / "bin", at_once=True)
    done = subprocess.run(
        ["sh", "-c", "\n".join(["set -eu", *blocks("guides/watch-your-name.md", "sh")])],
        cwd=play.root,
        env={
            "PATH": f"{command.parent}:{os.defpath}",
            "PYTHONPATH": str(site),
            "HOME": str(play.root / "home"),
            "LANG": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    told = " ".join(done.stdout.split())
    assert told.index("your next update key") < told.index("A new recovery key is in")
    assert told.index("1.did.update.json") < told.index("4.key.compromise.json")
    assert told.index("by others, known") < told.index("Nothing in this name")
    assert told.count("Nothing in this name") == 3
    assert told.index("Entries about this name") < told.rindex("Nothing in this name")
