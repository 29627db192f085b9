"""Work that needs no order, on all cores of this machine."""

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_P = TypeVar("_P")
_R = TypeVar("_R")


def on_all_cores(function: Callable[[_P], _R], parts: Iterable[_P]) -> list[_R]:
    """Call *function* for each part; what it does outside the interpreter runs side by side.

    The caller's own thread works too: of two cores, one thread is begun and not two, and nobody
    only waits.

    Returns:
        What came out of each, in the order of the parts.
    """
    every = list(parts)
    helpers = min(os.cpu_count() or 1, len(every)) - 1
    if helpers < 1:
        return [function(part) for part in every]
    left = deque(enumerate(every))
    done: dict[int, _R] = {}

    def work() -> None:
        while True:
            try:
                number, part = left.popleft()
            except IndexError:
                return
            done[number] = function(part)

    # Threads are made anew for each step of a replay: they cost less than one of its signatures.
    with ThreadPoolExecutor(helpers) as pool:
        others = [pool.submit(work) for _ in range(helpers)]
        work()
        for other in others:
            other.result()
    return [done[number] for number in range(len(every))]
