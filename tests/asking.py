"""An application asked without a network, and one served in a thread of this process."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from starlette.types import ASGIApp

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_edge.serving.guard import Bounds
from livret_edge.serving.listening import Listening, Plain, Tls, serve

HOST: Final = "hall.verneuil.test"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> JsonObject:
        return json_encoding.parse_object(self.body)


def ask(
    app: ASGIApp,
    method: str,
    target: str,
    *,
    body: bytes | Sequence[bytes] | None = b"",
    headers: Sequence[tuple[str, str]] = (),
    host: str | None = HOST,
    **more: str,
) -> Answer:
    """Ask once. A *body* of None never comes; further headers as keywords."""
    return asyncio.run(asked(app, method, target, body, headers, host, **more))


async def asked(
    app: ASGIApp,
    method: str,
    target: str,
    body: bytes | Sequence[bytes] | None = b"",
    headers: Sequence[tuple[str, str]] = (),
    host: str | None = HOST,
    **more: str,
) -> Answer:
    """The same within an event loop."""
    path, _, query = target.partition("?")
    said = [*headers, *((name.replace("_", "-"), value) for name, value in more.items())]
    if host is not None:
        said.append(("host", host))
    scope = {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in said],
        "client": ("192.0.2.7", 4711),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
    }
    pieces = [] if body is None else [body] if isinstance(body, bytes) else list(body)
    left = list(pieces)
    sent: list[Any] = []

    async def receive() -> Any:
        if left:
            piece = left.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(left)}
        await asyncio.sleep(1)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    if not sent:
        return Answer(0, {}, b"")  # whoever asked had gone
    start, *bodies = sent
    return Answer(
        start["status"],
        {name.decode(): value.decode("latin-1") for name, value in start["headers"]},
        b"".join(each["body"] for each in bodies),
    )


@contextmanager
def served(
    *apps: ASGIApp, tls: Tls | None = None, bounds: Bounds | None = None, port: int = 0
) -> Iterator[list[int]]:
    """Serve applications in a thread; gives their ports. The first may be given its own."""
    ports: list[int] = []
    stops: list[Any] = []
    ready = threading.Event()

    def announce(port: int) -> None:
        ports.append(port)
        if len(ports) == len(apps):
            ready.set()

    listenings = [
        Listening(app, "127.0.0.1", at, tls or Plain(), announce, bounds or Bounds())
        for app, at in zip(apps, [port, *[0] * len(apps)], strict=False)
    ]
    thread = threading.Thread(target=lambda: serve(*listenings, hold=stops.append))
    thread.start()
    try:
        assert ready.wait(20)
        yield ports
    finally:
        for stop in stops:
            stop()
        thread.join(timeout=20)
        assert not thread.is_alive()
