"""The desk's page, asked as a browser asks: for staff with the window's key, for visitors without."""

import html
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.words import LANGUAGES
from tests.asking import Answer
from tests.scene import REVOKED, draft
from tests.windows import Opened, opened, posted, shown


class Browser:
    """One browser: what it was given to keep, it brings along."""

    def __init__(self, window: Opened) -> None:
        self.window = window
        self.kept: dict[str, str] = {}

    def call(self, method: str, path: str, body: str = "") -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.kept.items())
        headers = {"cookie": cookie} if cookie else {}
        answer = self.window.call(method, path, body, **headers)
        if "set-cookie" in answer.headers:
            name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
            self.kept[name] = value
        return answer

    def begin(self, into: str, lang: str = "en", procedure: str = "parking") -> str:
        """Choose a procedure; where it goes on."""
        answer = self.call(
            "POST", f"/pool/{into}", urlencode({"procedure": procedure, "lang": lang})
        )
        assert answer.status == 303, answer.body
        return answer.headers["location"]


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


@pytest.fixture
def staff(window: Opened) -> Browser:
    browser = Browser(window)
    assert browser.call("GET", f"/pool/window?key={window.pages.key}").status == 303
    return browser


@pytest.fixture
def visitor(window: Opened) -> Browser:
    return Browser(window)


def text(answer: Answer) -> str:
    return html.unescape(answer.body.decode())


def show(window: Opened, place: str, **more: object) -> Answer:
    """A wallet answers what a page shows."""
    code = place.partition("?")[0].rpartition("/")[2]
    asked = window.kept_as_asked(code)
    request = window.fetch(asked)
    return window.answer(asked, posted(request, shown(request, **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_staff_ask_show_and_are_told(window: Opened, staff: Browser, lang: str) -> None:
    assert "parking" in text(staff.call("GET", f"/pool/window?lang={lang}"))
    place = staff.begin("window", lang)
    page = text(staff.call("GET", place))
    assert f'<html lang="{lang}">' in page
    assert "<svg" in page
    assert "openid4vp://?" in page
    assert show(window, place).body == b"{}"
    told = text(staff.call("GET", place))
    word = {"fr": "ACCEPTÉ", "nl": "AANVAARD", "de": "ANGENOMMEN", "en": "ACCEPTED"}[lang]
    assert word in told
    assert "Verneuil" in told


def test_a_refusal_is_said_with_what_to_do(window: Opened, staff: Browser) -> None:
    place = staff.begin("window")
    show(window, place, of=draft(index=REVOKED))
    told = text(staff.call("GET", place))
    assert "REFUSED" in told
    assert "new one" in told


def test_whoever_has_not_the_key_sees_no_window(window: Opened, staff: Browser) -> None:
    place = staff.begin("window")
    show(window, place)
    stranger = Browser(window)
    for method, path in (
        ("GET", "/pool/window"), ("GET", "/pool/window?key=guessed"), ("POST", "/pool/window"),
        ("GET", place), ("GET", f"{place.partition('?')[0]}/stand"),
    ):  # fmt: skip
        answer = stranger.call(method, path)
        assert answer.status == 403
        assert "Verneuil" not in text(answer)
    assert stranger.kept == {}


def test_a_visitor_comes_back_to_how_it_ended_and_sees_no_claims(
    window: Opened, visitor: Browser
) -> None:
    place = visitor.begin("visits")
    page = text(visitor.call("GET", place))
    assert "<svg" not in page  # his own device: a code is for another's
    members = json_encoding.parse_object(show(window, place).body)
    back = str(members["redirect_uri"]).partition(".test")[2]
    told = text(visitor.call("GET", back))
    assert "ACCEPTED" in told
    assert "Verneuil" not in told
    assert Browser(window).call("GET", back).status == 403
    assert visitor.call("GET", place).status == 403  # without the way back


def test_staff_do_not_look_into_what_a_visitor_began(
    window: Opened, staff: Browser, visitor: Browser
) -> None:
    code = visitor.begin("visits").partition("?")[0].rpartition("/")[2]
    assert staff.call("GET", f"/pool/window/{code}").status == 403


def test_a_script_learns_when_to_look_again(window: Opened, staff: Browser) -> None:
    place = staff.begin("window").partition("?")[0]
    assert staff.call("GET", f"{place}/stand").json() == {"stand": "open"}
    assert 'data-stand="open"' in text(staff.call("GET", place))
    show(window, place)
    assert staff.call("GET", f"{place}/stand").json() == {"stand": "told"}


def test_without_a_script_a_link_looks_again(staff: Browser) -> None:
    place = staff.begin("window")
    page = text(staff.call("GET", place))
    assert '<a href="?lang=en">Has the answer come?</a>' in page
    assert "http-equiv" not in page


def test_a_page_loads_what_is_ours_and_is_framed_by_nobody(staff: Browser) -> None:
    answer = staff.call("GET", "/pool/window")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    links = re.findall(r'(?:href|src)="([^"]+)"', text(answer))
    assert all(link.startswith(("/pool/", "?", "#")) for link in links)
    for path in ("/pool/style.css", "/pool/poll.js"):
        assert staff.call("GET", path).status == 200


def test_a_cookie_is_read_by_no_script_and_sent_from_no_other_site(
    window: Opened, visitor: Browser
) -> None:
    opened_ = window.call("GET", f"/pool/window?key={window.pages.key}").headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Strict"} <= set(opened_.split("; "))
    body = urlencode({"procedure": "parking"})
    begun = window.call("POST", "/pool/visits", body).headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(begun.split("; "))
    assert opened_.startswith("__Host-")


def test_what_a_page_shows_is_text(tmp_path: Path) -> None:
    from tests.windows import POLICY

    policy = POLICY.replace(
        "[procedures.parking.requires]",
        '[procedures.parking.purpose]\nen = "<script>alert(1)</script>"\n\n[procedures.parking.requires]',
    )
    window = opened(tmp_path / "pool", policy=policy)
    raw = window.call("GET", "/pool/visits").body.decode()
    assert "<script>alert" not in raw
    assert "&lt;script&gt;" in raw


def test_a_procedure_that_there_is_not_and_a_request_that_is_over(
    window: Opened, staff: Browser
) -> None:
    assert staff.call("POST", "/pool/window", "procedure=none").status == 403
    assert staff.call("GET", "/pool/window/222222222222").status == 403
    place = staff.begin("window")
    window.clock.now_s += 600
    assert "This request is over." in text(staff.call("GET", place))
