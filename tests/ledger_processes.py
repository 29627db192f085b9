"""A ledger of processes: each witness, each auditor and the ledger itself started as people do.

    with Machines(root) as machines:
        url = machines.start("namur", "ledger", "witness", "serve", …)   # once it says so

Every process listens on a port that is free, on this machine alone, and is found by what it
says of itself. Ended are the processes that were started here, and no others.
"""

import json
import os
import select
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import trustme

from tests.passphrases import LIVRET_AT_ONCE

#: For a machine that has other things to do.
PATIENCE_S: Final = 60.0


class Started:
    """One process, and what it said when it was ready."""

    def __init__(
        self, words: tuple[str, ...], cwd: Path, *, program: Sequence[str] = LIVRET_AT_ONCE
    ) -> None:
        self._errors = (cwd / f"{words[1]}-{os.getpid()}-{id(self)}.err").open("wb+")
        self.process = subprocess.Popen(
            [*program, *words, "--json"],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=cwd,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        self.told: dict[str, Any] = {}

    def ready(self) -> Self:
        """Wait until it says where it listens."""
        self.told = self.line()
        if self.told.get("event") != "listening":
            self.stop()
            self._errors.seek(0)
            raise AssertionError(f"{self.told} {self._errors.read()!r:.2000}")
        return self

    def line(self) -> dict[str, Any]:
        """Wait for the next line it says; nothing when there comes none."""
        out = self.process.stdout
        assert out is not None
        said, _, _ = select.select([out], [], [], PATIENCE_S)
        line: dict[str, Any] = json.loads((out.readline() if said else b"") or b"{}")
        return line

    @property
    def port(self) -> int:
        return int(str(self.told["url"]).rstrip("/").rpartition(":")[2])

    def stop(self) -> int:
        """Tell it to end; its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(PATIENCE_S)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait(PATIENCE_S)

    def close(self) -> None:
        self.stop()
        self._errors.close()
        if self.process.stdout is not None:
            self.process.stdout.close()


class Machines:
    """All processes of one test, and the certificates by which they know each other."""

    def __init__(self, root: Path, hosts: tuple[str, ...]) -> None:
        self.root = root
        self._started: list[Started] = []
        authority = trustme.CA()
        authority.cert_pem.write_to_path(root / "authority.pem")
        for host in hosts:
            certified = authority.issue_cert(host)
            chain = b"".join(each.bytes() for each in certified.cert_chain_pems)
            (root / f"{host}.pem").write_bytes(chain)
            (root / f"{host}.key").write_bytes(certified.private_key_pem.bytes())

    def start(self, host: str, *words: str, port: int = 0) -> Started:
        """Begin to start a process that serves under *host*; :meth:`Started.ready` waits."""
        started = Started(
            (
                *words,
                *("--listen", f"127.0.0.1:{port}"),
                *("--certificate", f"{host}.pem", "--certificate-key", f"{host}.key"),
            ),
            self.root,
        )
        self._started.append(started)
        return started

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for started in self._started:
            if started.process.poll() is None:
                started.process.terminate()
        for started in self._started:
            started.close()
