"""A program made with other people's npm packages, which asks and answers over HTTPS.

with foreign("their_wallet.mjs", ca=…, hosts=("verneuil.test",)) as wallet:
    wallet("receive", name="camille", offer=…, pin=…)     # what it says, or Failed
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

HERE: Final = Path(__file__).parent


class Failed(Exception):
    """What it was asked came to nothing: *status* and *answer* of who was asked, if anybody was."""

    def __init__(self, reason: dict[str, Any]) -> None:
        super().__init__(reason["message"])
        self.status: int | None = reason.get("status")
        self.answer: dict[str, Any] = reason.get("answer") or {}


class Foreign:
    """One such program, from when it is started until it is closed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, task: str, **question: Any) -> Any:
        """Ask one thing; what is None is not said."""
        said = {name: value for name, value in question.items() if value is not None}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"task": task, **said}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "it ended"
        answer = json.loads(line)
        if "failed" in answer:
            raise Failed(answer["failed"])
        return answer["said"]


@contextmanager
def foreign(
    script: str, *, ca: Path, hosts: tuple[str, ...], now_s: int | None = None
) -> Iterator[Foreign]:
    """Start a program of this folder that believes an authority and finds names on this machine.

    Its clock shows *now_s* for good, or the time of today.
    """
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed; `make doctor` says how")
    if not (HERE / "node_modules" / "@openid4vc" / "openid4vp").is_dir():
        pytest.skip("@openid4vc is not installed; run `make peers`")
    with subprocess.Popen(
        [program, "--import", "./pins.mjs", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE,
        env={
            "PATH": os.defpath,
            "NODE_EXTRA_CA_CERTS": str(ca),
            "PINS": ",".join(hosts),
            **({} if now_s is None else {"NOW": str(now_s)}),
        },
    ) as process:
        try:
            yield Foreign(process)
        finally:
            process.kill()
