"""The four lists: what makes a word easy to say, to hear and to type."""

import re
from collections import defaultdict

import pytest

from livret_core.ledger import six_words
from livret_core.ledger.six_words import LIST_WORDS, parse
from livret_core.words import LANGUAGES, Language

# What a sheet at the counter shows in our own documents.
SHOWN = "copper lantern orchard minute velvet harbour"


def words(language: Language) -> tuple[str, ...]:
    return six_words.format(range(LIST_WORDS), language)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


def test_a_list_has_2048_words_and_no_more(language: Language) -> None:
    assert len(set(words(language))) == LIST_WORDS == 2_048
    with pytest.raises(IndexError):
        six_words.format([LIST_WORDS], language)


def test_a_word_has_four_to_eight_plain_letters(language: Language) -> None:
    assert [word for word in words(language) if not re.fullmatch("[a-z]{4,8}", word)] == []


def test_a_list_is_sorted(language: Language) -> None:
    assert list(words(language)) == sorted(words(language))


def test_four_letters_tell_a_word_from_all_others(language: Language) -> None:
    assert len({word[:4] for word in words(language)}) == LIST_WORDS


def test_no_two_words_are_one_slip_apart(language: Language) -> None:
    near = defaultdict(set)
    for word in words(language):
        for at in range(len(word) + 1):
            near[word[:at] + "*" + word[at:]].add(word)
            near[word[:at] + "*" + word[at + 1 :]].add(word)
    assert [sorted(group) for group in near.values() if len(group) > 1] == []


def test_no_word_is_a_number_or_a_month(language: Language) -> None:
    # Said over a counter, "two" is the second word, or one word "two".
    counted = {
        "en": "three four five seven eight nine eleven twelve twenty forty fifty first second "
        "hundred thousand million january february march april july august september october",
        "fr": "deux trois quatre cinq sept huit neuf onze douze treize quinze seize vingt trente "
        "quarante soixante cent mille million second janvier mars avril juin juillet octobre",
        "nl": "twee drie vier vijf zeven acht negen tien twaalf twintig dertig veertig tachtig "
        "honderd duizend miljoen eerste tweede januari februari maart april juni juli oktober",
        "de": "eins zwei drei vier sechs sieben acht neun zehn zwanzig vierzig sechzig neunzig "
        "hundert tausend million erste zweite januar februar april juni juli august oktober",
    }
    assert set(words(language)) & set(counted[language].split()) == set()


def test_every_index_has_its_word_and_every_word_its_index(language: Language) -> None:
    said = words(language)
    for at in range(0, LIST_WORDS, 32):
        assert parse(" ".join(said[at : at + 32]), language) == tuple(range(at, at + 32))


def test_the_words_of_our_own_documents_are_in_the_list() -> None:
    assert None not in parse(SHOWN, "en")
