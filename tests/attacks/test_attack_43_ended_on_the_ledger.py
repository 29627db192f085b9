"""Attack 43: a signature by a key that had ended, or was stolen."""

import pytest

from livret_core.errors import Refused
from tests.ledger_scene import DAY_S
from tests.unit.core.ledger.test_standing import Story


def test_attack_43_signed_after_the_keys_end() -> None:
    story = Story()
    story.metz.credential_keys = ("credential-2",)
    story.scene.tick(DAY_S)
    ended_s = story.scene.at_s
    story.scene.move_on(story.metz)
    state = story.state()
    with pytest.raises(Refused) as caught:
        story.key(state, ended_s)
    assert caught.value.code == "issuer.key_ended"


def test_attack_43_twin_signed_before_the_keys_end() -> None:
    story = Story()
    story.metz.credential_keys = ("credential-2",)
    story.scene.tick(DAY_S)
    ended_s = story.scene.at_s
    story.scene.move_on(story.metz)
    assert story.key(story.state(), ended_s - 1) == story.metz.credential_key().public_key


def test_attack_43_a_stolen_key_signs_a_date_before_the_theft() -> None:
    story = Story()
    story.scene.tick(DAY_S)
    stolen_s = story.scene.at_s
    story.scene.apply(story.scene.compromise(story.kid, story.metz, from_s=stolen_s))
    state = story.state()
    with pytest.raises(Refused) as caught:
        story.key(state, story.began_s)
    assert caught.value.code == "issuer.key_compromised"
    with pytest.raises(Refused):
        story.key(state, story.began_s, dated_before_s=stolen_s)


def test_attack_43_twin_dated_before_the_theft_by_another() -> None:
    story = Story()
    story.scene.tick(DAY_S)
    stolen_s = story.scene.at_s
    story.scene.apply(story.scene.compromise(story.kid, story.metz, from_s=stolen_s))
    key = story.key(story.state(), story.began_s, dated_before_s=stolen_s - 1)
    assert key == story.metz.credential_key().public_key
