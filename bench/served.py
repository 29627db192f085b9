"""Memory of `livret ledger serve` while it takes a day of digests, and an auditor at work."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.ledgers import Ledger
from bench.towns import AUTHORITY, HOST, apart, at_port
from livret_core import limits
from livret_ledger.auditor.service import Auditor
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.publishing import EVIDENCE_INDEX
from livret_ledger.store.home import Home
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.store.memory import INSTANCE_BYTES, WitnessStore
from tests.ledger_heads import first_root
from tests.ledger_scene import DAY_S, ORIGIN

_PASSPHRASE: Final = "one passphrase, for a bench"
_CALLERS: Final = 8
_PATIENCE_S: Final = 1_800.0
# The command as it is, on the day that the ledger has come to.
_CHILD: Final = """
import sys, time
ahead_s = int(sys.argv.pop(1))
from livret_ledger.cli import working
working.now_s = lambda: int(time.time()) + ahead_s
from livret_town.command import main
sys.exit(main())
"""


@dataclass(frozen=True)
class Memory:
    """Peaks of one process, in MB: while it opens its log key, and from then on."""

    opening: float
    working: float


def served(ledger: Ledger) -> Memory:
    """Serve a ledger, hand in a day of digests, and wait until they and evidence are published."""
    leaves = ledger.next_day()
    ahead_s = ledger.day * DAY_S + 60 - int(time.time())
    works = ledger.works
    with ExitStack() as stack:
        port = stack.enter_context(apart(works, lambda: int(time.time()) + ahead_s, do_audit=False))
        first = first_root(
            works.scene, policy=at_port(works.policy, port), expires_s=limits.LATEST_S
        )
        home = Home.furnish(works.root, ORIGIN, works.signer, _PASSPHRASE.encode())
        home.keep_trust([first])
        (works.root / "passphrase").write_text(_PASSPHRASE + "\n")
        (works.root / "passphrase").chmod(0o600)
        AUTHORITY.cert_pem.write_to_path(str(works.root / "authority.pem"))
        process = stack.enter_context(_serving(works.root, ahead_s, port))
        try:
            out = process.stdout
            said = json.loads(out.readline() or b"{}") if out is not None else {}
            if said.get("event") != "listening":
                raise AssertionError(said)
            opening = _peak_mb(process.pid)
            Path(f"/proc/{process.pid}/clear_refs").write_text("5")
            _hand_in(works.root, int(said["url"].rstrip("/").rpartition(":")[2]), leaves)
            return Memory(opening, _peak_mb(process.pid))
        finally:
            process.terminate()
            process.wait(60)


def _serving(root: Path, ahead_s: int, port: int) -> "subprocess.Popen[bytes]":
    words = ("ledger", "serve", "--home", ".", "--listen", "127.0.0.1:0", "--json")
    ways = ("--authorities", "authority.pem", "--resolve", f"{HOST}:{port}=127.0.0.1")
    return subprocess.Popen(
        [
            *(sys.executable, "-c", _CHILD, str(ahead_s), *words, *ways),
            *("--passphrase-file", "passphrase"),
        ],
        stdout=subprocess.PIPE,
        cwd=root,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
    )


def _hand_in(root: Path, port: int, leaves: Sequence[bytes]) -> None:
    left = iter(leaves)
    turn = threading.Lock()
    problems: list[object] = []

    def call() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            while True:
                with turn:
                    leaf = next(left, None)
                if leaf is None or problems:
                    return
                connection.request("POST", "/submit", leaf)
                said = json.loads(connection.getresponse().read())
                if said.get("outcome") != "appended":
                    problems.append(said)

    threads = [threading.Thread(target=call) for _ in range(_CALLERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if problems:
        raise AssertionError(problems[0])
    status: dict[str, object] = {}
    until = time.perf_counter() + _PATIENCE_S
    while time.perf_counter() < until:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", "/status.json")
            status = json.loads(connection.getresponse().read())
        is_published = status["entries"] == status["published"]
        if is_published and (root / "public" / EVIDENCE_INDEX).exists():
            return
        time.sleep(0.5)
    raise AssertionError(status)


def _peak_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1_024


class Follower:
    """An auditor that begins anew, with a copy of its own, and reads what is published."""

    def __init__(self, ledger: Ledger, root: Path, stack: ExitStack) -> None:
        memory = WitnessStore.create(root / "memory.db", bytes(INSTANCE_BYTES))
        stack.callback(memory.close)
        memory.add_log(ledger.works.scene.log_key)
        store = stack.enter_context(closing(SqliteStore.create(root / "copy.db", ORIGIN)))
        stack.enter_context(store.writer())
        self.auditor = Auditor(
            store,
            memory,
            lambda: Reader(Folder(ledger.works.web.root)),
            clock=ledger.works.clock,
            stopwatch=time.perf_counter,
        )

    def follow(self) -> tuple[int, float]:
        """Replay what is new: how many entries, and in how many seconds by the clock."""
        before, began = self.auditor.size, time.perf_counter()
        self.auditor.follow()
        return self.auditor.size - before, time.perf_counter() - began
