import pytest

from livret_core.credential.claim_path import (
    UNDISCLOSED,
    IssuedClaims,
    format_path,
    parse_path,
    select,
)
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt import ConcealPlan, conceal, reveal

DEGREES: dict[str, JsonValue] = {
    "name": "Arthur Dent",
    "address": {"street_address": "42 Market Street", "city": "Milliways"},
    "degrees": [
        {"type": "Bachelor of Science", "university": "Betelgeuse"},
        {"type": "Master of Science"},
    ],
    "nationalities": ["British", "Betelgeusian"],
}


def found(path: list[JsonValue], issued: IssuedClaims) -> list[tuple[str, object]]:
    return [(format_path(place), value) for place, value in select(parse_path(path), issued)]


@pytest.mark.parametrize(
    ("path", "places"),
    [
        (["name"], ["name"]),
        (["address"], ["address"]),
        (["address", "city"], ["address.city"]),
        (["address", "country"], []),
        (["nobody"], []),
        (["degrees", None, "type"], ["degrees.0.type", "degrees.1.type"]),
        (["degrees", None, "university"], ["degrees.0.university"]),
        (["degrees", 1], ["degrees.1"]),
        (["degrees", 7], []),
        (["nationalities", None], ["nationalities.0", "nationalities.1"]),
    ],
)
def test_a_path_selects_what_its_parts_say(path: list[JsonValue], places: list[str]) -> None:
    assert [place for place, _ in found(path, IssuedClaims(DEGREES))] == places


@pytest.mark.parametrize(
    "path",
    [
        ["name", "given"],
        ["name", None],
        ["address", 0],
        ["degrees", "type"],
        ["nationalities", None, "x"],
    ],
)
def test_a_path_that_does_not_fit_the_claim_is_refused(path: list[JsonValue]) -> None:
    with pytest.raises(Refused) as caught:
        select(parse_path(path), IssuedClaims(DEGREES))
    assert caught.value.code == "claims.path"


@pytest.mark.parametrize(
    "value",
    [None, [], "name", {"0": "name"}, [True], [-1], [1.0], [["name"]], ["n" * 300], ["a"] * 40],
)
def test_what_is_no_path_is_malformed(value: JsonValue) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_path(value)
    assert caught.value.code == "type.malformed"


def test_positions_count_elements_that_were_kept_back() -> None:
    plan = ConcealPlan.of([("nationalities", None)])
    concealed = conceal(DEGREES, plan, salts=iter([bytes(16), bytes([1] * 16)]))
    issued = IssuedClaims.of(reveal(concealed.payload, concealed.disclosures[1:]))
    assert found(["nationalities", 1], issued) == [("nationalities.1", "Betelgeusian")]
    assert found(["nationalities", 0], issued) == [("nationalities.0", UNDISCLOSED)]
    assert found(["nationalities", 0, "deeper"], issued) == []


def test_positions_inside_a_disclosed_list_count_too() -> None:
    plan = ConcealPlan.of([("degrees",), ("degrees", None)])
    salts = (bytes([number] * 16) for number in range(9))
    concealed = conceal(DEGREES, plan, salts=salts)
    whole = reveal(concealed.payload, concealed.disclosures)
    outer = next(placed for placed in whole.placed if placed.path == ("degrees",))
    second = next(placed for placed in whole.placed if placed.path == ("degrees", 1))
    shown = [concealed.disclosures[placed.disclosure] for placed in (outer, second)]
    issued = IssuedClaims.of(reveal(concealed.payload, shown))
    assert found(["degrees", None, "type"], issued) == [("degrees.1.type", "Master of Science")]
