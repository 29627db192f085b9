"""What surrounds each request: an id, bounds, a line in the log, the figures, no fault let out."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Final, final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livret_edge.serving.endpoint import Outgoing, problem
from livret_edge.serving.lines import LOG, METHODS, OTHER, UNMATCHED, note
from livret_edge.serving.measuring import Figures

#: Of a request whose sender went away before it was read: never sent, only counted.
GONE: Final = 499

_URI_BYTES: Final = 8 << 10
_RETRY_S: Final = "2"
_ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much a service takes on.

    Attributes:
        at_once: requests that are answered at a time; to more it says so (503).
        hands: of those, how many may wait for a disk or another service at a time.
        head_bytes: of a request's line and headers together.
        head_s: how long they may take to arrive.
        body_s: how long a body may take to arrive.
        connections: open at a time.
    """

    at_once: int = 256
    hands: int = 40
    head_bytes: int = 16 << 10
    head_s: float = 10.0
    body_s: float = 10.0
    connections: int = 1_024


@dataclass(slots=True)
class Trace:
    """What is known of a request while it is answered, of what may be told."""

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    route: str = UNMATCHED
    code: str = ""
    is_gone: bool = False


@final
class Guard:
    """The outermost room of an application."""

    def __init__(self, app: ASGIApp, figures: Figures, bounds: Bounds) -> None:
        """Surround *app*."""
        self._app: Final = app
        self._figures: Final = figures
        self._bounds: Final = bounds
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        begun_s = time.perf_counter()
        trace = Trace()
        scope["livret"] = trace
        method = scope["method"]
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._open += 1
        self._figures.begin()
        try:
            no = self._refused(scope, trace)
            if no is None:
                await self._app(scope, receive, watched)
            else:
                await send_answer(watched, no, has_body=method != "HEAD")
        except Exception as error:  # noqa: BLE001  # the last line of defence: 500, never a trace
            LOG.error("", exc_info=error, extra={"event": "fault", "request": trace.id})
            if not status:
                await send_answer(watched, problem(500, request=trace.id), has_body=True)
        finally:
            self._open -= 1
            status = status or GONE
            took_s = time.perf_counter() - begun_s
            self._figures.end(trace.route, method, status, took_s)
            note(
                event="answered",
                request=trace.id,
                route=trace.route,
                method=method if method in METHODS else OTHER,
                status=status,
                ms=round(took_s * 1_000, 1),
                code=trace.code,
            )

    def _refused(self, scope: Scope, trace: Trace) -> Outgoing | None:
        closing = {"Connection": "close"}
        if self._open > self._bounds.at_once:
            return problem(503, request=trace.id, headers={"Retry-After": _RETRY_S, **closing})
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > _URI_BYTES:
            return problem(414, request=trace.id, headers=closing)
        head = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
        if head > self._bounds.head_bytes:
            return problem(431, request=trace.id, headers=closing)
        return None


async def send_answer(send: Send, answer: Outgoing, *, has_body: bool) -> None:
    """Send an answer, with what every answer says."""
    headers = {**_ALWAYS, **answer.headers}
    if answer.content_type:
        headers["Content-Type"] = answer.content_type
    if answer.status not in {204, 304}:
        headers["Content-Length"] = str(len(answer.body))
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [
                (name.lower().encode("ascii"), value.encode("latin-1"))
                for name, value in headers.items()
            ],
        }
    )
    await send({"type": "http.response.body", "body": answer.body if has_body else b""})
