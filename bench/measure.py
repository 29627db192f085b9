"""Measuring: ratios taken in one run, turn and turn about, and medians of what is left.

A machine that is busy, hot or throttled slows both sides of a ratio, so the two are
interleaved in short slices and each pair of slices gives one ratio. The median of the
ratios forgets the slices that something else interrupted.
"""

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, TypeAlias

Row: TypeAlias = dict[str, str | float | int | bool | None]
Work: TypeAlias = Callable[[], object]

_SLICE_S: Final = 0.02


def row(
    name: str,
    value: float,
    unit: str,
    *,
    target: float | None = None,
    better: Literal["lower", "higher"] = "lower",
    n: int = 1,
) -> Row:
    """Make one row; ``ok`` is None where there is no target (a row that shows growth)."""
    ok = None if target is None else value <= target if better == "lower" else value >= target
    return {"name": name, "value": value, "unit": unit, "target": target, "ok": ok, "n": n}


def in_memory() -> Path | None:
    """Give a folder that lies in memory, where writing through waits for no disk; None without."""
    shared = Path("/dev/shm")  # a folder of the test's own is made there
    return shared if os.access(shared, os.W_OK) else None


def number(value: str | float | bool | None) -> str:
    """Write a figure: four digits that count, or all those before the point."""
    if not isinstance(value, float):
        return f"{value:,}"
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


def ratio(a: Work, b: Work, *, seconds: float = 2.0) -> tuple[float, int]:
    """Measure how many times *b* the work *a* takes, and how many calls of each that is from."""
    calls_a, calls_b = _calls_a_slice(a), _calls_a_slice(b)
    pairs: list[tuple[float, float]] = []
    with _quiet():
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or len(pairs) < 11:
            # The order alternates, so that a cache warmed by one helps both alike.
            if len(pairs) % 2:
                took_b, took_a = _slice(b, calls_b), _slice(a, calls_a)
            else:
                took_a, took_b = _slice(a, calls_a), _slice(b, calls_b)
            pairs.append((took_a, took_b))
    value = statistics.median(took_a / took_b for took_a, took_b in pairs)
    return value, len(pairs) * min(calls_a, calls_b)


def seconds_each(work: Work, *, seconds: float = 1.0) -> tuple[float, int]:
    """Measure the median seconds of one call, and how many calls that is from."""
    calls = _calls_a_slice(work)
    taken: list[float] = []
    with _quiet():
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or len(taken) < 5:
            taken.append(_slice(work, calls))
    return statistics.median(taken), len(taken) * calls


def _slice(work: Work, calls: int) -> float:
    begin = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - begin) / calls


def _calls_a_slice(work: Work) -> int:
    """Warm up, and find how many calls fill a slice."""
    work()
    begin = time.perf_counter()
    work()
    return max(1, int(_SLICE_S / max(time.perf_counter() - begin, 1e-9)))


@contextmanager
def _quiet() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
