"""`livret ledger` commands as somebody types them, in this process and in a folder of their own.

from tests.typed import Run, run
__all__ = ["run"]          # a fixture, found by its name

[event] = run("status", "--home", "home")
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from livret_town.command import main

Run = Callable[..., list[dict[str, Any]]]
#: Of the file that :func:`run` puts there.
WITH_SECRET = ("--passphrase-file", "secret")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a `livret ledger` command with ``--json``; its events."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text("a horse, a battery, a staple\n")

    def typed(*words: str, status: int = 0) -> list[dict[str, Any]]:
        got = main(["ledger", *words, "--json"])
        told = capsys.readouterr()
        assert got == status, told.err
        return [json.loads(line) for line in told.out.splitlines()]

    return typed
