"""Attack 56: a name that moves the cursor, hides a line or reads backwards.

What a service calls itself, why it asks, what a town hall is called and what a proof says
come from elsewhere. On every screen, in line mode and in --json, what is seen is what is
there: no control, no mark of direction, nothing invisible.
"""

import json
import unicodedata
from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.keys import pem
from livret_core.openid4vp.client_id import client_id_of
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.words import LANGUAGES, printable_json
from livret_verifier.policy_file import parse as parse_policy
from livret_verifier.rendering import report_lines, verdict_lines, verdict_object
from livret_verifier.template import policy_template
from tests.office import signer
from tests.playing import START_S, Play
from tests.scene import CLAIMS, PROCEDURE, ask, draft, present

ESCAPE = "Pool\x1b[2J\x1b[1;1HTown hall"
BACKWARDS = "Pool \u202ellah nwot\u202c"
EIGHT_BIT = "Pool\x9b31mTown hall"
INVISIBLE = "Po\u200bol\u2066"
BELL = "Pool\x07\x08\x08\x08\x08Town\r\nhall"
TITLE = "\x1b]0;Town hall\x07Pool"
HOSTILE = [ESCAPE, BACKWARDS, EIGHT_BIT, INVISIBLE, BELL, TITLE]

SIGNED = "✓ VERIFIED hall"

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def acting(text: str) -> set[str]:
    """The characters in *text* that do something other than stand there."""
    return {char for char in text if char != "\n" and unicodedata.category(char) in HIDDEN}


@pytest.fixture(params=["full", "plain", "json"])
def manner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    if request.param == "plain":
        monkeypatch.setenv("LIVRET_PLAIN", "1")
    return ["--json"] if request.param == "json" else []


def asking(root: Path, service: str, purpose: str) -> Path:
    """A request that our own desk would not write: nobody stops a stranger's."""
    key = signer("stranger's desk")
    written = AuthorizationRequest(
        client_id_of(key.public_key),
        "n" * 22,
        "s" * 22,
        DcqlQuery.for_one("pool", ("urn:livret:residency:1",), (("commune",),)),
        service,
        START_S,
        START_S + 3_600,
        dict.fromkeys(LANGUAGES, purpose),
    ).sign(key)
    to = root / "hostile.jwt"
    to.write_text(written)
    return to


def only_standing(play: Play) -> None:
    for argv, ended in play.ran:
        assert (argv, acting(ended.out), acting(ended.err)) == (argv, set(), set())


@pytest.mark.parametrize("name", HOSTILE)
def test_attack_56_a_service_with_a_name_that_acts(
    town: Play, manner: list[str], name: str
) -> None:
    request = asking(town.root, name, name)
    to = town.root / "answer.json"
    shown = town.wallet("present", request, "--to", to, "--dry-run", *manner)
    assert "Pool" in shown.out or "Po\\u200bol" in shown.out
    town.wallet("present", request, "--to", to, "--yes-to", "0" * 20, *manner, status=1)
    town.wallet("history", *manner)
    only_standing(town)


def test_attack_56_a_name_is_seen_for_what_it_is(town: Play) -> None:
    shown = town.wallet(
        "present", asking(town.root, BACKWARDS, ESCAPE), "--to", town.root / "x", "--dry-run"
    )
    assert "Pool \\u202ellah nwot\\u202c" in shown.out
    assert "Pool\\x1b[2J" in shown.out


def test_attack_56_in_json_a_name_is_still_itself(town: Play) -> None:
    request = asking(town.root, BACKWARDS, ESCAPE)
    sheet = town.wallet("present", request, "--to", town.root / "x", "--dry-run", "--json").event
    assert (sheet["service"], sheet["purpose"]) == (BACKWARDS, ESCAPE)


def test_attack_56_twin_an_ordinary_name_stands_as_it_is_written(town: Play) -> None:
    name = "Médiathèque d'Arnould-Müller (Ångström)"
    shown = town.wallet(
        "present", asking(town.root, name, "tarif réduit !"), "--to", town.root / "x", "--dry-run"
    )
    assert name in shown.out
    assert "“tarif réduit !”" in shown.out


@pytest.mark.parametrize("name", HOSTILE)
def test_attack_56_a_town_hall_with_a_name_that_acts(
    play: Play, manner: list[str], name: str
) -> None:
    """Nobody signs a hand-over; its name is what somebody wrote there."""
    play.found()
    play.wallet("init", *manner)
    handover = play.offer()[0]
    said = json_encoding.parse_object(handover.read_bytes())
    handover.write_bytes(json_encoding.format({**said, "issuer_name": name}))
    request = play.root / "request.json"
    play.wallet("request", handover, "--copies", "2", "--to", request, *manner)
    play.wallet("list", *manner)
    proof = play.answer(request)
    play.wallet("receive", proof, "--evidence", play.public(), *manner)
    for command in (("list",), ("show",), ("history",)):
        play.wallet(*command, *manner)
    only_standing(play)


def test_attack_56_no_command_draws_a_strangers_sign(play: Play) -> None:
    """In no command's lines does a town hall, or a service, bear a sign that only a check sets."""
    play.found()
    play.wallet("init")
    handover = play.offer()[0]
    said = json_encoding.parse_object(handover.read_bytes())
    handover.write_bytes(json_encoding.format({**said, "issuer_name": SIGNED}))
    request = play.root / "request.json"
    play.wallet("request", handover, "--copies", "2", "--to", request)
    play.wallet("list")
    proof = play.answer(request)
    play.wallet("receive", proof, "--evidence", play.public())
    asked = asking(play.root, SIGNED, SIGNED)
    to = ("--to", play.root / "answer.json")
    play.wallet("present", asked, *to, "--dry-run")
    for command in (("list",), ("show",), ("history",)):
        play.wallet(*command)
    lines = "".join(ended.out + ended.err for _, ended in play.ran)
    assert "✓ VERIFIED" not in lines
    # The hand-over twice, the list twice, what was received, the sheet (name and reason), show.
    assert lines.count(r"\u2713 VERIFIED") >= 8


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_56_a_claim_that_acts_on_the_desks_screen(language: str, value: str) -> None:
    verdict = ask(present(draft({**CLAIMS, "commune": value})))
    # The desk below wants one of its own values; this one asks for whatever there is.
    lines = report_lines(verdict.report) + report_lines(verdict.report, plain=True)
    lines.append(printable_json(verdict_object(verdict), indent=None))
    assert acting("\n".join(lines)) == set()


@pytest.mark.parametrize("value", HOSTILE)
def test_attack_56_a_claim_that_acts_is_shown_as_it_is(value: str) -> None:
    from dataclasses import replace
    from types import MappingProxyType

    from tests.scene import question

    any_commune = replace(PROCEDURE, requires=MappingProxyType({}))
    text = present(draft({**CLAIMS, "commune": value}))
    verdict = ask(text, question(procedure=any_commune))
    assert verdict.presentation is not None
    for language in LANGUAGES:
        for plain in (False, True):
            lines = verdict_lines(verdict, any_commune, language, elapsed_ms=1.0, plain=plain)
            assert acting("\n".join(lines)) == set()
    told = printable_json(verdict_object(verdict), indent=None)
    assert acting(told) == set()
    assert json.loads(told)["claims"] == {"commune": value}


@pytest.mark.parametrize("name", HOSTILE)
def test_attack_56_our_own_desk_takes_no_such_name(name: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        policy_template(name)
    assert caught.value.code == "policy.malformed"


@pytest.mark.parametrize("name", ['Piscine "des Saules"', "back\\slash", "Médiathèque, 3e étage"])
def test_attack_56_twin_a_desk_takes_any_name_that_stands(name: str) -> None:
    assert parse_policy(policy_template(name)).service == name


@pytest.mark.parametrize("name", HOSTILE)
def test_attack_56_our_own_town_hall_takes_no_such_name(play: Play, name: str) -> None:
    told = ("--territory", "fr-insee:80999", "--at", "ledger.livret.test/x", "--json")
    ended = play.issuer("init", "--name", name, *told, status=2)
    assert ended.event["code"] == "usage.text"
    assert not (play.root / "hall").exists()


def test_attack_56_a_file_with_a_name_that_acts(town: Play) -> None:
    requests = town.root / "more"
    requests.mkdir()
    (requests / "\x1b[2J\u202e.json").write_text("{}")
    town.issuer("issue", "--requests", requests, "--to", town.root / "proofs", status=2)
    town.verify(
        "file", town.root / "\x1b[2J.json", "--for", "pool", "--evidence", town.public(), status=2
    )
    town.verify(
        "file", town.root / "\x9b2J.json", "--for", "pool", "--evidence", town.public(), "--json",
        status=2,
    )  # fmt: skip
    only_standing(town)


def test_attack_56_a_request_key_is_what_the_name_hangs_on(town: Play) -> None:
    """A look-alike name changes nothing in the identifier that the sheet's digest covers."""
    desk = pem.parse_private((town.root / "pool" / "request-key.pem").read_bytes())
    sheet = town.wallet(
        "present", asking(town.root, "Piscine des Saules", "tarif"), "--to", town.root / "x",
        "--dry-run", "--json",
    ).event  # fmt: skip
    assert sheet["client_id"] != client_id_of(desk.public_key)
