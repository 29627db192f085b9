"""One request as it comes: its headers, its query, its body within bounds."""

import asyncio
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

Pairs: TypeAlias = tuple[tuple[str, str], ...]

_LENGTH_DIGITS: Final = 20


class Gone(Exception):  # what happened; nobody did wrong
    """Who asked went away before all was said."""


def headers_of(scope: Scope) -> Pairs:
    """Give the headers as sent, in order, names in lower case."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
    )


def query_of(scope: Scope) -> Pairs:
    """Give the parameters of the address as sent, in order."""
    text = scope["query_string"]
    return tuple(parse_qsl(text.decode("latin-1"), keep_blank_values=True)) if text else ()


def first(pairs: Pairs, name: str) -> str:
    """Give the first header of that name, or nothing."""
    return next((value for each, value in pairs if each == name), "")


async def read_body(
    receive: Receive, headers: Pairs, max_bytes: int, body_s: float
) -> bytes | None:
    """Read a body within its bounds of size and time; None when it is larger.

    Raises:
        TimeoutError: when it did not come in time.
        Gone: when it will not come any more.
    """
    said = first(headers, "content-length")
    if said.isascii() and said.isdigit() and int(said[:_LENGTH_DIGITS]) > max_bytes:
        return None
    read = bytearray()
    async with asyncio.timeout(body_s):
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise Gone
            read += message.get("body", b"")
            if len(read) > max_bytes:
                return None
            if not message.get("more_body", False):
                return bytes(read)
