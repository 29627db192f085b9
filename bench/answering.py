"""An answer over HTTP: what the service adds, in processor time, to checking a proof.

``vp.verify.http.*`` is what one answer costs the application (SQLite, ``synchronous=FULL``: taken,
settled), less what the library alone takes for the same answers with warm caches. TLS and the
socket are left out; so is waiting for the disk.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bench.measure import Row, row
from livret_verifier.deciding import begin_answer
from livret_verifier.memo import Memo
from livret_verifier.transaction import Transaction
from livret_verifier.verify import Waiting, advance
from tests.asking import asked
from tests.scene import FOLDER, NOW_S
from tests.windows import CLEAR, HOST, LOCKED, Opened, opened, posted

ANSWERS: Final = 200
TARGETS: Final = {CLEAR: 350, LOCKED: 700}
_FORM: Final = (("content-type", "application/x-www-form-urlencoded"),)


def rows() -> Iterator[Row]:
    """``vp.verify.http.*``."""
    for mode, target in TARGETS.items():
        with tempfile.TemporaryDirectory() as folder:
            window = opened(Path(folder) / "pool")
            work = _work(window, mode, ANSWERS + 20)
            asyncio.run(_served(window, work[:20]))
            library_s = _library(window, work[20:])
            service_s = asyncio.run(_served(window, work[20:]))
            window.window.transactions.close()
        micros = (service_s - library_s) / ANSWERS * 1e6
        yield row(f"vp.verify.http.{mode}", round(micros), "µs", target=target, n=ANSWERS)


def _work(window: Opened, mode: str, count: int) -> list[tuple[Transaction, str]]:
    made = []
    for _ in range(count):
        each = window.ask(mode)
        request = each.transaction.request("Piscine des Saules")
        made.append((each.transaction, posted(request)))
    return made


def _library(window: Opened, work: Sequence[tuple[Transaction, str]]) -> float:
    """Check all of them as an application of one's own would, the answer opened already."""
    policy, memo = window.window.policy(), Memo()
    shown = [(each, each.read(body)) for each, body in work]
    begun_s = 0.0
    for number, (each, presentation) in enumerate([shown[0], *shown]):
        if number == 1:
            begun_s = time.process_time()  # the first one warms what is remembered
        step = begin_answer(each, presentation, policy, memo, now_s=NOW_S)
        while isinstance(step, Waiting):
            step = advance(step, FOLDER(step.need))
        if step.presentation is None:
            raise RuntimeError(step.report.reason)
    return time.process_time() - begun_s


async def _served(window: Opened, work: Sequence[tuple[Transaction, str]]) -> float:
    begun_s = time.process_time()
    for each, body in work:
        path = f"/pool/answers/{each.code}"
        answer = await asked(window.service.app, "POST", path, body.encode(), _FORM, HOST)
        if answer.body != b"{}":
            raise RuntimeError(answer.body)
    return time.process_time() - begun_s
