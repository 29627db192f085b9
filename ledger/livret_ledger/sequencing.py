"""What the one writer of a ledger decides before it writes: whose entry, and what time it is. Pure."""

from collections.abc import Collection
from typing import Final

from livret_core.dids.webvh import FUTURE_TOLERANCE_S
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.encoding.timestamp import parse_utc_ns
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.apply import CLOCK_AHEAD_S
from livret_core.ledger.operation import Operation
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.records import LogRecord
from livret_core.ledger.state import Clock, State, find

GAP_S: Final = 3_600
#: How far a writer's clock may be from its witnesses' before ledger time takes a leap.
OFF_S: Final = 300
#: Entries that one ``state.commit`` settles: a backlog of a whole day is settled in parts, each
#: with the memory of a part.
PART: Final = 8_192
_NS: Final = 1_000_000_000
_OWN: Final = frozenset({"ledger.genesis", "state.commit"})


def check_submitted(operation: Operation, *, now_s: int) -> None:
    """Check that an operation is one that others may hand in, now.

    A ``state.commit`` bears no signature of its own, so that whoever could hand one in would
    set the ledger's time. And the rules know no time but the ledger's, which stands for up to
    an hour: by this machine's clock an entry of a DID log is no further ahead than a resolver
    bears. One that is would be published, and its log refused by all until the time has come.

    Args:
        operation: as it came.
        now_s: seconds since 1970.

    Raises:
        Refused: ``ledger.signer``, ``webvh.time_future``.
    """
    if operation.type in _OWN:
        raise Refused("ledger.signer", "written by the ledger itself")
    version_time_ns = _version_time_ns(operation.body.get("entry"))
    if version_time_ns is not None and version_time_ns > (now_s + FUTURE_TOLERANCE_S) * _NS:
        raise Refused("webvh.time_future", at_s=version_time_ns // _NS, now_s=now_s)


def _version_time_ns(entry: JsonValue) -> int | None:
    """Read when an entry says it was made; what cannot be read is for the rules to refuse."""
    if not isinstance(entry, str):
        return None
    try:
        match json_encoding.parse_object(entry.encode()):
            case {"versionTime": str(text)}:
                return parse_utc_ns(text)
    except (LivretError, UnicodeEncodeError):
        pass
    return None


def gives_way(state: State, key: str, *, now_s: int) -> bool:
    """Say whether the members let another key than *key* sign by now, by the ledger's time or this.

    What this one signs after that nobody has to believe: it may be in anybody's hands.

    Args:
        state: of the ledger; empty before its genesis.
        key: as a verifier key's text.
        now_s: seconds since 1970.
    """
    log = find(state, "log", LogRecord)
    return log is not None and log.key_at(max(state.clock.at_s, now_s)) != key


def ends_a_key(operation: Operation) -> bool:
    """Say whether an operation lets another key sign at once.

    All before it is the last that the key before signs: a head ends right there, and the
    operation is the first entry of the key after (docs/spec/mirror.md).
    """
    return operation.type == "log.rotate" and operation.body.get("at_once") is True


def is_gap(state: State, *, now_s: int) -> bool:
    """Say whether ledger time is so far behind that a ``state.commit`` alone comes first.

    Delays and quotas are measured by the time before an entry (LEDGER §4): without it, the
    first entry after a quiet night would be judged by the time of the evening.
    """
    log = find(state, "log", LogRecord)
    if log is None or log.is_frozen(state.clock.at_s):
        return False
    return now_s - state.clock.at_s > GAP_S


def is_full(state: State, *, unsettled: int) -> bool:
    """Say whether so many entries wait to be settled that a ``state.commit`` alone comes first.

    Where ledger time cannot go on yet (:func:`next_time_s`), entries go on without it.
    """
    log = find(state, "log", LogRecord)
    return unsettled >= PART and log is not None and not log.is_frozen(state.clock.at_s)


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


def is_leap(clock: Clock, at_s: int) -> bool:
    """Say whether a ``state.commit`` at this time takes ledger time so far that others are asked first."""
    return at_s - clock.at_s > GAP_S


def behind_ledger(ledger_s: int, *, now_s: int) -> Unavailable | None:
    """Say that a clock is behind what is written: further than auditors bear, so that nothing may be dated.

    So is that of a ledger that begins in time to come.
    """
    return _off(now_s, ledger_s) if ledger_s + 1 > now_s + CLOCK_AHEAD_S else None


def off_witnesses(times_s: Collection[int], numbers: Quorums, *, now_s: int) -> Unavailable | None:
    """Say that a clock is not that of the witnesses: the q-th newest of their times counts.

    Of the q newest at most f lie, and so it is no later than an honest one says.

    Args:
        times_s: of each that answered, just now.
        numbers: of the policy.
        now_s: seconds since 1970.

    Returns:
        ``ledger.clock_ahead``, ``ledger.clock_behind``; None where it is right, or fewer answered.
    """
    if len(times_s) < numbers.q:
        return None
    theirs_s = sorted(times_s, reverse=True)[numbers.q - 1]
    return None if abs(now_s - theirs_s) <= OFF_S else _off(now_s, theirs_s)


def _off(now_s: int, shown_s: int) -> Unavailable:
    code = "ledger.clock_ahead" if now_s > shown_s else "ledger.clock_behind"
    minutes = -(-abs(now_s - shown_s) // 60)
    return Unavailable(code, now_s=now_s, shown_s=shown_s, by_min=minutes)
