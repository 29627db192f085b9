"""When a wallet that nobody touches locks itself. It asks a clock that is handed in."""

from collections.abc import Callable
from typing import Final, final

#: No limit is shorter: people read slowly, and are called away (experience §1, 5).
LOCK_AFTER_S: Final = 600
#: How long before it is said; any key is enough to go on.
WARN_BEFORE_S: Final = 60


@final
class AutoLock:
    """Counts from the last touch."""

    def __init__(self, clock: Callable[[], int], *, after_s: int = LOCK_AFTER_S) -> None:
        """Begin to count.

        Args:
            clock: gives seconds; one that goes back only makes it wait longer.
            after_s: how long nobody may touch it.
        """
        self._clock: Final = clock
        self.after_s = after_s
        self._touched_s = clock()

    def lock_after(self, after_s: int) -> None:
        """Wait so long from now on, seconds."""
        self.after_s = after_s
        self.touch()

    def touch(self) -> None:
        """Say that somebody is there."""
        self._touched_s = self._clock()

    @property
    def left_s(self) -> int:
        """How long is left, in seconds; 0 when it is time to lock."""
        return max(0, self.after_s - max(0, self._clock() - self._touched_s))

    @property
    def wait_s(self) -> int:
        """How long there is nothing to say: until it is near, then until it is due; at least 1."""
        left_s = self.left_s
        return max(1, left_s - WARN_BEFORE_S if left_s > WARN_BEFORE_S else left_s)

    @property
    def is_due(self) -> bool:
        """Whether it is time to lock."""
        return self.left_s == 0

    @property
    def is_near(self) -> bool:
        """Whether it is time to say that it will lock."""
        return 0 < self.left_s <= WARN_BEFORE_S
