"""Which public pages a publication makes anew."""

import pytest

from livret_core.ledger.bodies import BODIES
from livret_ledger.pages.changing import PAGES, changed
from tests.ledger_scene import BEGAN_S, DAY_S

MIDNIGHT_S = BEGAN_S // DAY_S * DAY_S


@pytest.mark.parametrize(
    ("types", "pages"),
    [
        ([], {"index", "checkpoints"}),
        (["state.commit", "commit"], {"index", "checkpoints"}),
        (["verifier.end"], {"index", "checkpoints", "services"}),
        (["accredit.grant"], {"index", "checkpoints", "accreditations"}),
        (["member.suspend"], {"index", "checkpoints", "accreditations", "members"}),
        (["verifier.register", "did.create"], set(PAGES)),
    ],
)
def test_an_operation_changes_the_pages_that_tell_of_it(types: list[str], pages: set[str]) -> None:
    assert changed(types, before_s=MIDNIGHT_S, now_s=MIDNIGHT_S + 60) == pages


@pytest.mark.parametrize("before_s", [None, MIDNIGHT_S - 1])
def test_each_day_and_each_start_makes_all_pages_anew(before_s: int | None) -> None:
    assert changed([], before_s=before_s, now_s=MIDNIGHT_S) == set(PAGES)


def test_every_type_of_operation_is_known() -> None:
    assert changed(BODIES, before_s=MIDNIGHT_S, now_s=MIDNIGHT_S) == set(PAGES)
