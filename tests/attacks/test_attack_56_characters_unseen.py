"""Characters that nobody sees, in names that people compare by eye."""

import pytest

from livret_core.credential.claim_text import check_text, is_claim_text
from livret_core.errors import MalformedInput
from livret_core.words import printable

UNSEEN = [
    "\u034f",
    "\u115f",
    "\u17b4",
    "\u180b",
    "\u2800",
    "\u3164",
    "\ufe0f",
    "\uffa0",
    "\U000e0100",
]


@pytest.mark.parametrize("char", [*UNSEEN, "\u200c", "\u200d"], ids=ascii)
def test_attack_56_a_name_with_a_character_nobody_sees(char: str) -> None:
    assert not is_claim_text(f"Du{char}rand")
    with pytest.raises(MalformedInput) as caught:
        check_text({"family_name": f"Du{char}rand"})
    assert caught.value.code == "claims.text"


@pytest.mark.parametrize("char", UNSEEN, ids=ascii)
def test_attack_56_an_unseen_character_is_shown_for_what_it_is(char: str) -> None:
    assert char not in printable(f"Piscine{char} des Saules")


@pytest.mark.parametrize(
    "name",
    ["Durand", "Nguyễn Văn Đức", "O’Brien", "می\u200cخواهم", "क्\u200dष", "Ångström", "李小龍"],
)
def test_attack_56_twin_a_name_as_its_script_spells_it(name: str) -> None:
    assert is_claim_text(name)
    assert printable(name).replace("\\u200c", "\u200c").replace("\\u200d", "\u200d") == name
