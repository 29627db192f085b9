"""What a person waits for: the first answer of the command, a wallet's list, the whole demo."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.measure import Row, row
from bench.scene import build
from livret_core.sealing import MODERATE, SALT_BYTES, SealingKey
from livret_wallet.records import HeldBatch, HeldCopy
from livret_wallet.vault import Vault

_LIVRET: Final = Path(sys.executable).with_name("livret")
_COPIES: Final = 10
_BATCHES: Final = (1, 10, 100)


def rows() -> list[Row]:
    """Measure whole processes, from start to exit status."""
    for _ in range(3):
        _run("--help")
    starts = [_run("--help") for _ in range(31)]
    demos = [_run("demo", "--json") for _ in range(3)]
    return [
        row("cli.help", statistics.median(starts) * 1e3, "ms", target=100, n=len(starts)),
        *_wallet_list(),
        row("demo", statistics.median(demos), "s", target=30, n=len(demos)),
    ]


def _wallet_list() -> list[Row]:
    """`livret wallet list` on a vault of real proofs, less what the passphrase costs.

    Process and key derivation take turns, since both slow down together.
    """
    found = []
    for batches in _BATCHES:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            passphrase = home / "passphrase"
            passphrase.write_text("four words to keep")
            _fill(home / "wallet" / "wallet.vault", passphrase.read_bytes(), batches)
            arguments = ("--home", str(home / "wallet"), "--passphrase-file", str(passphrase))
            extra = [
                _run("wallet", "list", *arguments) - _derivation(passphrase.read_bytes())
                for _ in range(7)
            ]
        target = 200 if batches == 1 else None
        name = "wallet.list" if batches == 1 else f"wallet.list.growth.{batches}"
        found.append(row(name, statistics.median(extra) * 1e3, "ms", target=target, n=len(extra)))
    return found


def _fill(path: Path, passphrase: bytes, batches: int) -> None:
    path.parent.mkdir(mode=0o700)
    scene = build("es256")
    with Vault.create(path, passphrase, random=os.urandom) as vault, vault.transaction():
        for number in range(batches):
            batch = HeldBatch(
                id=f"batch-{number:016}",
                issuer_did="did:webvh:bench:town.test",
                issuer_name="Verneuil-sur-Lys",
                vct="urn:livret:residency:1",
                received_at_s=1_800_000_000,
                code="7KQ2-M9T9",
                copies=tuple(
                    HeldCopy(f"key-{number:08}-{copy:08}", scene.issue()) for copy in range(_COPIES)
                ),
            )
            vault.put("credential", None, batch.format())


def _derivation(passphrase: bytes) -> float:
    begin = time.perf_counter()
    SealingKey.derive(passphrase, bytes(SALT_BYTES), MODERATE)
    return time.perf_counter() - begin


def _run(*arguments: str) -> float:
    """Seconds that one `livret` takes; it must succeed."""
    begin = time.perf_counter()
    done = subprocess.run([_LIVRET, *arguments], check=False, capture_output=True, text=True)
    took = time.perf_counter() - begin
    if done.returncode:
        raise RuntimeError(f"livret {arguments[0]} ended with {done.returncode}: {done.stderr}")
    return took
