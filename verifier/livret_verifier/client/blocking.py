"""Evidence from the network, for threads: each thing is fetched once, however many wait for it."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Final, final

from livret_core.errors import LivretError
from livret_edge.fetcher import Fetcher
from livret_verifier.client.shelf import Shelf
from livret_verifier.evidence import Evidence, Missing, Need
from livret_verifier.keeping import Part, found, joined, parts_of, uri_of


@final
class NetworkGatherer:
    """Fetches what is needed, keeps it for as long as it is good, and asks once at a time."""

    def __init__(
        self, fetcher: Fetcher, *, clock: Callable[[], int], shelf: Shelf | None = None
    ) -> None:
        self._fetcher: Final = fetcher
        self._clock: Final = clock
        self._shelf: Final = shelf or Shelf()
        self._under_way: Final[dict[Part, Future[Evidence]]] = {}
        self._lock: Final = Lock()

    def gather(self, need: Need) -> Evidence:
        """Get one thing; word that it could not be had is an answer too."""
        try:
            parts = parts_of(need)
        except LivretError as error:
            return Missing("", error.code)
        return joined(need, *(self._get(part) for part in parts))

    def _get(self, part: Part) -> Evidence:
        with self._lock:
            kept = self._shelf.find(part, now_s=self._clock())
            if kept is not None:
                return kept
            waiting = self._under_way.get(part)
            mine: Future[Evidence] = Future()
            if waiting is None:
                self._under_way[part] = mine
        if waiting is not None:
            return waiting.result()
        fetched: Evidence = Missing(part.uri, "fault")
        try:
            fetched = self._fetch(part)
        finally:
            with self._lock:
                used = self._shelf.put(part, fetched, now_s=self._clock())
                del self._under_way[part]
            mine.set_result(used)
        return used

    def _fetch(self, part: Part) -> Evidence:
        uri = uri_of(part)
        if isinstance(uri, Missing):
            return uri
        try:
            answer = self._fetcher.get(uri, max_bytes=part.max_bytes, headers=part.headers)
        except LivretError as error:
            return Missing(part.uri, str(error.facts.get("reason", error.code)))
        return found(part, answer.status, answer.body, now_s=self._clock())
