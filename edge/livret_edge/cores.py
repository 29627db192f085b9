"""Work that needs no order, on all cores of this machine."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_P = TypeVar("_P")
_R = TypeVar("_R")


def on_all_cores(function: Callable[[_P], _R], parts: Iterable[_P]) -> Iterator[_R]:
    """Call *function* for each part; what it does outside the interpreter runs side by side."""
    every = list(parts)
    cores = min(os.cpu_count() or 1, len(every))
    if cores < 2:
        yield from map(function, every)
        return
    # Threads are made anew for each step of a replay: they cost less than one of its signatures.
    with ThreadPoolExecutor(cores) as pool:
        yield from pool.map(function, every)
