"""The network of the desk's page itself is cut, in a real Chromium: the page stays, says so, comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from livret_core.words import LANGUAGES, Language
from livret_verifier.page.desk_words import texts
from tests.at_window import filed
from tests.browsing import axe, context_of, scan, show, wait_for
from tests.desks_in_chromium import Desk, asked, desk_in_chromium
from tests.windows import BASE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in_chromium(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
def page(desk: Desk) -> Iterator[Any]:
    made = desk.page()
    yield made
    desk.context.set_offline(False)
    made.close()


@contextmanager
def cut(page: Any) -> Iterator[None]:
    """The browser reaches nothing meanwhile."""
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


def said_cut(page: Any, lang: Language = "en") -> str:
    """What the page says of it, once it does."""
    page.wait_for_selector(".cut:not([hidden])")
    said: str = page.inner_text(".cut")
    assert texts(lang)["cut"] in said
    assert texts(lang)["cut_what"] in said
    assert page.url.startswith(BASE)
    return said


def came_back(page: Any) -> None:
    page.wait_for_selector(".cut", state="hidden")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_while_an_answer_is_waited_for_the_page_says_so_and_waits_on(
    desk: Desk, page: Any, lang: Language
) -> None:
    page.goto(f"{BASE}/pool/window?lang={lang}")
    asked(page)
    code = page.inner_text(".short")
    with cut(page):
        said = said_cut(page, lang)
        assert texts(lang)["cut_try"] in said
        assert texts(lang)["cut_lost"] not in said, "nothing was done that could be lost"
        assert page.inner_text(".short") == code, "a wallet may still reach the desk"
        for width, height in ((320, 640), (640, 400), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
    came_back(page)
    show(desk.window, page)
    wait_for(page, "accepted")


def test_the_seconds_to_the_next_try_are_counted_and_a_button_tries_now(page: Any) -> None:
    page.clock.install()
    with cut(page):
        said_cut(page)
        page.wait_for_selector('[data-now]:has-text("5 s")')
        page.clock.run_for(2_000)
        assert page.inner_text("[data-now]") == "Next try in 3 s"
        page.click("[data-retry]")
        page.wait_for_selector('[data-now]:has-text("5 s")')
        page.clock.run_for(4_000)
        assert page.inner_text("[data-now]") == "Next try in 1 s"


def test_it_comes_back_by_itself_where_only_the_desk_was_away(page: Any) -> None:
    """The browser sees its network all the time: no event tells it that the desk is back."""
    page.clock.install()
    page.route("**/*", lambda route: route.abort())
    page.keyboard.press("1")
    page.clock.run_for(200)
    said_cut(page)
    page.unroute("**/*")
    page.clock.run_for(5_100)
    page.wait_for_selector("svg.qr")  # what was chosen is asked for
    came_back(page)


@pytest.mark.parametrize("key", ["1", "2", "Escape"])
def test_a_key_leads_to_no_page_of_the_browsers_and_is_done_when_it_is_back(
    page: Any, key: str
) -> None:
    asked(page)
    with cut(page):
        page.keyboard.press(key)
        said_cut(page)
        page.keyboard.press("F5")
        page.keyboard.press("Control+r")
        said_cut(page)
    came_back(page)
    if key == "Escape":
        page.wait_for_selector("svg.qr", state="detached")
        wait_for(page, "ready")
    else:
        page.wait_for_selector(f'.procedures [data-key="{key}"][aria-current]')


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_what_was_told_goes_from_the_screen_though_the_desk_is_not_reached(
    desk: Desk, page: Any, key: str
) -> None:
    """The next person stands before no word of the one before, nor after it is back."""
    asked(page)
    show(desk.window, page)
    wait_for(page, "accepted")
    with cut(page):
        assert "Verneuil" in page.content(), "the cut alone takes nothing away"
        page.keyboard.press(key)
        page.wait_for_selector('body[data-outcome="cut"]')
        said_cut(page)
        assert "Verneuil" not in page.inner_text("body")
        assert "ACCEPTED" not in page.inner_text("body")
        assert page.title() == "! NO CONNECTION"
    came_back(page)
    wait_for(page, "ready")
    assert "Verneuil" not in page.content()
    assert page.locator("svg.qr").count() == (1 if key == "Enter" else 0)


def test_a_green_page_clears_itself_in_a_cut_too(desk: Desk, page: Any) -> None:
    page.clock.install()
    scan(page, filed(desk.window))
    page.clock.run_for(200)
    wait_for(page, "accepted")
    with cut(page):
        said_cut(page)
        page.clock.run_for(11_000)
        page.wait_for_selector('body[data-outcome="cut"]')
        assert "Verneuil" not in page.inner_text("body")


def test_what_is_read_in_a_cut_is_read_once(desk: Desk, page: Any) -> None:
    """Whether it arrived nobody knows: it is not sent by itself again, and the field is empty."""
    answer = filed(desk.window)
    before = desk.counted("accepted")
    with cut(page):
        scan(page, answer)
        page.wait_for_selector(".cut [data-lost]:not([hidden])")
        assert texts("en")["cut_lost"] in said_cut(page)
        assert page.input_value("#shown") == ""
    came_back(page)
    wait_for(page, "ready")
    assert desk.counted("accepted") == before
    scan(page, answer)
    wait_for(page, "accepted")
    assert desk.counted("accepted") == before + 1


def test_letting_in_by_hand_is_not_counted_twice(desk: Desk, page: Any) -> None:
    """It arrives, and the answer is lost on the way back."""
    page.evaluate(
        "const asked = window.fetch; window.fetch = async (...given) =>"
        " { await asked(...given); window.fetch = asked; throw new TypeError('lost'); }; 0"
    )
    before = desk.counted("by_hand.device")
    page.keyboard.press("m")
    page.wait_for_selector("details[open]")
    page.keyboard.press("2")
    assert texts("en")["cut_lost"] in said_cut(page)
    came_back(page)
    assert desk.counted("by_hand.device") == before + 1
    assert page.query_selector("details[open]"), "what was open is open: it can be done again"


def test_what_stands_before_the_desk_and_does_not_reach_it_is_a_cut(page: Any) -> None:
    page.route("**/window*", lambda route: route.fulfill(status=502, body="Bad Gateway"))
    page.keyboard.press("1")
    said_cut(page)
    assert "Bad Gateway" not in page.content()
    page.unroute("**/window*")
    page.click("[data-retry]")
    page.wait_for_selector("svg.qr")


def test_who_logs_in_while_it_is_cut_keeps_what_was_typed(desk: Desk) -> None:
    context = context_of(desk.browser, viewport={"width": 320, "height": 640})
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.goto(f"{BASE}/pool/window?lang=fr")
    for name in ("name", "passphrase", "code"):
        page.fill(f"#{name}", "123456")
    with cut(page):
        page.keyboard.press("Enter")
        said_cut(page, "fr")
        page.click('.languages [lang="de"]')
        assert axe(page) == []
    page.wait_for_selector('html[lang="de"]')
    came_back(page)
    assert page.input_value("#passphrase") == "123456"
    context.close()


def test_a_page_that_stands_says_how_old_its_sources_are_now(desk: Desk, page: Any) -> None:
    scan(page, filed(desk.window))
    wait_for(page, "accepted")
    page.keyboard.press("Escape")
    wait_for(page, "ready")
    page.clock.install()
    desk.window.clock.now_s += 5 * 3_600
    try:
        page.evaluate("document.getElementById('shown').focus()")
        page.keyboard.type("x")
        page.clock.run_for(61_000)
        page.wait_for_selector('.evidence:has-text("5 h")')
        assert page.input_value("#shown") == "x", "nothing else of the page changes"
        assert page.evaluate("document.activeElement.id") == "shown"
    finally:
        desk.window.clock.now_s -= 5 * 3_600
