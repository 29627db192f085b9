"""What was fetched and is kept for a while, within bounds: entries and octets."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, final

from livret_verifier.evidence import Evidence, Found
from livret_verifier.keeping import Part, keep_s, may_stand_in


@final
@dataclass(frozen=True, slots=True)
class _Entry:
    evidence: Evidence
    until_s: int
    last: Found | None

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

    def find(self, part: Part, *, now_s: int) -> Evidence | None:
        """Give what is kept and still good, or None."""
        entry = self._entries.get(part)
        if entry is None or now_s >= entry.until_s:
            return None
        self._entries.move_to_end(part)
        return entry.evidence

    def put(self, part: Part, fetched: Evidence, *, now_s: int) -> Evidence:
        """Keep what was fetched, and give what is to be used."""
        before = self._entries.pop(part, None)
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
        entry = _Entry(used, now_s + keep_s(part, fetched, now_s=now_s), last)
        self._entries[part] = entry
        self._bytes += entry.size
        while len(self._entries) > self._max_entries or (
            self._bytes > self._max_bytes and len(self._entries) > 1
        ):
            _, gone = self._entries.popitem(last=False)
            self._bytes -= gone.size
        return used
