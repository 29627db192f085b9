"""What was fetched and is kept for a while, within bounds: entries and octets.

Whoever forges a proof chooses the name that a ledger is asked about. Names of which nothing was
ever found lie apart, so that they push no town out; and after some of them in a minute no other
is asked about until it is over. A town that was found before is asked about at all times.

A ledger writes what it shows of all towns at once (``docs/spec/mirror.md`` §3). When a file of
another edition comes from it, those that are kept of an earlier one are fetched anew: held
against the newer head they would be *older than a head already believed*.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import Final, final

from livret_verifier.evidence import Evidence, Found, Missing
from livret_verifier.keeping import Part, edition, host_of, keep_s, may_stand_in

#: So many names of which nothing is found are asked about in a minute, besides those under way.
UNKNOWN: Final = 20
MINUTE_S: Final = 60

_NOBODIES: Final = 256


@final
@dataclass(frozen=True, slots=True)
class _Entry:
    evidence: Evidence
    until_s: int
    last: Found | None
    edition: int | None = None

    @property
    def size(self) -> int:
        held = self.evidence if isinstance(self.evidence, Found) else self.last
        return 0 if held is None else len(held.content)


@final
class Shelf:
    """Kept by address, the one used longest ago out first. Its user sees to it that one is here."""

    def __init__(self, max_entries: int = 1_024, max_bytes: int = 64 << 20) -> None:
        self._entries: Final[OrderedDict[Part, _Entry]] = OrderedDict()
        self._max_entries: Final = max_entries
        self._max_bytes: Final = max_bytes
        self._bytes = 0
        self._nobodies: Final[OrderedDict[Part, _Entry]] = OrderedDict()
        self._missed: Final[deque[int]] = deque(maxlen=UNKNOWN)
        # Of each ledger, by its host: there are as many as are believed.
        self._editions: Final[dict[str, int]] = {}

    def find(self, part: Part, *, now_s: int) -> Evidence | None:
        """Give what is kept and still good, or None; word that nothing is asked where too much was."""
        entry = self._entries.get(part)
        if entry is None and part.kind == "ledger":
            return self._find_nobody(part, now_s=now_s)
        if entry is None or now_s >= entry.until_s:
            return None
        if entry.edition is not None and entry.edition < self._editions[host_of(part)]:
            return None
        self._entries.move_to_end(part)
        return entry.evidence

    def put(self, part: Part, fetched: Evidence, *, now_s: int) -> Evidence:
        """Keep what was fetched, and give what is to be used."""
        before = self._entries.pop(part, None)
        self._nobodies.pop(part, None)
        if part.kind == "ledger" and before is None and isinstance(fetched, Missing):
            self._missed.append(now_s)
            until_s = now_s + keep_s(part, fetched, now_s=now_s)
            self._nobodies[part] = _Entry(fetched, until_s, None)
            if len(self._nobodies) > _NOBODIES:
                self._nobodies.popitem(last=False)
            return fetched
        if before is not None:
            self._bytes -= before.size
        last = None
        if before is not None:
            last = before.evidence if isinstance(before.evidence, Found) else before.last
        used = fetched
        if not isinstance(fetched, Found) and last is not None:
            if may_stand_in(part, last, now_s=now_s):
                used = last
            else:
                last = None
        of = edition(part, used)
        entry = _Entry(used, now_s + keep_s(part, fetched, now_s=now_s), last, of)
        if of is not None and used is fetched:
            self._editions[host_of(part)] = of
        self._entries[part] = entry
        self._bytes += entry.size
        while len(self._entries) > self._max_entries or (
            self._bytes > self._max_bytes and len(self._entries) > 1
        ):
            _, gone = self._entries.popitem(last=False)
            self._bytes -= gone.size
        return used

    def _find_nobody(self, part: Part, *, now_s: int) -> Evidence | None:
        entry = self._nobodies.get(part)
        if entry is not None and now_s < entry.until_s:
            return entry.evidence
        if len(self._missed) == UNKNOWN and now_s - self._missed[0] < MINUTE_S:
            return Missing(part.uri, "too many names that nobody has")
        return None
