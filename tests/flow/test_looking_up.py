"""Looking up: where a hand-over stands, which proof is meant, what the audit log was."""

import re
import shutil

import pytest

from livret_core.encoding.timestamp import format_utc
from tests.playing import DAY_S, RESIDENTS, START_S, Play


def state(play: Play, code: str) -> dict[str, object]:
    """What `show CODE` tells a program; `show` must tell the same of it."""
    one = play.issuer("show", code, "--json").event
    [listed] = [e for e in play.issuer("show", "--json").events if e.get("code") == one["code"]]
    assert listed == one
    return one


def test_a_hand_over_is_followed_from_its_making_to_its_withdrawal(play: Play) -> None:
    play.found()
    play.wallet("init")
    first, second = play.offer()
    code, other = (path.name.partition(".")[0] for path in (first, second))
    assert (state(play, code)["state"], state(play, code)["state_at"]) == (
        "open", format_utc(START_S + 7 * DAY_S),
    )  # fmt: skip
    play.receive(play.answer(play.ask(first)))
    assert (state(play, code)["state"], state(play, code)["copies"]) == ("handed_over", 3)
    for verb, stands in (("suspend", "paused"), ("resume", "handed_over"), ("revoke", "withdrawn")):
        play.clock.now_s += 60
        play.issuer(verb, code)
        assert state(play, code)["state"] == stands
    assert state(play, code)["state_at"] == format_utc(START_S + 180)
    play.issuer("cancel", other)
    assert state(play, other)["state"] == "cancelled"


def test_a_clerk_reads_where_a_hand_over_stands(town: Play) -> None:
    [proof] = (town.root / "proofs").iterdir()
    code = proof.name.partition(".")[0]
    for language, said in (
        ("en", "handed over on"), ("fr", "remis le"), ("nl", "afgehaald op"), ("de", "abgeholt am"),
    ):  # fmt: skip
        told = town.issuer("show", code, "--lang", language)
        assert said in told.out
        assert f"livret issuer revoke {code}" in told.out


def test_a_code_of_nothing_is_refused(town: Play) -> None:
    assert town.issuer("show", "2222-222T", "--json", status=1).event["code"] == "handover.unknown"


def test_a_request_that_was_answered_is_said_to_have_been(play: Play) -> None:
    play.found()
    play.wallet("init")
    request = play.ask(play.offer()[0])
    told = ("--requests", request.parent, "--to", play.root / "proofs")
    assert "signed and written" in play.issuer("issue", *told).out
    again = play.issuer("issue", *told)
    assert "already answered; the same answer again" in again.out
    assert "signed" not in again.out
    assert play.issuer("issue", *told, "--json").event["repeated"] is True


def test_each_act_tells_the_head_of_the_audit_log(play: Play) -> None:
    play.found()
    handover = play.offer()[0]
    offered = play.ran[-1][1].events[-1]["audit_head"]
    ended = play.issuer("cancel", handover.name.partition(".")[0], "--json").event["audit_head"]
    published = play.issuer("publish", "--json").event["audit_head"]
    numbers = [int(head.partition("-")[0]) for head in (offered, ended, published)]
    assert numbers == sorted(set(numbers))
    for head in (offered, ended, published):
        told = play.issuer("audit", "--since", head, "--json").events[-1]
        assert told["extends"] == int(head.partition("-")[0])


def test_a_home_put_back_from_a_copy_is_seen_by_whoever_noted_the_head(play: Play) -> None:
    play.found()
    shutil.copytree(play.root / "hall", play.root / "before")
    play.offer()
    [head] = re.findall(r"Audit log +(\S+)", play.issuer("audit").out)
    shutil.rmtree(play.root / "hall")
    (play.root / "before").rename(play.root / "hall")
    assert play.issuer("audit", "--json").events[-1]["event"] == "audit_holds"
    ended = play.issuer("audit", "--since", head, "--json", status=1)
    assert ended.event["code"] == "audit.rolled_back"


def test_what_was_noted_wrong_is_no_head(town: Play) -> None:
    assert town.issuer("audit", "--since", "7", "--json", status=2).event["code"] == "audit.head"


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_town_hall_in_brussels_chooses_its_language(play: Play, language: str) -> None:
    told = ("--name", "Jette", "--territory", "be-nis:21010", "--at", "a.example/jette", "--json")
    ended = play.issuer("init", *told, status=2)
    assert (ended.event["code"], ended.event["facts"]["allowed"]) == ("usage.language", "fr|nl")
    assert not (play.root / "hall").exists()
    play.issuer("init", *told, "--language", language)


def test_a_list_of_another_commune_is_refused_row_by_row(play: Play) -> None:
    told = ("--name", "Verneuil", "--territory", "fr-insee:80999", "--at", "a.example/v")
    play.issuer("init", *told, "--commune", "Verneuil-le-Haut/Verneuil-le-Bas")
    source = play.root / "list.csv"
    source.write_text(RESIDENTS, encoding="utf-8")
    told = ("offer", "residency", "--from", str(source), "--to", str(play.root / "out"))
    ended = play.issuer(*told, "--json", status=1)
    assert {(row["code"], row["column"]) for row in ended.events} == {
        ("claims.elsewhere", "commune")
    }


def hold_two(play: Play) -> None:
    """Two proofs of residence: the later one is first in the list."""
    did = play.found()
    play.wallet("init")
    for handover in play.offer():
        play.receive(play.answer(play.ask(handover)))
        play.clock.now_s += 60
    play.open_desk(did)


def test_a_proof_is_meant_by_its_number_in_the_list(play: Play) -> None:
    hold_two(play)
    ids = [event["id"] for event in play.wallet("list", "--json").events]
    for number, held in enumerate(ids, 1):
        assert play.wallet("show", str(number), "--json").event["id"] == held
        assert play.wallet("show", held, "--json").event["id"] == held
    refused = play.wallet("show", "9", status=2)
    assert "your list ends with number 2" in refused.err
    assert "livret wallet list" in refused.err


def test_the_sheet_of_several_proofs_says_so_and_another_may_be_chosen(play: Play) -> None:
    hold_two(play)
    look = ("present", play.request(), "--to", play.root / "answer.json", "--dry-run")
    told = play.wallet(*look)
    assert "2 proofs would do; this is no. 1 of your list." in " ".join(told.out.split())
    first = play.wallet(*look, "--json").event
    second = play.wallet(*look, "--proof", "2", "--json").event
    assert (first["number"], first["others"]) == (1, [2])
    assert (second["number"], second["others"]) == (2, [1])
    assert first["digest"] != second["digest"]
    for typed in ("3", "abc"):
        missing = play.wallet(*look, "--proof", typed, "--json", status=2)
        assert (missing.event["code"], missing.event["facts"]) == ("usage.proof", {"most": 2})


def test_the_history_calls_claims_what_people_call_them(town: Play) -> None:
    town.show()
    told = town.wallet("history", "--lang", "de")
    assert "Meldebescheinigung; Gemeinde" in told.out
    assert "commune" not in told.out
