"""Connections that know when the whole of a fetch has to be over.

A time limit for each read is none: who sends an octet every few seconds keeps within it
for as long as the headers last.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, final

import httpcore
import httpx

_ENDS_S: Final[ContextVar[float | None]] = ContextVar("ends_s", default=None)


@contextmanager
def ending(ends_s: float) -> Iterator[None]:
    """Let nothing that is done on a connection inside go on after *ends_s* (monotonic clock)."""
    token = _ENDS_S.set(ends_s)
    try:
        yield
    finally:
        _ENDS_S.reset(token)


@final
class Carrier(httpx.BaseTransport):
    """httpx on connections of this module."""

    def __init__(self, trusted: ssl.SSLContext, *, connections: int) -> None:
        self._pool: Final = httpcore.ConnectionPool(
            ssl_context=trusted, max_connections=connections, network_backend=_Network()
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and give its answer up to the body."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()


@final
class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer: Final = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@final
class _Network(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner: Final = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._inner.connect_tcp(
                host, port, _left_s(timeout, httpcore.ConnectTimeout), local_address, socket_options
            )
        )


@final
class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner: Final = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left_s(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left_s(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left_s = _left_s(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left_s))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left_s(timeout: float | None, too_late: type[httpcore.TimeoutException]) -> float | None:
    ends_s = _ENDS_S.get()
    if ends_s is None:
        return timeout
    left_s = ends_s - time.monotonic()
    if left_s <= 0:
        raise too_late
    return left_s if timeout is None else min(left_s, timeout)
