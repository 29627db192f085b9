"""Requests that nobody honest sends, and a way to send them without a socket.

    for name, body in spoilt(leaf): …        # each member of an operation, wrong in many ways
    said = Sender(app).post("/submit", body)

What comes of them is asserted where they are sent: a code, and nothing written.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import rfc8785
from starlette.types import ASGIApp, Message, Scope

_PATIENCE_S: Final = 3.0

#: What is put in the place of a member: of another kind, out of range, or what deceives the eye.
INSTEAD: Final[Sequence[Any]] = (
    None,
    True,
    0,
    -1,
    (1 << 53) - 1,
    "",
    " ",
    "x\u0000y",
    "\u202egnihtemos",
    "\u2066hidden\u2069",
    "\u200b",
    "\uff1cscript\uff1e",
    "Jeanne Dupont, 12 rue des Lilas",
    "a" * 700,
    [],
    {},
    [[]],
    {"": ""},
    {"__proto__": {}},
)

#: Texts of JSON that no writer of canonical JSON makes; ``%s`` stands for an operation's inside.
TEXTS: Final[Mapping[str, str]] = {
    "a number with a point": '{%s,"v":1.0}',
    "a number with an exponent": '{%s,"v":1e0}',
    "a number beyond any": '{%s,"v":1e400}',
    "a negative zero": '{%s,"v":-0}',
    "not a number": '{%s,"v":NaN}',
    "a member twice": '{%s,"v":1,"v":1}',
    "a member twice, spelt otherwise": '{%s,"v":1,"\\u0076":1}',
    "an unknown member": '{%s,"v":1,"w":1}',
    "a space": '{%s, "v":1}',
    "something after it": '{%s,"v":1}\n',
    "something before it": ' {%s,"v":1}',
    "a mark of byte order": '\ufeff{%s,"v":1}',
    "two of them": '{%s,"v":1}{%s,"v":1}',
    "half a surrogate": '{%s,"v":"\\ud800"}',
    "a list of it": '[{%s,"v":1}]',
    "cut short": '{%s,"v":1',
}

#: Octets that are no operation at all.
OCTETS: Final[Mapping[str, bytes]] = {
    "nothing": b"",
    "a null": b"null",
    "a number": b"1",
    "an object": b"{}",
    "zeros": bytes(64),
    "no UTF-8": b'{"v":"\xff\xfe"}',
    "UTF-16": '{"v":1}'.encode("utf-16"),
    "deep lists": b"[" * 8_000 + b"]" * 8_000,
    "deep objects": b'{"a":' * 2_500 + b"1" + b"}" * 2_500,
    "deep and open": b"[" * 16_000,
    "a large number": b'{"v":' + b"9" * 16_000 + b"}",
    "one octet too many": b" " * 16_385,
    "as many as there may be, and none of them": b" " * 16_384,
    "a form": b"v=1&ledger=x",
    "a page": b"<!doctype html><script>",
    "a request within": b"POST /submit HTTP/1.1\r\nHost: x\r\n\r\n",
}


def spoilt(leaf: bytes) -> Iterator[tuple[str, bytes]]:
    """Each member of an operation, at any depth, in turn left out, added to and replaced."""
    whole = json.loads(leaf)
    for path in _paths(whole):
        yield f"{path} left out", _changed(whole, path, None, drop=True)
        for instead in INSTEAD:
            if _at(whole, path) != instead or type(_at(whole, path)) is not type(instead):
                yield f"{path} = {instead!r:.20}", _changed(whole, path, instead)
        if isinstance(_at(whole, path), dict):
            yield f"{path} with more", _changed(whole, (*path, "more"), 1)
    inside = leaf.decode().removeprefix("{").removesuffix(',"v":1}')
    for name, text in TEXTS.items():
        yield name, text.replace("%s", inside).encode()
    yield from OCTETS.items()


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, list):
        value = dict(enumerate(value))
    for name, member in value.items() if isinstance(value, dict) else ():
        yield (*path, name)
        yield from _paths(member, (*path, name))


def _at(value: Any, path: Sequence[Any]) -> Any:
    for name in path:
        value = value[name]
    return value


def _changed(whole: Any, path: Sequence[Any], value: Any, *, drop: bool = False) -> bytes:
    copy = json.loads(json.dumps(whole))
    *way, last = path
    place = _at(copy, way)
    if drop:
        del place[last]
    else:
        place[last] = value
    return rfc8785.dumps(copy)


@dataclass
class Answer:
    """What came back.

    Attributes:
        unread: how many pieces of the body were not asked for.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    unread: int = 0

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Sender:
    """Speaks to an application as a server does."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def post(self, path: str, *pieces: bytes, content_type: str = "application/json") -> Answer:
        """Send a body, whole or in pieces."""
        return asyncio.run(self._post(path, list(pieces), content_type))

    def hang(self, path: str, first: bytes) -> Answer | None:
        """Begin to send a body, and never go on; None from who waits all the same."""

        async def begin() -> Answer | None:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    return await self._post(path, [first], "application/json", is_open=True)
            except TimeoutError:
                return None

        return asyncio.run(begin())

    async def _post(
        self, path: str, pieces: list[bytes], content_type: str, *, is_open: bool = False
    ) -> Answer:
        sent: list[Message] = []

        async def receive() -> Message:
            if pieces:
                body = pieces.pop(0)
                return {"type": "http.request", "body": body, "more_body": bool(pieces) or is_open}
            if is_open:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope: Scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"content-type", content_type.encode())],
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 1),
            "client": ("127.0.0.1", 2),
            "root_path": "",
        }
        await self.app(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(sent[0]["status"], headers, body, len(pieces))
