"""An answer over HTTP: what the service adds, in processor time, to checking a proof.

``vp.verify.http.*`` is what one answer costs the application (SQLite, ``synchronous=FULL``: looked
up, decided, settled; its line in the log), less what the library alone takes for the same answer
with warm caches. The two take turns, answer by answer: a machine that others use, or that was
waiting for its disk, slows both alike. TLS and the socket are left out; so is waiting for the disk.

``.floor`` is what a route costs that does nothing but write as many octets in one transaction.
``.in_memory.*`` are the same where the records lie in memory: what is left without the kernel's part
in writing through, and without going on after a wait for the disk, when others had the processor.
``.at_once.N``: as ``direct_post``, with so many answers under way. ``.kept``: with so many requests
in the database; `--long` goes on to 10^6.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, TypeAlias

import uvicorn
from starlette.types import ASGIApp, Message

from bench.measure import Row, in_memory, row
from livret_edge.databases import connect_to_file
from livret_edge.serving.application import Service
from livret_edge.serving.endpoint import FORM, Endpoint, Incoming, Outgoing, Place, Says, Takes
from livret_edge.serving.lines import logged
from livret_edge.serving.site import Site
from livret_verifier.deciding import begin_answer
from livret_verifier.memo import Memo
from livret_verifier.verify import Waiting, advance
from tests.scene import FOLDER, NOW_S
from tests.windows import BASE, CLEAR, HOST, LOCKED, Opened, opened, posted

ANSWERS: Final = 200
TARGETS: Final = {CLEAR: 350, LOCKED: 700}
AT_ONCE: Final = (8, 64)

Turn: TypeAlias = tuple[Sequence[Coroutine[None, None, None]], Callable[[], None]]

_WARM: Final = 20
_VERDICT_BYTES: Final = 2_700
#: Requests that wait, as one that was made, under other names.
_FILL: Final = """
    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
    INSERT INTO asked
        (tenant, code, handle_sha256, terms, stand, ends_at_s, forget_at_s)
        SELECT tenant, hex(randomblob(6)), randomblob(32), terms, stand, ends_at_s, forget_at_s
        FROM number, (SELECT * FROM asked LIMIT 1)
"""


def rows() -> Iterator[Row]:
    """``vp.verify.http.*``."""
    with _desk() as window:
        yield row("vp.verify.http.floor", _floor(window), "µs", n=ANSWERS)
    for mode, target in TARGETS.items():
        with _desk() as window:
            micros = _on_top(window, mode)
        yield row(f"vp.verify.http.{mode}", micros, "µs", target=target, n=ANSWERS)
    if (memory := in_memory()) is not None:
        with _desk(memory) as window:
            yield row("vp.verify.http.in_memory.floor", _floor(window), "µs", n=ANSWERS)
        for mode in TARGETS:
            with _desk(memory) as window:
                micros = _on_top(window, mode)
            yield row(f"vp.verify.http.in_memory.{mode}", micros, "µs", n=ANSWERS)
    for many in AT_ONCE:
        with _desk() as window:
            micros = _on_top(window, CLEAR, at_once=many)
        yield row(f"vp.verify.http.at_once.{many}", micros, "µs", n=ANSWERS)
    largest = int(os.environ.get("LIVRET_BENCH_ENTRIES", "1000"))
    with _desk() as window:
        window.ask(CLEAR)
        kept = 1
        for size in (1_000, 10_000, 100_000, 1_000_000):
            if size <= largest:
                _fill(window, size - kept)
                kept = size
                yield row(f"vp.verify.http.kept.{size}", _on_top(window, CLEAR), "µs", n=ANSWERS)


@contextmanager
def _desk(below: Path | None = None) -> Iterator[Opened]:
    with tempfile.TemporaryDirectory(dir=below) as folder:
        window = opened(Path(folder) / "pool")
        with (
            closing(window.window.transactions),
            Path(os.devnull).open("w") as log,
            logged(window.service.routes, log),
        ):
            yield window


def _fill(window: Opened, more: int) -> None:
    with closing(connect_to_file(window.desk.root / "desk.db", busy_ms=60_000)) as connection:
        connection.execute("PRAGMA cache_size = -1000000")
        connection.execute(_FILL, (more,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _on_top(window: Opened, mode: str, *, at_once: int = 1) -> int:
    """Post answers, and check each as an application of one's own would: what posting adds."""
    policy, memo = window.window.policy(), Memo()

    def turn() -> Turn:
        made = [window.ask(mode).transaction for _ in range(at_once)]
        bodies = [posted(each.request("Piscine des Saules")) for each in made]
        shown = [each.read(body) for each, body in zip(made, bodies, strict=True)]
        posts = [
            _post(window.service.app, each.code, body)
            for each, body in zip(made, bodies, strict=True)
        ]

        def check() -> None:
            for asked, presentation in zip(made, shown, strict=True):
                step = begin_answer(asked, presentation, policy, memo, now_s=NOW_S)
                while isinstance(step, Waiting):
                    step = advance(step, FOLDER(step.need))
                if step.presentation is None:
                    raise RuntimeError(step.report.reason)

        return posts, check

    return _taking_turns(window.service, turn, at_once)


def _floor(window: Opened) -> int:
    """Post what a route takes that does nothing but write as much: what that costs."""
    connection = connect_to_file(window.desk.root / "floor.db", busy_ms=1_000)
    connection.execute("CREATE TABLE said (code TEXT PRIMARY KEY, verdict BLOB)")

    def write(incoming: Incoming) -> Outgoing:
        said = (incoming.path["code"], os.urandom(_VERDICT_BYTES))
        connection.execute("INSERT INTO said VALUES (?, ?)", said)
        return Outgoing(body=b"{}")

    route = Endpoint(
        method="POST",
        path="/answers/{code}",
        name="answer",
        about="Writes",
        answers={200: Says(about="written")},
        handler=write,
        takes=Takes(media={FORM: {}}, max_bytes=1 << 16),
        path_places={"code": Place({})},
    )
    service = Service("floor", "1", Site.of(BASE, ("pool",)), (route,))
    body = posted(window.ask(CLEAR).transaction.request("Piscine des Saules"))
    numbers = iter(range(_WARM + ANSWERS))
    with closing(connection):
        return _taking_turns(
            service, lambda: ([_post(service.app, f"{next(numbers)}", body)], lambda: None), 1
        )


def _timed(check: Callable[[], None]) -> float:
    begun_s = time.thread_time()
    check()
    return time.thread_time() - begun_s


def _taking_turns(service: Service, turn: Callable[[], Turn], at_once: int) -> int:
    """Take turns; gives how much more a post takes than a check, in µs.

    Both are done by the same thread, or what one core has at hand the other would have to fetch.
    The order alternates, so that a cache warmed by one helps both alike; of each two turns there
    is one mean, and of those the median, which forgets what something else interrupted.
    """
    turns = [turn() for _ in range(-_WARM, ANSWERS, at_once)]
    warm = len(turns) - len(range(0, ANSWERS, at_once))

    async def all_of_them() -> list[float]:
        more_s = []
        for number, (posts, check) in enumerate(turns):
            posted_s = checked_s = 0.0
            for is_post in (True, False) if number % 2 else (False, True):
                begun_s = time.process_time()
                if not is_post:
                    checked_s = await service.hands.do(_timed, check)
                    continue
                if at_once == 1:
                    await posts[0]
                else:
                    await asyncio.gather(*posts)
                posted_s = time.process_time() - begun_s
            more_s.append(posted_s - checked_s)
        return more_s[warm:]

    # In the loop that a service runs in.
    factory = uvicorn.Config(lambda: None).get_loop_factory()
    with asyncio.Runner(loop_factory=factory) as runner:
        more_s = runner.run(all_of_them())
    pairs = zip(more_s[::2], more_s[1::2], strict=False)
    return round(statistics.median(sum(pair) / 2 for pair in pairs) / at_once * 1e6)


def _post(app: ASGIApp, code: str, body: str) -> Coroutine[None, None, None]:
    """Post to an application, as a server does that has read the request."""
    path = f"/pool/answers/{code}"
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [
            (b"host", HOST.encode()),
            (b"content-type", FORM.encode()),
            (b"content-length", b"%d" % len(body)),
        ],
        "client": ("192.0.2.7", 4711),
    }
    request = {"type": "http.request", "body": body.encode(), "more_body": False}

    async def receive() -> Message:
        return request

    async def send(message: Message) -> None:
        if message.get("status", 200) != 200:
            raise RuntimeError(message)

    async def post() -> None:
        await app(scope, receive, send)

    return post()
