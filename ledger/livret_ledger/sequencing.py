"""What the one writer of a ledger decides before it writes: whose entry, and what time it is. Pure."""

from typing import Final

from livret_core.errors import Refused
from livret_core.ledger.apply import CLOCK_AHEAD_S
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import LogRecord
from livret_core.ledger.state import Clock, State, find

GAP_S: Final = 3_600
_OWN: Final = frozenset({"ledger.genesis", "state.commit"})


def check_submitted(operation: Operation) -> None:
    """Check that an operation is one that others may hand in.

    A ``state.commit`` bears no signature of its own, so that whoever could hand one in would
    set the ledger's time.

    Raises:
        Refused: ``ledger.signer``.
    """
    if operation.type in _OWN:
        raise Refused("ledger.signer", "written by the ledger itself")


def is_gap(state: State, *, now_s: int) -> bool:
    """Say whether ledger time is so far behind that a ``state.commit`` alone comes first.

    Delays and quotas are measured by the time before an entry (LEDGER §4): without it, the
    first entry after a quiet night would be judged by the time of the evening.
    """
    log = find(state, "log", LogRecord)
    if log is None or log.is_frozen(state.clock.at_s):
        return False
    return now_s - state.clock.at_s > GAP_S


def next_time_s(clock: Clock, *, now_s: int) -> int | None:
    """Say what time the next ``state.commit`` bears, or None when it has to wait.

    Ledger time is in whole seconds and only goes forward, so there is one publication a
    second at most. When this machine's clock was set back, ledger time goes on from where
    it was, until it is further ahead than auditors bear.
    """
    if now_s > clock.at_s:
        return now_s
    if clock.at_s == now_s or clock.at_s + 1 > now_s + CLOCK_AHEAD_S:
        return None
    return clock.at_s + 1
