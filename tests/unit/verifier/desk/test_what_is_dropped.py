"""What a desk lets go of: the last visitor's page when the next begins, old counts; and what a page tells."""

from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.errors import Refused
from livret_verifier.desk import browsers
from tests.at_window import Browser, at_window, went
from tests.windows import Opened, opened

DAY_S = 86_400


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def code_of(place: str) -> str:
    return place.partition("?")[0].rpartition("/")[2]


def is_kept(window: Opened, code: str) -> bool:
    try:
        window.window.begun_here(code)
    except Refused:
        return False
    return True


def by_hand(staff: Browser, code: str) -> None:
    went(staff.fill("window/pass", reason="device", procedure="parking", current=code))


NEXT: dict[str, Callable[[Browser, str], object]] = {
    "the next procedure": lambda staff, code: staff.begin("parking", current=code),
    "let in by hand": by_hand,
    "cleared": lambda staff, code: went(staff.fill(f"window/{code}/clear")),
    "the next scan": lambda staff, code: staff.read("nothing that can be read", current=code),
}


@pytest.mark.parametrize("what", NEXT)
def test_what_the_page_had_before_is_dropped(window: Opened, what: str) -> None:
    staff = at_window(window)
    other, before = (code_of(staff.begin("parking")) for _ in range(2))
    assert is_kept(window, before)
    NEXT[what](staff, before)
    assert not is_kept(window, before)
    assert is_kept(window, other)


def test_a_page_drops_nothing_of_a_visitors_own(window: Opened) -> None:
    staff, visitor = at_window(window), Browser(window)
    theirs = code_of(visitor.visit())
    staff.begin("parking", current=theirs)
    assert window.window.transactions.find(theirs).session_sha256 is not None


def test_what_was_counted_is_kept_for_so_many_days(window: Opened) -> None:
    staff, counts = at_window(window), window.window.transactions.counts
    by_hand(staff, "")
    window.clock.now_s += 400 * DAY_S
    staff = at_window(window)
    by_hand(staff, "")
    assert len(counts.since("0000-00-00")) == 2
    window.clock.now_s += DAY_S
    staff = at_window(window)
    by_hand(staff, "")
    assert len(counts.since("0000-00-00")) == 2


def test_each_page_is_bound_to_its_own_desk(window: Opened) -> None:
    staff = at_window(window)
    place = staff.begin("parking")
    for path in ("/pool/window", place, "/pool/visits"):
        headers = {name.lower(): each for name, each in staff.call("GET", path).headers.items()}
        policy = headers["content-security-policy"].split("; ")
        assert policy == [
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
        # No code of a page goes to another host; a form's own origin is said to this one.
        assert headers["referrer-policy"] == browsers.HEADERS["Referrer-Policy"] == "same-origin"
