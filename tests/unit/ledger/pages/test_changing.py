"""Which public pages a publication makes anew."""

import pytest

from livret_core.ledger.bodies import BODIES
from livret_ledger.pages.changing import PAGES, Page, changed
from livret_ledger.pages.excerpt import Excerpt
from tests.ledger_pages import Held
from tests.ledger_scene import BEGAN_S, DAY_S, Scene

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


def test_a_page_on_which_a_term_begins_meanwhile_is_made_anew() -> None:
    turns: dict[Page, int] = {"accreditations": MIDNIGHT_S + 60, "services": MIDNIGHT_S + 61}
    found = changed([], before_s=MIDNIGHT_S, now_s=MIDNIGHT_S + 60, turns=turns)
    assert found == {"index", "checkpoints", "accreditations"}


def test_when_a_page_turns_is_the_first_time_after_it_was_made() -> None:
    scene = Scene.founded()
    scene.apply(scene.publish())
    scene.apply(scene.grant(scene.towns[1], scene.towns[0], days=(1, 30)))
    excerpt = Excerpt(Held(scene), PAGES)
    assert excerpt.turns(scene.at_s) == {"accreditations": scene.at_s + DAY_S}
    assert excerpt.turns(scene.at_s + DAY_S) == {"accreditations": scene.at_s + 30 * DAY_S}
    assert excerpt.turns(scene.at_s + 30 * DAY_S) == {}
    scene.apply(scene.about_member("member.suspend", scene.towns[3], *scene.towns[:2]))
    until_s = scene.at_s + 7 * DAY_S
    turns = Excerpt(Held(scene), PAGES).turns(scene.at_s + 2 * DAY_S)
    assert turns == {"members": until_s, "accreditations": until_s}


def test_every_type_of_operation_is_known() -> None:
    assert changed(BODIES, before_s=MIDNIGHT_S, now_s=MIDNIGHT_S) == set(PAGES)
