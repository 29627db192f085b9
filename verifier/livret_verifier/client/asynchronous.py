"""Evidence from the network, in an event loop; otherwise as :mod:`.blocking`."""

import asyncio
from collections.abc import Callable
from typing import Final, final

from livret_core.errors import LivretError
from livret_edge.fetcher import AsyncFetcher
from livret_verifier.client.shelf import Shelf
from livret_verifier.evidence import Evidence, Missing, Need
from livret_verifier.keeping import Part, found, joined, parts_of, uri_of


@final
class AsyncNetworkGatherer:
    """Fetches what is needed, keeps it for as long as it is good, and asks once at a time."""

    def __init__(
        self, fetcher: AsyncFetcher, *, clock: Callable[[], int], shelf: Shelf | None = None
    ) -> None:
        self._fetcher: Final = fetcher
        self._clock: Final = clock
        self._shelf: Final = shelf or Shelf()
        self._under_way: Final[dict[Part, asyncio.Task[Evidence]]] = {}

    async def gather(self, need: Need) -> Evidence:
        """Get one thing; word that it could not be had is an answer too."""
        try:
            parts = parts_of(need)
        except LivretError as error:
            return Missing("", error.code)
        return joined(need, *[await self._get(part) for part in parts])

    async def _get(self, part: Part) -> Evidence:
        kept = self._shelf.find(part, now_s=self._clock())
        if kept is not None:
            return kept
        task = self._under_way.get(part)
        if task is None:
            task = asyncio.create_task(self._fetched(part))
            self._under_way[part] = task
        # Who gives up waiting takes nothing from those who still do.
        return await asyncio.shield(task)

    async def _fetched(self, part: Part) -> Evidence:
        try:
            fetched = await self._fetch(part)
            return self._shelf.put(part, fetched, now_s=self._clock())
        finally:
            del self._under_way[part]

    async def _fetch(self, part: Part) -> Evidence:
        uri = uri_of(part)
        if isinstance(uri, Missing):
            return uri
        try:
            answer = await self._fetcher.get(uri, max_bytes=part.max_bytes, headers=part.headers)
        except LivretError as error:
            return Missing(part.uri, str(error.facts.get("reason", error.code)))
        return found(part, answer.status, answer.body, now_s=self._clock())
