"""Attack 31, over the network: many answers at once to one request, in two processes."""

import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import Refused
from livret_core.sealing import SealingKey
from livret_verifier.evidence import Evidence, Need
from livret_verifier.store.transactions import Transactions
from tests.racing import ROUNDS
from tests.scene import FOLDER, NOW_S, draft
from tests.windows import Opened, opened, posted, shown

REQUESTS, TRIES = 20, 50
#: Of requests whose answers are posted in two processes; thousands with the tests of `make chaos`.
POSTED = ROUNDS // 4


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def _race(root: Path, work: list[tuple[str, str]], go: Any, told: Any) -> None:
    """Post every answer, as fast as it goes; tell how many were taken."""
    mine = opened(root)
    go.wait()
    taken = 0
    for code, body in work:
        taken += mine.call("POST", f"/pool/answers/{code}", body).status == 200
    mine.window.transactions.close()
    told.put(taken)


def test_attack_31_two_processes_take_each_answer_once(window: Opened) -> None:
    asked = [window.ask("direct_post") for _ in range(POSTED)]
    work = []
    for each in asked:
        request = window.fetch(each)
        copies = [draft(copy=number) for number in (1, 2)]
        bodies = [posted(request, shown(request, of=copy)) for copy in copies]
        work += [(each.transaction.code, body) for body in bodies * 3]
    context = multiprocessing.get_context("spawn")
    go, told = context.Barrier(2), context.Queue()
    racers = [
        context.Process(target=_race, args=(window.desk.root, work, go, told)) for _ in range(2)
    ]
    for racer in racers:
        racer.start()
    assert sum(told.get(timeout=600) for _ in racers) == len(asked)
    for racer in racers:
        racer.join(timeout=30)
    assert [window.verdict(each)["outcome"] for each in asked] == ["accepted"] * len(asked)


def _settle(root: Path, codes: list[str], go: Any, told: Any) -> None:
    store = _store(root)
    go.wait()
    won = [code for _ in range(TRIES) for code in codes if _tried(store, code)]
    store.close()
    told.put(won)


def _tried(store: Transactions, code: str) -> bool:
    return store.settle(code, b"{}", now_s=NOW_S, retention_s=600)


def _store(root: Path) -> Transactions:
    return Transactions.open(root / "race.db", tenant="pool", key=SealingKey(bytes(32)))


def test_attack_31_thousands_of_tries_have_one_winner_each(window: Opened) -> None:
    store = _store(window.desk.root)
    made = [window.ask("direct_post").transaction for _ in range(REQUESTS)]
    for each in made:
        store.add(each, handle=each.code, now_s=NOW_S)
    codes = [each.code for each in made]
    context = multiprocessing.get_context("spawn")
    go, told = context.Barrier(2), context.Queue()
    racers = [
        context.Process(target=_settle, args=(window.desk.root, codes, go, told)) for _ in range(2)
    ]
    for racer in racers:
        racer.start()
    won = [code for _ in racers for code in told.get(timeout=60)]
    for racer in racers:
        racer.join(timeout=30)
    store.close()
    assert sorted(won) == sorted(codes)


def test_attack_31_who_was_too_slow_settles_nothing(tmp_path: Path) -> None:
    """While one process looks for evidence, another takes another answer; then the first goes on."""
    root, statuses = tmp_path / "pool", list[int]()

    def gather(need: Need) -> Evidence:
        if not statuses:
            statuses.append(other.answer(asked, posted(request, "not a proof")).status)
        return FOLDER(need)

    window, other = opened(root, gather=gather), opened(root)
    asked = window.ask()
    request = window.fetch(asked)
    with pytest.raises(Refused) as caught:  # on the wire it is 400 `invalid_request`, as all are
        window.window.take(asked.transaction.code, posted(request).encode())
    assert caught.value.code == "holder.replayed"
    assert statuses == [200]
    assert window.verdict(asked)["outcome"] == "malformed"


def test_attack_31_one_process_checks_no_second_answer_meanwhile(tmp_path: Path) -> None:
    """Else one request would be good for as many checks as somebody can send at once."""
    statuses = list[int]()

    def gather(need: Need) -> Evidence:
        if not statuses:
            statuses.append(0)
            statuses.append(window.answer(asked, posted(request)).status)
        return FOLDER(need)

    window = opened(tmp_path / "pool", gather=gather)
    asked = window.ask()
    request = window.fetch(asked)
    assert window.answer(asked, posted(request)).status == 200
    assert statuses == [0, 400]
    assert window.verdict(asked)["outcome"] == "accepted"


def test_attack_31_an_answer_that_was_lost_may_be_sent_again(tmp_path: Path) -> None:
    """A desk that fell over before the verdict was on the disk has taken nothing."""
    falls = [True]

    def gather(need: Need) -> Evidence:
        if falls:
            raise SystemExit(falls.pop())
        return FOLDER(need)

    window = opened(tmp_path / "pool", gather=gather)
    asked = window.ask()
    body = posted(window.fetch(asked))
    before = window.kept(asked)
    with pytest.raises(SystemExit):
        window.answer(asked, body)
    assert window.kept(asked) == before
    assert window.answer(asked, body).status == 200
    assert window.verdict(asked)["outcome"] == "accepted"


def test_attack_31_an_answer_sent_again_changes_nothing(window: Opened) -> None:
    asked = window.ask()
    request = window.fetch(asked)
    body = posted(request)
    window.answer(asked, body)
    before = window.kept(asked)
    window.clock.now_s += 1
    assert window.answer(asked, body).status == 400
    assert window.answer(asked, posted(request, shown(request, of=draft(copy=2)))).status == 400
    assert window.kept(asked) == before


def test_attack_31_twin_one_answer_is_taken(window: Opened) -> None:
    asked = window.ask()
    assert window.answer(asked, posted(window.fetch(asked))).status == 200
    assert window.verdict(asked)["outcome"] == "accepted"
