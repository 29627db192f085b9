"""The ledger over HTTP: one operation in, or what it would answer to it; how it stands, and static files for everything else.

Reading asks no database: what is served are files, and any other web server may serve them.
"""

import asyncio
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from livret_core import limits
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput
from livret_core.tlog.proof import LogProof
from livret_core.words.language import LANGUAGES
from livret_ledger.batch import Appended, Outcome
from livret_ledger.pages.rendering import DOOR, POLICY
from livret_ledger.publishing import CHECKPOINT
from livret_ledger.service.serving import Service
from livret_ledger.service.web_root import WebRoot

_STATUS: Final = {"malformed": 400, "refused": 409, "unavailable": 503}
_WAIT_S: Final = 20.0
_BODY_S: Final = 10.0
_COSIGNED: Final = "cosigned"
_NO_STORE: Final = {"Cache-Control": "no-store"}
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_SHORTLY: Final = {"Cache-Control": "public, max-age=5"}
_OCTETS: Final = "application/octet-stream"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "text/jsonl; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
# A page says the first itself, for servers that do not; that it is in no frame, it cannot say.
_PAGE: Final = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
_AS_IT_IS: Final = {"X-Content-Type-Options": "nosniff"}


def make_app(service: Service, *, wait_s: float = _WAIT_S, body_s: float = _BODY_S) -> Starlette:
    """Make the application.

    Args:
        service: the ledger.
        wait_s: how long ``?wait=cosigned`` waits.
        body_s: how long an operation may take to arrive.
    """

    async def submit(request: Request) -> Response:
        wait = request.query_params.getlist("wait")
        if wait not in ([], [_COSIGNED]):
            return _refusal(MalformedInput("input.malformed", "an unknown `wait`"))
        leaf = await _handed_in(service, request, body_s)
        if isinstance(leaf, Response):
            return leaf
        outcome = await asyncio.wrap_future(service.sequencer.submit_soon(leaf))
        if isinstance(outcome, LivretError):
            return _refusal(outcome)
        service.publisher.wake()
        said = _taken(outcome)
        if wait:
            said["proof"] = await _proof(service, outcome.index, wait_s)
        return JSONResponse(said, headers=_NO_STORE)

    async def rehearse(request: Request) -> Response:
        # An address of its own: who knows it not must not take what was to be looked at only.
        leaf = await _handed_in(service, request, body_s)
        return leaf if isinstance(leaf, Response) else await _rehearsed(service, leaf)

    async def status(_request: Request) -> Response:
        return JSONResponse(service.status(), headers=_NO_STORE)

    async def file(request: Request) -> Response:
        return _file(service.web, str(request.path_params["path"]))

    return Starlette(
        routes=[
            Route("/submit", submit, methods=["POST"]),
            Route("/rehearse", rehearse, methods=["POST"]),
            Route("/status.json", status, methods=["GET"]),
            Route("/{path:path}", file, methods=["GET"]),
        ]
    )


def make_files_app(web: WebRoot) -> Starlette:
    """Make the application of a copy: its files, and nothing that can be handed in."""

    async def file(request: Request) -> Response:
        return _file(web, str(request.path_params["path"]))

    return Starlette(routes=[Route("/{path:path}", file, methods=["GET"])])


async def _handed_in(service: Service, request: Request, body_s: float) -> bytes | Response:
    """Read what was handed in, where something may be; or say why not."""
    try:
        async with asyncio.timeout(body_s):
            leaf = await _body(request)
    except TimeoutError:
        return _refusal(MalformedInput("input.malformed", "too slow"), 408)
    except MalformedInput as error:
        return _refusal(error)
    reason = service.reason
    return leaf if reason is None else _refusal(reason)


async def _rehearsed(service: Service, leaf: bytes) -> Response:
    """Say what would be answered to an operation."""
    try:
        outcome = await asyncio.to_thread(service.sequencer.rehearse, leaf)
    except LivretError as error:
        return _refusal(error)
    if isinstance(outcome, LivretError):
        return _refusal(outcome)
    if isinstance(outcome, Appended):
        return JSONResponse({"outcome": "would_append"}, headers=_NO_STORE)
    return JSONResponse({"outcome": "known", "index": outcome.index}, headers=_NO_STORE)


async def _body(request: Request) -> bytes:
    """Read the body, and no more of it than an operation may have.

    Raises:
        MalformedInput: ``input.too_large``; ``input.malformed`` when it ends early.
    """
    raw = b""
    try:
        async for piece in request.stream():
            raw += piece
            if len(raw) > limits.OPERATION_BYTES:
                raise MalformedInput("input.too_large", max_bytes=limits.OPERATION_BYTES)
    except ClientDisconnect:
        raise MalformedInput("input.malformed", "cut short") from None
    return raw


def _taken(outcome: Outcome) -> JsonObject:
    if isinstance(outcome, LivretError):
        raise outcome
    name = "appended" if isinstance(outcome, Appended) else "known"
    return {"outcome": name, "index": outcome.index}


async def _proof(service: Service, index: int, wait_s: float) -> str | None:
    """Wait for a cosigned head over the entry; None when none comes in time."""
    try:
        signed = await asyncio.wait_for(
            asyncio.wrap_future(service.publisher.cosigned(index)), wait_s
        )
        hashes = await asyncio.to_thread(service.publisher.proof, index, signed.checkpoint.size)
    except (TimeoutError, LivretError):
        return None
    return LogProof(index, hashes, signed).format().decode("utf-8")


def _refusal(error: LivretError, status: int | None = None) -> Response:
    outcome = {"outcome": error.branch, "code": error.code, "facts": dict(error.facts)}
    # Of a body that was not read to its end, the rest must not pass for another request.
    headers = _NO_STORE if error.branch != "malformed" else {**_NO_STORE, "Connection": "close"}
    return JSONResponse(outcome, status or _STATUS[error.branch], headers=headers)


def _file(web: WebRoot, path: str) -> Response:
    """Serve a file below the web root; what begins with a dot is none, but ``.well-known``."""
    parts = PurePosixPath(path).parts
    if path in {"", *(f"{language}/" for language in LANGUAGES)}:
        parts = (*parts, DOOR)
    hidden = any(part.startswith(".") and part != ".well-known" for part in parts)
    if not parts or hidden or "\0" in path or path.startswith("/"):
        return Response(status_code=404)
    target = web.root.joinpath(*parts)
    if not _is_there(target, web.root):
        return Response(status_code=404)
    headers = _FOR_EVER if parts[0] == "tile" else _SHORTLY
    kind = "text/plain; charset=utf-8" if path == CHECKPOINT else _TYPES.get(target.suffix, _OCTETS)
    if target.suffix == ".html":
        headers = {**headers, **_PAGE}
    return FileResponse(target, media_type=kind, headers={**headers, **_AS_IT_IS})


def _is_there(target: Path, root: Path) -> bool:
    """Say whether it is a file, below the root by no link; a name that no file can have is none."""
    try:
        return target.is_file() and target.resolve() == root.resolve() / target.relative_to(root)
    except OSError:
        return False
