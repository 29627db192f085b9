"""Processes are begun side by side, waited for, and none outlives whoever began it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from livret_core.errors import Unavailable
from livret_core.sealing import FLOOR
from livret_ledger.witness.store.home import CosignerHome
from livret_town.processes.started import Started
from livret_town.processes.supervisor import Supervisor, supervised

PASSPHRASE = "no secret"
PATIENCE_S = 60.0

_BEGINNER = """
import sys, time
from pathlib import Path
from livret_town.processes.supervisor import supervised
with supervised(Path("logs")) as supervisor:
    started = supervisor.begin("witness", "w.test", sys.argv[1:])
    supervisor.wait()
    print(started.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def witness(tmp_path: Path) -> list[str]:
    """What begins a witness."""
    CosignerHome.create(
        tmp_path / "witness", "witness", "w.test/witness", PASSPHRASE.encode(), kdf=FLOOR
    )
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)
    return [
        *("ledger", "witness", "serve", "--home", str(tmp_path / "witness")),
        *("--passphrase-file", str(secret), "--listen", "127.0.0.1:0"),
    ]


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One that ended, and that nobody has asked yet how.
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def is_gone(pid: int) -> bool:
    until_s = time.monotonic() + PATIENCE_S
    while is_there(pid) and time.monotonic() < until_s:
        time.sleep(0.05)
    return not is_there(pid)


def test_what_listens_is_waited_for_and_has_ended_afterwards(
    tmp_path: Path, witness: list[str]
) -> None:
    with supervised(tmp_path / "logs") as supervisor:
        started = supervisor.begin("witness", "w.test", witness)
        supervisor.wait()
        assert started.listens
        assert started.told["url"].startswith("http://127.0.0.1:")
    assert not started.is_there
    assert not is_there(started.pid)


def test_one_that_ends_before_it_listens_is_named_with_what_it_said(tmp_path: Path) -> None:
    with supervised(tmp_path / "logs") as supervisor:
        supervisor.begin(
            "witness Venndorf", "w.test", ["ledger", "witness", "serve", "--home", "nowhere"]
        )
        with pytest.raises(Unavailable) as caught:
            supervisor.wait()
        assert caught.value.code == "town.no_answer"
        assert caught.value.facts["process"] == "witness Venndorf"
        assert supervisor.failed is not None
        said = "\n".join(supervisor.failed.last(3))
        assert "home.unavailable" in said
    assert "home.unavailable" in (tmp_path / "logs" / "witness-venndorf.log").read_text()


def test_waiting_has_an_end(tmp_path: Path, witness: list[str]) -> None:
    with supervised(tmp_path / "logs") as supervisor:
        started = supervisor.begin("witness", "w.test", witness)
        with pytest.raises(Unavailable) as caught:
            supervisor.wait(patience_s=0)
    assert caught.value.code == "town.no_answer"
    assert not is_there(started.pid)


def test_an_error_on_the_way_is_traced_to_the_process_that_ended(
    tmp_path: Path, witness: list[str]
) -> None:
    with supervised(tmp_path / "logs") as supervisor:
        started = supervisor.begin("witness", "w.test", witness)
        supervisor.wait()
        unreachable = Unavailable("net.unavailable", host="elsewhere.test")
        assert supervisor.explain(unreachable) is unreachable
        started.tell_to_end()
        started.end(time.monotonic() + PATIENCE_S)
        assert supervisor.explain(unreachable).code == "town.no_answer"


def test_they_end_last_begun_first_and_those_begun_together_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr(Started, "tell_to_end", lambda each: ended.append(each.name))
    supervisor = Supervisor(tmp_path / "logs")
    words = ["ledger", "witness", "serve", "--home", "nowhere"]
    for name in ("one", "two"):
        supervisor.begin(name, "w.test", words, is_with_last=True)
    supervisor.begin("ledger", "l.test", words)
    supervisor.stop()
    assert ended == ["ledger", "one", "two"]


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_none_outlives_whoever_began_it(
    tmp_path: Path, witness: list[str], number: signal.Signals, status: int
) -> None:
    beginner = subprocess.Popen(
        [sys.executable, "-c", _BEGINNER, *witness],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert beginner.stdout is not None
    pid = int(beginner.stdout.readline())
    assert is_there(pid)
    beginner.send_signal(number)
    assert beginner.wait(PATIENCE_S) == status
    assert is_gone(pid)
    beginner.stdout.close()
