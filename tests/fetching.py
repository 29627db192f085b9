"""Both fetchers before a network that is made up, or a server that misbehaves."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal, TypeAlias

import httpx
import trustme

from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import AsyncFetcher, Fetched, Fetcher

OUTSIDE: Final = "93.184.216.34"
PLACE: Final = HttpsUri.parse("https://ledger.example/meuse/checkpoint")
KINDS: Final = ("blocking", "asynchronous")

Kind: TypeAlias = Literal["blocking", "asynchronous"]
Handler: TypeAlias = Callable[[httpx.Request], httpx.Response]


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in pieces, as either fetcher reads it; without *whole*, one that has no end."""

    def __init__(self, whole: bytes | None = None) -> None:
        self.whole = whole
        self.sent = 0

    def __iter__(self) -> Iterator[bytes]:
        if self.whole is not None:
            yield self.whole
            return
        while True:
            self.sent += 1
            yield b"x" * 1_000

    async def __aiter__(self) -> Any:
        for piece in self:
            yield piece


def reply(status: int, body: bytes | Body = b"", **headers: str) -> httpx.Response:
    """An answer that is not read before the fetcher reads it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(
        status, headers=named, stream=body if isinstance(body, Body) else Body(body)
    )


class Network:
    """A network that is made up: what it was asked, and by either fetcher."""

    def __init__(
        self,
        handler: Handler = lambda _: reply(200, b"it"),
        names: Mapping[str, Sequence[str]] | None = None,
        pins: Mapping[tuple[str, int], str] | None = None,
    ) -> None:
        self.asked: list[httpx.Request] = []
        self.looked_up: list[str] = []
        self._handler: Final = handler
        self._names: Final = {} if names is None else names
        self._pins: Final = {} if pins is None else pins

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self._handler(request)

    def _find(self, host: str, _port: int) -> Sequence[str]:
        self.looked_up.append(host)
        return self._names.get(host, [OUTSIDE])

    def call(self, kind: Kind, method: str, *arguments: Any, **keywords: Any) -> Fetched:
        """Fetch once."""
        transport: Any = httpx.MockTransport(self._answer)
        given: dict[str, Any] = {"find": self._find, "pins": self._pins, "transport": transport}
        return _call(kind, given, method, *arguments, **keywords)

    def get(self, kind: Kind, uri: HttpsUri = PLACE, **keywords: Any) -> Fetched:
        """Get once."""
        return self.call(kind, "get", uri, **{"max_bytes": 10, **keywords})


def _call(kind: Kind, given: dict[str, Any], method: str, *args: Any, **keywords: Any) -> Fetched:
    if kind == "blocking":
        blocking = Fetcher(**given)
        try:
            fetched: Fetched = getattr(blocking, method)(*args, **keywords)
        finally:
            blocking.close()
        return fetched

    async def run() -> Fetched:
        made = AsyncFetcher(**given)
        try:
            answer: Fetched = await getattr(made, method)(*args, **keywords)
        finally:
            await made.close()
        return answer

    return asyncio.run(run())


class Misbehaving:
    """A server under a real name, with TLS, that says what it likes at its own pace."""

    def __init__(self, authorities: bytes, port: int) -> None:
        self.authorities: Final = authorities
        self.port: Final = port

    def get(self, kind: Kind, *, timeout_s: float, max_bytes: int = 1_000) -> Fetched:
        """Get what it says."""
        given = {
            "authorities": self.authorities,
            "pins": {("slow.test", self.port): "127.0.0.1"},
            "timeout_s": timeout_s,
        }
        uri = HttpsUri.parse(f"https://slow.test:{self.port}/")
        return _call(kind, given, "get", uri, max_bytes=max_bytes)


@contextmanager
def misbehaving(pieces: Sequence[bytes], *, pause_s: float) -> Iterator[Misbehaving]:
    """Serve one answer in *pieces*, with a pause before each."""
    made = trustme.CA(key_type=trustme.KeyType.ECDSA)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.issue_cert("slow.test", key_type=trustme.KeyType.ECDSA).configure_cert(context)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                raw, _ = listening.accept()
                with context.wrap_socket(raw, server_side=True) as taken:
                    taken.recv(65_536)
                    for piece in pieces:
                        if over.wait(pause_s):
                            return
                        taken.sendall(piece)
                    over.wait(5)
            except OSError:
                return  # whoever asked has gone

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield Misbehaving(made.cert_pem.bytes(), listening.getsockname()[1])
        finally:
            over.set()
            thread.join(timeout=5)


def seconds(work: Callable[[], object]) -> float:
    """How long something took, to tell what ended from what waited."""
    begun_s = time.monotonic()
    work()
    return time.monotonic() - begun_s
