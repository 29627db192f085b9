from livret_core.encoding.json import JsonObject
from livret_issuer.people_seen import PeopleSeen


def person(number: int) -> JsonObject:
    return {"family_name": f"Arnould {number}", "birthdate": None}


def test_somebody_new_is_noted_and_found_again_with_the_first_line() -> None:
    seen = PeopleSeen()
    assert seen.note(person(1), 2) is None
    assert seen.note(person(2), 3) is None
    assert (seen.note(person(1), 9), seen.note(person(2), 10)) == (2, 3)


def test_capitals_do_not_tell_people_apart() -> None:
    seen = PeopleSeen()
    seen.note({"family_name": "ARNOULD", "given_name": "Zoé"}, 2)
    assert seen.note({"family_name": "Arnould", "given_name": "ZOÉ"}, 3) == 2


def test_a_name_does_not_run_over_into_the_next() -> None:
    seen = PeopleSeen()
    seen.note({"family_name": "a", "given_name": "bc"}, 2)
    assert seen.note({"family_name": "ab", "given_name": "c"}, 3) is None


def test_everybody_is_remembered_while_the_table_grows() -> None:
    seen = PeopleSeen()
    count = 20_000
    assert all(seen.note(person(number), number + 2) is None for number in range(count))
    assert all(seen.note(person(number), 0) == number + 2 for number in range(count))
