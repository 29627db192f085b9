"""What needs no order is done on all cores, and comes back in order."""

import os
import threading

import pytest

from livret_edge.cores import on_all_cores


@pytest.fixture(params=[1, 2, 4, None])
def cpus(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int | None:
    count: int | None = request.param
    monkeypatch.setattr(os, "cpu_count", lambda: count)
    return count


@pytest.mark.parametrize("parts", [0, 1, 2, 3, 100])
@pytest.mark.usefixtures("cpus")
def test_what_comes_out_is_in_the_order_of_the_parts(parts: int) -> None:
    assert on_all_cores(lambda part: part * part, iter(range(parts))) == [
        part * part for part in range(parts)
    ]


@pytest.mark.usefixtures("cpus")
@pytest.mark.parametrize("bad", [0, 5, 9])
def test_what_fails_in_one_fails_for_the_caller(bad: int) -> None:
    def work(part: int) -> int:
        if part == bad:
            raise ZeroDivisionError
        return part

    with pytest.raises(ZeroDivisionError):
        on_all_cores(work, range(10))


def test_the_caller_works_too_and_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    both = threading.Barrier(2)
    threads: set[str] = set()

    def work(_part: int) -> None:
        both.wait(10)
        threads.add(threading.current_thread().name)

    on_all_cores(work, range(2))
    assert len(threads) == 2
    assert threading.current_thread().name in threads
