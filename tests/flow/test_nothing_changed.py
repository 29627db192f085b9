"""What is so already is not done again: it is said, and the audit log stays as it was."""

from pathlib import Path

import pytest

from livret_core.words import LANGUAGES
from tests.playing import Play


def code(play: Play) -> str:
    [proof] = (play.root / "proofs").iterdir()
    return proof.name.partition(".")[0]


def acts(play: Play) -> list[str]:
    return [event["action"] for event in play.issuer("audit", "--json").events[:-1]]


def one_list(play: Play) -> bytes:
    [found] = Path(play.public()).rglob("1.jwt")
    return found.read_bytes()


def test_a_good_proof_is_not_resumed(town: Play) -> None:
    before, listed = acts(town), one_list(town)
    ended = town.issuer("resume", code(town), "--now", "--json").event
    assert (ended["changed"], ended["published"]) == (False, False)
    assert (acts(town), one_list(town)) == (before, listed)


@pytest.mark.parametrize("verb", ["revoke", "suspend"])
def test_a_change_is_recorded_once(town: Play, verb: str) -> None:
    assert town.issuer(verb, code(town), "--json").event["changed"] is True
    before = acts(town)
    again = town.issuer(verb, code(town), "--json").event
    assert (again["changed"], again["copies"]) == (False, 3)
    assert acts(town) == before


def test_a_change_that_waits_for_its_list_can_still_be_hurried(town: Play) -> None:
    town.issuer("revoke", code(town))
    listed = one_list(town)
    town.clock.now_s += 60
    ended = town.issuer("revoke", code(town), "--now", "--json").event
    assert (ended["changed"], ended["published"]) == (False, True)
    assert one_list(town) != listed
    town.clock.now_s += 60
    assert town.issuer("revoke", code(town), "--now", "--json").event["published"] is False


def test_a_hand_over_is_cancelled_once(play: Play) -> None:
    play.found()
    name = play.offer()[0].name.partition(".")[0]
    assert play.issuer("cancel", name, "--json").event["changed"] is True
    before = acts(play)
    assert play.issuer("cancel", name, "--json").event["changed"] is False
    assert acts(play) == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", ["revoke", "suspend"])
def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    town: Play, verb: str, language: str
) -> None:
    before, listed = acts(town), one_list(town)
    ended = town.issuer(verb, code(town), "--dry-run", "--now", "--json").event
    assert (ended["copies"], ended["would_change"], ended["would_publish"]) == (3, True, True)
    assert ended["dry_run"] is True
    assert "changed" not in ended
    now = town.issuer(verb, code(town), "--dry-run", "--now", "--lang", language).out
    assert "--now" in now
    told = town.issuer(verb, code(town), "--dry-run", "--lang", language).out
    assert "--now" not in told
    assert code(town) in told
    assert "✓" not in told
    assert (acts(town), one_list(town)) == (before, listed)


def test_a_dry_run_refuses_what_would_be_refused(town: Play) -> None:
    town.issuer("revoke", code(town))
    refused = town.issuer("resume", code(town), "--dry-run", "--json", status=1).event
    assert refused["code"] == "status.final"


def test_a_dry_run_of_answers_signs_nothing(play: Play) -> None:
    play.found()
    play.wallet("init")
    request = play.ask(play.offer()[0])
    requests, proofs = request.parent, play.root / "proofs"
    (requests / "zz.json").write_bytes(b"{}")
    before = acts(play)
    told = play.issuer(
        "issue", "--requests", requests, "--to", proofs, "--dry-run", "--json", status=2
    ).events
    assert [each.get("code") for each in told] == [told[0]["code"], "issuance.malformed"]
    assert (told[0]["event"], told[0]["dry_run"], told[0]["repeated"]) == ("issued", True, False)
    assert acts(play) == before
    assert not proofs.exists()


def test_a_dry_run_counts_what_the_requests_before_would_use(play: Play) -> None:
    """The same request again is answered as before; another one finds the hand-over used."""
    play.found()
    play.wallet("init")
    handover = play.offer()[0]
    request = play.ask(handover)
    requests, proofs = request.parent, play.root / "proofs"
    (requests / "za.json").write_bytes(request.read_bytes())
    (requests / "zb.json").write_bytes(request.read_bytes() + b"\n")
    issue = ("issue", "--requests", requests, "--to", proofs, "--json")

    def outcome(*more: str) -> list[tuple[object, object, object]]:
        events = play.issuer(*issue, *more, status=1).events
        return [(each["event"], each["code"], each.get("repeated")) for each in events]

    would = outcome("--dry-run")
    assert would == outcome()
    assert [each[2] for each in would] == [False, True, None]
    assert would[2][:2] == ("request_refused", "handover.used")


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_dry_run_needs_a_folder_as_the_deed_does(play: Play, more: tuple[str, ...]) -> None:
    play.found()
    play.wallet("init")
    requests, proofs = play.ask(play.offer()[0]).parent, play.root / "proofs"
    proofs.write_bytes(b"")
    options: list[str | Path] = ["--requests", requests, "--to", proofs, "--json", *more]
    assert play.issuer("issue", *options, status=2).event["code"] == "usage.no_folder"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", ["revoke", "suspend", "resume", "cancel"])
def test_nothing_that_was_not_done_has_a_tick(town: Play, verb: str, language: str) -> None:
    name = code(town)
    if verb == "cancel":
        [name] = {path.name.partition(".")[0] for path in (town.root / "handovers").iterdir()} - {
            name
        }
    if verb != "resume":
        town.issuer(verb, name)
    told = town.issuer(verb, name, "--lang", language).out
    nothing = {"en": "Nothing changed", "fr": "Rien n'a changé", "nl": "niets veranderd"}
    assert nothing.get(language, "Nichts wurde geändert") in " ".join(told.split())
    assert "✓" not in told
