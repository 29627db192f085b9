"""A guide of docs/ typed line by line, `livret` being on the way of programs.

    command = livret(tmp_path / "bin", at_once=True)
    PATH = f"{command.parent}:{os.defpath}"

The short guide that believes a ledger is run as it is; in the others up to fifty passphrases are typed,
and what each of them costs is left out (:mod:`tests.passphrases`).
"""

import shlex
import sys
from pathlib import Path

from tests.passphrases import LIVRET_AT_ONCE

_PLAIN = (sys.executable, "-m", "livret_town")


def livret(folder: Path, *, at_once: bool = False) -> Path:
    """Put the command into a folder that is made for it."""
    folder.mkdir()
    command = folder / "livret"
    line = shlex.join(LIVRET_AT_ONCE if at_once else _PLAIN)
    command.write_text(f'#!/bin/sh\nexec {line} "$@"\n')
    command.chmod(0o755)
    return command
