"""Attack 29, at the desk's page: another site's form, and a session of somebody else's making."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.at_window import NAME, PASSPHRASE, Browser, at_window, hire, says, shown_code, text
from tests.windows import Opened, opened

EVIL = "https://evil.example"


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


@pytest.fixture
def staff(window: Opened) -> Browser:
    return at_window(window)


# Another site's page (CSRF).

FORMS = {
    "window": {"procedure": "parking"},
    "window/read": {"shown": "{}"},
    "window/pass": {"reason": "rule"},
    "window/222222222222/clear": {"again": "parking"},
    "window/leave": {},
}


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("origin", "site"), [(EVIL, None), ("null", None), (None, "cross-site"), (None, "same-site")]
)
def test_attack_29_a_form_of_another_site_does_nothing(
    window: Opened, staff: Browser, path: str, origin: str | None, site: str | None
) -> None:
    token, said = staff.token, {} if site is None else {"sec_fetch_site": site}
    body = urlencode({"token": token, **FORMS[path]})
    answer = staff.call("POST", f"/pool/{path}", body, origin=origin, **said)
    assert (answer.status, says(answer, "staff.other_page")) == (403, True)
    assert window.window.count_open() == 0
    assert window.window.transactions.counts.since("2000") == []
    assert staff.call("GET", "/pool/window").status == 200
    assert staff.token == token


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", ["", "guessed", "é"])
def test_attack_29_a_form_without_this_sessions_mark_does_nothing(
    window: Opened, staff: Browser, path: str, token: str
) -> None:
    answer = staff.call("POST", f"/pool/{path}", urlencode({"token": token, **FORMS[path]}))
    assert (answer.status, says(answer, "staff.other_page")) == (403, True)
    assert window.window.count_open() == 0


def test_attack_29_a_log_in_from_another_site_is_none(window: Opened) -> None:
    hire(window)
    fields = {"name": NAME, "passphrase": PASSPHRASE, "code": shown_code(window)}
    browser = Browser(window)
    answer = browser.call("POST", "/pool/window/enter", urlencode(fields), origin=EVIL)
    assert says(answer, "staff.other_page")
    assert browser.kept == {}


@pytest.mark.parametrize("path", FORMS)
def test_attack_29_twin_the_same_forms_of_our_own_page(staff: Browser, path: str) -> None:
    assert staff.fill(path, **FORMS[path]).status == 303


# A session of somebody else's making (fixation).


def test_attack_29_a_session_that_was_brought_along_is_not_taken(window: Opened) -> None:
    hire(window)
    victim = Browser(window)
    victim.kept["__Host-desk"] = "made-by-an-attacker"
    victim.enter()
    assert victim.kept["__Host-desk"] != "made-by-an-attacker"
    attacker = Browser(window)
    attacker.kept["__Host-desk"] = "made-by-an-attacker"
    assert "log in" in text(attacker.call("GET", "/pool/window")).lower()


def test_attack_29_a_session_is_new_at_each_log_in_and_ends_the_one_before(
    window: Opened, staff: Browser
) -> None:
    before = Browser(window)
    before.kept = dict(staff.kept)
    window.clock.now_s += 60
    staff.enter()
    assert staff.kept != before.kept
    answer = before.call("POST", "/pool/window", urlencode({"procedure": "parking"}))
    assert says(answer, "staff.closed")


def test_attack_29_a_session_ends_with_the_day_and_when_somebody_leaves(
    window: Opened, staff: Browser
) -> None:
    old, token = dict(staff.kept), staff.token
    staff.fill("window/leave")
    staff.kept = dict(old)
    answer = staff.call("POST", "/pool/window/pass", urlencode({"token": token, "reason": "rule"}))
    assert says(answer, "staff.closed")
    window.clock.now_s += 60
    staff.enter()
    window.clock.now_s += 10 * 3_600
    answer = staff.call("POST", "/pool/window/pass", urlencode({"token": token, "reason": "rule"}))
    assert says(answer, "staff.closed")
    stand = staff.call("GET", "/pool/window/222222222222/stand")
    assert (stand.status, says(stand, "staff.closed")) == (403, True)
