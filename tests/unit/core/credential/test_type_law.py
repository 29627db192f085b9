"""The rules of law of a type: what the file must say, and what it may not."""

from typing import Final

import pytest

import livret_schemas
from livret_core.credential import catalogue
from livret_core.credential.type_law import TypeLaw
from livret_core.errors import MalformedInput, Refused
from livret_core.territory import Territory

RESIDENCY: Final = catalogue.find("residency")
[RULES] = [
    files.rules.decode() for files in livret_schemas.load() if b"resident_since" in files.rules
]


def test_the_shipped_rules_name_what_is_of_the_territorys_own() -> None:
    law = TypeLaw.parse(RULES.encode())
    assert law.own_commune == ("commune",)
    assert set(law.own_country) == {("issuing_country",), ("address", "country")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('own_commune = ["commune"]', ""),
        ('own_commune = ["commune"]', 'own_commune = "commune"'),
        ('own_commune = ["commune"]', "own_commune = [1]"),
        ('"address.country" = ["FR", "BE", "DE"]', '"address.country" = ["FR", "XX"]'),
        ('"address.country" = ["FR", "BE", "DE"]', '"address.country" = "FR"'),
        ('"address.country" = ["FR", "BE", "DE"]', '"address.country" = [["FR"]]'),
    ],
)
def test_other_rules_are_malformed(old: str, new: str) -> None:
    assert RULES.count(old) == 1
    with pytest.raises(MalformedInput) as caught:
        TypeLaw.parse(RULES.replace(old, new).encode())
    assert caught.value.code == "type.malformed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('own_commune = ["commune"]', 'own_commune = ["town"]'),
        ('"address.country" =', '"address.planet" ='),
    ],
)
def test_rules_about_a_claim_the_type_does_not_have_are_malformed(old: str, new: str) -> None:
    law = TypeLaw.parse(RULES.replace(old, new).encode())
    with pytest.raises(MalformedInput) as caught:
        law.check_against(RESIDENCY.metadata)
    assert caught.value.code == "type.malformed"


@pytest.mark.parametrize(
    ("named", "is_own"), [("BRUSSEL", True), ("Bruxelles", True), ("Ixelles", False)]
)
def test_a_commune_has_as_many_names_as_it_says(named: str, is_own: bool) -> None:
    names = ("Bruxelles", "Brussel")
    if is_own:
        RESIDENCY.law.check_commune({"commune": named}, names)
        return
    with pytest.raises(Refused) as caught:
        RESIDENCY.law.check_commune({"commune": named}, names)
    assert (caught.value.code, caught.value.facts) == ("claims.elsewhere", {"path": "commune"})


def test_a_commune_that_gave_no_name_is_held_to_none() -> None:
    RESIDENCY.law.check_commune({"commune": "Ixelles"}, ())


def test_a_refusal_names_no_value() -> None:
    with pytest.raises(Refused) as caught:
        RESIDENCY.law.check_country(
            {"address": {"country": "ZZ"}}, Territory.parse("fr-insee:80999")
        )
    assert "ZZ" not in f"{caught.value} {caught.value.detail} {caught.value.facts}"
