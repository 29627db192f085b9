"""`livret issuer serve` as its own process, and two of them on one town hall's records."""

import json
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx
import pytest

from livret_edge.fetcher import Fetcher
from tests.asking import Answer
from tests.halls_online import HOST, Caller, credentials, free_port, over, said, tls_for
from tests.halls_served import ADDRESS, behind, founded, seconds, serving
from tests.issuer_databases import OnServer
from tests.ledger_processes import Started
from tests.passphrases import passphrases_at_once
from tests.pickups import acts, offer
from tests.postgres_server import Server

__all__ = ["passphrases_at_once"]

pytestmark = pytest.mark.usefixtures("passphrases_at_once")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


@pytest.fixture(params=["file", "server"])
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "file":
        yield None
        return
    made = OnServer(request.getfixturevalue("server"))
    yield made.address
    made.clear()


def test_a_process_speaks_tls_and_ends_in_order(tmp_path: Path) -> None:
    port = free_port()
    address = f"https://{HOST}:{port}/verneuil"
    office = founded(tmp_path, address)
    tls, authority = tls_for(tmp_path, HOST)
    files = ("--certificate", tls.certificate, "--certificate-key", tls.key)
    with serving(tmp_path, "--listen", f"127.0.0.1:{port}", *files) as process:
        assert process.told["issuer"] == address
        fetcher = Fetcher(authorities=authority, pins={(HOST, port): "127.0.0.1"})
        caller = Caller(over(fetcher), clock=seconds, url=address)
        offered = offer(office, now_s=seconds())
        token = caller.access(offered)
        answer = caller.ask(token)
        assert len(credentials(answer)) == 3
        assert caller.notify(token, str(answer.json()["notification_id"])).status == 204
        assert acts(office)[-3:] == ["redeem", "issue", "accepted"]
        inside = str(process.told["inside"])
        ready = json.loads(httpx.get(f"{inside}readyz", trust_env=False).content)
        assert ready == {
            "ready": True,
            "checks": {"records": "ok", "keys": "ok", "lists": "ok", "tidy": "ok"},
        }
        fetcher.close()
        os.kill(process.process.pid, signal.SIGTERM)
        assert process.stop() == 0


def test_two_processes_are_one_town_hall(tmp_path: Path, database: str | None) -> None:
    office = founded(tmp_path, ADDRESS, database)
    with ExitStack() as stack:
        processes = [stack.enter_context(serving(tmp_path, "--behind-proxy")) for _ in range(2)]
        urls = [str(each.told["url"]) for each in processes]
        caller = Caller(behind(stack, *urls), clock=seconds, url=ADDRESS)
        offered = offer(office, now_s=seconds())
        tokens = caller.tokens(offered)
        token = str(tokens["access_token"])
        request = caller.request()
        proof = {"dpop": caller.proof(f"{ADDRESS}/credential", token=token)}
        first = caller.ask(token, request, headers=proof)
        # The other process knows what the first has seen, and has its answer.
        assert said(caller.ask(token, request, headers=proof))[2] == "dpop.replayed"
        assert credentials(caller.ask(token, request)) == credentials(first)
        name = str(first.json()["notification_id"])
        assert [caller.notify(token, name).status for _ in range(2)] == [204, 204]
        used = caller.request(nonce=None, batch="b")
        second = caller.access(offer(office, given_name="Zoé", now_s=seconds()))
        assert len(credentials(caller.ask(second, used))) == 3
        third = caller.access(offer(office, given_name="Ana", now_s=seconds()))
        assert said(caller.ask(third, used))[1:] == ("invalid_nonce", "key_proof.nonce")
        again = caller.refresh(str(tokens["refresh_token"]))
        assert again.status == 200
        assert acts(office).count("issue") == 2
        assert [each.stop() for each in processes] == [0, 0]


def at_the_same_time(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Do several things at once; what each came to."""
    begin = threading.Barrier(len(acts))

    def do(act: Callable[[], Answer]) -> Answer:
        begin.wait(20)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


@pytest.mark.slow
def test_attack_21_of_many_redemptions_at_two_processes_one_wins(
    tmp_path: Path, database: str | None
) -> None:
    office, rounds, at_once = founded(tmp_path, ADDRESS, database), 60, 8
    with ExitStack() as stack:
        processes = [stack.enter_context(serving(tmp_path, "--behind-proxy")) for _ in range(2)]
        senders = [behind(stack, str(processes[each % 2].told["url"])) for each in range(at_once)]
        callers = [
            Caller(send, name=f"{at}", clock=seconds, url=ADDRESS)
            for at, send in enumerate(senders)
        ]
        for number in range(rounds):
            offered = offer(office, given_name=f"Camille {number}", now_s=seconds())
            code = callers[0].code(offered)
            told = at_the_same_time([partial(each.redeem, code, offered.pin) for each in callers])
            assert sorted(each.status for each in told) == [200] + [400] * (at_once - 1)
    assert acts(office).count("redeem") == rounds


def test_plain_http_is_asked_for_by_name(tmp_path: Path) -> None:
    founded(tmp_path, ADDRESS)
    words = ("issuer", "serve", "--home", "hall", "--passphrase-file", "passphrase")
    for more, code in (
        ((), "usage.missing"),
        (("--behind-proxy", "--certificate", "a", "--certificate-key", "b"), "usage.contradiction"),
        (("--certificate", "a"), "usage.missing"),
    ):
        started = Started((*words, *more), tmp_path)
        line = started.line()
        assert (line["event"], line["code"]) == ("error", code)
        assert started.process.wait(20) == 2
        started.close()


def test_a_port_that_is_taken_is_said_before_anything_is_begun(tmp_path: Path) -> None:
    """Not even a passphrase is asked for, and no list is signed."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for option, other in (("--listen", ()), ("--inside", ("--listen", "127.0.0.1:0"))):
            started = Started(
                ("issuer", "serve", "--home", "nowhere", "--behind-proxy",
                 option, f"127.0.0.1:{port}", *other),
                tmp_path,
            )  # fmt: skip
            line = started.line()
            assert (line["event"], line["code"]) == ("error", "net.port_taken")
            assert line["facts"] == {"port": int(port), "option": option}
            assert started.process.wait(20) == 3
            started.close()
