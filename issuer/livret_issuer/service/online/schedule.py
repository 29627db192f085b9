"""What a service does without being asked, and how it went last.

Each task has times of its own, the same each day, so that what is published says by its time
nothing of what happened before. One that failed is tried again soon, and until it went well the
service is not ready.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final, final

from livret_core.errors import LivretError, Unavailable
from livret_edge.serving.lines import LOG

_AGAIN_S: Final = 60
_LOOK_S: Final = 1.0


@final
@dataclass(frozen=True, slots=True)
class Task:
    """Something that is done again and again.

    Attributes:
        name: one of :data:`livret_edge.serving.lines.TASKS`.
        every_s: between two times.
        run: does it, given the time.
        at_s: of the first time in a period, seconds after its beginning.
    """

    name: str
    every_s: int
    run: Callable[[int], object]
    at_s: int = 0

    def next_s(self, after_s: int) -> int:
        """Say when it is due next, after a time."""
        begun = (after_s - self.at_s) // self.every_s
        return (begun + 1) * self.every_s + self.at_s


@final
class Schedule:
    """Tasks, done in one thread, one at a time."""

    def __init__(self, tasks: Sequence[Task], clock: Callable[[], int]) -> None:
        """Take tasks; one whose time in this period has come is due at once."""
        self._tasks: Final = {task.name: task for task in tasks}
        self._clock: Final = clock
        now_s = clock()
        self._due_s: Final = {
            task.name: now_s // task.every_s * task.every_s + task.at_s for task in tasks
        }
        self._failed: Final[dict[str, LivretError | None]] = {}
        self._stop: Final = threading.Event()

    def checks(self) -> Mapping[str, Callable[[], None]]:
        """Give, by name, what says why a task did not go well."""
        return {name: partial(self._check, name) for name in self._tasks}

    def failing(self) -> float:
        """How many tasks did not go well."""
        return float(sum(error is not None for error in self._failed.values()))

    def run_due(self) -> None:
        """Do what is due."""
        for name, task in self._tasks.items():
            now_s = self._clock()
            if now_s >= self._due_s[name] and not self._stop.is_set():
                is_good = self._run(task, now_s)
                next_s = task.next_s(now_s)
                self._due_s[name] = next_s if is_good else min(next_s, now_s + _AGAIN_S)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Do what is due, when it is, while inside; what was begun is ended first."""
        thread = threading.Thread(target=self._go_on, name="schedule", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _go_on(self) -> None:
        while not self._stop.is_set():
            self.run_due()
            self._stop.wait(_LOOK_S)

    def _run(self, task: Task, now_s: int) -> bool:
        fields = {"event": "task", "task": task.name}
        try:
            task.run(now_s)
        except LivretError as error:
            self._failed[task.name] = error
            LOG.error("", extra={**fields, "code": error.code})
            return False
        except Exception as error:  # noqa: BLE001  # a task that has a fault stops no other
            self._failed[task.name] = Unavailable("home.unavailable", type(error).__name__)
            LOG.error("", exc_info=error, extra=fields)
            return False
        self._failed[task.name] = None
        LOG.info("", extra=fields)
        return True

    def _check(self, name: str) -> None:
        error = self._failed.get(name)
        if error is not None:
            raise error.again()
