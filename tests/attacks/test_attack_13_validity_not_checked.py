"""Attack 13: an expired credential, one not begun yet, and dates hidden from the check.

The common Python implementation checks no date at all. Here the dates of the payload as
signed are checked against the clock that is handed in, and no library's clock.
"""

from typing import Any, Final

import pytest

from livret_core.limits import LATEST_S
from livret_core.words import LANGUAGES, Language
from livret_verifier.rendering import verdict_lines
from tests.scene import (
    DAY_S,
    EXPIRES_S,
    ISSUED_S,
    NEVER_PARSED,
    NOW_S,
    PROCEDURE,
    accepted,
    ask,
    bind,
    disclosure,
    draft,
    folder,
    present,
    question,
    refusal,
    showing,
)

SALT: Final = "AAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize("late_s", [0, 1, 60, 365 * DAY_S])
def test_attack_13_expired(late_s: int) -> None:
    text = present(draft(expires_s=NOW_S - late_s))
    assert refusal(text) == (7, "validity.expired")


def test_attack_13_expired_in_fractions_of_a_second() -> None:
    text = present(draft().with_payload(exp=NOW_S - 0.5))
    assert refusal(text) == (7, "validity.expired")


def test_attack_13_expired_while_the_desk_looks_on() -> None:
    made = draft(expires_s=NOW_S + 1)
    later = question(now_s=NOW_S + 1)
    assert refusal(present(made), later) == (7, "validity.expired")


@pytest.mark.parametrize("early_s", [61, 3_600, 365 * DAY_S])
@pytest.mark.parametrize("name", ["nbf", "iat"])
def test_attack_13_not_begun(name: str, early_s: int) -> None:
    made = draft().with_payload(**{name: NOW_S + early_s})
    assert refusal(present(made)) == (7, "validity.not_yet")


def test_attack_13_begun_says_one_date_and_not_yet_the_other() -> None:
    made = draft().with_payload(nbf=NOW_S + DAY_S, iat=ISSUED_S)
    assert refusal(present(made)) == (7, "validity.not_yet")


def test_attack_13_a_start_to_come_that_is_only_disclosed() -> None:
    made = draft().with_payload(iat=...).concealing(disclosure(SALT, "iat", NOW_S + DAY_S))
    text = bind(showing(made.signed(), "commune", "iat"))
    assert refusal(text) == (7, "validity.not_yet")


@pytest.mark.parametrize("value", ["soon", True, None, -1, [NOW_S]], ids=repr)
def test_attack_13_a_disclosed_start_that_is_no_date(value: Any) -> None:
    made = draft().with_payload(iat=...).concealing(disclosure(SALT, "iat", value))
    text = bind(showing(made.signed(), "commune", "iat"))
    assert refusal(text) == (6, "credential.claim")


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", ["2027-01-01", str(EXPIRES_S), True, None, -1, [1], {}], ids=repr)
def test_attack_13_a_date_that_is_none(name: str, value: Any) -> None:
    made = draft().with_payload(**{name: value})
    assert refusal(present(made)) == (NEVER_PARSED, "credential.claim")


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
@pytest.mark.parametrize(
    "value", [LATEST_S + 1, 10**15, 253_402_300_800, (1 << 53) - 1, 1e300, -1e300], ids=repr
)
def test_attack_13_a_date_that_no_calendar_has(name: str, value: float) -> None:
    """Printing such a date would break whoever prints it, after the decision."""
    made = draft().with_payload(**{name: value})
    assert refusal(present(made)) == (NEVER_PARSED, "credential.claim")


def test_attack_13_a_disclosed_date_that_no_calendar_has() -> None:
    made = draft().with_payload(iat=...).concealing(disclosure(SALT, "iat", 10**15))
    text = bind(showing(made.signed(), "commune", "iat"))
    assert refusal(text) == (6, "credential.claim")


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_13_twin_the_last_second_of_the_calendar_can_be_printed(language: Language) -> None:
    verdict = ask(present(draft().with_payload(exp=LATEST_S, nbf=0)))
    assert verdict.presentation is not None
    assert verdict.presentation.expires_at_s == LATEST_S
    lines = verdict_lines(verdict, PROCEDURE, language, elapsed_ms=1)
    assert any("2499" in line for line in lines)  # the day before the end, in UTC


@pytest.mark.parametrize("name", ["exp", "nbf"])
def test_attack_13_a_date_in_a_disclosure(name: str) -> None:
    text = disclosure(SALT, name, EXPIRES_S if name == "exp" else ISSUED_S)
    made = draft().with_payload(**{name: ...}).concealing(text)
    shown = bind(showing(made.signed(), "commune", name))
    assert refusal(shown) == (6, "credential.concealed")


def test_attack_13_the_end_kept_back_by_one_that_can_never_be_withdrawn() -> None:
    made = draft(index=None).with_payload(exp=...).concealing(disclosure(SALT, "exp", NOW_S - 1))
    assert refusal(bind(showing(made.signed(), "commune"))) == (15, "status.missing")


@pytest.mark.parametrize("missing", ["iat", "exp"])
def test_attack_13_without_status_and_without_a_date(missing: str) -> None:
    made = draft(index=None, issued_s=NOW_S - 60, expires_s=NOW_S + 60)
    assert refusal(present(made.with_payload(**{missing: ...}))) == (15, "status.missing")


def test_attack_13_without_status_and_longer_than_a_day() -> None:
    made = draft(index=None, issued_s=NOW_S - 60, expires_s=NOW_S - 59 + DAY_S)
    assert refusal(present(made)) == (15, "status.missing")


def test_attack_13_twin_the_last_second() -> None:
    accepted(present(draft(expires_s=NOW_S + 1)))


@pytest.mark.parametrize("name", ["nbf", "iat"])
def test_attack_13_twin_a_minute_of_clock_ahead(name: str) -> None:
    accepted(present(draft().with_payload(**{name: NOW_S + 60})))


def test_attack_13_twin_begun_just_now() -> None:
    accepted(present(draft().with_payload(nbf=NOW_S)))


def test_attack_13_twin_a_start_that_is_disclosed_and_past() -> None:
    made = draft().with_payload(iat=...).concealing(disclosure(SALT, "iat", ISSUED_S))
    shown = accepted(bind(showing(made.signed(), "commune", "iat")))
    assert shown.issued_at_s == ISSUED_S


def test_attack_13_twin_a_day_without_status() -> None:
    made = draft(index=None, issued_s=NOW_S - 60, expires_s=NOW_S - 60 + DAY_S)
    accepted(present(made), gather=folder())
