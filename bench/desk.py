"""The desk's page in a Chromium of this machine, as staff use it; no rows where there is none.

``desk.interactive``: from asking for the page to its heading being read aloud. ``desk.verdict``: from
a wallet's sending its answer to the word on the screen. ``desk.scanner.20``: twenty visitors, one
after the other, whose answers a scanner types; each is told, and the next one is called by a key.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from bench.measure import Row, row
from tests.at_window import filed
from tests.browsing import (
    chromium,
    context_of,
    desk_served,
    free_port,
    log_in,
    program,
    scan,
    show,
    wait_for,
)
from tests.windows import BASE, Opened

TIMES: Final = 15
VISITORS: Final = 20


def rows() -> Iterator[Row]:
    """``desk.*``."""
    if program() is None:
        return
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium(port) as browser,
        desk_served(Path(folder), port) as window,
    ):
        page = context_of(browser).new_page()
        log_in(page, window)
        yield row("desk.interactive", _median(lambda: _open(page)), "ms", target=1_000, n=TIMES)
        yield row("desk.verdict", _median(lambda: _answer(page, window)), "ms", target=300, n=TIMES)
        yield row("desk.scanner.20", _visitors(page, window), "s", target=180, n=VISITORS)


def _median(work: Callable[[], float]) -> float:
    work()
    return statistics.median(work() for _ in range(TIMES)) * 1e3


def _open(page: Any) -> float:
    begun_s = time.perf_counter()
    page.goto(f"{BASE}/pool/window", wait_until="commit")
    page.wait_for_selector("h1:focus")
    return time.perf_counter() - begun_s


def _answer(page: Any, window: Opened) -> float:
    page.keyboard.press("1")
    page.wait_for_selector("svg.qr")
    sent_s = show(window, page)
    wait_for(page, "accepted")
    took_s: float = time.perf_counter() - sent_s
    page.keyboard.press("Escape")
    wait_for(page, "ready")
    return took_s


def _visitors(page: Any, window: Opened) -> float:
    answers = [filed(window) for _ in range(VISITORS)]
    page.goto(f"{BASE}/pool/window")
    begun_s = time.perf_counter()
    for answer in answers:
        scan(page, answer)
        wait_for(page, "accepted")
        page.keyboard.press("Enter")
        page.wait_for_selector("svg.qr")
    return time.perf_counter() - begun_s
