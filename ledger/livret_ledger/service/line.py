"""What waits for the one writer of a ledger, in the order in which it came.

Whoever has the turn may take from the line and touch the store; there is one turn. A caller who
would wait for the answer anyway, and finds nobody writing, takes the turn and writes, with its
own operation those that stand in front: nobody has to be woken for one who waits alone. Everybody
else rings, and the writer's thread comes for all that stands there.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Final, TypeAlias, TypeVar, final

from livret_core.ledger.operation import Operation
from livret_ledger.batch import Outcome

_T = TypeVar("_T")


@final
class Answer(Future[_T]):
    """An answer that whoever waits for it cannot cancel: the writer will give it."""

    def cancel(self) -> bool:
        """Say that it is too late, from the beginning."""
        return False


@final
@dataclass(frozen=True, slots=True, eq=False)
class Submission:
    """An operation, and where its answer goes."""

    operation: Operation
    answer: Answer[Outcome]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Something else that only a writer may do: it gives its own answer."""

    run: Callable[[], None]
    fail: Callable[[BaseException], None]


#: None: nothing comes after this.
Work: TypeAlias = Submission | Task | None


@final
class Line:
    """A line, a turn and a bell.

    Attributes:
        turn: held by the one who writes. Only its holder may look at the line, or take from it.
    """

    def __init__(self) -> None:
        self.turn: Final = Lock()
        self._waiting: Final[deque[Work]] = deque()
        self._bell: Final[SimpleQueue[None]] = SimpleQueue()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def join(self, work: Work) -> None:
        """Stand at the end. Whoever does not write itself rings then."""
        self._waiting.append(work)

    def ring(self) -> None:
        """Have the writer's thread come."""
        self._bell.put(None)

    def take(self) -> Work:
        """Take the first."""
        return self._waiting.popleft()

    def take_submissions(self, most: int) -> list[Submission]:
        """Take those that stand first and are submissions, up to so many."""
        taken: list[Submission] = []
        while self._waiting and len(taken) < most:
            first = self._waiting[0]
            if not isinstance(first, Submission):
                break
            taken.append(first)
            self._waiting.popleft()
        return taken

    def listen(self, wait_s: float | None = None) -> None:
        """Wait until somebody rings, or so long.

        What was rung before is forgotten: whoever rang stands in the line already.
        """
        with suppress(Empty):
            self._bell.get(timeout=wait_s)
            while True:
                self._bell.get_nowait()
