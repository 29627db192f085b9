"""Who a town hall is, on disk and in the DID document it founds."""

from dataclasses import replace

import pytest

from livret_core.dids.webvh import WebvhDid
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.territory import Territory
from livret_issuer.identity import TownHall

DID = "did:webvh:QmehaaSMWGKsA1hkx6JLbqRwV1u7xt5US97qa8rYgZLr3m:ledger.livret.test%3A8443:hall"
HALL = TownHall(
    "Verneuil", "Le maire", Territory.parse("fr-insee:80999"), None, WebvhDid.parse(DID),
    f"{DID}#credential-1", 1_795_300_000, "fr-insee:80999",
)  # fmt: skip


def test_what_is_written_is_read() -> None:
    assert TownHall.parse(HALL.format()) == HALL


def test_the_names_of_its_commune_are_kept() -> None:
    named = replace(HALL, communes=("Bruxelles", "Brussel"))
    assert TownHall.parse(named.format()).communes == ("Bruxelles", "Brussel")


def test_its_lists_lie_under_its_did() -> None:
    assert HALL.status_uri(1).text == "https://ledger.livret.test:8443/hall/status/1.jwt"


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": True},
        {"name": None},
        {"name": ""},
        {"key_from": "1795300000"},
        {"surprise": 1},
        {"language": 3},
        {"communes": "Verneuil"},
        {"communes": [1]},
        {"communes": [""]},
        {"communes": ["x"] * 17},
    ],
)
def test_another_file_is_malformed(change: dict[str, object]) -> None:
    members = json_encoding.parse_object(HALL.format())
    with pytest.raises(MalformedInput) as caught:
        TownHall.parse(json_encoding.format({**members, **change}))
    assert caught.value.code == "home.malformed"


@pytest.mark.parametrize(
    "missing", ["version", "name", "territory", "did", "key_id", "tenant", "communes"]
)
def test_a_file_without_a_member_is_malformed(missing: str) -> None:
    members = json_encoding.parse_object(HALL.format())
    del members[missing]
    with pytest.raises(MalformedInput) as caught:
        TownHall.parse(json_encoding.format(members))
    assert caught.value.code == "home.malformed"
