"""What a person waits for: the first answer of the command, and the whole demo."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Row, row

_LIVRET = Path(sys.executable).with_name("livret")


def rows() -> list[Row]:
    """Measure whole processes, from start to exit status."""
    for _ in range(3):
        _run("--help")
    starts = [_run("--help") for _ in range(31)]
    found = [
        row("cli.help", statistics.median(starts) * 1e3, "ms", target=100, n=len(starts)),
    ]
    demos = [_run("demo", "--json") for _ in range(3)]
    found.append(row("demo", statistics.median(demos), "s", target=30, n=len(demos)))
    return found


def _run(*arguments: str) -> float:
    """Seconds that one `livret` takes; it must succeed."""
    begin = time.perf_counter()
    subprocess.run([_LIVRET, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begin
