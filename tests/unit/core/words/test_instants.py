"""Times as a program is told them: ISO 8601 in UTC, under the name without its unit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.encoding.timestamp import NS, parse_utc_ns
from livret_core.words.instants import DAYS, DURATIONS, INSTANTS, dated

LAST_S = 253_402_300_799


@pytest.mark.parametrize(
    ("at_s", "text"),
    [
        (-62_135_596_800, "0001-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (-0.5, "1969-12-31T23:59:59Z"),
        (0, "1970-01-01T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_796_000_100, "2026-11-30T00:55:00Z"),
        (1_796_000_100.999, "2026-11-30T00:55:00Z"),
        (LAST_S, "9999-12-31T23:59:59Z"),
    ],
)
def test_an_instant_is_written_to_the_second_in_utc(at_s: float, text: str) -> None:
    assert dated({"until_s": at_s}) == {"until": text}


@pytest.mark.parametrize(
    "number",
    [-62_135_596_801, LAST_S + 1, 1 << 63, 1 << 4_000, float("nan"), float("inf"), float("-inf")],
    ids=repr,
)
@pytest.mark.parametrize("name", ["until", "day"])
def test_what_no_date_can_say_stays_a_number(name: str, number: float) -> None:
    """Whoever else chose it cannot have a command end as our own fault."""
    [held] = dated({"until_s" if name == "until" else name: number}).values()  # type: ignore[attr-defined]
    assert held is number


@pytest.mark.parametrize(
    ("day", "text"), [(-1, "1969-12-31"), (0, "1970-01-01"), (2_932_896, "9999-12-31")]
)
@pytest.mark.parametrize("name", sorted(DAYS))
def test_a_day_has_no_time_of_day(name: str, day: int, text: str) -> None:
    assert dated({name: day}) == {name: text}


def test_the_day_after_the_last_stays_a_number() -> None:
    assert dated({"day": 2_932_897}) == {"day": 2_932_897}


@pytest.mark.parametrize("held", [None, True, False, "2026-11-30T00:55:00Z", ""])
@pytest.mark.parametrize("name", ["until_s", "since", "day"])
def test_what_is_no_number_stays_as_it_is(name: str, held: object) -> None:
    assert dated({name: held}) == {name.removesuffix("_s"): held}


def test_members_inside_are_written_too_and_in_their_order() -> None:
    told = dated({"b": [{"from_s": 0, "a": ({"at_s": 1}, 2)}], "since": {"time_s": 2}})
    assert told == {
        "b": [{"from": "1970-01-01T00:00:00Z", "a": [{"at": "1970-01-01T00:00:01Z"}, 2]}],
        "since": {"time": "1970-01-01T00:00:02Z"},
    }
    assert list(dated({"until_s": 1, "at_s": 2, "size": 3})) == ["until", "at", "size"]  # type: ignore[call-overload]


def test_spans_of_time_are_lists_of_instants() -> None:
    assert dated({"suspensions": [[0, 1], [2, None]]}) == {
        "suspensions": [
            ["1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z"],
            ["1970-01-01T00:00:02Z", None],
        ]
    }


@pytest.mark.parametrize("name", ["body", "claims", "goes_along", "leaves"])
def test_what_others_named_or_signed_is_not_touched(name: str) -> None:
    """A claim may be called as a time of ours is."""
    held = {"until_s": 1, "day": 2, "since": [3]}
    assert dated({name: held, "until_s": 1}) == {name: held, "until": "1970-01-01T00:00:01Z"}


@pytest.mark.parametrize("name", sorted(DURATIONS))
def test_a_length_of_time_stays_a_number_and_keeps_its_unit(name: str) -> None:
    assert dated({name: 1_796_000_100}) == {name: 1_796_000_100}


def test_counts_and_texts_stay_as_they_are() -> None:
    value = {"size": 1_796_000_100, "seconds": 1.5, "index": [1, 2], "at": "https://a.example"}
    assert dated(value) == value


def test_what_is_written_is_another_object() -> None:
    """What is kept and read back counts in seconds, whoever was told of it."""
    value: dict[str, Any] = {"ledger": {"as_of_s": 7}}
    assert dated(value) == {"ledger": {"as_of": "1970-01-01T00:00:07Z"}}
    assert value == {"ledger": {"as_of_s": 7}}


def test_no_instant_is_shown_under_the_name_of_a_length_of_time() -> None:
    assert {name.removesuffix("_s") for name in INSTANTS}.isdisjoint(DURATIONS)


@given(st.integers(-62_135_596_800, LAST_S), st.sampled_from(sorted(INSTANTS)))
def test_it_is_the_same_instant_and_writing_it_again_changes_nothing(at_s: int, name: str) -> None:
    told: Any = dated({name: at_s})
    [(shown, text)] = told.items()
    assert shown == name.removesuffix("_s")
    assert parse_utc_ns(text) == at_s * NS
    assert dated(told) == told
