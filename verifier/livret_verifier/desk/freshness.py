"""How old is what a desk goes by, and whether newer can be had just now."""

from collections.abc import Callable
from threading import Lock
from typing import Final, NamedTuple, final

from livret_verifier.evidence import Evidence, Found, LedgerNeed, Missing, Need, TilesNeed

#: What was found is kept for an hour at most; whoever uses it longer got nothing newer.
_KEPT_S: Final = 3_600 + 60


class Standing(NamedTuple):
    """What the desk goes by.

    Attributes:
        is_offline: whether the last thing looked for could not be had, or only an old one.
        age_s: of the oldest kind of evidence in use; None while nothing was had.
    """

    is_offline: bool
    age_s: int | None


@final
class Watched:
    """Gets what another gets, and remembers how old it was. May be used by several threads."""

    def __init__(self, gather: Callable[[Need], Evidence], clock: Callable[[], int]) -> None:
        self._gather: Final = gather
        self._clock: Final = clock
        self._lock: Final = Lock()
        self._had_at_s: Final[dict[type[Need], int]] = {}
        self._failed: Final[dict[type[Need], bool]] = {}

    def __call__(self, need: Need) -> Evidence:
        """Get one thing."""
        got = self._gather(need)
        if isinstance(need, TilesNeed):
            self._note_tiles(got)
            return got
        with self._lock:
            if isinstance(got, Found):
                self._had_at_s[type(need)] = got.obtained_at_s
                self._failed[type(need)] = self._clock() - got.obtained_at_s > _KEPT_S
            elif not got.is_absent:
                self._failed[type(need)] = True
        return got

    def _note_tiles(self, got: Evidence) -> None:
        """They never change, so they have no age; without them evidence is none."""
        if isinstance(got, Missing):
            with self._lock:
                self._failed[LedgerNeed] = True

    def standing(self) -> Standing:
        """Say how things stand."""
        with self._lock:
            oldest = min(self._had_at_s.values(), default=None)
            is_offline = any(self._failed.values())
        return Standing(is_offline, None if oldest is None else max(0, self._clock() - oldest))
