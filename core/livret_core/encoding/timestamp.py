"""Instants as text (RFC 3339, the Internet profile of ISO 8601) and as integers.

Seconds carry no suffix for their unit's sake: names end in ``_s`` or ``_ns``. Nanoseconds
exist because DID logs order their entries by a text that may carry a fraction.
"""

import re
from datetime import UTC, datetime
from typing import Final

from livret_core.errors import MalformedInput

NS: Final = 1_000_000_000  # nanoseconds in a second

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  both sides of the difference are UTC

_INSTANT: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]{1,9}))?(?:(Z|\+00:00)|([+-])([0-9]{2}):([0-9]{2}))"
)


def parse_utc_ns(text: str) -> int:
    """Read an instant that says it is UTC (``Z`` or ``+00:00``) as nanoseconds since 1970.

    Raises:
        MalformedInput: ``input.time`` for another zone, no zone, a date that does not
            exist, a leap second or more than nine fractional digits.
    """
    match = _INSTANT.fullmatch(text)
    if match is None or match[8] is None:
        raise MalformedInput("input.time", "not a UTC instant")
    return _nanoseconds(match)


def parse_instant_ns(text: str) -> int:
    """Read an instant in any zone (XSD ``dateTimeStamp``) as nanoseconds since 1970.

    Raises:
        MalformedInput: ``input.time``.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise MalformedInput("input.time", "not an instant with a zone")
    instant_ns = _nanoseconds(match)
    if match[8] is not None:
        return instant_ns
    hours, minutes = int(match[10]), int(match[11])
    if hours > 14 or minutes > 59:
        raise MalformedInput("input.time", "not a zone")
    offset_ns = (hours * 3600 + minutes * 60) * NS
    return instant_ns + offset_ns if match[9] == "-" else instant_ns - offset_ns


def format_utc(time_s: int) -> str:
    """Write seconds since 1970 as ``2026-11-21T09:30:00Z``."""
    return datetime.fromtimestamp(time_s, UTC).replace(tzinfo=None).isoformat() + "Z"


def _nanoseconds(match: re.Match[str]) -> int:
    try:
        since = datetime.fromisoformat(match[0][:19]) - _EPOCH
    except ValueError:
        raise MalformedInput("input.time", "a date that does not exist") from None
    seconds_ns = (since.days * 86_400 + since.seconds) * NS
    fraction = match[7]
    return seconds_ns + int(fraction.ljust(9, "0")) if fraction else seconds_ns
