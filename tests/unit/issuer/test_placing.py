"""Where a town hall's DID goes: nobody chooses a word of it on a ledger."""

import pytest

from livret_core.dids.webvh import WebvhDid, placeholder_did
from livret_core.errors import LivretError
from livret_core.ledger.did_profile import place_of
from livret_issuer.placing import at_address, on_ledger


def refusal(*arguments: str) -> str:
    with pytest.raises(LivretError) as caught:
        on_ledger(*arguments)
    return caught.value.code


@pytest.mark.parametrize("origin", ["ledger.example", "ledger.example:8443", "a.example/b/c"])
@pytest.mark.parametrize(
    ("who", "number"),
    [
        ("fr-insee:80999", 1),
        ("fr-insee:2A004", 1),
        ("be-bce:0207656412", 2),
        ("be-nis:62063", 9_999),
    ],
)
def test_it_is_where_the_ledger_wants_it(origin: str, who: str, number: int) -> None:
    place = on_ledger(origin, who if number == 1 else f"{who}/{number}")
    did = placeholder_did(place.host, port=place.port, path=place.path)
    assert place_of(WebvhDid.parse(did.replace("{SCID}", "Q" * 46)), who, origin) == number


def test_a_place_without_a_ledger_is_where_its_owner_says() -> None:
    place = at_address("town.example:8443/a/b")
    assert (place.host, place.port, place.path) == ("town.example", 8443, ("a", "b"))
    assert place.ledger is None
    with pytest.raises(LivretError) as caught:
        at_address("town.example:https/a")
    assert caught.value.code == "did.host"


def test_only_a_ledger_and_a_registered_number_make_a_place() -> None:
    assert refusal("https://ledger.example", "fr-insee:80999") == "did.host"
    assert refusal("ledger.example", "fr-siren:217800996") == "ledger.legal_id"
    for number in ("/1", "/0", "/02", "/10000", "/two", "/"):
        assert refusal("ledger.example", f"fr-insee:80999{number}") == "did.path"
