"""Six words: what is written is read, however it is typed."""

from hypothesis import given
from hypothesis import strategies as st

from livret_core.ledger import six_words
from livret_core.ledger.six_words import LIST_WORDS, parse
from livret_core.limits import SIX_WORDS_CHARS
from livret_core.words import LANGUAGES, Language

languages = st.sampled_from(LANGUAGES)
six_indexes = st.tuples(*[st.integers(0, LIST_WORDS - 1)] * 6)
between = st.text(" \t\n-–.,;:/0123456789", min_size=1, max_size=8)


@given(six_indexes, languages)
def test_indexes_come_back_from_their_words(indexes: tuple[int, ...], language: Language) -> None:
    assert parse(" ".join(six_words.format(indexes, language)), language) == indexes


@given(six_indexes, languages, st.data())
def test_indexes_come_back_however_their_words_are_typed(
    indexes: tuple[int, ...], language: Language, data: st.DataObject
) -> None:
    typed = data.draw(between)
    for word in six_words.format(indexes, language):
        kept = word[: data.draw(st.integers(4, 8))]
        typed += kept.upper() if data.draw(st.booleans()) else kept
        typed += data.draw(between)
    assert parse(typed, language) == indexes


@given(st.text(max_size=SIX_WORDS_CHARS), languages)
def test_any_text_is_read_as_words_of_the_list_or_as_none(text: str, language: Language) -> None:
    for index in parse(text, language):
        assert index is None or 0 <= index < LIST_WORDS
