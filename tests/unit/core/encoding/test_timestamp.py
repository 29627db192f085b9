from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.encoding import timestamp
from livret_core.errors import MalformedInput

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(st.integers(-62_135_596_800, 253_402_300_799))
def test_what_is_written_reads_back(time_s: int) -> None:
    assert timestamp.parse_utc_ns(timestamp.format_utc(time_s)) == time_s * timestamp.NS


@given(
    st.timedeltas(timedelta(days=-700_000), timedelta(days=2_900_000)),
    st.integers(-14 * 60, 14 * 60),
)
def test_an_instant_in_any_zone_is_that_instant(since_epoch: timedelta, minutes: int) -> None:
    moment = (EPOCH + since_epoch).astimezone(timezone(timedelta(minutes=minutes)))
    since = moment - EPOCH
    expected = ((since.days * 86_400 + since.seconds) * 10**6 + since.microseconds) * 1_000
    assert timestamp.parse_instant_ns(moment.isoformat()) == expected


@pytest.mark.parametrize(
    ("text", "expected_ns"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00+00:00", 0),
        ("1970-01-01T00:00:01.5Z", 1_500_000_000),
        ("1970-01-01T00:00:00.000000001Z", 1),
        ("1969-12-31T23:59:59.5Z", -500_000_000),
    ],
)
def test_a_utc_instant_is_read_to_the_nanosecond(text: str, expected_ns: int) -> None:
    assert timestamp.parse_utc_ns(text) == expected_ns


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T09:30:00",  # no zone
        "2026-11-21T09:30:00+01:00",
        "2026-11-21T09:30:00-00:00",
        "2026-11-21T09:30:00z",
        "2026-11-21 09:30:00Z",
        "2026-11-21T09:30Z",
        "2026-11-21T09:30:00.Z",
        "2026-11-21T09:30:00.0000000001Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T23:59:60Z",
        "2026-11-21T09:30:00Z\n",
        "٢٠٢٦-11-21T09:30:00Z",
        "20261121T093000Z",
        "",
    ],
)
def test_what_is_not_a_utc_instant_is_malformed(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        timestamp.parse_utc_ns(text)
    assert caught.value.code == "input.time"


@pytest.mark.parametrize(
    "text", ["2026-11-21T09:30:00", "2026-11-21T09:30:00+15:00", "2026-11-21T09:30:00+01:60"]
)
def test_an_instant_without_a_real_zone_is_malformed(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        timestamp.parse_instant_ns(text)
    assert caught.value.code == "input.time"
