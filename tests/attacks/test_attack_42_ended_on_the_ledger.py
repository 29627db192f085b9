"""Attack 42: an institution that the ledger has as ended signs on."""

import pytest

from livret_core.errors import Refused
from livret_core.ledger.standing import right_to, signing_key
from tests.ledger_scene import DAY_S
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
