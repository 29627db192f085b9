"""Fetching by threads: what a :class:`Trip` decides, carried out."""

import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Final, final

import httpx

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher.addresses import NO_PINS, Pins, look_up
from livret_edge.fetcher.calling import Calling
from livret_edge.fetcher.carrying import Carrier, ending
from livret_edge.fetcher.keeping import Kept
from livret_edge.fetcher.trip import Call, Fetched, Trip, looking_up, translated

_CONNECTIONS: Final = 64  # to one name at once


@final
class Fetcher(Calling[Fetched]):
    """Fetches and posts over https. May be used by several threads at once."""

    def __init__(
        self,
        *,
        authorities: bytes | None = None,
        pins: Pins = NO_PINS,
        timeout_s: float = 10.0,
        find: Callable[[str, int], Sequence[str]] = look_up,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Prepare to fetch.

        Args:
            authorities: certificates (PEM) of those whose word on a host counts; the
                well-known ones when none are given.
            pins: names whose address is fixed; only these may lead inside.
            timeout_s: for a whole answer with all redirections; asking the name service
                comes on top, and has the limits of this machine's.
            find: asks for the addresses of a name.
            transport: in place of the network, for tests.
        """
        self._pins: Final = dict(pins)
        self._timeout_s: Final = timeout_s
        self._find: Final = find
        self._transport: Final = transport
        self._trusted: Final = trusting(authorities)
        self._kept: Final = Kept[httpx.Client](self._make)
        self._lock: Final = Lock()

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            gone = self._kept.clear()
        for client in gone:
            client.close()

    def _fetch(self, call: Call) -> Fetched:
        trip = Trip(call, self._pins, ends_s=time.monotonic() + self._timeout_s)
        while True:
            address = trip.pinned
            if address is None:
                with looking_up(trip.at.host):
                    found = self._find(trip.at.host, trip.at.port)
                address = trip.choose(found)
            with (
                translated(trip.at.host),
                ending(trip.ends_s),
                self._client(trip.at) as client,
                client.stream(**trip.request(address)) as answer,
            ):
                intake = trip.hear(answer)
                for piece in answer.iter_raw():
                    intake.take(piece, time.monotonic())
            fetched = trip.arrive(intake)
            if fetched is not None:
                return fetched

    @contextmanager
    def _client(self, uri: HttpsUri) -> Iterator[httpx.Client]:
        name = (uri.host, uri.port)
        with self._lock:
            client = self._kept.take(name)
        try:
            yield client
        finally:
            with self._lock:
                gone = self._kept.give_back(name, client)
            for each in gone:
                each.close()

    def _make(self) -> httpx.Client:
        return httpx.Client(
            transport=self._transport or Carrier(self._trusted, connections=_CONNECTIONS),
            trust_env=False,
            follow_redirects=False,
            timeout=self._timeout_s,
            headers={"User-Agent": "livret"},
        )


def trusting(authorities: bytes | None) -> ssl.SSLContext:
    """Trust the word of *authorities* (PEM) on who a host is, or that of the well-known ones.

    Raises:
        MalformedInput: ``usage.authorities`` for what holds none.
    """
    if authorities is None:
        return httpx.create_ssl_context(trust_env=False)
    if not authorities:
        # The library takes nothing for "the machine's own", and would believe all the world.
        raise MalformedInput("usage.authorities")
    try:
        return ssl.create_default_context(cadata=authorities.decode("ascii"))
    except (ssl.SSLError, ValueError):
        raise MalformedInput("usage.authorities") from None
