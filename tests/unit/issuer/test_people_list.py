from collections.abc import Callable
from typing import Final

import pytest

from livret_core.credential import catalogue
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_issuer.intake import Row
from livret_issuer.people_list import PeopleList

HEADER = "act_number,given_name,place_of_birth.country,sex"
ROWS = ("1/2016,Zoé,FR,2", "2/2016,Camille,FR,1", "3/2016,Jeanne,FR,2")
NOW_S = 1_795_300_000
STANDING: Final[JsonObject] = {
    "issuing_authority": "Mairie",
    "issuing_country": "FR",
    "issuing_territory": "fr-insee:80999",
    "certificate_language": "fr",
    "date_of_issuance": "2026-11-21",
}


def listed(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *rows)).encode()


def people(read: Callable[[], bytes]) -> PeopleList:
    kind = catalogue.find("birth")
    return PeopleList(lambda: (read(),), kind, standing=STANDING, now_s=NOW_S)


def test_what_is_read_again_is_what_was_looked_through() -> None:
    list_ = people(lambda: listed(*ROWS))
    first = [row for row in list_.look_through() if isinstance(row, Row)]
    assert len(first) == 3
    assert list(list_.again(row.line for row in first)) == first


def test_only_the_lines_that_are_wanted_are_read_again() -> None:
    list_ = people(lambda: listed(ROWS[0], "", "wrong", *ROWS[1:]))
    first = [row for row in list_.look_through() if isinstance(row, Row)]
    assert [row.line for row in first] == [2, 5, 6]
    assert list(list_.again((2, 6))) == [first[0], first[2]]


@pytest.mark.parametrize(
    "changed",
    [
        listed(ROWS[0].replace("Zoé", "Léo"), *ROWS[1:]),
        listed(*ROWS[:2]),
        listed(*ROWS, "4/2016,Léo,FR,1"),
        listed(*ROWS[:2], ROWS[2].replace(",FR", "")),
        listed(*ROWS[:2], ROWS[2].replace(",2", ",two")),
        listed(*ROWS, header="name"),
        listed(*ROWS).replace("é".encode(), b"\xe9"),
        b"",
    ],
)
def test_a_list_that_is_another_one_is_refused_whatever_is_wrong_with_it(changed: bytes) -> None:
    content = [listed(*ROWS)]
    list_ = people(lambda: content[0])
    lines = [row.line for row in list_.look_through()]
    content[0] = changed
    with pytest.raises(MalformedInput) as caught:
        list(list_.again(lines))
    assert caught.value.code == "intake.changed"


def test_a_list_that_was_not_looked_through_to_its_end_is_not_acted_on() -> None:
    list_ = people(lambda: listed(*ROWS))
    next(list_.look_through())
    with pytest.raises(MalformedInput) as caught:
        list(list_.again((2,)))
    assert caught.value.code == "intake.changed"
