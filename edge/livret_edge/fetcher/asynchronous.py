"""Fetching in an event loop: what a :class:`Trip` decides, carried out."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final, final

import httpx

from livret_core.https_uri import HttpsUri
from livret_edge.fetcher.addresses import NO_PINS, Pins, look_up
from livret_edge.fetcher.blocking import trusting
from livret_edge.fetcher.keeping import Kept
from livret_edge.fetcher.trip import (
    FORM,
    NO_HEADERS,
    REDIRECTS,
    Call,
    Fetched,
    Trip,
    form,
    looking_up,
    translated,
)

_CONNECTIONS: Final = 64  # to one name at once


@final
class AsyncFetcher:
    """Fetches and posts over https, within one event loop; otherwise as ``Fetcher``."""

    def __init__(
        self,
        *,
        authorities: bytes | None = None,
        pins: Pins = NO_PINS,
        timeout_s: float = 10.0,
        find: Callable[[str, int], Sequence[str]] = look_up,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Prepare to fetch; *find* runs in a thread. See ``Fetcher`` for the arguments."""
        self._pins: Final = dict(pins)
        self._timeout_s: Final = timeout_s
        self._find: Final = find
        self._transport: Final = transport
        self._trusted: Final = trusting(authorities)
        self._kept: Final = Kept[httpx.AsyncClient](self._make)

    async def get(
        self,
        uri: HttpsUri,
        *,
        max_bytes: int,
        headers: Mapping[str, str] = NO_HEADERS,
        keep: Sequence[str] = (),
        redirects: int = REDIRECTS,
    ) -> Fetched:
        """Fetch what is at *uri*; see ``Fetcher.get``."""
        return await self._fetch(
            Call(
                method="GET",
                uri=uri,
                max_bytes=max_bytes,
                headers=headers,
                keep=keep,
                redirects=redirects,
            )
        )

    async def post(
        self,
        uri: HttpsUri,
        body: bytes,
        *,
        content_type: str,
        max_bytes: int,
        headers: Mapping[str, str] = NO_HEADERS,
        keep: Sequence[str] = (),
    ) -> Fetched:
        """Send *body* to *uri* and give what comes back; see ``Fetcher.post``."""
        return await self._fetch(
            Call(
                method="POST",
                uri=uri,
                max_bytes=max_bytes,
                body=body,
                content_type=content_type,
                headers=headers,
                keep=keep,
            )
        )

    async def post_form(
        self,
        uri: HttpsUri,
        fields: Sequence[tuple[str, str]] | Mapping[str, str],
        *,
        max_bytes: int,
        headers: Mapping[str, str] = NO_HEADERS,
        keep: Sequence[str] = (),
    ) -> Fetched:
        """Send a form to *uri*, as :meth:`post` does a body."""
        return await self.post(
            uri, form(fields), content_type=FORM, max_bytes=max_bytes, headers=headers, keep=keep
        )

    async def close(self) -> None:
        """Let go of all connections."""
        for client in self._kept.clear():
            await client.aclose()

    async def _fetch(self, call: Call) -> Fetched:
        trip = Trip(call, self._pins, ends_s=time.monotonic() + self._timeout_s)
        with translated(call.uri.host):
            async with asyncio.timeout(self._timeout_s):
                while True:
                    fetched = await self._hop(trip)
                    if fetched is not None:
                        return fetched

    async def _hop(self, trip: Trip) -> Fetched | None:
        address = trip.pinned
        if address is None:
            with looking_up(trip.at.host):
                found = await asyncio.to_thread(self._find, trip.at.host, trip.at.port)
            address = trip.choose(found)
        with translated(trip.at.host):
            async with (
                self._client(trip.at) as client,
                client.stream(**trip.request(address)) as answer,
            ):
                intake = trip.hear(answer)
                async for piece in answer.aiter_raw():
                    intake.take(piece, time.monotonic())
        return trip.arrive(intake)

    @asynccontextmanager
    async def _client(self, uri: HttpsUri) -> AsyncIterator[httpx.AsyncClient]:
        name = (uri.host, uri.port)
        client = self._kept.take(name)
        try:
            yield client
        finally:
            for each in self._kept.give_back(name, client):
                await each.aclose()

    def _make(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=self._transport
            or httpx.AsyncHTTPTransport(
                verify=self._trusted,
                trust_env=False,
                limits=httpx.Limits(max_connections=_CONNECTIONS),
            ),
            trust_env=False,
            follow_redirects=False,
            timeout=self._timeout_s,
            headers={"User-Agent": "livret"},
        )
