"""Accounts at a desk: what is typed, how often, and by whom at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.sealing import KdfParameters
from livret_verifier import staff as rules
from tests.at_window import NAME, PASSPHRASE, Browser, hire, says, shown_code, text
from tests.windows import Opened, opened


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    made = opened(tmp_path / "pool")
    hire(made)
    return made


@pytest.fixture(autouse=True)
def _nobody_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = rules.Account("", bytes(16), KdfParameters(1, 8), bytes(32), bytes(20))
    monkeypatch.setattr("livret_verifier.store.staff.NOBODY", cheap)


WRONG = {
    "name": {"name": "nobody"},
    "no name at all": {"name": "../x"},
    "passphrase": {"passphrase": "tanneurs saules"},
    "a half of a character": {"passphrase": "\ufffd" * 11},
    "code": {"code": "000000"},
    "no code": {"code": " "},
}


@pytest.mark.parametrize("what", WRONG)
def test_whichever_is_wrong_is_not_said(window: Opened, what: str) -> None:
    answer = Browser(window).enter(**WRONG[what])
    assert (answer.status, says(answer, "staff.unknown")) == (403, True)
    assert "set-cookie" not in answer.headers


def test_a_code_is_good_once(window: Opened) -> None:
    code = shown_code(window)
    assert Browser(window).enter(code=code).status == 303
    assert says(Browser(window).enter(code=code), "staff.unknown")
    window.clock.now_s += 30
    assert Browser(window).enter().status == 303


def test_of_many_with_one_code_at_once_one_is_let_in(window: Opened) -> None:
    code = shown_code(window)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: Browser(window).enter(code=code).status, range(4)))
    assert answers.count(303) <= 1


def test_tries_in_a_row_make_an_account_wait(window: Opened) -> None:
    for _ in range(rules.TRIES):
        assert says(Browser(window).enter(code="000000"), "staff.unknown")
    # Now even the right one waits, and nothing is looked at.
    assert says(Browser(window).enter(), "staff.blocked")
    window.clock.now_s += 30
    assert says(Browser(window).enter(code="000000"), "staff.unknown")
    window.clock.now_s += 30
    assert says(Browser(window).enter(), "staff.blocked")
    window.clock.now_s += 30
    assert Browser(window).enter().status == 303
    assert window.window.transactions.staff.find(NAME).tries == 0


def test_tries_at_once_count_as_tries_one_after_the_other(window: Opened) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: Browser(window).enter(code="000000"), range(24)))
    account = window.window.transactions.staff.find(NAME)
    assert account.tries <= rules.TRIES
    while account.tries < rules.TRIES:
        Browser(window).enter(code="000000")
        account = window.window.transactions.staff.find(NAME)
    assert says(Browser(window).enter(), "staff.blocked")


def test_an_account_waits_a_quarter_of_an_hour_at_most() -> None:
    assert [rules.wait_s(tries) for tries in (1, 4, 5, 6, 7, 9, 10, 99)] == [
        0, 0, 30, 60, 120, 480, 900, 900,
    ]  # fmt: skip


def test_who_is_removed_is_logged_out(window: Opened) -> None:
    browser = Browser(window)
    browser.enter()
    assert "Log out" in text(browser.call("GET", "/pool/window"))
    window.window.transactions.staff.remove(NAME)
    assert "Log out" not in text(browser.call("GET", "/pool/window"))


@pytest.mark.parametrize(
    ("name", "passphrase", "code"),
    [
        (NAME, PASSPHRASE, "staff.exists"),
        ("", PASSPHRASE, "staff.name"),
        ("a b", PASSPHRASE, "staff.name"),
        ("-x", PASSPHRASE, "staff.name"),
        ("a" * 65, PASSPHRASE, "staff.name"),
        ("zoé", PASSPHRASE, "staff.name"),
        ("zoe", "nine char", "staff.passphrase_short"),
    ],
)
def test_an_account_that_cannot_be(window: Opened, name: str, passphrase: str, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        window.window.transactions.staff.add(name, passphrase.encode(), now_s=0)
    assert caught.value.code == code


def test_what_is_kept_opens_nothing_without_the_desks_key(window: Opened) -> None:
    account = window.window.transactions.staff.find(NAME)
    window.window.transactions.close()
    raw = b"".join(path.read_bytes() for path in window.desk.root.glob("desk.db*"))
    assert PASSPHRASE.encode() not in raw
    assert account.secret not in raw
    assert repr(account) == "Account('odile', …)"


def test_a_browser_that_has_no_account_to_use_is_told_how_to_make_one(tmp_path: Path) -> None:
    fresh = opened(tmp_path / "fresh")
    assert "livret desk staff add" in text(Browser(fresh).call("GET", "/pool/window"))
    assert says(Browser(fresh).enter(code="000000"), "staff.unknown")
