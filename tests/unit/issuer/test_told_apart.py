"""People of one name at the counter: what of the list tells each from every other."""

from typing import Any

import pytest

from livret_core.encoding.json import JsonObject
from livret_core.words import LANGUAGES, PLAIN_COLUMNS, Language
from livret_core.words.manner import Manner
from livret_edge.saying import Voice
from livret_issuer.at_the_counter import people_lines
from livret_issuer.cli.asking import ask_number
from livret_issuer.intake import Row
from tests.scene import RESIDENCY

CAMILLE: JsonObject = {
    "given_name": "Camille",
    "family_name": "Arnould",
    "birthdate": "1988-03-14",
    "address": {"street_address": "rue Haute", "house_number": "3", "country": "FR"},
}


def told(*changes: dict[str, Any], language: Language = "en") -> list[str]:
    """What is said of each, on one line, without its number and its line of the list."""
    rows = [Row(n, n + 1, {**CAMILLE, **each}) for n, each in enumerate(changes, 1)]
    lines = people_lines(rows, RESIDENCY, language)
    assert max(map(len, lines)) <= PLAIN_COLUMNS
    people: list[str] = []
    for line in lines:
        if line[2] != " ":
            people.append(line[3:])
        else:
            people[-1] += f" {line.strip()}"
    return [each.partition("3 rue Haute")[2].split("  line")[0].strip(" ,") for each in people]


def test_of_three_each_is_told_from_both_others() -> None:
    main = {"resident_since": "2019-09-01", "residence_kind": "main"}
    second = {"resident_since": "2019-09-01", "residence_kind": "secondary"}
    later = {"resident_since": "2020-02-01", "residence_kind": "main"}
    found = told(main, second, later)
    assert len(set(found)) == 3
    assert all("Resident since" in each for each in found)
    assert ["1 February 2020" in each for each in found] == [False, False, True]


def test_what_one_says_and_another_does_not_tells_them_apart() -> None:
    found = told({"resident_since": "2019-09-01"}, {})
    assert found == ["Resident since 1 September 2019", "Resident since –"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_two_that_are_the_same_throughout_that_is_said(language: Language) -> None:
    first, second = told({}, {}, language=language)
    assert (first[-1], second[-1]) == ("3", "2")
    assert first != second


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_56_of_two_that_only_look_the_same_that_is_said(language: Language) -> None:
    """A Cyrillic letter in one name, and nothing else: the clerk would see two equal lines."""
    first, second = told({}, {"family_name": "\u0410rnould"}, language=language)
    assert " 3" in first
    assert " 2" in second
    assert {first, second}.isdisjoint(told({}, {}, language=language))


def test_attack_56_what_looks_the_same_tells_nobody_apart() -> None:
    """What differs in letters alone is passed over for what differs to the eye."""
    main = {"family_name": "Arnould", "resident_since": "2019-09-01"}
    later = {"family_name": "\u0410rnould", "resident_since": "2020-02-01"}
    assert told(main, later) == [
        "Resident since 1 September 2019",
        "Resident since 1 February 2020",
    ]


def test_names_that_differ_where_they_are_cut_are_shown_to_there() -> None:
    long = "Martin-" * 12
    first, second = told({"family_name": f"{long}A"}, {"family_name": f"{long}B"})
    assert (first[-1], second[-1]) == ("A", "B")


def test_attack_56_twin_who_looks_otherwise_is_not_held_against_anybody() -> None:
    assert told({}, {"birthdate": "1990-01-01"}) == ["", ""]


def test_who_stands_alone_is_told_with_the_address_only() -> None:
    assert told({}) == [""]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1", 1), ("2", 2), ("0010", None), ("002", 2), ("3", None), ("9" * 5_000, None), ("²", None)],
)
def test_a_number_is_taken_as_it_was_checked(
    monkeypatch: pytest.MonkeyPatch, typed: str, number: int | None
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: typed)
    assert ask_number(Voice(Manner()), "> ", 2, may_stop=False) == number
