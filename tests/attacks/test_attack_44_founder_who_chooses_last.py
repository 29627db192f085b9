"""Attack 44: a founder who sees all other keys first tries its own until two trust roots have one sheet.

Two first versions with the same six words cost 2^34 tries to whoever chooses the last byte
(docs/spec/six-words.md, section 6). So nothing may be left to choose once a key is known.
"""

import pytest

from livret_core.errors import Refused
from livret_ledger.agreeing import open_with
from livret_ledger.founding import draft_of, sign
from tests.founders import KEEPER, OPENINGS, SCENE, agreement, opening

LAST = SCENE.towns[3]


def test_attack_44_keys_chosen_when_all_others_are_known() -> None:
    ground = opening(LAST, did=SCENE.towns[0].genesis_did.did)
    with pytest.raises(Refused) as caught:
        open_with(agreement(), [*(each.raw for each in OPENINGS[:3]), ground.raw, KEEPER.raw])
    assert caught.value.code == "ledger.opening"
    assert caught.value.facts["who"] == LAST.who


def test_attack_44_another_nonce_under_the_same_keys() -> None:
    other = opening(LAST, nonce=b"\1" * 32)
    with pytest.raises(Refused) as caught:
        open_with(agreement(), [*(each.raw for each in OPENINGS[:3]), other.raw, KEEPER.raw])
    assert caught.value.code == "ledger.opening"


def test_attack_44_a_plan_tried_out_when_all_keys_are_known() -> None:
    """A validity of a day more is another digest, and as many days as tries."""
    ground = draft_of(agreement(valid_days=731), [each.raw for each in OPENINGS])
    with pytest.raises(Refused) as caught:
        sign(ground, LAST.key("genesis"), agreement())
    assert caught.value.code == "ledger.agreement"


def test_attack_44_twin_what_was_committed_to_is_opened_and_signed() -> None:
    opened = open_with(agreement(), [each.raw for each in OPENINGS])
    assert opened.log == SCENE.log_key.format()
    assert set(opened.keys) == {town.who for town in SCENE.towns}
    draft = draft_of(agreement(), [each.raw for each in OPENINGS])
    assert sign(draft, LAST.key("genesis"), agreement())
