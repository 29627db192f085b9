"""Attacks 21, 22, 25 and 26 at the endpoints of a town hall, in two processes at once.

Codes, nonces, tokens and DPoP proofs are good once, whoever comes first: each is tried in both
processes at the same time, through the public interface, against one store.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests.asking import Answer
from tests.halls_online import Caller, Clock, hall_online, opened, said, within
from tests.pickups import acts, offer, statuses
from tests.postgres_server import Server
from tests.racing import ROUNDS, at_once

Try = tuple[int, object]
"""Status, and our code of the reason."""


@dataclass
class Kept:
    """A request that is written and not sent yet."""

    method: str = ""
    url: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Pen:
    """A transport that writes down what it is given in the place of sending it."""

    def __init__(self) -> None:
        self.kept = Kept()

    def __call__(
        self, method: str, url: str, *, body: bytes = b"", headers: object = None
    ) -> Answer:
        self.kept = Kept(method, url, body, dict(headers or {}))  # type: ignore[call-overload]
        return Answer(0, {}, b"")


def written(caller: Caller, act: Callable[[Caller], object]) -> Kept:
    """What *act* would have sent."""
    pen = Pen()
    act(Caller(pen, caller.name, caller.has_dpop, caller.clock, caller.url))
    return pen.kept


def raced(office: Office, *lanes: Sequence[Kept]) -> list[list[Try]]:
    """Send each lane from a process of its own; what was answered to each request."""
    office.close()

    def run(lane: Sequence[Kept], wait: Callable[[], object]) -> list[Try]:
        mine, told = Office(office.home, office.hall, office._keys), list[Try]()
        with opened(mine, Clock()) as online:
            send = within(online)
            wait()
            for each in lane:
                answer = send(each.method, each.url, body=each.body, headers=each.headers)
                told.append((answer.status, said(answer)[2]))
        mine.close()
        return told

    return at_once(*(lambda wait, lane=lane: run(lane, wait) for lane in lanes))


def outcomes(told: list[list[Try]]) -> Counter[tuple[Try, ...]]:
    """How often each outcome of a pair was seen, the one who came first in front."""
    return Counter(tuple(sorted(pair, key=str)) for pair in zip(*told, strict=True))


def offers(office: Office, count: int) -> list[Offered]:
    return [offer(office, given_name=f"Camille {chr(97 + each % 26)}") for each in range(count)]


def test_attack_22_a_code_is_redeemed_once(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        offered = offers(office, ROUNDS)
        codes = [(caller.code(each), each.pin) for each in offered]
        thief = Caller(caller.send, name="thief", clock=clock)
        lanes = [
            [written(who, lambda one, c=code, p=pin: one.redeem(c, p)) for code, pin in codes]  # type: ignore[misc]
            for who in (caller, thief)
        ]
        told = outcomes(raced(office, *lanes))
        assert told == {((200, None), (400, "token.code")): ROUNDS}
        assert acts(office).count("redeem") == ROUNDS


def test_attack_22_a_nonce_is_good_for_one_request(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        other = Caller(caller.send, name="zoé", clock=clock)
        lanes: tuple[list[Kept], list[Kept]] = ([], [])
        for number in range(ROUNDS):
            nonce = caller.nonce()
            for who, lane in zip((caller, other), lanes, strict=True):
                token = who.access(offer(office))
                body = who.request(copies=1, batch=str(number), nonce=nonce)
                lane.append(written(who, lambda one, t=token, b=body: one.ask(t, b)))  # type: ignore[misc]
        told = outcomes(raced(office, *lanes))
        assert told == {((200, None), (400, "key_proof.nonce")): ROUNDS}
        assert acts(office).count("issue") == ROUNDS


def test_attack_22_a_token_is_good_for_one_set_of_keys(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered, lanes = offers(office, ROUNDS), (list[Kept](), list[Kept]())
        for each in offered:
            token = caller.access(each)
            for batch, lane in zip(("one", "other"), lanes, strict=True):
                body = caller.request(copies=1, batch=batch + each.handover.code.text)
                lane.append(written(caller, lambda one, t=token, b=body: one.ask(t, b)))  # type: ignore[misc]
        told = outcomes(raced(office, *lanes))
        assert told == {((200, None), (400, "pickup.nothing_newer")): ROUNDS}
        assert [len(statuses(office, each)) for each in offered] == [1] * ROUNDS
        assert acts(office).count("issue") == ROUNDS


def test_attack_22_two_instances_on_one_server_take_each_once(tmp_path: Path) -> None:
    """The same where the town hall's processes share a PostgreSQL server."""
    with Server.made() as server, hall_online(tmp_path, database=server.uri()) as hall:
        office, caller, clock, _ = hall
        offered, thief = (
            offers(office, ROUNDS // 2),
            Caller(hall[1].send, name="thief", clock=clock),
        )
        codes = [(caller.code(each), each.pin) for each in offered]
        lanes = [
            [written(who, lambda one, c=code, p=pin: one.redeem(c, p)) for code, pin in codes]  # type: ignore[misc]
            for who in (caller, thief)
        ]
        told = outcomes(raced(office, *lanes))
        assert told == {((200, None), (400, "token.code")): ROUNDS // 2}
        assert acts(office).count("redeem") == ROUNDS // 2


def test_attack_22_a_dpop_proof_is_taken_once(tmp_path: Path) -> None:
    """The very same request, proof and all: the second is a replay, not a repetition."""
    with hall_online(tmp_path) as (office, caller, _, _):
        lane = []
        for each in offers(office, ROUNDS):
            token, body = caller.access(each), caller.request(copies=1)
            lane.append(written(caller, lambda one, t=token, b=body: one.ask(t, b)))  # type: ignore[misc]
        told = outcomes(raced(office, lane, lane))
        assert told == {((200, None), (401, "dpop.replayed")): ROUNDS}


def test_attack_22_twin_whoever_comes_alone_is_served(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        code, pin = caller.code(one := offer(office)), one.pin
        lane = [written(caller, lambda who: who.redeem(code, pin))]
        assert raced(office, lane) == [[(200, None)]]
