"""A clerk acts alone on a type that needs two: without saying who, in a file, by a new PIN."""

import json
import os
from pathlib import Path

import pytest

from tests.office import CAMILLE
from tests.pickups import HOUR_S, Phone
from tests.playing import PASSPHRASE, RESIDENTS, Ended, Play

URL = "https://verneuil.test:8443/v"
ACT = ("--identity-check", "passport", "--capacity", "self", "--justified-by", "lease")


@pytest.fixture
def hall(play: Play) -> Play:
    """A town hall where residence takes two clerks."""
    play.found()
    play.issuer("address", URL)
    (play.root / "residents.csv").write_text(RESIDENTS, encoding="utf-8")
    (play.root / "camille.json").write_text(json.dumps(CAMILLE))
    return play


def two_clerks(play: Play) -> None:
    play.issuer("four-eyes", "residency")


def offered(play: Play, *by: str, status: int = 0) -> Ended:
    return play.issuer(
        "offer", "--claims", play.root / "camille.json", "--type", "residency", *ACT, *by,
        "--json", status=status,
    )  # fmt: skip


def in_files(play: Play, *more: str, status: int = 0) -> Ended:
    return play.issuer(
        "offer", "residency", "--from", play.root / "residents.csv", "--to", play.root / "out",
        *more, "--json", status=status,
    )  # fmt: skip


def fetched(play: Play, event: dict[str, str]) -> int:
    """How many copies Camille's wallet gets for what a clerk handed her."""
    from livret_core.short_code import ShortCode
    from livret_issuer.pickup.records import Handed
    from livret_issuer.service import Office

    office = Office.open(play.root / "hall", PASSPHRASE.encode())
    try:
        at_s, phone, pickups = play.clock.now_s, Phone(office), office.pickups()
        opened = pickups.open(ShortCode.parse(event["code"]), now_s=at_s)
        tokens = pickups.redeem(
            opened.pre_authorized_code, event["tx_code"], shown=phone.dpop(), now_s=at_s
        )
        ask = phone.request(now_s=at_s, url=URL)
        handed = pickups.ask(tokens.access, ask, shown=phone.dpop(), now_s=at_s)
        return len(handed.credentials) if isinstance(handed, Handed) else 0
    finally:
        office.close()


def signed(play: Play) -> str:
    """The code of a hand-over of which a wallet has the copies."""
    event = offered(play).event
    assert fetched(play, event) > 0
    return str(event["code"])


def acts(play: Play) -> list[str]:
    return [event["action"] for event in play.issuer("audit", "--json").events[:-1]]


def test_attack_29_twin_where_no_rule_is_one_clerk_is_enough(hall: Play) -> None:
    assert fetched(hall, offered(hall).event) > 0


def test_attack_29_what_one_clerk_offers_is_not_signed(hall: Play) -> None:
    two_clerks(hall)
    event = offered(hall, "--by", "desk-1").event
    assert event["approval"] == "wanted"
    assert fetched(hall, event) == 0
    assert "issue" not in acts(hall)


def test_attack_29_twin_what_two_clerks_agree_on_is_signed(hall: Play) -> None:
    two_clerks(hall)
    event = offered(hall, "--by", "desk-1").event
    assert hall.issuer("approve", event["code"], "--by", "desk-2", "--json").event == {
        "event": "approved",
        "code": event["code"],
        "by": "desk-2",
        "audit_head": hall.issuer("audit", "--json").events[-1]["audit_head"],
    }
    assert fetched(hall, event) > 0
    # What is typed is said; under which account of the machine, the system says.
    out = hall.issuer("audit").out
    for word in ("desk-1", "desk-2"):
        assert f"{word} uid:{os.getuid()}" in out


@pytest.mark.parametrize("verb", ["approve", "deny"])
def test_attack_29_the_same_clerk_is_no_second_one(hall: Play, verb: str) -> None:
    two_clerks(hall)
    event = offered(hall, "--by", "desk-1").event
    before = acts(hall)
    ended = hall.issuer(verb, event["code"], "--by", "desk-1", "--json", status=1)
    assert ended.event["code"] == "pickup.same_clerk"
    assert acts(hall) == before
    assert fetched(hall, event) == 0


@pytest.mark.parametrize("verb", ["approve", "deny"])
def test_attack_29_who_may_not_decide_reads_nothing_of_the_record(hall: Play, verb: str) -> None:
    two_clerks(hall)
    code = offered(hall, "--by", "desk-1").event["code"]
    ended = hall.issuer(verb, code, "--by", "desk-1", status=1)
    assert "pickup.same_clerk" in ended.err
    assert "Tanneurs" not in ended.out + ended.err
    # Twin: the second clerk reads to what he says yes or no.
    assert "Tanneurs" in hall.issuer(verb, code, "--by", "desk-2").out


def test_attack_29_a_clerk_who_does_not_say_who_offers_nothing(hall: Play) -> None:
    """Whoever approves would be told from nobody."""
    two_clerks(hall)
    before = acts(hall)
    assert offered(hall, status=2).event["code"] == "usage.missing"
    assert acts(hall) == before


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_attack_29_a_list_in_files_goes_by_no_second_clerk(
    hall: Play, more: tuple[str, ...]
) -> None:
    two_clerks(hall)
    before = acts(hall)
    assert in_files(hall, *more, status=1).event["code"] == "pickup.four_eyes"
    assert acts(hall) == before
    assert not (hall.root / "out").exists()


def test_attack_29_twin_a_list_of_another_type_goes_in_files(hall: Play) -> None:
    hall.issuer("four-eyes", "birth,diploma")
    assert len(in_files(hall).events) == 3


def test_attack_29_a_file_from_before_the_rule_is_not_answered(hall: Play) -> None:
    hall.wallet("init")
    request = hall.ask(hall.offer()[0])
    two_clerks(hall)
    inbox = _inbox(hall, request)
    told = ("issue", "--requests", inbox, "--to", hall.root / "proofs", "--json")
    assert hall.issuer(*told, status=1).event["code"] == "pickup.four_eyes"
    hall.issuer("four-eyes", "none")
    assert hall.issuer(*told).event["event"] == "issued"


def test_attack_29_a_pin_for_a_file_from_before_the_rule_wants_two_clerks(hall: Play) -> None:
    code = str(next(e["code"] for e in in_files(hall).events if e["event"] == "handover"))
    two_clerks(hall)
    ended = hall.issuer("new-pin", code, *ACT, "--json", status=2)
    assert ended.event["code"] == "usage.missing"
    event = hall.issuer("new-pin", code, *ACT, "--by", "desk-1", "--json").event
    assert fetched(hall, event) == 0
    hall.issuer("approve", code, "--by", "desk-2")
    hall.clock.now_s += HOUR_S
    assert hall.issuer("show", code, "--json").event["approval"] == "given"


def _inbox(play: Play, request: Path) -> Path:
    inbox = play.root / "inbox-29"
    inbox.mkdir()
    (inbox / request.name).write_bytes(request.read_bytes())
    return inbox


@pytest.mark.parametrize("verb", ["revoke", "suspend", "resume", "cancel"])
def test_attack_29_a_clerk_who_does_not_say_who_changes_nothing(hall: Play, verb: str) -> None:
    two_clerks(hall)
    code = offered(hall, "--by", "desk-1").event["code"]
    before = acts(hall)
    told = hall.issuer(verb, code, "--json", status=2).event
    assert (told["code"], told["facts"]) == ("usage.missing", {"option": "--by"})
    assert acts(hall) == before


@pytest.mark.parametrize("rule", [True, False])
def test_attack_29_twin_who_changed_it_stands_in_the_log_and_for_whom_does_not(
    hall: Play, rule: bool
) -> None:
    code = signed(hall)
    by = ("--by", "desk-3") if rule else ()
    if rule:
        two_clerks(hall)
    for verb in ("suspend", "resume", "revoke"):
        hall.issuer(verb, code, *by)
    told = [each for each in hall.issuer("audit", "--json").events[:-1] if each["about"]]
    changes = {each["action"]: each["about"] for each in told}
    who = f"{code} desk-3 uid:{os.getuid()}" if rule else f"{code} uid:{os.getuid()}"
    assert {changes[verb] for verb in ("suspend", "resume", "revoke")} == {who}
    assert "Arnould" not in hall.issuer("audit").out


def test_attack_29_twin_who_cancelled_it_stands_in_the_log(hall: Play) -> None:
    two_clerks(hall)
    code = offered(hall, "--by", "desk-1").event["code"]
    hall.issuer("cancel", code, "--by", "desk-1")
    [about] = [
        each["about"]
        for each in hall.issuer("audit", "--json").events[:-1]
        if each["action"] == "cancel"
    ]
    assert about == f"{code} desk-1 uid:{os.getuid()}"
