"""How instants stand in what a command says to a program: ISO 8601, decided in this one place.

Code counts seconds since 1970 under names that end in ``_s``. A reader of ``--json`` is
given ``2026-11-23T05:00:00Z`` under the name without it, and a day as ``2026-11-23``; what is a
length of time stays a number and keeps its ``_s``. Objects of standards and files that are read back do not pass here.
"""

from collections.abc import Mapping
from math import floor
from typing import Final, TypeGuard

from livret_core.encoding.timestamp import format_utc

INSTANTS: Final = frozenset(
    [
        "admitted_s",
        "after_s",
        "answered_at_s",
        "as_of_s",
        "asked_again_at_s",
        "at_s",
        "before_s",
        "began_s",
        "believed_until_s",
        "bound_at_s",
        "checked_at",
        "collected_at_s",
        "committed_at_s",
        "copies_end_at",
        "created_at",
        "created_s",
        "declared_s",
        "ended_at_s",
        "ended_s",
        "ends_at_s",
        "existed_by_s",
        "expelled_from_s",
        "expired_at_s",
        "expired_s",
        "expires_at",
        "expires_at_s",
        "expires_s",
        "found_s",
        "from_s",
        "frozen_from_s",
        "granted_s",
        "head_time_s",
        "issued_at",
        "issued_at_s",
        "ledger_time_s",
        "listed_at",
        "listed_at_s",
        "lists_until_s",
        "made_at",
        "newest_s",
        "next_from_s",
        "not_after_s",
        "not_before_s",
        "now_s",
        "parent_from_s",
        "pickup_at",
        "published_s",
        "restored_from",
        "retired_s",
        "seen_s",
        "settled_at",
        "shown_s",
        "since",
        "since_s",
        "starts_at_s",
        "state_at",
        "status_listed_at",
        "successor_from_s",
        "suspected_from_s",
        "suspensions",
        "time_s",
        "until_s",
        "used_at",
        "valid_from_s",
        "verified_at_s",
        "void_from_s",
        "void_s",
    ]
)
"""Names of members that hold an instant, or lists of them, as code writes them."""

DURATIONS: Final = frozenset(
    [
        "age_s",
        "answer_max_age_s",
        "fresh_s",
        "grace_s",
        "max_age_s",
        "refuse_s",
        "retention_s",
        "status_max_age_s",
        "valid_s",
    ]
)
"""Names of members that hold a length of time, in seconds."""

DAYS: Final = frozenset({"day", "dated_day"})
"""Names of members that hold a day, counted from 1970."""

_DAY_S: Final = 86_400

#: The first and the last second that ISO 8601 writes with four digits of a year.
_FIRST_S: Final = -62_135_596_800
_LAST_S: Final = 253_402_300_799

_OF_OTHERS: Final = frozenset({"body", "claims", "goes_along", "leaves"})
"""Members whose own members were named by others, or are signed under the names that they have."""


def dated(value: object) -> object:
    """Write a value for ``--json``, with each instant in ISO 8601 and UTC.

    Members of objects inside it too, except those of claims, whose names are not ours. What is
    written already stays as it is; so does a number that is a time in none of the years 1 to 9999.
    """
    if isinstance(value, Mapping):
        return dict(_member(name, held) for name, held in value.items())
    if isinstance(value, list | tuple):
        return [dated(each) for each in value]
    return value


def _member(name: str, held: object) -> tuple[str, object]:
    if name in _OF_OTHERS:
        return name, held
    if name in DAYS:
        return name, _day(held)
    if name in INSTANTS:
        return name.removesuffix("_s"), _instant(held)
    return name, dated(held)


def _instant(held: object) -> object:
    if isinstance(held, list | tuple):
        return [_instant(each) for each in held]
    return format_utc(floor(held)) if _is_time(held) else dated(held)


def _day(held: object) -> object:
    if _is_time(held, unit_s=_DAY_S):
        return format_utc(floor(held) * _DAY_S)[:10]
    return dated(held)


def _is_time(held: object, *, unit_s: int = 1) -> TypeGuard[int | float]:
    if isinstance(held, bool) or not isinstance(held, int | float):
        return False
    return _FIRST_S <= held * unit_s < _LAST_S + 1
