"""The desk's page in the reader's language, in a real Chromium: what changes with it, and what does not."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browsing import wait_for
from tests.desks_in_chromium import Desk, accepted, by_hand, desk_in_chromium

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in_chromium(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
def page(desk: Desk) -> Iterator[Any]:
    made = desk.page()
    yield made
    made.close()


def test_words_of_another_language_are_marked_as_that(desk: Desk) -> None:
    page = desk.page(lang="nl")
    assert page.locator('.procedures [lang="en"]').all_inner_texts() == ["Over 18"]
    assert page.locator(".procedures [lang]").count() == 1
    page.close()


def test_another_language_keeps_what_is_open_typed_and_told(page: Any, desk: Desk) -> None:
    by_hand(page, desk)
    page.fill("#shown", "2345-")
    for lang in ("de", "fr"):
        page.focus(f'.languages [lang="{lang}"]')
        page.keyboard.press("Enter")
        page.wait_for_selector(f'html[lang="{lang}"]')
        assert page.query_selector("details[open]")
        assert page.input_value("#shown") == "2345-"
        assert page.evaluate("document.activeElement.lang") == lang
    page.keyboard.press("2")
    wait_for(page, "passed")
    assert "PASSAGE NOTÉ" in page.inner_text("h1")
    before = desk.counted("by_hand.device")
    page.click('.languages [lang="nl"]')
    page.wait_for_selector('html[lang="nl"]')
    wait_for(page, "passed")
    assert "DOORGELATEN" in page.inner_text("h1")
    assert desk.counted("by_hand.device") == before


def test_another_language_gives_a_green_page_no_more_time(page: Any, desk: Desk) -> None:
    page.clock.install()
    accepted(page, desk)
    page.clock.run_for(6_000)
    page.click('.languages [lang="de"]')
    page.wait_for_selector('html[lang="de"]')
    page.clock.run_for(1_000)
    assert page.inner_text(".clears span") == "Löscht sich in 3 s"


def test_the_button_for_a_file_speaks_the_readers_language_and_shows_where_the_focus_is(
    page: Any,
) -> None:
    label = page.locator("label[for=file]")
    page.click('.languages [lang="de"]')
    page.wait_for_selector('html[lang="de"]')
    assert label.inner_text() == "Datei oder Foto wählen"
    assert page.evaluate("getComputedStyle(document.getElementById('file')).opacity") == "0"
    outline = "each => getComputedStyle(each).outlineStyle"
    assert label.evaluate(outline) == "none"
    page.focus("#shown")
    page.keyboard.press("Tab")
    assert label.evaluate(outline) == "solid"
    with page.expect_file_chooser():
        box = label.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
