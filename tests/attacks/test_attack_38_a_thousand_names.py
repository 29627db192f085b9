"""Attack 38: forged proofs in a thousand made-up names of the ledger's own host.

Each is looked up once, twenty a minute; they take no room from towns, which are asked about as ever.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest

from livret_edge.fetcher import AsyncFetcher, Fetcher
from livret_verifier.client.asynchronous import AsyncNetworkGatherer
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.client.shelf import MINUTE_S, UNKNOWN, Shelf
from livret_verifier.evidence import Evidence, Found, LedgerNeed, Missing
from livret_verifier.keeping import Part
from tests.fetching import OUTSIDE, reply
from tests.scene import NOW_S

SCID: Final = "QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8"


def _part(number: int) -> Part:
    return Part("ledger", f"https://ledger.example/fr-insee/{number}/ledger.evidence")


def _nobody(shelf: Shelf, number: int, now_s: int) -> bool:
    """Whether a name of nobody was looked up."""
    part = _part(number)
    if shelf.find(part, now_s=now_s) is not None:
        return False
    shelf.put(part, Missing(part.uri, "status 404", is_absent=True), now_s=now_s)
    return True


def test_attack_38_a_thousand_names_are_twenty_look_ups_a_minute() -> None:
    shelf = Shelf()
    assert sum(_nobody(shelf, each, NOW_S) for each in range(1_000)) == UNKNOWN
    said = shelf.find(_part(5_000), now_s=NOW_S)
    assert isinstance(said, Missing)
    assert not said.is_absent  # nobody looked: that is no *no*
    assert not _nobody(shelf, 5_000, NOW_S + MINUTE_S - 1)
    assert _nobody(shelf, 5_000, NOW_S + MINUTE_S)


def test_attack_38_a_thousand_names_push_no_town_out() -> None:
    shelf = Shelf(max_entries=2)
    towns = [_part(-1), _part(-2)]
    for town in towns:
        shelf.put(town, Found(b"x", town.uri, NOW_S), now_s=NOW_S)
    for each in range(1_000):
        _nobody(shelf, each, NOW_S)
    assert all(isinstance(shelf.find(town, now_s=NOW_S), Found) for town in towns)


def test_attack_38_twin_a_town_that_was_met_is_asked_about_at_all_times() -> None:
    shelf, town, later_s = Shelf(), _part(-1), NOW_S + 300
    shelf.put(town, Found(b"x", town.uri, NOW_S), now_s=NOW_S)
    for each in range(1_000):
        _nobody(shelf, each, later_s)
    assert shelf.find(town, now_s=later_s) is None  # to be fetched anew
    lapse = shelf.put(town, Missing(town.uri, "status 503"), now_s=later_s)
    assert isinstance(lapse, Found)


def test_attack_38_twin_new_towns_that_are_found_cost_nothing() -> None:
    shelf = Shelf()
    for each in range(1_000):
        assert shelf.find(_part(each), now_s=NOW_S) is None
        shelf.put(_part(each), Found(b"x", "", NOW_S), now_s=NOW_S)


def _blocking(transport: Any, dids: list[str]) -> list[Evidence]:
    fetcher = Fetcher(transport=transport, find=lambda *_: [OUTSIDE])
    gatherer = NetworkGatherer(fetcher, clock=lambda: NOW_S)
    got = [gatherer.gather(LedgerNeed(did)) for did in dids]
    fetcher.close()
    return got


def _asynchronous(transport: Any, dids: list[str]) -> list[Evidence]:
    async def walk() -> list[Evidence]:
        fetcher = AsyncFetcher(transport=transport, find=lambda *_: [OUTSIDE])
        gatherer = AsyncNetworkGatherer(fetcher, clock=lambda: NOW_S)
        got = [await gatherer.gather(LedgerNeed(did)) for did in dids]
        await fetcher.close()
        return got

    return asyncio.run(walk())


@pytest.mark.parametrize("gather", [_blocking, _asynchronous])
def test_attack_38_a_thousand_names_over_the_wire(
    gather: Callable[[Any, list[str]], list[Evidence]],
) -> None:
    asked: list[str] = []

    def host(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return reply(404)

    dids = [f"did:webvh:{SCID}:ledger.example:fr-insee:{each}" for each in range(10_000, 10_100)]
    got = gather(httpx.MockTransport(host), dids)
    assert len(asked) == UNKNOWN
    absent = [each.is_absent for each in got if isinstance(each, Missing)]
    assert absent == [True] * UNKNOWN + [False] * (len(dids) - UNKNOWN)
