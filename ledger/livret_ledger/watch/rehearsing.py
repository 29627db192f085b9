"""What a ledger would say of operations that are not handed in yet, by a copy of it. Pure.

    rehearse(store, operations, now_s=now_s)     # or the refusal that they would meet

A recovery key is spent by being shown: whatever the rules refuse is to be known before that.
"""

from collections.abc import Iterable
from typing import Final, final

from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import AnyRecord, Record
from livret_core.ledger.rules.dids import CLOCK_LAG_S
from livret_core.ledger.state import Clock
from livret_ledger.batch import Reader


@final
class _Supposed:
    """A copy, and what operations would make of it (:class:`livret_core.ledger.state.State`)."""

    def __init__(self, reader: Reader, at_s: int) -> None:
        self._reader: Final = reader
        self.origin = reader.origin
        self.clock = Clock(at_s, reader.clock.seq, reader.clock.last)
        self.writes: dict[str, Record] = {}

    def get(self, name: str) -> AnyRecord | None:
        found = self.writes.get(name)
        return self._reader.record(name) if found is None else found  # type: ignore[return-value]

    def map_root(self) -> str:
        """Nothing that is rehearsed says what the map comes to."""
        return ""


def rehearse(reader: Reader, operations: Iterable[Operation], *, now_s: int) -> None:
    """Say what the ledger would say of operations handed in now, one behind the other.

    Nothing comes of it. The copy may be behind: then the ledger itself may still refuse.

    Args:
        reader: the copy.
        operations: signed, in the order in which they are to be handed in.
        now_s: seconds since 1970. The ledger's own time is no more than an hour behind it.

    Raises:
        As :func:`livret_core.ledger.apply.apply`, for the first that is refused.
    """
    state = _Supposed(reader, max(reader.clock.at_s, now_s - CLOCK_LAG_S))
    for operation in operations:
        state.writes.update(apply(state, operation).writes)
