"""Fetching in an event loop: what a :class:`Trip` decides, carried out."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, final

import httpx

from livret_core.https_uri import HttpsUri
from livret_edge.fetcher.addresses import NO_PINS, Pins, look_up
from livret_edge.fetcher.blocking import trusting
from livret_edge.fetcher.calling import Calling
from livret_edge.fetcher.keeping import Kept
from livret_edge.fetcher.trip import Call, Fetched, Trip, looking_up, translated

_CONNECTIONS: Final = 64  # to one name at once


@final
class AsyncFetcher(Calling[Coroutine[Any, Any, Fetched]]):
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
