"""A clerk at the counter: who, what will be said, what was seen; then code, QR and PIN."""

import json
import os
import re
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from livret_core.credential import catalogue
from livret_core.short_code import ShortCode
from livret_core.words import LANGUAGES
from livret_core.words.manner import Manner
from livret_edge.qr import half_blocks
from livret_edge.saying import Voice
from livret_issuer.cli import following
from tests.at_counter import URL, acts, at_terminal, let_go, offer, office, reachable
from tests.office import CAMILLE
from tests.pickups import Phone
from tests.playing import Ended, Play

ACT = ("--identity-check", "passport", "--capacity", "self", "--justified-by", "lease")
YES = {"en": "yes", "fr": "oui", "nl": "ja", "de": "ja"}


@pytest.fixture
def hall(play: Play) -> Iterator[Play]:
    """A town hall with an address, and its list."""
    yield reachable(play)
    let_go()


def scripted(play: Play, *more: str | Path, status: int = 0) -> Ended:
    return play.issuer(
        "offer", "--claims", play.root / "camille.json", "--type", "residency", *ACT, "--json",
        *more, status=status,
    )  # fmt: skip


def collect(play: Play, event: dict[str, Any]) -> None:
    """A wallet picks up what was offered."""
    mine, at_s = office(play), play.clock.now_s
    phone, pickups = Phone(mine), mine.pickups()
    opened = pickups.open(ShortCode.parse(event["code"]), now_s=at_s)
    code, pin = opened.pre_authorized_code, event["tx_code"]
    tokens = pickups.redeem(code, pin, shown=phone.dpop(), now_s=at_s)
    pickups.ask(tokens.access, phone.request(now_s=at_s, url=URL), shown=phone.dpop(), now_s=at_s)


# At a terminal.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_screen_at_the_counter_fits(
    hall: Play, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    at_terminal(monkeypatch, ["arnould", "1", "2", "1", "2", YES[lang]])
    lines = offer(hall, lang=lang).out.splitlines()
    assert [line for line in lines if len(line) > 80] == []
    drawn = [at for at, line in enumerate(lines) if re.search("[▀▄█]{2}", line)]
    # All of the QR code, what stands beside it, and the keys below: one screen.
    assert len(lines[drawn[0] - 1 :]) <= 24


@pytest.mark.parametrize("lang", LANGUAGES)
def test_line_mode_draws_nothing_and_keeps_to_its_columns(
    hall: Play, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("LIVRET_PLAIN", "1")
    at_terminal(monkeypatch, ["camille", "1", "2", "1", "2", YES[lang]])
    out = offer(hall, lang=lang).out
    assert not re.search("[▀▄█]", out)
    link = "openid-credential-offer://"
    assert [line for line in out.splitlines() if len(line) > 72 and link not in line] == []
    assert link in out


def test_a_clerk_reads_who_what_from_where_and_until_when(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_terminal(monkeypatch, ["ARNOULD", "2", "4", "2", "1", "yes"])
    out = offer(hall).out
    for said in ("Camille Arnould", "14 March 1988", "Zoé Arnould", "residents.csv, line 3"):
        assert said in out
    code = re.search(r"Code +(\S+)", out)
    pin = re.search(r"PIN +([0-9]{3} [0-9]{3})", out)
    assert code
    assert pin
    [handover] = [each for each, _ in office(hall).picked_up()]
    assert (str(handover.code), handover.source_line) == (code[1], 3)
    assert "identify" in acts(hall)


def test_accents_and_capitals_do_not_hide_a_person(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_terminal(monkeypatch, ["ZOE arn", ""])
    assert "Zoé Arnould" in offer(hall).out


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([""], id="nobody"),
        pytest.param(["arnould", ""], id="none of them"),
        pytest.param(["arnould", "1", "2", "1", "2", "no"], id="no"),
        pytest.param(["arnould", "1", "2", "1", "2", "", "", ""], id="Enter is no yes"),
        pytest.param(["arnould", "1", "9", "", "x"], id="no identity seen"),
        pytest.param([], id="Ctrl-D at the name"),
        pytest.param(["arnould"], id="Ctrl-D at the number"),
        pytest.param(["arnould", "1", "2"], id="Ctrl-D at what was seen"),
        pytest.param(["arnould", "1", "2", "1", "2"], id="Ctrl-D at the yes"),
    ],
)
def test_without_a_yes_nothing_is_recorded(
    hall: Play, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    before = acts(hall)
    at_terminal(monkeypatch, answers)
    assert "Nothing was recorded" in offer(hall).out
    assert acts(hall) == before


TAKEN = {
    "en": ("Type yes or no", "from 1 to 4", "or press Enter to stop"),
    "fr": ("Tapez oui ou non", "de 1 à 4", "ou Entrée pour arrêter"),
    "nl": ("Typ ja of nee", "van 1 tot 4", "of druk op Enter om te stoppen"),
    "de": ("Tippen Sie ja oder nein", "von 1 bis 4", "oder die Eingabetaste zum Aufhören"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_that_is_none_is_told_what_is_taken(
    hall: Play, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    other = "oui" if lang != "fr" else "yes"
    answers = ["arnould", "7", "1", "9", "2", "1", "2", other, YES[lang]]
    at_terminal(monkeypatch, answers)
    out = " ".join(offer(hall, lang=lang).out.split())
    for said in TAKEN[lang]:
        assert said in out
    assert "identify" in acts(hall)


def test_a_hand_over_that_waits_for_the_same_person_is_named_and_can_be_cancelled(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_terminal(monkeypatch, ["camille", "1", "2", "1", "2", "yes"])
    assert "waits for this person already" not in offer(hall).out
    [(first, _)] = office(hall).picked_up()
    at_terminal(monkeypatch, ["camille", "1", "no", "2", "1", "2", "yes"])
    out = offer(hall).out
    assert f"! {first.code} waits for this person already, since " in out
    assert "It stays open." in out
    at_terminal(monkeypatch, ["camille", "1", "yes", "yes", "2", "1", "2", "yes"])
    out = offer(hall).out
    assert out.count("waits for this person already") == 2
    assert f"✓ {first.code} is cancelled." in out
    waits = [stored.stand for _, stored in office(hall).picked_up()]
    assert sorted(waits) == ["cancelled", "cancelled", "open"]
    # Who has it already is not told of, and neither is anybody else.
    at_terminal(monkeypatch, ["zoe", "1", "2", "1", "2", "yes"])
    assert "waits for this person already" not in offer(hall).out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_has_all_but_the_pin_and_loads_nothing(
    hall: Play, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.chdir(hall.root)
    at_terminal(monkeypatch, ["camille", "1", "2", "1", "2", YES[lang]], iter(["i"]))
    out = offer(hall, lang=lang).out
    [(handover, _)] = office(hall).picked_up()
    page = (hall.root / f"{handover.code}.html").read_text("utf-8")
    pin = re.search(r"([0-9]{3}) ([0-9]{3})", out)
    assert pin
    assert str(handover.code) in page
    assert f"{URL}/o/{handover.code.text}" in page
    assert f'<html lang="{lang}">' in page
    assert "<svg" in page
    assert pin[1] + pin[2] not in page
    assert pin[0] not in page
    for value in ("Camille", "Arnould", "<script", "src=", "<link"):
        assert value not in page


def test_a_key_counts_without_enter_and_the_terminal_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(ours, "wb", 0) as keyboard, os.fdopen(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        before = termios.tcgetattr(theirs)
        with following._keys_at_once(Voice(Manner("en", plain=False, colour=False))):
            keyboard.write(b"u")
            assert following.typed_within(5.0) == "u"
            assert following.typed_within(0.0) is None
        assert termios.tcgetattr(theirs) == before
        with following._keys_at_once(Voice(Manner("en", plain=True, colour=False))):
            keyboard.write(b"u")
            assert following.typed_within(0.0) is None
            keyboard.write(b"\n")
            assert following.typed_within(5.0) == "u\n"


# For programs.


def test_a_program_gets_a_link_and_a_pin(hall: Play) -> None:
    event = scripted(hall).event
    code = ShortCode.parse(event["code"])
    assert event["offer_uri"] == (
        f"openid-credential-offer://?credential_offer_uri={URL}/o/{code.text}"
    )
    opened = office(hall).pickups().open(code, now_s=hall.clock.now_s)
    tokens = (
        office(hall)
        .pickups()
        .redeem(opened.pre_authorized_code, event["tx_code"], shown=None, now_s=hall.clock.now_s)
    )
    assert tokens.access


@pytest.mark.parametrize("left_out", [0, 2, 4])
def test_a_program_says_what_was_seen(hall: Play, left_out: int) -> None:
    act = ACT[:left_out] + ACT[left_out + 2 :]
    hall.issuer(
        "offer", "--claims", hall.root / "camille.json", "--type", "residency", *act, status=2
    )


def test_where_a_program_says_nothing_the_counters_standing_word_counts(hall: Play) -> None:
    """And the audit log says of each offer that no clerk said it."""
    offer = ("offer", "--claims", hall.root / "camille.json", "--type", "residency", "--json")
    assert hall.issuer(*offer, status=2).event["facts"]["option"].count("--") == 3
    hall.issuer(
        "counter", "--identity-check", "eid", "--capacity", "self", "--justified-by", "register"
    )
    made = hall.issuer(*offer).event
    assert made["offer_uri"]
    assert made["tx_code"]
    hall.issuer(*offer, *ACT)
    seen = [about for _, _, action, about in office(hall).audit() if action == "identify"]
    assert [each.partition(" ")[2] for each in seen] == [
        f"eid register self =rule uid:{os.getuid()}", f"passport lease self uid:{os.getuid()}",
    ]  # fmt: skip
    hall.issuer("counter", "--none")
    assert hall.issuer(*offer, status=2).event["code"] == "usage.missing"


def test_a_standing_word_of_another_type_justifies_nothing(hall: Play) -> None:
    words = ("--identity-check", "eid", "--capacity", "self", "--justified-by")
    hall.issuer("counter", *words, "document")
    offer = ("offer", "--claims", hall.root / "camille.json", "--type", "residency", "--json")
    assert hall.issuer(*offer, status=2).event["code"] == "usage.choice"
    assert hall.issuer("counter", *words, "hearsay", "--json", status=2).event["code"] == (
        "usage.choice"
    )
    assert hall.issuer("counter", "--json", status=2).event["code"] == "usage.missing"
    assert hall.issuer("counter", "--none", *words, "lease", "--json", status=2).event["code"] == (
        "usage.contradiction"
    )


def test_what_justifies_another_type_is_refused(hall: Play) -> None:
    ended = hall.issuer(
        "offer", "--claims", hall.root / "camille.json", "--type", "birth",
        "--identity-check", "eid", "--capacity", "self", "--justified-by", "lease", status=2,
    )  # fmt: skip
    assert "usage.choice" in ended.err


def test_without_an_address_it_is_said_how_to_give_one(play: Play) -> None:
    play.found()
    (play.root / "camille.json").write_text(json.dumps(CAMILLE))
    ended = play.issuer(
        "offer", "--claims", play.root / "camille.json", "--type", "residency", *ACT, status=1
    )
    assert "livret issuer address https://" in " ".join(ended.err.split())


@pytest.mark.parametrize("url", ["http://a.example", "https://a.example/?b", "a.example"])
def test_an_address_that_no_issuer_can_have(hall: Play, url: str) -> None:
    assert "usage.url" in hall.issuer("address", url, status=2).err


def test_the_address_can_be_said_when_it_is_founded(play: Play) -> None:
    play.issuer(
        "init", "--name", "Verneuil", "--territory", "fr-insee:80999",
        "--at", "ledger.livret.test/hall", "--url", f"{URL}/",
    )  # fmt: skip
    assert play.issuer("show", "--json").events[0]["url"] == URL


def test_a_preview_records_nothing_and_needs_no_passphrase(hall: Play) -> None:
    before = acts(hall)
    preview = ("--home", hall.root / "hall", "--from", hall.root / "residents.csv", "--line", "2")
    ended = hall.livret("issuer", "preview", "residency", *preview, "--lang", "en")
    assert "rue des Tanneurs" in ended.out
    [event] = hall.livret("issuer", "preview", "residency", *preview, "--json").events
    assert event["claims"]["given_name"] == "Camille"
    assert acts(hall) == before
    hall.livret("issuer", "preview", "residency", *preview[:-1], "9", status=2)


def test_what_a_program_says_of_one_person_is_previewed_as_it_would_be_offered(hall: Play) -> None:
    before, home = acts(hall), ("--home", hall.root / "hall")
    listed = (*home, "--from", hall.root / "residents.csv", "--line", "2", "--json")
    [row] = hall.livret("issuer", "preview", "residency", *listed).events
    path, own = hall.root / "claims.json", catalogue.find("residency").law.standing
    said = {name: value for name, value in row["claims"].items() if name not in own}
    path.write_text(json.dumps(said))
    shown = ("issuer", "preview", "residency", *home, "--claims", path)
    [event] = hall.livret(*shown, "--json").events
    assert event == {**row, "line": None}
    ended = hall.livret(*shown, "--lang", "en")
    assert "rue des Tanneurs" in ended.out
    assert "claims.json" in ended.out
    # What would not be offered is not previewed either.
    path.write_text(json.dumps({**said, "birthdate": "2031-01-01"}))
    refused = hall.livret(*shown, "--json", status=1).event
    assert refused["code"] == "claims.future"
    del said["family_name"], said["given_name"]
    path.write_text(json.dumps(said))
    assert hall.livret(*shown, "--json", status=2).event["code"] in {
        "claims.absent", "claims.malformed",
    }  # fmt: skip
    assert acts(hall) == before


def test_it_is_shown_and_listed_how_far_a_pickup_is(hall: Play) -> None:
    code = scripted(hall).event["code"]
    assert hall.issuer("show", code, "--json").event["pickup"] == "open"
    assert "livret issuer new-pin" in hall.issuer("show", code, "--lang", "en").out
    assert [each["code"] for each in hall.issuer("list", "--json").events] == [code]
    office(hall).pickups().open(ShortCode.parse(code), now_s=hall.clock.now_s)
    assert "opened by a wallet" in hall.issuer("list", "--lang", "en").out
    hall.issuer("cancel", code)
    assert hall.issuer("show", code, "--json").event["pickup"] == "cancelled"


def test_a_new_pin_is_told_once(hall: Play) -> None:
    code = scripted(hall).event["code"]
    event = hall.issuer("new-pin", code, "--json").event
    assert (event["attempts"], len(event["tx_code"])) == (3, 6)
    assert re.search(r"[0-9]{3} [0-9]{3}", hall.issuer("new-pin", code).out)
    hall.issuer("cancel", code)
    assert "pickup.no_new_pin" in hall.issuer("new-pin", code, status=1).err


def test_attack_30_nothing_about_a_person_is_in_the_audit_log(hall: Play) -> None:
    scripted(hall)
    out = hall.issuer("audit", "--json").out
    for value in ("Camille", "Arnould", "1988", "Tanneurs"):
        assert value not in out
    assert "passport lease self" in out
    assert "passport lease self" in hall.issuer("audit").out


def test_a_qr_code_of_a_usual_address_leaves_room_for_the_keys() -> None:
    link = f"openid-credential-offer://?credential_offer_uri={URL}/o/7KQ2M9TDF4XM"
    lines = half_blocks(link)
    assert len(lines) <= 21
    assert {len(line) for line in lines} == {len(lines[0])}


def test_a_proof_that_was_renewed_names_the_newer_one(hall: Play) -> None:
    first = scripted(hall).event
    collect(hall, first)
    assert hall.issuer("show", first["code"], "--json").event["newer"] is None
    newer = scripted(hall, "--renews", first["code"]).event["code"]
    assert hall.issuer("show", first["code"], "--json").event["newer"] == newer
    assert f"{newer} (not opened yet)" in hall.issuer("show", first["code"], "--lang", "en").out


# The first PIN of a hand-over of a list.


def of_a_list(play: Play) -> str:
    [code, _] = [path.name.partition(".")[0] for path in play.offer()]
    return code


def test_a_first_pin_is_given_to_whom_a_clerk_saw(hall: Play) -> None:
    code = of_a_list(hall)
    before = acts(hall)
    ended = hall.issuer("new-pin", code, "--json", status=2)
    assert ended.event["code"] == "usage.missing"
    assert acts(hall) == before
    assert len(hall.issuer("new-pin", code, *ACT, "--json").event["tx_code"]) == 6
    assert acts(hall)[len(before) :] == ["identify", "new-pin"]
    # Whoever comes back was seen already.
    hall.issuer("new-pin", code, "--json")


def test_a_first_pin_at_a_terminal_is_asked_what_was_seen(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = of_a_list(hall)
    at_terminal(monkeypatch, ["1", "2", "3"])
    out = hall.issuer("new-pin", code, "--lang", "en").out
    assert re.search(r"[0-9]{3} [0-9]{3}", out)
    assert "id-card register guardian" in hall.issuer("audit").out


# Two clerks.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_clerk_is_told_that_a_second_one_is_waited_for(
    hall: Play, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    hall.issuer("four-eyes", "residency")
    at_terminal(monkeypatch, ["camille", "1", "2", "1", "2", YES[lang]])
    out = offer(hall, "--by", "desk-1", lang=lang).out
    assert [line for line in out.splitlines() if len(line) > 80] == []
    [(handover, _)] = office(hall).picked_up()
    assert f"livret issuer approve {handover.code} --by" in " ".join(out.split())


@pytest.mark.parametrize(("answer", "stand"), [("yes", "given"), ("no", "wanted"), ("", "wanted")])
def test_a_second_clerk_reads_what_it_says_and_says_yes(
    hall: Play, monkeypatch: pytest.MonkeyPatch, answer: str, stand: str
) -> None:
    hall.issuer("four-eyes", "residency")
    code = scripted(hall, "--by", "desk-1").event["code"]
    at_terminal(monkeypatch, [answer] * 3)
    out = hall.issuer("approve", code, "--by", "desk-2", "--lang", "en").out
    assert "rue des Tanneurs" in out
    assert hall.issuer("show", code, "--json").event["approval"] == stand


def test_what_is_denied_is_dropped(hall: Play) -> None:
    hall.issuer("four-eyes", "residency")
    code = scripted(hall, "--by", "desk-1").event["code"]
    told = hall.issuer("deny", code, "--by", "desk-2", "--lang", "en").out
    assert "Camille" in told
    assert "Nothing is signed" in told
    assert hall.issuer("show", code, "--json").event["pickup"] == "denied"
    ended = hall.issuer("approve", code, "--by", "desk-3", "--json", status=1)
    assert ended.event["code"] == "pickup.no_approval"


def test_a_function_is_no_name(hall: Play) -> None:
    event = scripted(hall, "--by", "Odile M.", status=2).event
    assert (event["code"], event["facts"]) == ("usage.clerk", {"option": "--by"})


@pytest.mark.parametrize("types", ["residence", "residency,", ""])
def test_a_rule_is_about_types_that_there_are(hall: Play, types: str) -> None:
    refused = hall.issuer("four-eyes", types, "--json", status=2)
    assert refused.event["code"] == "usage.choice"


def test_who_awaits_a_second_clerk_is_told_how_that_one_answers(hall: Play) -> None:
    hall.issuer("four-eyes", "residency")
    code = scripted(hall, "--by", "desk-1").event["code"]
    told = hall.issuer("show", code).out
    for verb in ("approve", "deny", "cancel"):
        assert f"livret issuer {verb} {code} --by …" in told
    hall.issuer("approve", code, "--by", "desk-2")
    told = hall.issuer("show", code).out
    assert ("issuer approve" in told, "issuer cancel" in told) == (False, True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_collected_is_withdrawn_and_not_cancelled(hall: Play, lang: str) -> None:
    event = scripted(hall).event
    collect(hall, event)
    ended = hall.issuer("cancel", event["code"], "--lang", lang, status=1)
    told = " ".join(ended.err.split())
    assert "handover.collected" in told
    assert "livret issuer revoke" in told
    assert event["code"] in told
    assert "--by" not in hall.issuer("show", event["code"]).out
