"""Twelve words and the secret behind them, in whichever language they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import MalformedInput
from livret_core.words import LANGUAGES, Language
from livret_wallet.backup import recovery_words
from livret_wallet.recovery_record import Recovery

ENTROPY = bytes(range(16))
entropies = st.binary(min_size=16, max_size=16)
languages = st.sampled_from(LANGUAGES)


@given(entropies, languages, languages)
def test_words_of_one_language_are_read_by_a_reader_of_another(
    entropy: bytes, written: Language, read: Language
) -> None:
    words = recovery_words.words_of(entropy, written)
    assert len(words) == 12
    assert entropy in recovery_words.parse(" ".join(words), read)


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_read_as_people_type_them(language: Language) -> None:
    words = recovery_words.words_of(ENTROPY, language)
    typed = "\n".join(f"{at}. {word[:4].upper()}" for at, word in enumerate(words, 1))
    assert recovery_words.parse(typed, "en") == (ENTROPY,)


def test_a_word_of_no_list_is_named_by_its_number() -> None:
    words = list(recovery_words.words_of(ENTROPY, "en"))
    words[2] = words[8] = "xyzzyx"
    with pytest.raises(MalformedInput) as caught:
        recovery_words.parse(" ".join(words), "en")
    assert (caught.value.code, caught.value.facts) == ("recovery.words", {"numbers": "3, 9"})


@pytest.mark.parametrize("count", [0, 1, 11, 13])
def test_another_number_of_words_is_none(count: int) -> None:
    words = (*recovery_words.words_of(ENTROPY, "en"), "harvest")
    with pytest.raises(MalformedInput) as caught:
        recovery_words.parse(" ".join(words[:count]), "en")
    assert caught.value.code == "recovery.words"


def test_words_in_another_order_are_mostly_seen_before_anything_is_tried() -> None:
    seen = 0
    for number in range(64):
        words = list(recovery_words.words_of(bytes([number]) * 16, "en"))
        words[0], words[5] = words[5], words[0]
        try:
            found = recovery_words.parse(" ".join(words), "en")
        except MalformedInput:
            seen += 1
        else:
            assert bytes([number]) * 16 not in found or words[0] == words[5]
    assert seen > 48


def test_a_text_without_end_is_not_read() -> None:
    with pytest.raises(MalformedInput) as caught:
        recovery_words.parse("word " * 1_000, "en")
    assert caught.value.code == "input.too_large"


@given(st.binary(min_size=2, max_size=2))
def test_two_words_are_asked_for_one_of_each_half(random: bytes) -> None:
    first, second = recovery_words.positions(random)
    assert 1 <= first <= 6 < second <= 12


def test_a_word_is_known_by_its_number() -> None:
    words = recovery_words.words_of(ENTROPY, "fr")
    assert recovery_words.is_word(words[2].upper(), ENTROPY, 3)
    assert not recovery_words.is_word(words[2], ENTROPY, 4)
    assert not recovery_words.is_word("", ENTROPY, 3)
    assert not recovery_words.is_word("xyzzyx", ENTROPY, 3)


def test_what_words_stand_for_does_not_show_itself() -> None:
    assert "entropy" not in repr(Recovery(ENTROPY, 0))


def test_a_record_is_read_as_it_was_written() -> None:
    for recovery in (Recovery(ENTROPY, 5), Recovery(ENTROPY, 5, 6)):
        assert Recovery.parse(recovery.format()) == recovery
    with pytest.raises(MalformedInput) as caught:
        Recovery(bytes(15), 5)
    assert caught.value.code == "vault.record"
