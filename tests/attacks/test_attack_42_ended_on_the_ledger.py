"""Attack 42: an institution that the ledger has as ended signs on."""

import pytest

from livret_core.errors import Refused
from livret_core.ledger.records import DidRecord
from livret_core.ledger.standing import list_key, right_to, signing_key
from tests.ledger_scene import DAY_S, Pen, Town
from tests.unit.core.ledger.test_standing import METZ, Story


def test_attack_42_a_deactivated_issuer_signs_on() -> None:
    story = Story()
    story.scene.tick(DAY_S)
    ended_s = story.scene.at_s
    story.scene.apply(story.scene.did_deactivate(story.metz))
    with pytest.raises(Refused) as caught:
        story.key(story.state(), ended_s)
    assert caught.value.code == "issuer.key_ended"


def test_attack_42_twin_the_diplomas_of_a_closed_school_stay_good() -> None:
    story = Story()
    story.scene.tick(DAY_S)
    story.scene.apply(story.scene.did_deactivate(story.metz))
    state = story.state()
    did = str(story.metz.did)
    key = signing_key(state, did, story.kid, at_s=story.began_s)
    assert key == story.metz.credential_key().public_key
    right = right_to(state, did, "residency", METZ, at_s=story.began_s)
    assert right.span.from_s == story.began_s


def merged(story: Story, *by: Town | Pen) -> int:
    """Metz is merged into Aachen; the second from which it is."""
    story.scene.tick(DAY_S)
    into = story.scene.towns[2]
    story.scene.apply(story.scene.did_succeed(story.metz, into.did, *by))
    record = story.scene.state.records[f"did/{story.metz.did}"]
    assert isinstance(record, DidRecord)
    assert record.successor_from_s is not None
    return record.successor_from_s


def test_attack_42_an_issuer_that_was_merged_away_signs_on() -> None:
    story = Story()
    begins_s = merged(story, story.metz.recovery_pen())
    with pytest.raises(Refused) as caught:
        story.key(story.state(), begins_s)
    assert caught.value.code == "issuer.key_ended"


def test_attack_42_an_issuer_that_was_merged_away_withdraws_on() -> None:
    """Its last lists are those that the succession names, not one that it signs after it."""
    story = Story()
    begins_s = merged(story, story.metz.recovery_pen())
    with pytest.raises(Refused) as caught:
        list_key(story.state(), str(story.metz.did), story.kid, at_s=begins_s)
    assert caught.value.code == "issuer.key_ended"


def test_attack_42_an_issuer_signs_on_once_the_voters_succession_has_begun() -> None:
    story = Story()
    others = [town for town in story.scene.towns if town is not story.metz]
    begins_s = merged(story, *others[:2])
    assert begins_s == story.scene.at_s + 72 * 3_600
    story.scene.tick(4 * DAY_S)
    with pytest.raises(Refused) as caught:
        story.key(story.state(), begins_s)
    assert caught.value.code == "issuer.key_ended"


def test_attack_42_twin_what_a_merged_town_signed_before_stays_good() -> None:
    story = Story()
    begins_s = merged(story, story.metz.recovery_pen())
    state, key = story.state(), story.metz.credential_key().public_key
    assert story.key(state, story.began_s) == key
    assert story.key(state, begins_s - 1) == key
    assert list_key(state, str(story.metz.did), story.kid, at_s=begins_s - 1) == key


def test_attack_42_twin_a_succession_that_is_contested_ends_nothing() -> None:
    story = Story()
    others = [town for town in story.scene.towns if town is not story.metz]
    begins_s = merged(story, *others[:2])
    story.scene.apply(story.scene.did_succeed(story.metz, None, story.metz, lists=None))
    story.scene.tick(4 * DAY_S)
    assert story.key(story.state(), begins_s) == story.metz.credential_key().public_key
