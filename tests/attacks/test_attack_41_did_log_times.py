"""Attack 41, time: entries dated so that another key or document seems to hold."""

from typing import Final

import pytest

from livret_core.dids.webvh import resolve, verify_log
from livret_core.encoding.timestamp import format_utc
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_town.simulator.did_logs import DAY_S, START_S, DidLogForge

NOW_S: Final = START_S + 100 * DAY_S


def refusal(log: DidLogForge) -> str:
    with pytest.raises(LivretError) as caught:
        verify_log(log.raw, None, now_s=NOW_S)
    return caught.value.code


def test_attack_41_an_entry_is_dated_years_ahead() -> None:
    log = DidLogForge().begin().add(time="2099-01-01T00:00:00Z")
    assert refusal(log) == "webvh.time_future"


def test_attack_41_an_entry_between_others_is_dated_years_ahead() -> None:
    log = DidLogForge().begin().add(time="2099-01-01T00:00:00Z").add(time=format_utc(NOW_S))
    assert refusal(log) == "webvh.time_future"


def test_attack_41_an_entry_is_dated_just_beyond_the_tolerance() -> None:
    log = DidLogForge().begin(time=format_utc(NOW_S + 301))
    assert refusal(log) == "webvh.time_future"


def test_attack_41_twin_a_clock_five_minutes_off_is_borne() -> None:
    log = DidLogForge().begin(time=format_utc(NOW_S + 300))
    assert verify_log(log.raw, None, now_s=NOW_S).last.number == 1


def test_attack_41_a_log_kept_in_memory_is_used_under_a_clock_set_back() -> None:
    log = verify_log(DidLogForge().begin().raw, None, now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        log.check_not_future(START_S - 301)
    assert caught.value.code == "webvh.time_future"


def test_attack_41_twin_a_log_kept_in_memory_is_used_later() -> None:
    log = verify_log(DidLogForge().begin().raw, None, now_s=NOW_S)
    log.check_not_future(START_S - 300)
    log.check_not_future(NOW_S + DAY_S)


@pytest.mark.parametrize("earlier_s", [0, 1, 10 * DAY_S])
def test_attack_41_an_entry_is_dated_at_or_before_the_one_it_follows(earlier_s: int) -> None:
    log = DidLogForge().begin().add(time=format_utc(START_S - earlier_s))
    assert refusal(log) == "webvh.time_order"


def test_attack_41_twin_an_entry_a_second_later() -> None:
    log = DidLogForge().begin().add(time=format_utc(START_S + 1))
    assert verify_log(log.raw, None, now_s=NOW_S).last.number == 2


@pytest.mark.parametrize("text", ["2026-06-01T00:00:00", "2026-06-01T00:00:00+02:00", "2026-06-01"])
def test_attack_41_a_time_that_two_readers_take_for_two_instants(text: str) -> None:
    assert refusal(DidLogForge().begin(time=text)) == "input.time"


def test_attack_41_twin_a_time_in_utc_by_either_name() -> None:
    log = DidLogForge().begin(time="2026-06-01T00:00:00+00:00").add(time="2026-06-02T00:00:00Z")
    assert verify_log(log.raw, None, now_s=NOW_S).last.number == 2


def test_attack_41_a_version_number_that_is_text_is_never_the_latest_version() -> None:
    log = verify_log(DidLogForge().begin().add().add().raw, None, now_s=NOW_S)
    found = resolve(log, version_number="1")  # type: ignore[arg-type]
    assert found.document is None
    assert isinstance(found.failure, MalformedInput)
    assert found.failure.code == "did.query"


@pytest.mark.parametrize("number", [0, 4, -1])
def test_attack_41_a_version_number_that_does_not_exist_is_never_the_latest(number: int) -> None:
    log = verify_log(DidLogForge().begin().add().add().raw, None, now_s=NOW_S)
    found = resolve(log, version_number=number)
    assert found.document is None
    assert found.failure is not None
    assert found.failure.code == "did.version_not_found"


def test_attack_41_twin_a_version_number_finds_that_version() -> None:
    log = verify_log(DidLogForge().begin().add().add().raw, None, now_s=NOW_S)
    found = resolve(log, version_number=2)
    assert found.document is not None
    assert found.document_metadata["versionId"] == log.versions[1].version_id
