"""A town's watch: what was written in its name, held against what it wrote."""

import pytest

from livret_town.demo.watching import not_made_by
from tests.ledger_scene import Scene, Town


@pytest.fixture
def scene() -> Scene:
    return Scene.founded()


@pytest.fixture
def namur(scene: Scene) -> Town:
    return scene.towns[0]


def test_an_update_that_is_not_in_the_journal_is_named(scene: Scene, namur: Town) -> None:
    stolen = scene.move_on(namur)
    assert list(not_made_by(str(namur.did), set(), [(7, stolen)])) == [(7, stolen)]


def test_an_update_of_the_towns_own_is_not(scene: Scene, namur: Town) -> None:
    own = scene.move_on(namur)
    assert list(not_made_by(str(namur.did), {own.id}, [(7, own)])) == []


def test_an_update_of_another_towns_is_not(scene: Scene, namur: Town) -> None:
    other = scene.move_on(scene.towns[1])
    assert list(not_made_by(str(namur.did), set(), [(7, other)])) == []


def test_a_key_under_suspicion_is_a_matter_of_whose_key_it_is(scene: Scene, namur: Town) -> None:
    marked = scene.compromise(namur.kid_of("credential-1"), namur, from_s=scene.at_s)
    assert list(not_made_by(str(namur.did), set(), [(7, marked)])) == [(7, marked)]


def test_a_day_that_the_town_did_not_commit_to_is_named(scene: Scene, namur: Town) -> None:
    day = scene.commit(namur)
    assert list(not_made_by(str(namur.did), set(), [(7, day)])) == [(7, day)]


def test_what_others_grant_the_town_is_no_theft(scene: Scene, namur: Town) -> None:
    metz = scene.towns[1]
    scene.apply(scene.publish())
    granted = scene.grant(metz, namur)
    assert list(not_made_by(str(metz.did), set(), [(7, granted)])) == []
