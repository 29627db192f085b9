"""What is fetched for the machine: once for all who wait, for as long as it is good, bounded."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import pytest

from livret_core.tlog.tiles import Tile
from livret_edge.fetcher import AsyncFetcher, Fetcher
from livret_verifier.client.asynchronous import AsyncNetworkGatherer
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.client.shelf import Shelf
from livret_verifier.evidence import (
    DidLogNeed,
    Evidence,
    Found,
    LedgerNeed,
    Missing,
    StatusListNeed,
    TilesNeed,
)
from livret_verifier.keeping import Part, joined, keep_s, parts_of
from tests.fetching import OUTSIDE, reply
from tests.scene import DAY_S, NOW_S, TOWN
from tests.windows import Clock

LOG: Final = DidLogNeed(TOWN.did)
LIST: Final = StatusListNeed(TOWN.status_uri.text)
_LIST: Final = Part("list", TOWN.status_uri.text)


class Web:
    """What the town publishes, until it goes away."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.accepted: dict[str, str | None] = {}
        self.is_there = True
        self.waits: threading.Event | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = urlsplit(str(request.url)).path
        self.asked.append(path.rpartition("/")[2])
        self.accepted[self.asked[-1]] = request.headers.get("Accept")
        if self.waits is not None:
            self.waits.wait(5)
        if not self.is_there:
            return reply(503)
        if path.endswith("did.jsonl"):
            return reply(200, TOWN.log)
        return reply(200, TOWN.status_list()) if path.endswith(".jwt") else reply(404)


class Both:
    """Either gatherer, asked the same way."""

    def __init__(self, kind: str, web: Web, clock: Clock, **more: Any) -> None:
        transport: Any = httpx.MockTransport(web)
        given: dict[str, Any] = {"transport": transport, "find": lambda *_: [OUTSIDE]}
        self._loop = asyncio.Runner() if kind == "asynchronous" else None
        self._fetcher: Any
        self._gatherer: Any
        if self._loop is None:
            self._fetcher = Fetcher(**given)
            self._gatherer = NetworkGatherer(self._fetcher, clock=clock, **more)
        else:
            self._fetcher = AsyncFetcher(**given)
            self._gatherer = AsyncNetworkGatherer(self._fetcher, clock=clock, **more)

    def gather(self, need: Any) -> Evidence:
        if self._loop is None:
            return self._gatherer.gather(need)  # type: ignore[no-any-return]
        return self._loop.run(self._gatherer.gather(need))  # type: ignore[no-any-return]

    def gather_at_once(self, need: Any, times: int) -> list[Evidence]:
        if self._loop is not None:

            async def all_() -> list[Evidence]:
                return list(
                    await asyncio.gather(*(self._gatherer.gather(need) for _ in range(times)))
                )

            return self._loop.run(all_())
        found: list[Evidence] = []
        threads = [
            threading.Thread(target=lambda: found.append(self.gather(need))) for _ in range(times)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        return found

    def close(self) -> None:
        if self._loop is None:
            self._fetcher.close()
        else:
            self._loop.run(self._fetcher.close())
            self._loop.close()


Make = Callable[..., Both]


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["blocking", "asynchronous"])
def both(request: pytest.FixtureRequest, web: Web, clock: Clock) -> Iterator[Both]:
    made = Both(request.param, web, clock)
    yield made
    made.close()


def test_a_thing_is_fetched_once_for_as_long_as_it_is_good(
    both: Both, web: Web, clock: Clock
) -> None:
    first = both.gather(LOG)
    assert isinstance(first, Found)
    assert (first.content, first.witness_file) == (TOWN.log, None)
    clock.now_s += 299
    assert both.gather(LOG) == first
    assert sorted(web.asked) == ["did-witness.json", "did.jsonl"]
    clock.now_s += 1
    assert both.gather(LOG) != first
    assert len(web.asked) == 4


def test_many_who_want_the_same_wait_for_one(both: Both, web: Web) -> None:
    web.waits = threading.Event()
    threading.Timer(0.2, web.waits.set).start()
    found = both.gather_at_once(LIST, 8)
    assert len(found) == 8
    assert len(set(map(id, found))) == 1
    assert web.asked == ["1.jwt"]


def test_a_failure_is_word_of_it_and_tried_again_soon(both: Both, web: Web, clock: Clock) -> None:
    web.is_there = False
    assert both.gather(LIST) == Missing(LIST.uri, "status 503")
    assert both.gather(LIST) == Missing(LIST.uri, "status 503")
    assert len(web.asked) == 1
    web.is_there = True
    clock.now_s += 5
    assert isinstance(both.gather(LIST), Found)


def test_an_old_list_stands_in_with_its_own_time(both: Both, web: Web, clock: Clock) -> None:
    """Whether it is too old is for the machine to say, by the list's word and the policy's."""
    first = both.gather(LIST)
    web.is_there = False
    clock.now_s += DAY_S
    assert both.gather(LIST) == first
    assert isinstance(first, Found)
    assert first.obtained_at_s == NOW_S


def test_an_old_log_does_not_stand_in_for_ever(both: Both, web: Web, clock: Clock) -> None:
    both.gather(LOG)
    web.is_there = False
    clock.now_s += 3_599
    assert isinstance(both.gather(LOG), Found)
    clock.now_s += 10
    assert isinstance(both.gather(LOG), Missing)


def test_what_is_no_address_is_not_fetched(both: Both, web: Web) -> None:
    assert isinstance(both.gather(StatusListNeed("http://town.example/1")), Missing)
    assert isinstance(both.gather(DidLogNeed("did:key:z6Mk")), Missing)
    assert web.asked == []


@pytest.mark.parametrize(
    ("claims", "kept_s"),
    [
        ({"ttl": 60}, 60),
        ({"ttl": 60, "exp": NOW_S + 30}, 30),
        ({"ttl": 60.0}, 60),
        ({"ttl": 60, "exp": NOW_S + 30.0}, 30),
        ({"ttl": 1}, 10),
        ({"ttl": 10**9}, 3_600),
        ({"ttl": -5}, 10),
        ({"ttl": "60"}, 300),
        ({"ttl": True}, 300),
        ({}, 300),
    ],
)
def test_a_list_says_how_long_within_bounds(claims: dict[str, Any], kept_s: int) -> None:
    from livret_core import jws
    from livret_core.encoding import json as json_encoding

    text = jws.sign({"typ": "statuslist+jwt"}, json_encoding.format(claims), TOWN.signer)
    assert keep_s(_LIST, Found(text.encode(), "there", NOW_S), now_s=NOW_S) == kept_s


def test_a_large_list_is_kept_as_long_as_it_says() -> None:
    """Larger than any other JSON that is read, and within what a list may be."""
    from livret_core import jws
    from livret_core.encoding import json as json_encoding

    payload = json_encoding.format({"ttl": 1_800, "lst": "A" * (1 << 20)})
    text = jws.sign({"typ": "statuslist+jwt"}, payload, TOWN.signer)
    assert keep_s(_LIST, Found(text.encode(), "there", NOW_S), now_s=NOW_S) == 1_800


def test_a_list_is_asked_for_as_what_it_is(both: Both, web: Web) -> None:
    both.gather(LIST)
    both.gather(LOG)
    assert web.accepted["1.jwt"] == "application/statuslist+jwt"
    assert web.accepted["did.jsonl"] != web.accepted["1.jwt"]


def test_what_is_no_list_is_kept_for_a_moment() -> None:
    assert keep_s(_LIST, Found(b"\xff", "there", NOW_S), now_s=NOW_S) == 10


def test_of_a_body_on_the_ledger_one_file_is_fetched() -> None:
    [part] = parts_of(LedgerNeed(TOWN.did))
    assert part.uri == "https://ledger.livret.test/verneuil/ledger.evidence"


def test_tiles_are_fetched_from_the_believed_ledger_and_put_one_behind_the_other() -> None:
    need = TilesNeed("ledger.livret.test:8443/meuse", (Tile(0, 0, 3), Tile(0, 1)))
    first, second = parts_of(need)
    assert first.uri == "https://ledger.livret.test:8443/tile/0/000.p/3"
    assert second.uri == "https://ledger.livret.test:8443/tile/0/001"
    assert first.max_bytes == 256 * 32
    had = Found(b"ab", first.uri, 7), Found(b"c", second.uri, 5)
    assert joined(need, *had) == Found(b"abc", first.uri, 5)
    missing = Missing(second.uri, "status 404", is_absent=True)
    assert joined(need, had[0], missing) == missing
    assert isinstance(joined(TilesNeed("ledger.livret.test/meuse", ())), Missing)


def test_what_is_kept_is_bounded_by_number_and_size() -> None:
    few = Shelf(max_entries=2)
    parts = [Part("commit", f"https://town.example/{number}") for number in range(3)]
    for part in parts:
        few.put(part, Found(b"x" * 10, part.uri, NOW_S), now_s=NOW_S)
    assert [few.find(part, now_s=NOW_S) is not None for part in parts] == [False, True, True]
    small = Shelf(max_bytes=25)
    for part in parts:
        small.put(part, Found(b"x" * 10, part.uri, NOW_S), now_s=NOW_S)
    assert [small.find(part, now_s=NOW_S) is not None for part in parts] == [False, True, True]
