"""From a list of people to a verdict, on files, by the commands people type."""

import json
import stat

import pytest

from livret_core.words import LANGUAGES
from tests.playing import DAY_S, RESIDENTS, Play


def test_a_proof_is_issued_held_shown_and_accepted(town: Play) -> None:
    verdict = town.check(town.show())
    assert (verdict["outcome"], verdict["passed"], verdict["checks"]) == ("accepted", 15, 15)
    assert verdict["claims"] == {"commune": "Verneuil-sur-Lys"}


def test_nothing_that_was_not_asked_for_is_in_the_answer(town: Play) -> None:
    answer = json.loads(town.show().read_text())
    [[shown]] = answer["vp_token"].values()
    assert len(shown.split("~")) == 3  # credential, one disclosure, key binding


def test_a_withdrawn_proof_is_refused_for_that(town: Play) -> None:
    [code] = {path.name.partition(".")[0] for path in (town.root / "proofs").iterdir()}
    town.issuer("revoke", code)
    town.issuer("publish")
    verdict = town.check(town.show(), status=1)
    assert (verdict["code"], verdict["passed"], verdict["claims"]) == ("status.revoked", 14, None)


def test_a_paused_proof_is_refused_until_it_is_resumed(town: Play) -> None:
    [code] = {path.name.partition(".")[0] for path in (town.root / "proofs").iterdir()}
    town.issuer("suspend", code, "--now")
    assert town.check(town.show(), status=1)["code"] == "status.suspended"
    town.issuer("resume", code, "--now")
    assert town.check(town.show())["outcome"] == "accepted"


def test_a_strangers_town_hall_is_not_believed(town: Play) -> None:
    town.found("stranger")
    town.wallet("init", of="crook")
    handover = town.offer("stranger")[0]
    town.receive(
        town.answer(town.ask(handover, of="crook"), hall="stranger"), of="crook", hall="stranger"
    )
    verdict = town.check(town.show(of="crook"), status=1)
    assert verdict["code"] == "issuer.not_accepted"


def test_an_answer_to_another_service_is_refused(town: Play) -> None:
    """The library's answer, under the state of a request that the pool made."""
    town.verify("init", "--service", "Library", desk="library")
    answer = json.loads(town.present(town.request("library")).read_text())
    own = town.verify("request", "pool", "--to", town.root / "own.jwt", "--json").event
    forwarded = town.root / "forwarded.json"
    forwarded.write_text(json.dumps({**answer, "state": own["state"]}))
    assert town.check(forwarded, status=1)["code"] == "holder.other_service"


def test_an_answer_to_another_desks_request_is_to_none_of_ours(town: Play) -> None:
    town.verify("init", "--service", "Library", desk="library")
    ended = town.check(town.present(town.request("library")), status=1)
    assert (ended["event"], ended["code"]) == ("error", "request.unknown")


def test_an_answer_shown_twice_is_refused_the_second_time(town: Play) -> None:
    answer = town.show()
    assert town.check(answer)["outcome"] == "accepted"
    assert town.check(answer, status=1)["code"] == "holder.replayed"


def test_a_dry_run_does_not_use_up_the_request(town: Play) -> None:
    answer = town.show()
    assert town.check(answer, "--dry-run")["outcome"] == "accepted"
    assert town.check(answer)["outcome"] == "accepted"


def test_a_refused_answer_does_not_use_up_the_request(town: Play) -> None:
    answer = town.show()
    town.clock.now_s += 3_601
    assert town.check(answer, status=1)["code"] == "holder.stale"
    town.clock.now_s -= 3_601
    assert town.check(answer)["outcome"] == "accepted"


def test_a_list_older_than_the_rule_allows_is_not_a_refusal(town: Play) -> None:
    town.clock.now_s += DAY_S + 1
    answer = town.show()
    verdict = town.check(answer, status=3)
    assert (verdict["outcome"], verdict["code"]) == ("unavailable", "status.stale")
    told = town.verify("file", answer, "--for", "pool", "--evidence", town.public(), status=3)
    assert "COULD NOT CHECK" in told.out
    assert "REFUSED" not in told.out


def test_a_list_that_is_published_anew_is_good_again(town: Play) -> None:
    town.clock.now_s += DAY_S + 1
    town.issuer("publish")
    assert town.check(town.show())["outcome"] == "accepted"


def test_without_what_the_town_publishes_nothing_can_be_said(town: Play) -> None:
    answer, empty = town.show(), town.root / "empty"
    empty.mkdir()
    ended = town.verify("file", answer, "--for", "pool", "--evidence", empty, "--json", status=3)
    assert ended.event["code"] == "issuer.unavailable"


def test_a_folder_of_evidence_that_is_not_there_is_named_and_the_request_not_used_up(
    town: Play,
) -> None:
    answer, nowhere = town.show(), town.root / "nowhere"
    ended = town.verify("file", answer, "--for", "pool", "--evidence", nowhere, "--json", status=2)
    assert ended.event["code"] == "usage.no_folder"
    assert ended.event["facts"] == {"option": "--evidence", "folder": str(nowhere)}
    assert town.check(answer)["outcome"] == "accepted"


def test_without_the_list_alone_nothing_can_be_said_either(town: Play) -> None:
    [listed] = town.public().rglob("1.jwt")
    listed.unlink()
    verdict = town.check(town.show(), status=3)
    assert (verdict["code"], verdict["passed"]) == ("status.unavailable", 14)


def test_a_policy_without_issuers_refuses_everybody(play: Play) -> None:
    play.found()
    play.hold()
    play.open_desk(None)
    assert play.check(play.show(), status=1)["code"] == "issuer.not_accepted"


def test_a_proof_from_another_territory_is_refused(play: Play) -> None:
    did = play.found()
    play.hold()
    play.open_desk(did, territories='["be-nis:62063"]')
    verdict = play.check(play.show(), status=1)
    assert verdict["code"] == "issuer.wrong_territory"
    assert verdict["facts"]["issuer"] == "Verneuil-sur-Lys"


def test_an_issuer_accepted_for_another_type_is_not_accredited_for_this(play: Play) -> None:
    did = play.found()
    play.hold()
    play.open_desk(did, types='["birth"]')
    assert play.check(play.show(), status=1)["code"] == "issuer.not_accredited"


def test_a_proof_that_ended_is_not_offered_and_not_accepted(town: Play) -> None:
    request = town.request()
    answer = town.present(request)
    town.clock.now_s += 93 * DAY_S
    town.issuer("publish")
    assert town.check(answer, status=1)["code"] == "validity.expired"
    later = town.request()
    refused = town.wallet("present", later, "--to", town.root / "x.json", "--json", status=1)
    assert refused.event["code"] == "present.none"


def test_an_answer_made_after_the_requests_end_is_refused(town: Play) -> None:
    request = town.request()
    town.clock.now_s += 3_599
    answer = town.present(request)
    town.clock.now_s += 120
    assert town.check(answer)["outcome"] == "accepted"  # answered in time, read a little later
    request = town.request()
    town.clock.now_s += 3_601
    late = town.wallet("present", request, "--to", town.root / "x.json", "--json", status=1)
    assert late.event["code"] == "request.expired"


def test_a_value_the_procedure_does_not_want_is_an_honest_no(town: Play) -> None:
    policy = town.root / "pool" / "policy.toml"
    text = policy.read_text().replace("# [procedures.pool.requires]", "[procedures.pool.requires]")
    policy.write_text(text.replace('# commune = ["Verneuil-sur-Lys"]', 'commune = ["Paris"]'))
    assert town.check(town.show(), status=1)["code"] == "answer.not_met"


def test_a_copied_file_is_no_proof(town: Play) -> None:
    """Whoever finds the town hall's answer has a copy and no key."""
    [proof] = (town.root / "proofs").iterdir()
    [first, *_] = json.loads(proof.read_text())["credentials"]
    state = town.verify("request", "pool", "--to", town.root / "r.jwt", "--json").event["state"]
    found = town.root / "found.json"
    found.write_text(json.dumps({"vp_token": {"pool": [first["credential"]]}, "state": state}))
    assert town.check(found, status=1)["code"] == "holder.missing"


def test_each_showing_takes_another_copy(town: Play) -> None:
    keys = set()
    for _ in range(3):
        sheet = town.wallet(
            "present", town.request(), "--to", town.root / "x.json", "--dry-run", "--json"
        ).event
        assert not sheet["used_before"]
        keys.add(sheet["copy"])
        assert town.check(town.show())["outcome"] == "accepted"
    assert keys == {1, 2, 3}
    again = town.wallet(
        "present", town.request(), "--to", town.root / "x.json", "--dry-run", "--json"
    ).event
    assert again["used_before"]


def test_one_bad_request_does_not_keep_the_others_waiting(play: Play) -> None:
    play.found()
    camille, zoe = play.offer()
    for name, handover in (("camille", camille), ("zoe", zoe)):
        play.wallet("init", of=name)
        play.ask(handover, of=name)
    (play.root / "requests" / "0.json").write_text("{}")
    ended = play.issuer(
        "issue", "--requests", play.root / "requests", "--to", play.root / "proofs", "--json",
        status=2,
    )  # fmt: skip
    assert [event["event"] for event in ended.events] == ["request_refused", "issued", "issued"]


def test_files_that_are_for_one_person_are_readable_by_their_owner_alone(town: Play) -> None:
    answer = town.show()
    private = [answer, *(town.root / "handovers").iterdir(), *(town.root / "proofs").iterdir()]
    private += [*(town.root / "requests").iterdir(), *(town.root / "hall-recovery").iterdir()]
    private += [town.root / "hall" / "keys.sealed", town.root / "pool" / "request-key.pem"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}


def test_a_list_with_one_bad_row_offers_nobody_unless_told_to(play: Play) -> None:
    play.found()
    source = play.root / "list.csv"
    source.write_text(RESIDENTS.replace("2016-05-03", "3/5/2016"), encoding="utf-8")
    told = ("offer", "--type", "residency", "--from", source, "--to", play.root / "out", "--json")
    ended = play.issuer(*told, status=1)
    assert [event["code"] for event in ended.events] == ["date.malformed"]
    assert not (play.root / "out").exists()
    ended = play.issuer(*told, "--skip-refused", status=1)
    assert len(list((play.root / "out").iterdir())) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clerk_is_told_how_a_date_is_written(play: Play, language: str) -> None:
    play.found()
    source = play.root / "list.csv"
    source.write_text(RESIDENTS.replace("1988-03-14", "14/03/1988"), encoding="utf-8")
    told = play.issuer(
        "offer", "residency", "--from", source, "--to", play.root / "out", "--lang", language,
        status=1,
    )  # fmt: skip
    assert "1988-03-14, 1988-03, 1988" in " ".join(told.err.split())
    explained = " ".join(play.livret("explain", "date.malformed", "--lang", language).out.split())
    assert "1988-03-14, 1988-03" in explained


def test_offering_dry_writes_nothing(play: Play) -> None:
    play.found()
    source = play.root / "list.csv"
    source.write_text(RESIDENTS, encoding="utf-8")
    ended = play.issuer(
        "offer", "--type", "residency", "--from", source, "--to", play.root / "out", "--dry-run",
        "--json",
    )  # fmt: skip
    assert ended.event == {"event": "offered", "count": 2, "refused": 0, "dry_run": True}
    assert not (play.root / "out").exists()
    assert [e["event"] for e in play.issuer("show", "--json").events] == ["town_hall"]


def test_one_line_of_the_list_is_offered_alone(play: Play) -> None:
    play.found()
    source = play.root / "list.csv"
    source.write_text(RESIDENTS, encoding="utf-8")
    told = ("offer", "--type", "residency", "--from", source, "--to", play.root / "out", "--json")
    first, _ = play.issuer(*told, "--line", "3").events
    assert first["line"] == 3
    ended = play.issuer(*told, "--line", "9", status=2)
    assert ended.event["code"] == "intake.nobody"


@pytest.mark.parametrize("copies", ["0", "101"])
def test_a_number_of_copies_that_no_wallet_reads_is_malformed(play: Play, copies: str) -> None:
    play.found()
    source = play.root / "list.csv"
    source.write_text(RESIDENTS, encoding="utf-8")
    ended = play.issuer(
        "offer", "--type", "residency", "--from", source, "--to", play.root / "out",
        "--copies", copies, "--json", status=2,
    )  # fmt: skip
    assert ended.event["code"] == "usage.range"
    assert ended.event["facts"] == {"option": "--copies", "least": 1, "most": 100}


def test_a_cancelled_hand_over_cannot_be_used(play: Play) -> None:
    play.found()
    play.wallet("init")
    handover = play.offer()[0]
    request = play.ask(handover)
    play.issuer("cancel", handover.name.partition(".")[0])
    play.answer(request, status=1)
    assert play.ran[-1][1].event["code"] == "handover.expired"


def test_a_birth_extract_cannot_be_paused_only_withdrawn(play: Play) -> None:
    play.found()
    play.wallet("init")
    people = (
        "family_name,given_name,birthdate,place_of_birth.locality,place_of_birth.country,"
        "act_number\nArnould,Camille,1988-03-14,Verneuil-sur-Lys,FR,112\n"
    )
    handover = play.offer(kind="birth", people=people)[0]
    play.receive(play.answer(play.ask(handover)))
    code = handover.name.partition(".")[0]
    refused = play.issuer("suspend", code, "--json", status=1)
    assert refused.event["code"] == "status.no_suspension"
    play.issuer("revoke", code)
    again = play.issuer("resume", code, "--json", status=1)
    assert again.event["code"] == "status.final"
