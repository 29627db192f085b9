"""The log of a service: JSON lines of known fields, and nothing else.

What may stand in a line is listed here, with what its value may be; all else is left out,
whatever a library or a colleague gave to the log. Messages are not written at all: they hold
addresses, paths and whatever made something fail.
"""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType, TracebackType
from typing import Any, Final, TextIO, TypeAlias, final

from livret_core.codes import CODES

#: Where services write.
LOG: Final = logging.getLogger("livret.serving")
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
OTHER: Final = "other"
UNMATCHED: Final = "unmatched"
#: What a service may do without being asked.
TASKS: Final = frozenset({"commit", "lists", "tidy", "watch"})

_FRAMES: Final = 12
_LEVELS: Final = {
    each: logging.getLevelName(each).lower()
    for each in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL)
}
#: What the library looks up for each record, and no line has.
_NEVER_WRITTEN: Final = ("logThreads", "logMultiprocessing", "logProcesses")
_format: Final = json.JSONEncoder().encode
_ID: Final = re.compile(r"[0-9a-f]{32}")
_EVENTS: Final = frozenset({"answered", "fault", "listening", "stopped", "task"})

Check: TypeAlias = Callable[[Any], bool]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53


#: What a line may have, and what its value may be. A route is checked against those declared.
FIELDS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "event": lambda value: value in _EVENTS,
        "request": lambda value: isinstance(value, str) and _ID.fullmatch(value) is not None,
        "method": lambda value: value in METHODS or value == OTHER,
        "status": lambda value: _is_count(value) and value < 1_000,
        "ms": lambda value: isinstance(value, float) and 0 <= value < 1e9,
        "code": lambda value: value in CODES,
        "task": lambda value: value in TASKS,
    }
)


@final
class Lines(logging.Formatter):
    """Writes a record as one line: time, level, where it came from, and the known fields."""

    def __init__(self, routes: frozenset[str] = frozenset()) -> None:
        """Know the templates of routes that may be named."""
        super().__init__()
        self._routes: Final = routes | {UNMATCHED}

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, without its end."""
        line: dict[str, Any] = {
            "time": f"{_second(int(record.created))}.{int(record.msecs):03}Z",
            "level": _LEVELS.get(record.levelno, "other"),
        }
        given = record.__dict__
        for name, is_fit in FIELDS.items():
            if name in given and is_fit(given[name]):
                line[name] = given[name]
        if given.get("route") in self._routes:
            line["route"] = given["route"]
        if "event" not in line:
            # Somebody else's: that something was said there, and not what.
            line["at"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0] is not None:
            line["kind"] = record.exc_info[0].__name__
            line["frames"] = _frames(record.exc_info[2])
        return _format(line)


@lru_cache(maxsize=1)
def _second(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def note(**fields: object) -> None:
    """Write a line of ours. Nobody looks for who called, for no line of ours says it."""
    if LOG.isEnabledFor(logging.INFO):
        record = logging.LogRecord(LOG.name, logging.INFO, "", 0, "", None, None)
        record.__dict__.update(fields)
        LOG.handle(record)


def _frames(trace: TracebackType | None) -> list[str]:
    """Where it happened, outermost first: files and lines, and no value."""
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-_FRAMES:]


@contextmanager
def logged(routes: frozenset[str], stream: TextIO | None = None) -> Iterator[None]:
    """Write all that is logged in this process as such lines, while inside."""
    root = logging.getLogger()
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.setFormatter(Lines(routes))
    before, level = root.handlers[:], LOG.level
    root.handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    looked_up = {name: getattr(logging, name) for name in _NEVER_WRITTEN}
    for name in _NEVER_WRITTEN:
        setattr(logging, name, False)
    try:
        yield
    finally:
        for name, was in looked_up.items():
            setattr(logging, name, was)
        root.handlers[:] = before
        LOG.setLevel(level)
