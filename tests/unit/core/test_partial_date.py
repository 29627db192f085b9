from datetime import date

import pytest

from livret_core.errors import MalformedInput
from livret_core.partial_date import PartialDate


@pytest.mark.parametrize("text", ["1951", "1951-03", "1951-03-14", "2024-02-29", "1000", "9999"])
def test_a_date_is_kept_as_precise_as_it_was(text: str) -> None:
    assert PartialDate.parse(text).format() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "51",
        "0951",
        "19510",
        "1951-3",
        "1951-00",
        "1951-13",
        "1951-03-00",
        "1951-03-32",
        "1951-02-29",
        "2023-02-29",
        "1900-02-29",
        "14/03/1951",
        "1951-03-14T00:00:00",
        "1951-",
        "-1951",
        "1951\n",
        " 1951",
        "١٩٥١",
        "unknown",
    ],
)
def test_a_day_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        PartialDate.parse(text)
    assert caught.value.code == "date.malformed"


def test_a_day_needs_its_month() -> None:
    with pytest.raises(MalformedInput) as caught:
        PartialDate(1951, None, 14)
    assert caught.value.code == "date.malformed"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1951", date(1951, 1, 1), date(1951, 12, 31)),
        ("1952-02", date(1952, 2, 1), date(1952, 2, 29)),
        ("1951-03-14", date(1951, 3, 14), date(1951, 3, 14)),
    ],
)
def test_a_partial_date_spans_the_days_it_can_mean(text: str, first: date, last: date) -> None:
    found = PartialDate.parse(text)
    assert (found.first_day(), found.last_day()) == (first, last)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("1988-03-14", "en", "14 March 1988"),
        ("1988-03-14", "fr", "14 mars 1988"),
        ("2019-09-01", "fr", "1er septembre 2019"),
        ("1988-03-14", "nl", "14 maart 1988"),
        ("1988-03-14", "de", "14. März 1988"),
        ("1951-03", "en", "March 1951"),
        ("1951", "de", "1951"),
        ("1951-03", "it", "March 1951"),
    ],
)
def test_people_read_a_date_in_words(text: str, language: str, words: str) -> None:
    assert PartialDate.parse(text).words(language) == words
