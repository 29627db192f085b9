"""Times that went to a program as a number, found wherever a test has a command say anything."""

import importlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager

import pytest

from livret_core.encoding.timestamp import NS, parse_utc_ns
from livret_core.words.instants import dated

SAYING = (
    "livret_edge.saying",
    "livret_ledger.watch.grouping",
    "livret_town.failure",
    "livret_town.demo.telling",
    "livret_verifier.cli.filing",
    "livret_verifier.cli.online",
    "livret_wallet.cli.showing",
)
"""Modules that write objects for programs, each by way of ``dated``."""

NOT_OURS = frozenset({"body", "claims", "goes_along", "leaves"})
TIMES_S = range(1_000_000_000, 5_000_000_000)
"""Between 2001 and 2128: no size, count or place that a test has is so large."""


def times(said: object, name: str = "") -> Iterator[str]:
    """Names of members that hold a number that can only be a time."""
    if isinstance(said, Mapping):
        for each, held in said.items():
            if each not in NOT_OURS:
                yield from times(held, each)
    elif isinstance(said, list | tuple):
        for held in said:
            yield from times(held, name)
    elif isinstance(said, int | float) and int(said) in TIMES_S:
        yield name


@contextmanager
def listened(patched: pytest.MonkeyPatch) -> Generator[list[str]]:
    """Note each time that goes out as a number, and each member that another took the place of."""
    found: list[str] = []

    def noted(value: object) -> object:
        said = dated(value)
        found.extend(times(said))
        if isinstance(value, Mapping) and isinstance(said, Mapping) and len(value) != len(said):
            found.append(f"two of one name: {sorted(value)}")
        return said

    for module in SAYING:
        patched.setattr(importlib.import_module(module), "dated", noted)
    yield found


def instant_s(told: str) -> int:
    """Seconds since 1970 of a time that a command told a program."""
    return parse_utc_ns(told) // NS
