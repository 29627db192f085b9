"""The file of `livret issuer offer --claims`: what is wrong with it is said by name, and no value is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.encoding.json import JsonObject
from tests.at_counter import let_go, reachable
from tests.office import CAMILLE
from tests.playing import Ended, Play

ACT = ("--identity-check", "passport", "--capacity", "self", "--justified-by")


@pytest.fixture
def hall(play: Play) -> Iterator[Play]:
    yield reachable(play)
    let_go()


def offered(hall: Play, claims: Path, kind: str = "residency", status: int = 2) -> Ended:
    seen = "lease" if kind == "residency" else "register"
    return hall.issuer(
        "offer", "--claims", claims, "--type", kind, *ACT, seen, "--json", status=status
    )


def written(hall: Play, claims: JsonObject) -> Path:
    path = hall.root / "one.json"
    path.write_text(json.dumps(claims))
    return path


def test_a_claim_that_is_too_many_is_named(hall: Play) -> None:
    event = offered(hall, written(hall, {**CAMILLE, "hobby": "Secret"})).event
    assert (event["code"], event["facts"]["path"]) == ("claims.unknown", "hobby")
    address = {**CAMILLE["address"], "floor": "Secret"}  # type: ignore[dict-item]
    event = offered(hall, written(hall, {**CAMILLE, "address": address})).event
    assert (event["code"], event["facts"]["path"]) == ("claims.unknown", "address.floor")
    assert "Secret" not in json.dumps(event)


def test_a_claim_that_is_missing_is_named(hall: Play) -> None:
    event = offered(hall, written(hall, {k: v for k, v in CAMILLE.items() if k != "address"})).event
    assert (event["code"], event["facts"]["path"]) == ("claims.absent", "address")


def test_twin_a_file_with_all_of_it_and_no_more_is_offered(hall: Play) -> None:
    assert offered(hall, written(hall, CAMILLE), status=0).event["tx_code"]


def test_data_of_another_type_are_said_to_be_that(hall: Play) -> None:
    event = offered(hall, written(hall, CAMILLE), "birth").event
    facts = {"option": "--claims", "file": "one.json", "type": "birth", "other": "residency"}
    assert (event["code"], event["facts"]) == ("usage.other_type", facts)


@pytest.mark.parametrize(
    "content", ["given_name;family_name\nCamille;Arnould\n", "[1]", '{"a": 1', "", "Camille"]
)
def test_what_is_no_object_is_said_to_be_that_and_not_repeated(hall: Play, content: str) -> None:
    path = hall.root / "list.csv"
    path.write_text(content)
    event = offered(hall, path).event
    assert event["code"] == "usage.claims_file"
    assert event["facts"] == {"option": "--claims", "file": "list.csv"}
    assert "Camille" not in json.dumps(event)


def test_a_folder_is_no_file(hall: Play) -> None:
    event = offered(hall, hall.root).event
    assert (event["code"], event["facts"]["reason"]) == ("usage.no_file", "folder")


@pytest.mark.parametrize(
    ("claim", "value", "code"),
    [
        ("issuing_territory", "be-nis:1", "claims.elsewhere"),
        ("issuing_country", "BE", "claims.elsewhere"),
        ("issuing_authority", "Le préfet", "claims.standing"),
        ("certificate_language", "nl", "claims.standing"),
        ("date_of_issuance", "2019-01-01", "claims.standing"),
    ],
)
def test_what_the_town_hall_says_itself_is_not_replaced_without_a_word(
    hall: Play, claim: str, value: str, code: str
) -> None:
    before = hall.issuer("audit", "--json").events[:-1]
    event = offered(hall, written(hall, {**CAMILLE, claim: value}), status=1).event
    assert (event["code"], event["facts"]["path"]) == (code, claim)
    assert value not in json.dumps(event)
    assert hall.issuer("audit", "--json").events[:-1] == before


def test_twin_what_the_town_hall_says_itself_may_be_repeated(hall: Play) -> None:
    same = {
        "issuing_territory": "fr-insee:80999",
        "issuing_country": "FR",
        "certificate_language": "fr",
    }
    assert offered(hall, written(hall, {**CAMILLE, **same}), status=0).event["tx_code"]


def test_a_hand_over_that_waits_already_is_named_to_programs_and_people(hall: Play) -> None:
    file = written(hall, CAMILLE)
    first = offered(hall, file, status=0).event
    assert first["open_already"] == []
    assert offered(hall, file, status=0).event["open_already"] == [first["code"]]
    out = hall.issuer(
        "offer", "--claims", file, "--type", "residency", *ACT, "lease", "--lang", "en"
    ).out
    assert f"! {first['code']} waits already for somebody of this name and birth date" in out


def test_no_more_copies_are_promised_than_a_wallet_can_ask_for(hall: Play) -> None:
    def offer(copies: str, status: int) -> Ended:
        return hall.issuer(
            "offer", "--claims", written(hall, CAMILLE), "--type", "residency", *ACT, "lease",
            "--copies", copies, "--json", status=status,
        )  # fmt: skip

    refused = offer("11", 2).event
    assert refused["code"] == "usage.range"
    assert refused["facts"] == {"option": "--copies", "least": 1, "most": 10}
    assert offer("10", 0).event["tx_code"]
