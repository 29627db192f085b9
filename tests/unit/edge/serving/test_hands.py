"""Threads for work that waits: how many at a time, what comes back, when they end."""

import asyncio
import threading

import pytest

from livret_edge.serving.hands import Hands

PATIENCE_S = 10.0


def test_what_was_made_comes_back_and_what_went_wrong_is_raised() -> None:
    hands = Hands(2)

    async def both() -> int:
        with pytest.raises(ZeroDivisionError):
            await hands.do(lambda given: 1 // given, 0)
        with pytest.raises(RuntimeError, match="StopIteration"):
            await hands.do(next, iter(()))
        return await hands.do(lambda given: given + 1, 1)

    assert asyncio.run(both()) == 2


def test_no_more_at_a_time_than_there_are_hands_and_each_has_its_turn() -> None:
    hands, lock = Hands(3), threading.Lock()
    now, most, full, go = 0, 0, threading.Event(), threading.Event()

    def work(given: int) -> int:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            if now == 3:
                full.set()
        go.wait(PATIENCE_S)
        with lock:
            now -= 1
        return given

    async def all_of_them() -> list[int]:
        tasks = [asyncio.create_task(hands.do(work, number)) for number in range(20)]
        await asyncio.to_thread(full.wait, PATIENCE_S)
        go.set()
        return await asyncio.gather(*tasks)

    assert asyncio.run(all_of_them()) == list(range(20))
    assert most == 3


def test_who_went_away_is_not_told_and_the_next_is() -> None:
    hands, go = Hands(1), threading.Event()

    async def one_leaves() -> str:
        gone = asyncio.create_task(hands.do(lambda _: go.wait(PATIENCE_S), None))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        next_one = asyncio.create_task(hands.do(lambda given: given, "told"))
        go.set()
        return await next_one

    assert asyncio.run(one_leaves()) == "told"


def test_a_loop_that_is_gone_harms_nobody() -> None:
    hands, begun, go = Hands(1), threading.Event(), threading.Event()

    def work(_: None) -> None:
        begun.set()
        go.wait(PATIENCE_S)

    async def leave() -> None:
        task = asyncio.create_task(hands.do(work, None))
        await asyncio.to_thread(begun.wait, PATIENCE_S)
        task.cancel()

    asyncio.run(leave())
    go.set()
    assert asyncio.run(hands.do(lambda given: given, 7)) == 7


def test_idle_ones_end_and_come_again_when_there_is_work() -> None:
    hands = Hands(2, idle_s=0.01)
    one, other = (
        asyncio.run(hands.do(lambda _: threading.current_thread(), None)) for _ in range(2)
    )
    for each in (one, other):
        each.join(PATIENCE_S)
        assert not each.is_alive()
    assert asyncio.run(hands.do(lambda given: given, 1)) == 1
