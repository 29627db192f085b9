"""How old is what a desk goes by, and whether newer can be had just now."""

from collections.abc import Callable
from threading import Lock
from typing import Final, NamedTuple, final

from livret_verifier.evidence import (
    DidLogNeed,
    Evidence,
    Found,
    HeadNeed,
    LedgerNeed,
    Missing,
    Need,
    TilesNeed,
)
from livret_verifier.policy import Policy

#: What was found is kept for an hour at most; whoever uses it longer got nothing newer.
_KEPT_S: Final = 3_600 + 60


class Standing(NamedTuple):
    """What the desk goes by.

    Attributes:
        is_offline: whether the last thing looked for could not be had, or only an old one.
        age_s: of the oldest kind of evidence in use; None while nothing was had.
        lacks: whether the last thing looked for, of some kind, was not there at all, not even
            an old one: then the age of the others says nothing about whether it can be checked.
    """

    is_offline: bool
    age_s: int | None
    lacks: bool = False


def first_needs(policy: Policy) -> tuple[Need, ...]:
    """Say what a desk looks for before anybody has shown anything: only what its policy names."""
    logs = [
        DidLogNeed(each.identifier)
        for each in policy.issuers
        if each.profile == "did" and not each.is_on_ledger
    ]
    return (*logs, *(() if policy.ledger is None else (HeadNeed(policy.ledger.origin),)))


@final
class Watched:
    """Gets what another gets, and remembers how old it was. May be used by several threads."""

    def __init__(self, gather: Callable[[Need], Evidence], clock: Callable[[], int]) -> None:
        self._gather: Final = gather
        self._clock: Final = clock
        self._lock: Final = Lock()
        self._had_at_s: Final[dict[type[Need], int]] = {}
        self._failed: Final[dict[type[Need], bool]] = {}
        self._lacking: Final[set[type[Need]]] = set()

    def __call__(self, need: Need) -> Evidence:
        """Get one thing."""
        got = self._gather(need)
        if isinstance(need, TilesNeed):
            self._note_tiles(got)
            return got
        # A head alone is rarely wanted. It is of the ledger too, and no kind that grows old.
        kind = LedgerNeed if isinstance(need, HeadNeed) else type(need)
        with self._lock:
            if isinstance(got, Found):
                self._had_at_s[kind] = got.obtained_at_s
                self._failed[kind] = self._clock() - got.obtained_at_s > _KEPT_S
                self._lacking.discard(kind)
            elif not got.is_absent:
                self._failed[kind] = True
                self._lacking.add(kind)
        return got

    def _note_tiles(self, got: Evidence) -> None:
        """They never change, so they have no age; without them evidence is none."""
        if isinstance(got, Missing):
            with self._lock:
                self._failed[LedgerNeed] = True
                self._lacking.add(LedgerNeed)

    def standing(self) -> Standing:
        """Say how things stand."""
        with self._lock:
            oldest = min(self._had_at_s.values(), default=None)
            is_offline, lacks = any(self._failed.values()), bool(self._lacking)
        age_s = None if oldest is None else max(0, self._clock() - oldest)
        return Standing(is_offline, age_s, lacks)
