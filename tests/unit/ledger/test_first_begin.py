"""A term that nobody dated begins at a midnight by which everybody can have signed."""

import pytest

from livret_ledger.cli.desk.accredit import first_begin_s

DAY_S = 86_400


@pytest.mark.parametrize(
    ("hour", "days"), [(0, 1), (12, 1), (17.99, 1), (18, 2), (23.99, 2)], ids=str
)
def test_it_begins_at_the_first_midnight_that_leaves_six_hours(hour: float, days: int) -> None:
    assert first_begin_s(20_000 * DAY_S + int(hour * 3_600)) == (20_000 + days) * DAY_S
