"""The same done in several processes at once, begun at the same instant.

won = at_once(lambda: tries(mine), lambda: tries(theirs))    # what each gave back
"""

import multiprocessing
import os
from collections.abc import Callable
from typing import Any, Final, TypeVar

T = TypeVar("T")

#: Rounds of a race: enough to meet in every run, and thousands with the tests of `make chaos`.
ROUNDS: Final = 1_200 if os.environ.get("LIVRET_CHAOS") else 16


def at_once(*works: Callable[[Callable[[], object]], T]) -> list[T]:
    """Let each work in a process of its own; it is given what lets all begin together.

    Whatever is opened before is opened again there: no connection is shared.
    """
    context = multiprocessing.get_context("fork")
    go = context.Barrier(len(works))
    pipes = [context.Pipe(duplex=False) for _ in works]
    racers = [
        context.Process(target=_run, args=(work, go.wait, writing))
        for work, (_, writing) in zip(works, pipes, strict=True)
    ]
    for racer in racers:
        racer.start()
    found: list[T] = []
    for racer, (reading, _) in zip(racers, pipes, strict=True):
        assert reading.poll(600), "a racer says nothing"
        found.append(reading.recv())
        racer.join(timeout=30)
        assert racer.exitcode == 0
    return found


def _run(
    work: Callable[[Callable[[], object]], Any], wait: Callable[[], object], told: Any
) -> None:
    told.send(work(wait))
    told.close()
