"""What a desk asks about lists, and honest and less honest wallets answering it."""

import json

import pytest

from tests.playing import DAY_S, Play
from tests.scene import elements_of

PEOPLE = """\
family_name,given_name,birthdate,place_of_birth.locality,place_of_birth.country,act_number,\
parents.0.family_name,parents.0.given_name,parents.1.family_name,parents.1.given_name
Arnould,Camille,1988-03-14,Verneuil-sur-Lys,FR,112,Arnould,Farida,Bertin,Claude
"""


@pytest.fixture
def asked_for_parents(play: Play) -> Play:
    """A wallet with an extract of birth, and a pool that asks for every parent's name."""
    did = play.found()
    play.wallet("init")
    play.receive(play.answer(play.ask(play.offer(kind="birth", people=PEOPLE)[0])))
    play.open_desk(did, types='["birth"]')
    policy = play.root / "pool" / "policy.toml"
    text = policy.read_text().replace('type = "residency"', 'type = "birth"', 1)
    policy.write_text(text.replace('asks = ["commune"]', 'asks = ["parents.*.family_name"]', 1))
    return play


def test_a_wallet_shows_every_parent_to_whoever_asks_for_every_parent(
    asked_for_parents: Play,
) -> None:
    verdict = asked_for_parents.check(asked_for_parents.show())
    assert verdict["claims"] == {"parents.*.family_name": ["Arnould", "Bertin"]}


def test_a_wallet_that_shows_one_parent_has_not_answered(asked_for_parents: Play) -> None:
    """It keeps one back after the holder agreed to both, and so the binding no longer holds."""
    answer = asked_for_parents.show()
    members = json.loads(answer.read_text())
    [shown] = members["vp_token"]["pool"]
    credential, *disclosures, binding = shown.split("~")
    fewer = [one for one in disclosures if "Bertin" not in str(elements_of(one))]
    assert len(fewer) == len(disclosures) - 1
    members["vp_token"]["pool"] = ["~".join([credential, *fewer, binding])]
    answer.write_text(json.dumps(members))
    verdict = asked_for_parents.check(answer, status=1)
    codes = {one["code"] for one in verdict["results"] if one["code"]}
    assert codes == {"holder.other_credential", "answer.incomplete"}


def test_damaged_evidence_is_told_apart_from_a_refusal(town: Play) -> None:
    [listed] = town.public().rglob("1.jwt")
    listed.write_text("<html>sign in to the network</html>")
    answer = town.show()
    verdict = town.check(answer, status=3)
    assert (verdict["outcome"], verdict["code"]) == ("unavailable", "status.unavailable")
    assert verdict["results"][-1]["facts"]["reason"] == "jws.malformed"
    told = town.verify("file", answer, "--for", "pool", "--evidence", town.public(), status=3)
    assert "COULD NOT CHECK" in told.out
    assert "Not a refusal" in told.out


def test_damage_does_not_use_up_the_request(town: Play) -> None:
    [log] = town.public().rglob("did.jsonl")
    whole = log.read_bytes()
    answer = town.show()
    log.write_bytes(whole[:200])
    assert town.check(answer, status=3)["code"] == "issuer.unavailable"
    log.write_bytes(whole)
    assert town.check(answer)["outcome"] == "accepted"


@pytest.mark.parametrize("seconds", ["-5", "0", str(10**12), str(10**20)])
def test_a_request_is_open_for_a_time_that_a_calendar_has(town: Play, seconds: str) -> None:
    to = town.root / "request.jwt"
    ended = town.verify("request", "pool", "--to", to, "--valid", seconds, "--json", status=2)
    assert (ended.event["code"], ended.event["facts"]["option"]) == ("usage.range", "--valid")
    assert not to.exists()


@pytest.mark.parametrize("seconds", ["-5", "0", str(10**12), str(10**20)])
def test_a_hand_over_ends_at_a_time_that_a_calendar_has(play: Play, seconds: str) -> None:
    play.found()
    source = play.root / "list.csv"
    source.write_text(PEOPLE, encoding="utf-8")
    ended = play.issuer(
        "offer", "--type", "birth", "--from", source, "--to", play.root / "out",
        "--valid", seconds, "--json", status=2,
    )  # fmt: skip
    assert (ended.event["code"], ended.event["facts"]["option"]) == ("usage.range", "--valid")


def test_a_request_may_be_open_for_ten_years(town: Play) -> None:
    to = town.root / "request.jwt"
    years_s = str(3_653 * DAY_S)
    town.verify("request", "pool", "--to", to, "--valid", years_s)
    assert town.check(town.present(to))["outcome"] == "accepted"
