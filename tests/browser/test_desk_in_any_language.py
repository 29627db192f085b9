"""Each state of the desk's page, and the visitor's own pages: in four languages, on a telephone and at a counter."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from livret_core.words import LANGUAGES
from tests.browsing import axe
from tests.desks_in_chromium import STATES, Desk, desk_in_chromium
from tests.windows import BASE

pytestmark = pytest.mark.slow

#: A telephone; a page at 200 % of a small screen; a counter.
WIDTHS: Final = ((320, 640), (640, 400), (1280, 800))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in_chromium(tmp_path_factory.mktemp("desk")) as made:
        yield made


def faults(page: Any, lang: str) -> list[Any]:
    """What bars people from the page as it stands, at each width."""
    found: list[Any] = []
    if page.get_attribute("html", "lang") != lang:
        found.append("another language")
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        found += [(width, each) for each in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, "too wide"))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_at_any_width(desk: Desk, state: str, lang: str) -> None:
    page = desk.page(lang=lang)
    try:
        STATES[state](page, desk)
        assert faults(page, lang) == []
    finally:
        page.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_where_a_visitor_begins_and_goes_on(desk: Desk, lang: str) -> None:
    page = desk.page(at=f"{BASE}/pool/visits?lang={lang}")
    try:
        assert faults(page, lang) == []
        page.click("form button")
        page.wait_for_url("**/pool/visits/*")
        assert "/visits/" in page.url
        assert faults(page, lang) == []
    finally:
        page.close()
