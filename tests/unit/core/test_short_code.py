import hashlib
from typing import Final

import pytest

from livret_core.errors import MalformedInput
from livret_core.short_code import ALPHABET, ShortCode


def some(count: int, length: int = 8) -> list[ShortCode]:
    return [
        ShortCode.of(hashlib.sha256(bytes([number])).digest()[:16], length=length)
        for number in range(count)
    ]


CODES: Final = [*some(20), *some(20, 12)]


def is_read(typed: str) -> bool:
    try:
        ShortCode.parse(typed)
    except MalformedInput as error:
        return error.code != "code.mistyped"
    return True


def test_the_alphabet_has_no_vowel_and_no_look_alikes() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 26
    assert set(ALPHABET).isdisjoint("AEIOU01LSB")


@pytest.mark.parametrize("code", CODES, ids=str)
def test_what_is_shown_is_read(code: ShortCode) -> None:
    shown = str(code)
    assert ShortCode.parse(shown) == code
    assert len(shown) in {9, 14}
    for typed in (shown.lower(), shown.replace("-", ""), shown.replace("-", " . "), f" {shown}_"):
        assert ShortCode.parse(typed) == code


def test_the_same_random_bytes_give_the_same_code_and_others_another() -> None:
    assert some(20) == some(20)
    assert len({code.text for code in CODES}) == len(CODES)


@pytest.mark.parametrize("code", CODES, ids=str)
def test_every_single_wrong_character_is_noticed(code: ShortCode) -> None:
    text = code.text
    for place, right in enumerate(text):
        for wrong in set(ALPHABET) - {right}:
            assert not is_read(text[:place] + wrong + text[place + 1 :])


def test_nearly_every_swap_of_neighbours_is_noticed() -> None:
    made = missed = 0
    for code in CODES:
        text = code.text
        for place in range(len(text) - 1):
            left, right = text[place], text[place + 1]
            if left != right:
                made += 1
                missed += is_read(text[:place] + right + left + text[place + 2 :])
    assert made > 300
    assert missed / made < 0.02


@pytest.mark.parametrize(
    "typed",
    ["", "-", "2222", "22222222", CODES[0].text[:-1], CODES[0].text + "2", CODES[0].text * 2],
)
def test_a_code_of_another_length_or_sum_is_mistyped(typed: str) -> None:
    assert not is_read(typed)


@pytest.mark.parametrize("letter", "AEIOU01LSBé٢\x00\n/")
def test_a_character_that_is_in_no_code_is_mistyped(letter: str) -> None:
    assert not is_read(letter + CODES[0].text[1:])


def test_a_letter_that_becomes_two_is_mistyped() -> None:
    place = ALPHABET.index("F")
    code = ShortCode.of((place * len(ALPHABET) + place).to_bytes(16))
    assert code.text.startswith("FF")
    assert ShortCode.parse(code.text) == code
    assert not is_read(code.text.replace("FF", "\ufb00", 1))


def test_nothing_after_the_code_is_cut_off_unread() -> None:
    code = CODES[0].text
    assert is_read(code + " " * 56)
    assert not is_read(code + " " * 57)
    assert not is_read(code + " " * 60 + "22222222")


@pytest.mark.parametrize(("random", "length"), [(b"", 8), (bytes(15), 8), (bytes(16), 9)])
def test_a_code_is_made_of_sixteen_bytes(random: bytes, length: int) -> None:
    with pytest.raises(ValueError, match="16 random bytes"):
        ShortCode.of(random, length=length)
