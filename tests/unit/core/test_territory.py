import pytest

from livret_core.errors import MalformedInput
from livret_core.territory import Territory

ABBEVILLE = "fr-insee:80001"
LIEGE = "be-nis:62063"
AACHEN = "de-ags:05334002"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (ABBEVILLE, "FR"),
        ("fr-insee:01001", "FR"),  # L'Abergement-Clémenciat
        ("fr-insee:2A004", "FR"),  # Ajaccio
        ("fr-insee:2B033", "FR"),  # Bastia
        ("fr-insee:97411", "FR"),  # Saint-Denis de La Réunion
        ("fr-insee:98818", "FR"),  # Nouméa
        (LIEGE, "BE"),
        ("be-nis:21004", "BE"),  # Bruxelles-Ville
        ("be-nis:63023", "BE"),  # Eupen
        (AACHEN, "DE"),
        ("de-ags:11000000", "DE"),  # Berlin
        ("de-ags:02000000", "DE"),  # Hamburg
        ("de-ags:05315000", "DE"),  # Köln
    ],
)
def test_a_commune_code_is_read_and_written_the_same(text: str, country: str) -> None:
    territory = Territory.parse(text)
    assert (territory.format(), territory.country) == (text, country)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "80001",
        "fr-insee:",
        "fr-insee:8001",
        "fr-insee:800011",
        "fr-insee:80000",  # no commune has number 000
        "fr-insee:20001",  # Corsica has been 2A and 2B since 1976
        "fr-insee:2C001",
        "fr-insee:2a004",
        "fr-insee:96001",
        "fr-insee:97900",
        "fr-insee:80001\n",
        " fr-insee:80001",
        "FR-INSEE:80001",
        "fr-insee:80001:x",
        "fr-insee:８０００１",  # digits of another script
        "be-nis:62000",  # the arrondissement, not a commune
        "be-nis:60000",  # the province
        "be-nis:22001",  # no such arrondissement
        "be-nis:94001",
        "be-nis:6206",
        "de-ags:5334002",
        "de-ags:17000000",
        "de-ags:05000000",  # a Land that is no commune
        "de-ags:05300000",
        "nl-cbs:0363",
    ],
)
def test_anything_else_is_not_a_territory(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Territory.parse(text)
    assert caught.value.code == "territory.malformed"


def test_a_territory_cannot_be_made_malformed() -> None:
    with pytest.raises(MalformedInput) as caught:
        Territory("be-nis", "80001x")
    assert caught.value.code == "territory.malformed"


def test_the_same_digits_in_another_country_are_another_territory() -> None:
    assert Territory.parse("fr-insee:62063") != Territory.parse("be-nis:62063")
