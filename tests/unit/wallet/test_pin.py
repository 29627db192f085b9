"""A PIN as people type it."""

import pytest

from livret_core.errors import MalformedInput
from livret_core.openid4vci.offer import InputMode, TransactionCode
from livret_wallet.receiving.pin import read_pin

SIX = TransactionCode("numeric", 6)


@pytest.mark.parametrize(
    "typed",
    [
        "402719", " 402 719\n", "402-719", "402\u2013719", "402\u202f719", "40.27.19",
        "\uff14\uff10\uff12\uff17\uff11\uff19", "\u0664\u0660\u0662\u0667\u0661\u0669",
    ],
)  # fmt: skip
def test_digits_are_read_in_groups_and_in_every_script(typed: str) -> None:
    assert read_pin(typed, SIX) == "402719"


@pytest.mark.parametrize(
    ("mode", "length", "typed", "facts"),
    [
        ("numeric", 6, "40271", {"digits": 6}),
        ("numeric", 6, "4027190", {"digits": 6}),
        ("numeric", 6, "4O2719", {"digits": 6}),
        ("numeric", 6, "\u00b2\u00b2\u00b2\u00b2\u00b2\u00b2", {"digits": 6}),
        ("numeric", None, "four", {}),
        ("numeric", None, " - ", {}),
        ("numeric", None, "1" * 65, {}),
        ("text", 4, "abc", {}),
        ("text", None, "  ", {}),
    ],
)
def test_what_cannot_be_it_is_said_without_being_repeated(
    mode: InputMode, length: int | None, typed: str, facts: dict[str, int]
) -> None:
    with pytest.raises(MalformedInput) as caught:
        read_pin(typed, TransactionCode(mode, length))
    assert (caught.value.code, caught.value.facts) == ("usage.pin", facts)
    assert str(caught.value) == "usage.pin"


def test_a_text_is_taken_as_it_is() -> None:
    assert read_pin(" ab-c d\n", TransactionCode("text", 6)) == "ab-c d"
    assert read_pin("402 719", TransactionCode("text")) == "402 719"
