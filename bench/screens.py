"""What a wallet on a whole terminal costs: its first frame, its memory, a key press, its unlocking."""

import asyncio
import os
import pty
import select
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from bench.measure import Row, row
from bench.scene import build
from livret_core.sealing import MODERATE, SALT_BYTES, SealingKey
from livret_core.words.figures import utc
from livret_wallet.records import HeldBatch, HeldCopy, HistoryEntry
from livret_wallet.session import OpenWallet
from livret_wallet.settings import Settings
from livret_wallet.tui.app import WalletApp
from livret_wallet.vault import Vault

_LIVRET: Final = Path(sys.executable).with_name("livret")
_PASSPHRASE: Final = b"four words to keep"
_DID: Final = "did:webvh:QmVspPsdcqwwjT28Yvzbtfu8WC8sfejNBF8XDyRaxWaBhH:ledger.livret.test:verneuil"
_NOW_S: Final = 1_800_000_000
_STARTS: Final = 7
_LONG_S: Final = 60.0
#: What leads from the cards to each screen, and back; and what draws all of them anew.
_SCREENS: Final = (
    *("enter", "v", "v", "end", "w", "escape", "h", "h", "escape"),
    *("e", "end", "escape", "t", "escape", "i", "escape", "w", "escape", "r", "escape"),
    *("s", "escape", "question_mark", "escape", "h", "h", "f2", "f2", "f2", "f2", "f3", "f3", "f3"),
)


def rows() -> list[Row]:
    """Measure a wallet as it is for most, and one of a thousand cards and fifty thousand activities."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _fill(home / "wallet.vault", cards=12, past=200, copies=10)
        frames, sizes = zip(*(_started(home) for _ in range(_STARTS)), strict=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wallet.vault"
        _fill(path, cards=1_000, past=50_000, copies=10)
        ratios, shown = zip(*(_unlocked(path) for _ in range(5)), strict=True)
        pressed = asyncio.run(_pressed(path))
    return [
        row("wallet.frame", statistics.median(frames), "s", target=1.2, n=len(frames)),
        row("wallet.rss", max(sizes), "MB", target=120, n=len(sizes)),
        row("wallet.unlock.vs_kdf", statistics.median(ratios), "x", target=1.1, n=len(ratios)),
        row("wallet.unlock.cards.vs_kdf", statistics.median(shown), "x", n=len(shown)),
        *(
            row(f"wallet.key.{name}", max(took), "ms", target=100, n=len(took))
            for name, took in pressed.items()
        ),
    ]


def _fill(path: Path, *, cards: int, past: int, copies: int) -> None:
    scene = build("es256")
    text = scene.issue()
    kinds = ("sent", "refused", "received", "failed")
    with Vault.create(path, _PASSPHRASE) as vault, vault.transaction():
        for number in range(cards):
            batch = HeldBatch(
                id=f"batch-{number}",
                issuer_did=_DID,
                issuer_name=f"Town {number % 40}",
                vct="urn:livret:residency:1",
                received_at_s=_NOW_S,
                code="7KQ2-M9T9",
                copies=tuple(HeldCopy(f"key-{number}-{at}", text) for at in range(copies)),
            )
            vault.put("credential", None, batch.format())
        for number in range(past):
            kind = kinds[number % 4]
            entry = HistoryEntry(
                _NOW_S - (past - number) * 3_000,
                kind,  # type: ignore[arg-type]  # one of four of them
                f"Service {number % 200}",
                f"batch-{number % cards}",
                (("commune",),) if kind == "sent" else (),
            )
            vault.put("history", None, entry.format())


def _started(home: Path) -> tuple[float, float]:
    """Start the command at a terminal: seconds to the first frame, and megabytes with its cards open."""
    with _terminal(home) as (process, terminal, begin):
        _until(terminal, "locked")
        took = time.perf_counter() - begin
        os.write(terminal, _PASSPHRASE + b"\r")
        _until(terminal, "copies")
        time.sleep(0.5)
        return took, _resident_mb(process)


@contextmanager
def _terminal(home: Path) -> Iterator[tuple[int, int, float]]:
    begin = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        command = [str(_LIVRET), "wallet", "--home", str(home), "--lang", "en"]
        os.execve(_LIVRET, command, environment)
    try:
        yield process, terminal, begin
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def _until(terminal: int, text: str) -> None:
    end, seen = time.monotonic() + _LONG_S, b""
    while text.encode() not in seen:
        if time.monotonic() > end:
            raise RuntimeError(f"no {text!r} on the screen")
        if select.select([terminal], [], [], 0.05)[0]:
            seen += os.read(terminal, 1 << 16)


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    [line] = [each for each in status.splitlines() if each.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


def _opened(path: Path, passphrase: bytes) -> OpenWallet:
    def reach() -> Any:
        return nullcontext()

    return OpenWallet.unlock(path, passphrase, clock=lambda: _NOW_S, reach=reach)


def _unlocked(path: Path) -> tuple[float, float]:
    """How many times its key derivation unlocking takes, and until all cards are read; in turns."""
    begin = time.perf_counter()
    SealingKey.derive(_PASSPHRASE, bytes(SALT_BYTES), MODERATE)
    between = time.perf_counter()
    wallet = _opened(path, _PASSPHRASE)
    unlocked = time.perf_counter()
    wallet.contents()
    shown = time.perf_counter()
    wallet.lock()
    derived = between - begin
    return (unlocked - between) / derived, (shown - between) / derived


async def _pressed(path: Path) -> dict[str, list[float]]:
    """Milliseconds of this process's work for each key, less what a key costs that does nothing."""
    app = WalletApp(
        lambda passphrase: _opened(path, passphrase),
        settings=Settings("en"),
        keep=lambda _: None,
        language="en",
        clock=lambda: _NOW_S,
        zone=utc,
        wallet=_opened(path, _PASSPHRASE),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.is_all_read:
            await pilot.pause(0.05)

        async def each(keys: Sequence[str]) -> list[float]:
            took = []
            for key in keys:
                begin = time.process_time()
                await pilot.press(key)
                await pilot.pause()
                took.append((time.process_time() - begin) * 1e3)
            return took

        nothing = statistics.median(await each(["f9"] * 15))
        stories = {
            "cards": ["down"] * 10 + ["pagedown"] * 5 + ["end", "home"],
            "cards.find": ["slash", *"town", "escape"],
            "activity": ["a"] + ["down"] * 10 + ["pagedown"] * 5 + ["end", "home"],
            "activity.find": ["slash", *"service", "escape", "f", "f"],
            "screens": ["escape", *_SCREENS],
        }
        found = {name: await each(keys) for name, keys in stories.items()}
        if app.wallet is not None:
            app.wallet.lock()
    return {name: [max(0.0, one - nothing) for one in took] for name, took in found.items()}
