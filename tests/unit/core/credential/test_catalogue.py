from dataclasses import replace

import pytest

import livret_schemas
from livret_core.credential import catalogue
from livret_core.errors import MalformedInput, Refused


@pytest.mark.parametrize("name", ["birth", "diploma", "residency"])
def test_a_type_is_found_by_name_and_by_vct(name: str) -> None:
    assert catalogue.find(name) is catalogue.find(f"urn:livret:{name}:1")


@pytest.mark.parametrize(
    "name", ["", "Residency", "urn:livret:residency:2", "urn:eudi:pid:1", "residency "]
)
def test_a_type_livret_does_not_have_is_refused_with_those_it_has(name: str) -> None:
    with pytest.raises(Refused) as caught:
        catalogue.find(name)
    assert (caught.value.code, caught.value.facts) == (
        "type.unknown",
        {"known": "birth, diploma, residency"},
    )


def test_types_are_read_once() -> None:
    assert catalogue.all_types() is catalogue.all_types()


def test_a_type_under_anothers_name_is_malformed() -> None:
    files = livret_schemas.load()[0]
    with pytest.raises(MalformedInput) as caught:
        catalogue.parse([replace(files, name="residency")])
    assert caught.value.code == "type.malformed"


def test_the_same_type_twice_is_malformed() -> None:
    with pytest.raises(MalformedInput) as caught:
        catalogue.parse([livret_schemas.load()[0]] * 2)
    assert caught.value.code == "type.malformed"
