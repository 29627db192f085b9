"""A desk that is served to a Chromium of this machine, driven by Playwright.

    with chromium() as browser, desk_served(tmp_path) as window:
        page = at_desk(browser, window)          # logged in, as somebody does it
        page.keyboard.press("1")

The name of the desk leads to this machine, over TLS of an authority that nobody knows.
"""

import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from tests.asking import served
from tests.at_window import NAME, PASSPHRASE, code_of, hire, shown_code
from tests.halls_online import tls_for
from tests.scene import FOLDER
from tests.windows import BASE, HOST, POLICY, Opened, opened, posted, shown

AXE: Final = Path(__file__).parent / "interop" / "node_modules" / "axe-core" / "axe.min.js"
_SWITCHES: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def program() -> str | None:
    """Where a Chromium is on this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@contextmanager
def chromium(port: int) -> Iterator[Any]:
    """A browser to which the desk's name is this machine's *port*."""
    found = program()
    if found is None:
        pytest.skip("chromium is not installed; `make doctor` says how")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=found,
            args=[*_SWITCHES, f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{port}"],
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def desk_served(
    root: Path, port: int, *, policy: str = POLICY, gather: Any = FOLDER
) -> Iterator[Opened]:
    """A desk that answers at *port*."""
    tls, _ = tls_for(root, HOST)
    window = opened(root / "pool", policy=policy, gather=gather, hold_s=1.0)
    hire(window)
    with served(window.service.app, tls=tls, port=port):
        yield window


def context_of(browser: Any, **settings: Any) -> Any:
    """A browser's window of its own, with nothing kept."""
    return browser.new_context(
        ignore_https_errors=True, **{"viewport": {"width": 1280, "height": 800}, **settings}
    )


def log_in(page: Any, window: Opened, lang: str = "en") -> None:
    """Log in as somebody does it."""
    window.clock.now_s += 60  # a code is good once
    page.goto(f"{BASE}/pool/window?lang={lang}")
    page.fill("#name", NAME)
    page.fill("#passphrase", PASSPHRASE)
    page.fill("#code", shown_code(window))
    page.keyboard.press("Enter")
    page.wait_for_selector("body:not(.entering)")


def axe(page: Any) -> list[str]:
    """What axe-core finds: rule and place."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; run `make peers`")
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n;0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]
    ]


def aside(work: Any, *given: Any, **named: Any) -> Any:
    """Do something in a thread of its own: the browser's driver has this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *given, **named).result()


def show(window: Opened, page: Any, **more: Any) -> float:
    """A wallet answers what a page shows; when it sent its answer, by ``time.perf_counter``."""
    asked = window.kept_as_asked(code_of(page.url))

    def answer() -> float:
        request = window.fetch(asked)
        body = posted(request, shown(request, **{"iat": window.clock.now_s, **more}))
        sent_s = time.perf_counter()
        assert window.answer(asked, body).status == 200
        return sent_s

    sent_s: float = aside(answer)
    return sent_s


def scan(page: Any, text: str) -> None:
    """What a handheld scanner does: it types, wherever the cursor is, and ends with Enter.

    Its keys are made within the page: the driver takes a second for what a scanner does at once.
    """
    page.evaluate(
        "keys => { for (const key of keys) (document.activeElement || document.body)"
        ".dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})); }",
        [*text, "Enter"],
    )


def wait_for(page: Any, outcome: str) -> None:
    """Wait until the page says how something ended."""
    page.wait_for_selector(f'body[data-outcome="{outcome}"]:not([aria-busy])')
