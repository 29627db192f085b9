"""A guide of docs/ typed line by line, `livret` being on the way of programs.

    command = livret(tmp_path / "bin", at_once=True)
    PATH = f"{command.parent}:{os.defpath}"

The short guide that believes a ledger is run as it is; in the others up to fifty passphrases are typed,
and what each of them costs is left out (:mod:`tests.passphrases`).
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.passphrases import LIVRET_AT_ONCE

_PLAIN = (sys.executable, "-m", "livret_town")

_CLOCK = """import os
import time
time.time = lambda: float(os.environ["SHOWN_TIME"])
"""
"""The same bytes at every time: Python takes what it compiled of a file that was changed
within the second, to the same length, for its own."""


def livret(folder: Path, *, at_once: bool = False) -> Path:
    """Put the command into a folder that is made for it."""
    folder.mkdir()
    command = folder / "livret"
    line = shlex.join(LIVRET_AT_ONCE if at_once else _PLAIN)
    command.write_text(f'#!/bin/sh\nexec {line} "$@"\n')
    command.chmod(0o755)
    return command


def type_in(folder: Path, command: Path, lines: Sequence[str], *, now_s: int) -> str:
    """Type lines into a shell in *folder*, at a time of our own; what they print.

    Args:
        folder: where they are typed.
        command: from :func:`livret`.
        lines: none of them may fail, or say anything on standard error.
        now_s: what the clock of each program shows, in seconds since 1970.
    """
    site = folder / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(_CLOCK)
    done = subprocess.run(
        ["sh", "-c", "\n".join(["set -eu", *lines])],
        cwd=folder,
        env={
            "PATH": f"{command.parent}:{os.defpath}",
            "PYTHONPATH": str(site),
            "HOME": str(folder / "home"),
            "LANG": "C.UTF-8",
            "SHOWN_TIME": str(now_s),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout
