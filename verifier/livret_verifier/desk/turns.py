"""How often a minute somebody may look for what is not there."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, final

from livret_core.errors import LivretError, Unavailable

MISSES: Final = 60
MINUTE_S: Final = 60


@final
class Turns:
    """Counts what was looked for in vain, of everybody together; of what was found, nothing.

    Who guesses codes finds none in a thousand years, and would only keep the store busy.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        """Begin to count."""
        self._clock: Final = clock
        self._missed: Final[deque[int]] = deque(maxlen=MISSES)
        self._lock: Final = Lock()

    @contextmanager
    def spent_by(self, *codes: str) -> Iterator[None]:
        """Look for something; a refusal with one of *codes* counts.

        Raises:
            Unavailable: ``request.unavailable`` after too many in a minute; nothing is done then.
        """
        with self._lock:
            full = len(self._missed) == MISSES
            if full and self._clock() - self._missed[0] < MINUTE_S:
                raise Unavailable("request.unavailable", "too many codes that are none")
        try:
            yield
        except LivretError as error:
            if error.code in codes:
                with self._lock:
                    self._missed.append(self._clock())
            raise
