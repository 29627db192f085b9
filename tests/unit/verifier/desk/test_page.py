"""The desk's pages, asked as a browser asks: for staff who have logged in, for visitors who need not."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.words import LANGUAGES, explain
from tests.asking import Answer
from tests.at_window import Browser, at_window, code_of, filed, hire, text, went
from tests.scene import REVOKED, draft
from tests.windows import POLICY, Opened, declined, opened, posted, shown

THEN = """
[procedures.parking.then.accepted]
en = "Charge 2.10 euros"
fr = "Faites payer : 2,10 €"

[procedures.parking.then.refused]
en = "Full price."

[procedures.parking.requires]"""


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    policy = POLICY.replace("\n[procedures.parking.requires]", THEN)
    return opened(tmp_path / "pool", policy=policy)


@pytest.fixture
def staff(window: Opened) -> Browser:
    return at_window(window)


@pytest.fixture
def visitor(window: Opened) -> Browser:
    return Browser(window)


def show(window: Opened, place: str, **more: object) -> Answer:
    """A wallet answers what a page shows."""
    asked = window.kept_as_asked(code_of(place))
    request = window.fetch(asked)
    return window.answer(asked, posted(request, shown(request, **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_staff_ask_show_and_are_told(window: Opened, staff: Browser, lang: str) -> None:
    assert "parking" in staff.page(f"/pool/window?lang={lang}")
    place = staff.begin(lang=lang)
    page = staff.page(place)
    assert f'<html lang="{lang}">' in page
    assert "<svg" in page
    [typed] = re.findall(r"<strong class=\"short\">(.*)</strong>", page)
    whole = r"desk\.verneuil\.test/pool/r/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}"
    assert re.fullmatch(whole, re.sub("<[^>]+>", "", typed))
    assert show(window, place).body == b"{}"
    told = staff.page(place)
    word = {"fr": "ACCEPTÉ", "nl": "AANVAARD", "de": "ANGENOMMEN", "en": "ACCEPTED"}[lang]
    assert f"<title>✓ {word} – Piscine des Saules</title>" in told
    assert "Verneuil" in told
    then = "Faites payer : 2,10 €" if lang == "fr" else "Charge 2.10 euros"
    # What the policy has in English alone is read aloud as English.
    other = "" if lang in {"fr", "en"} else ' lang="en"'
    assert f'<p class="then"{other}>{then}</p>' in told
    assert "<span>parking</span>" in told, "a name of the policy's own, in no language"


@pytest.mark.parametrize(
    ("lang", "printed"), [("en", "Esc"), ("fr", "Échap"), ("nl", "Esc"), ("de", "Esc")]
)
def test_a_key_is_called_what_is_printed_on_it(
    window: Opened, staff: Browser, lang: str, printed: str
) -> None:
    place = staff.begin(lang=lang)
    show(window, place)
    assert f"<kbd>{printed}</kbd>" in staff.page(place)


def test_what_is_too_large_is_said_in_words_and_leads_back(staff: Browser) -> None:
    answer = staff.upload(b"x" * (9 << 20), filename="photo.png")
    assert (answer.status, answer.headers["content-type"]) == (413, "text/html; charset=utf-8")
    page = answer.body.decode()
    for lang in LANGUAGES:
        assert f'<p lang="{lang}">{explain("scan.too_large", lang).what}' in unescape(page)
    assert '<a href="/pool/window">' in page
    assert "urn:livret" not in page


def test_a_refusal_is_said_with_what_to_say_and_do(window: Opened, staff: Browser) -> None:
    place = staff.begin()
    show(window, place, of=draft(index=REVOKED))
    told = staff.page(place)
    assert "✗ REFUSED" in told
    assert "Say: “Your proof is no longer current." in told
    assert "new one" in told
    assert "Full price." in told
    assert "data-clears" not in told


def test_only_what_needs_nobody_any_more_clears_by_itself(window: Opened, staff: Browser) -> None:
    place = staff.begin()
    assert "data-clears" not in staff.page(place)
    show(window, place)
    assert 'data-clears="10"' in staff.page(place)


def test_whoever_is_not_logged_in_sees_no_window(window: Opened, staff: Browser) -> None:
    place = staff.begin()
    show(window, place)
    stranger = Browser(window)
    for method, path in (
        ("GET", "/pool/window"), ("POST", "/pool/window"), ("GET", place),
        ("GET", f"{place.partition('?')[0]}/stand"), ("POST", "/pool/window/read"),
        ("POST", "/pool/window/pass"), ("POST", "/pool/window/leave"),
        ("POST", f"{place.partition('?')[0]}/clear"),
    ):  # fmt: skip
        answer = stranger.call(method, path)
        assert answer.status == (403 if "/stand" in path or method == "POST" else answer.status)
        assert "Verneuil" not in text(answer)
    assert stranger.kept == {}
    assert window.window.transactions.find(code_of(place)).stand == "answered"


def test_a_visitor_comes_back_to_how_it_ended_and_sees_no_claims(
    window: Opened, visitor: Browser
) -> None:
    place = visitor.visit()
    page = text(visitor.call("GET", place))
    assert "<svg" not in page  # his own device: a code is for another's
    members = json_encoding.parse_object(show(window, place).body)
    back = str(members["redirect_uri"]).partition(".test")[2]
    told = text(visitor.call("GET", back))
    assert "ACCEPTED" in told
    assert "Verneuil" not in told
    assert Browser(window).call("GET", back).status == 403
    waiting = text(visitor.call("GET", place))  # without the way back
    assert "An answer has come" in waiting
    assert "ACCEPTED" not in waiting


def test_a_visitor_who_says_no_is_told_so_in_words_of_his_own(
    window: Opened, visitor: Browser
) -> None:
    place = visitor.visit()
    asked = window.kept_as_asked(code_of(place))
    answer = window.answer(asked, declined(window.fetch(asked)))
    members = json_encoding.parse_object(answer.body)
    told = text(visitor.call("GET", str(members["redirect_uri"]).partition(".test")[2]))
    assert "You said no" in told
    assert "the person" not in told


def test_staff_do_not_look_into_what_a_visitor_began(
    window: Opened, staff: Browser, visitor: Browser
) -> None:
    place = visitor.visit()
    show(window, place)
    assert "Verneuil" not in staff.page(f"/pool/window/{code_of(place)}")
    typed = code_of(place)
    told = staff.page(staff.read(typed))
    assert "REFUSED" in told
    assert "Verneuil" not in told
    staff.fill(f"window/{typed}/clear")
    assert window.window.transactions.find(typed).verdict is not None


def test_a_script_learns_when_to_look_again(window: Opened, staff: Browser) -> None:
    place = staff.begin().partition("?")[0]
    assert staff.call("GET", f"{place}/stand").json() == {"stand": "open.0"}
    assert 'data-stand="open.0"' in staff.page(place)
    show(window, place)
    assert staff.call("GET", f"{place}/stand?was=open.0").json() == {"stand": "answered.1"}


def test_without_a_script_a_link_looks_again_and_words_say_what_to_do(staff: Browser) -> None:
    page = staff.page(staff.begin())
    assert '<a href="?lang=en">Has the answer come?</a>' in page
    assert "<noscript>" in page
    assert "http-equiv" not in page


def test_a_page_loads_what_is_ours_and_is_framed_by_nobody(staff: Browser) -> None:
    answer = staff.call("GET", "/pool/window")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    page = text(answer)
    links = re.findall(r'(?:href|src|action)="([^"]+)"', page)
    assert all(link.startswith(("/pool/", "?", "#")) for link in links)
    assert not re.search(r"<[^>]+ (?:style|on[a-z]+)=", page)
    assert not re.search(r"<script(?![^>]+src=)", page)
    for path in ("/pool/style.css", "/pool/poll.js", "/pool/desk.css", "/pool/desk.js"):
        assert staff.call("GET", path).status == 200


def test_a_cookie_is_read_by_no_script_and_sent_from_no_other_site(
    window: Opened, visitor: Browser
) -> None:
    hire(window)
    browser = Browser(window)
    set_ = browser.enter().headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(set_.split("; "))
    body = urlencode({"procedure": "parking"})
    begun = window.call("POST", "/pool/visits", body).headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(begun.split("; "))
    assert set_.startswith("__Host-")


def test_a_procedure_that_there_is_not_and_a_request_that_is_over(
    window: Opened, staff: Browser
) -> None:
    assert staff.fill("window", procedure="none").status == 403
    assert "This request is over." in staff.page("/pool/window/222222222222")
    place = staff.begin()
    window.clock.now_s += 600
    assert "This request is over." in staff.page(place)
    assert staff.call("GET", f"{place.partition('?')[0]}/stand").json() == {"stand": "over"}


# What is read at the desk itself.


def test_an_answer_that_somebody_brings_is_told(window: Opened, staff: Browser) -> None:
    told = staff.page(staff.read(filed(window)))
    assert "ACCEPTED" in told
    assert "Verneuil" in told
    assert "Charge 2.10 euros" in told


def test_an_answer_in_a_file_is_the_same(window: Opened, staff: Browser) -> None:
    place = went(staff.upload(filed(window).encode() + b"\n"))
    assert "ACCEPTED" in staff.page(place)


def test_the_code_of_a_request_of_this_desk_leads_to_it(window: Opened, staff: Browser) -> None:
    place = staff.begin()
    typed = code_of(place).lower()
    spaced = " ".join(typed[at : at + 4] for at in range(0, 12, 4))
    staff.fill("window", procedure="parking")  # meanwhile another
    assert staff.read(spaced) == place


def test_reading_takes_the_place_of_what_was_asked(window: Opened, staff: Browser) -> None:
    place = staff.begin()
    code = code_of(place)
    staff.read(filed(window), current=code, procedure="parking")
    assert "over" in staff.page(place)
    assert window.call("GET", f"/pool/requests/{code}").status == 400


def test_what_was_told_is_dropped_when_the_page_is_cleared(window: Opened, staff: Browser) -> None:
    code = code_of(staff.read(filed(window)))
    assert staff.fill(f"window/{code}/clear").status == 303
    with pytest.raises(Exception, match=r"request\.unknown"):
        window.window.transactions.find(code)
    again = went(staff.fill(f"window/{code}/clear", again="parking", lang="nl"))
    assert "<svg" in staff.page(again)


def test_nothing_of_a_person_is_left_when_all_is_cleared(window: Opened, staff: Browser) -> None:
    place = staff.begin()
    show(window, place)
    codes = [code_of(place), code_of(staff.read(filed(window)))]
    for code in codes:
        assert "Verneuil" in staff.page(f"/pool/window/{code}")
        staff.fill(f"window/{code}/clear")
    window.window.transactions.close()
    for file in window.desk.root.glob("desk.db*"):
        raw = file.read_bytes()
        assert b"Verneuil" not in raw
        assert not any(code.encode() in raw for code in codes)


# What is counted.


def test_what_happens_is_counted_once_and_without_names(window: Opened, staff: Browser) -> None:
    place = staff.begin()
    show(window, place)
    for _ in range(3):
        staff.page(place)
    unread = staff.page(staff.read("{"))
    assert "<title>? UNREADABLE" in unread
    assert '<section class="told malformed"' in unread
    assert "✗" not in unread, "it is no refusal"
    staff.fill("window/pass", reason="device", procedure="parking")
    page = staff.page("/pool/window")
    assert "Today: 1 accepted · 1 unreadable · 1 without a proof" in page
    [day] = {row[0] for row in window.window.transactions.counts.since("2000-01-01")}
    assert window.window.transactions.counts.since(day) == [
        (day, "", "malformed", 1),
        (day, "parking", "accepted", 1),
        (day, "parking", "by_hand.device", 1),
    ]


def test_letting_in_by_hand_needs_a_reason_that_there_is(window: Opened, staff: Browser) -> None:
    said = went(staff.fill("window/pass", reason="rule", lang="en"))
    assert "LET IN BY HAND" in staff.page(said)
    for reason in ("", "Camille Arnould", "by_hand"):
        assert staff.fill("window/pass", reason=reason).status == 403
    assert len(window.window.transactions.counts.since("2000-01-01")) == 1


def test_the_links_to_other_languages_keep_what_the_page_tells(
    window: Opened, staff: Browser
) -> None:
    said = went(staff.fill("window/pass", reason="rule", procedure="parking", lang="en"))
    german = unescape(staff.page(said))
    [link] = re.findall(r'<a href="([^"]+)" lang="de"', german)
    assert "DURCHGANG GEZÄHLT" in staff.page(f"/pool/window{link}")
    stranger = Browser(window)
    tried = stranger.enter(code="000000")
    assert tried.status == 403
    [link] = re.findall(r'<a href="([^"]+)" lang="de"', unescape(text(tried)))
    assert "Anmelden" in stranger.page(link)


def test_what_is_said_to_the_person_is_there_for_reasons_that_there_are() -> None:
    from livret_core.codes import CODES
    from livret_verifier.page.desk_rendering import _OTHERWISE, _SAID
    from livret_verifier.page.desk_words import texts

    assert set(_SAID) <= CODES.keys()
    for lang in LANGUAGES:
        spoken = {name for name in texts(lang) if name.startswith("say_")}
        assert spoken == {f"say_{each}" for each in {*_SAID.values(), *_OTHERWISE.values()}}
