"""Connections, with bounds, until told to stop (SIGINT, SIGTERM)."""

import asyncio
import errno
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from livret_core.errors import Unavailable
from livret_edge.serving.guard import Bounds
from livret_edge.serving.tls import check_pair

_KEEP_ALIVE_S: Final = 60
_GRACE_S: Final = 5
_BACKLOG: Final = 128
_PARALLEL: Final = 128

#: How it is said where a service listens, and its health and figures.
LISTEN: Final = "--listen"
INSIDE: Final = "--inside"


@final
@dataclass(frozen=True, slots=True)
class Tls:
    """A service that speaks TLS itself.

    Attributes:
        certificate: PEM file of the chain.
        key: of its key.
    """

    certificate: str
    key: str


@final
@dataclass(frozen=True, slots=True)
class Plain:
    """A service that speaks plain HTTP: to a proxy that speaks TLS for it, or within a machine."""


@final
@dataclass(frozen=True, slots=True)
class Listening:
    """An application and where it listens.

    Attributes:
        app: speaks ASGI.
        host: address.
        port: 0 for any that is free.
        way: with TLS or without; nobody leaves it open.
        announce: told the port, once connections are taken.
        bounds: of connections and requests.
        option: by which somebody says where it listens.
    """

    app: ASGIApp
    host: str
    port: int
    way: Tls | Plain
    announce: Callable[[int], None]
    bounds: Bounds = Bounds()  # noqa: RUF009  # frozen
    option: str = LISTEN


def serve(*listenings: Listening, hold: Callable[[Callable[[], None]], None] | None = None) -> None:
    """Serve all of them until told to stop; what was begun is answered before it ends.

    It also stops, and raises what ended it, when any other thread of the process ends by an
    exception: a service of which a part is dead does not go on as if nothing were wrong.

    Args:
        listenings: in this order they begin.
        hold: is given what ends it, for those who serve in a thread.

    Raises:
        Unavailable: as :func:`check_free`.
        MalformedInput: as :func:`check_pair`.
    """
    with ExitStack() as stack:
        servers, sockets = [], []
        for each in listenings:
            servers.append(_Server(_config(each)))
            sockets.append(stack.enter_context(_listen(each.host, each.port, each.option)))
        logging.getLogger("uvicorn.error").addFilter(_is_an_error)

        def stop(*_: object) -> None:
            for each in servers:
                each.should_exit = True

        ended = stack.enter_context(_told_to(stop))
        if hold is not None:
            hold(stop)
        for each, listening in zip(listenings, sockets, strict=True):
            each.announce(listening.getsockname()[1])
        with asyncio.Runner(loop_factory=servers[0].config.get_loop_factory()) as runner:
            runner.run(_serve(servers, sockets))
    for error in ended:
        raise error


async def _serve(servers: Sequence["_Server"], sockets: Sequence[socket.socket]) -> None:
    await asyncio.gather(
        *(
            server.serve(sockets=[listening])
            for server, listening in zip(servers, sockets, strict=True)
        )
    )


@final
class _Server(uvicorn.Server):
    """A server that leaves signals to :func:`serve`, which may have several."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def check_free(host: str, port: int, option: str = LISTEN) -> None:
    """Check that a service could listen there, before anything is begun for it.

    Args:
        host: address.
        port: 0 for any that is free.
        option: by which it was said.

    Raises:
        Unavailable: ``net.port_taken`` where somebody listens; ``net.listen`` otherwise.
    """
    _listen(host, port, option).close()


def _listen(host: str, port: int, option: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise Unavailable("net.port_taken", port=port, option=option) from None
        address = f"{host}:{port}"
        raise Unavailable(
            "net.listen", type(error).__name__, address=address, option=option
        ) from None


def _config(listening: Listening) -> uvicorn.Config:
    tls = listening.way if isinstance(listening.way, Tls) else None
    if tls is not None:
        check_pair(tls.certificate, tls.key)
    config = uvicorn.Config(
        listening.app,
        http=partial(_Bounded, bounds=listening.bounds),  # type: ignore[arg-type]  # a factory
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        limit_concurrency=listening.bounds.connections,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
        ssl_certfile=None if tls is None else tls.certificate,
        ssl_keyfile=None if tls is None else tls.key,
    )
    config.load()
    return config


class _Bounded(HttpToolsProtocol):
    """A connection whose requests have to begin, and to say what they are, in time and size.

    Without this, one that says nothing, or a header in drops, is kept open for ever.
    """

    def __init__(self, *args: Any, bounds: Bounds, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._bounds: Final = bounds
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._begin_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_head()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        super().shutdown()
        cycle = getattr(self, "cycle", None)  # none before the first request
        is_idle = cycle is None or cycle.response_complete
        if is_idle and not self.transport.get_write_buffer_size():
            # TLS waits for the other side's goodbye, which one that is idle never says.
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head_timer is not None:
            self._head_bytes += len(data)
            # The application says no to what is a little too large; this is for what has no end.
            if self._head_bytes > 2 * self._bounds.head_bytes:
                self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._head_timer is None:
            self._begin_head()

    def on_headers_complete(self) -> None:
        self._end_head()
        super().on_headers_complete()

    def _begin_head(self) -> None:
        self._head_bytes = 0
        self._head_timer = self.loop.call_later(self._bounds.head_s, self.transport.abort)

    def _end_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


def _is_an_error(record: logging.LogRecord) -> bool:
    """Say nothing of a peer that keeps its connection open while the service ends."""
    ended = record.exc_info is not None and record.exc_info[0] is asyncio.CancelledError
    return not ended and "graceful shutdown" not in record.getMessage()


@contextmanager
def _told_to(stop: Callable[..., None]) -> Iterator[Sequence[BaseException]]:
    """End in order when told to, whenever that is; a thread is told by nobody.

    Yields:
        What ended other threads, filled as they do.
    """
    ended: list[BaseException] = []
    if threading.current_thread() is not threading.main_thread():
        yield ended
        return

    def died(thread: threading.ExceptHookArgs) -> None:
        ended.append(thread.exc_value or thread.exc_type())
        stop()

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    hook, threading.excepthook = threading.excepthook, died
    try:
        yield ended
    finally:
        threading.excepthook = hook
        for each, handler in before.items():
            signal.signal(each, handler)
