"""Attack 21: two redeem one offer at the same instant, in threads and in two processes."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from livret_core.errors import Refused, Unavailable
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from livret_issuer.service.pickups import Pickups
from tests.office import NOW_S
from tests.pickups import Phone, acts, offer, open_hall

#: A thousand and more of each are raced with the tests of `make chaos`.
ROUNDS = 1_500 if os.environ.get("LIVRET_CHAOS") else 60
#: A file lets in whoever asks at the right moment: one that has no luck for so long tries again.
TRIES = 20


def race(office: Office, offered: Sequence[tuple[str, Offered]]) -> list[int]:
    """Try to redeem each; which of them this one won."""
    pickups = office.pickups()
    return [
        number for number, (code, one) in enumerate(offered) if is_first(pickups, code, one.pin)
    ]


def is_first(pickups: Pickups, code: str, pin: str | None) -> bool:
    """Redeem, and say whether nobody had; any other refusal ends the race and the test."""
    for left in reversed(range(TRIES)):
        try:
            pickups.redeem(code, pin, shown=None, now_s=NOW_S)
        except Refused as error:
            if error.code != "token.code":
                raise
            return False
        except Unavailable as error:
            if error.code != "store.unavailable" or not left:
                raise
        else:
            return True
    raise AssertionError("never")


def offers(office: Office, count: int) -> list[tuple[str, Offered]]:
    phone = Phone(office)
    made = [offer(office, given_name=f"Camille {chr(97 + each % 26)}") for each in range(count)]
    return [(phone.open(each), each) for each in made]


def in_process(act: Callable[[], list[int]]) -> tuple[int, int]:
    """Fork; the child's id, and where it writes what it won."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writing, bytes(number % 251 for number in act()) or b"")
            os.write(writing, b"\xff")
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return child, reading


def reopened(office: Office) -> Office:
    return Office(office.home, office.hall, office._keys)


def test_attack_21_two_threads_redeem_one_offer(tmp_path: Path) -> None:
    office = open_hall(tmp_path)
    offered = offers(office, ROUNDS)
    begin = threading.Barrier(2)

    def run() -> list[int]:
        mine = reopened(office)
        begin.wait()
        try:
            return race(mine, offered)
        finally:
            mine.close()

    with ThreadPoolExecutor(2) as threads:
        won = [each.result() for each in [threads.submit(run) for _ in range(2)]]
    assert sorted(won[0] + won[1]) == list(range(ROUNDS))
    assert acts(office).count("redeem") == ROUNDS


def test_attack_21_twin_one_alone_redeems_each(tmp_path: Path) -> None:
    office = open_hall(tmp_path)
    assert race(office, offers(office, 3)) == [0, 1, 2]


def test_attack_21_two_processes_redeem_one_offer(tmp_path: Path) -> None:
    office = open_hall(tmp_path)
    offered = offers(office, ROUNDS)
    office.close()
    children = [in_process(lambda: race(reopened(office), offered)) for _ in range(2)]
    won = b""
    for child, reading in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
        assert told.endswith(b"\xff")
        won += told[:-1]
    assert sorted(won) == sorted(number % 251 for number in range(ROUNDS))
    assert acts(reopened(office)).count("redeem") == ROUNDS
