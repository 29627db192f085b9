"""`livret verify policy`: what a policy comes to, in words and for programs, and on one answer."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.certificates import authority
from tests.playing import DAY_S, Play

ISSUER = (
    '\n[[issuers]]\nname = "Verneuil"\nprofile = "did"\ndid = "{did}"\n'
    'types = ["residency"]\nterritories = ["fr-insee:80999"]\ncommunes = ["Verneuil-sur-Lys"]\n'
)
BY_CERTIFICATE = (
    '\n[[issuers]]\nname = "Mairie"\nprofile = "x509"\nsan = "https://mairie.test"\n'
    'anchors = "racine.pem"\ntypes = ["residency"]\nterritories = ["fr-insee:80998"]\n'
    'communes = ["Ailleurs"]\n'
)
REQUIRES = '\n[procedures.pool.requires]\ncommune = ["Verneuil-sur-Lys"]\n'


@pytest.fixture
def desk(play: Play) -> Play:
    play.verify("init", "--service", "Piscine des Saules")
    return play


def add(play: Play, *tables: str) -> None:
    with (play.root / "pool" / "policy.toml").open("a") as file:
        file.write("".join(tables))


def findings(play: Play, *more: Any) -> list[tuple[str, str]]:
    event = play.verify("policy", "--json", *more).event
    assert event["event"] == "policy"
    return [(each["finding"], each["place"]) for each in event["findings"]]


def test_a_new_policy_says_that_it_refuses_everybody(desk: Play) -> None:
    assert findings(desk) == [
        ("nobody", "issuers"),
        ("any_value", "procedures.pool.requires"),
        ("no_address", "desk"),
    ]
    told = " ".join(desk.verify("policy").out.split())
    assert "✗ Every proof is refused: nobody is believed." in told
    assert "Nothing in it refuses everybody" not in told


def test_what_it_accepts_is_said_by_procedure_and_issuer(desk: Play) -> None:
    did = desk.found()
    add(desk, ISSUER.format(did=did), REQUIRES)
    assert findings(desk) == [("no_address", "desk")]
    told = " ".join(desk.verify("policy").out.split())
    for said in (
        "Procedure pool (Proof of residence)", "A yes is Commune: Verneuil-sur-Lys",
        "Believes Verneuil", "Where fr-insee:80999", "Nothing in it refuses everybody.",
    ):  # fmt: skip
        assert said in told
    event = desk.verify("policy", "--json").event
    assert event["procedures"][0]["issuers"] == ["Verneuil"]
    assert event["issuers"][0]["identifier"] == did


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_it_is_said_in_four_languages(desk: Play, language: str) -> None:
    assert desk.verify("policy", "--lang", language).out.count("✗") == 1


def test_what_nobody_could_ever_meet_is_named(desk: Play) -> None:
    (desk.root / "pool" / "racine.pem").write_bytes(
        authority("Racine").certificate.public_bytes(Encoding.PEM)
    )
    add(desk, BY_CERTIFICATE, REQUIRES)
    assert findings(desk)[:2] == [
        ("never_met", "procedures.pool.requires"),
        ("lists_nowhere", "issuers[0].status_prefixes"),
    ]
    desk.clock.now_s += 400 * DAY_S
    assert ("anchors_over", "issuers[0].anchors") in findings(desk)


def test_a_procedure_that_nobody_signs_for_is_named(desk: Play) -> None:
    did = desk.found()
    add(desk, ISSUER.format(did=did).replace('["residency"]', '["birth"]'))
    assert ("nobody_signs", "procedures.pool.type") in findings(desk)


def test_a_ledger_without_its_words_decides_nothing(desk: Play) -> None:
    add(
        desk,
        '\n[ledger]\norigin = "ledger.example/meuse"\n\n[[issuers]]\nname = "Towns"\n'
        'profile = "ledger"\ntypes = ["residency"]\n',
        '[procedures.pool.requires]\nissuing_territory = ["fr-insee:80999"]\n',
    )
    found = desk.verify("policy", "--json").event["findings"]
    [ledger] = [each for each in found if each["finding"] == "ledger_unconfirmed"]
    assert ledger["comes_to"] == "unchecked"


def test_a_policy_that_cannot_be_read_is_refused_with_its_place(desk: Play) -> None:
    add(desk, "\n[[issuers]]\nname = 1\n")
    ended = desk.verify("policy", "--json", status=2).event
    assert (ended["code"], ended["facts"]["place"]) == ("policy.malformed", "issuers[0].name")


def test_tomorrows_policy_is_read_and_tried_without_being_put_in_place(town: Play) -> None:
    """The answer is not used up by it, and the desk's own policy still decides."""
    answer, own = town.show(), town.root / "pool" / "policy.toml"
    tomorrow = town.root / "tomorrow.toml"
    tomorrow.write_text(own.read_text().replace('"fr-insee:80999"', '"fr-insee:80998"'))
    attempt = ("--try", answer, "--for", "pool", "--evidence", town.public(), "--json")
    refused = town.verify("policy", *attempt, "--file", tomorrow, status=1).event
    assert (refused["outcome"], refused["code"]) == ("refused", "issuer.wrong_territory")
    assert town.verify("policy", *attempt).event["outcome"] == "accepted"
    assert town.check(answer)["outcome"] == "accepted"
    assert town.check(answer, status=1)["code"] == "holder.replayed"


def test_a_desk_begins_with_its_address(play: Play) -> None:
    play.verify("init", "--service", "Piscine", "--at", "https://guichet.example")
    event = play.verify("policy", "--json").event
    assert event["desk"]["at"] == "https://guichet.example"
    assert event["desk"]["tenant"] == "desk"
