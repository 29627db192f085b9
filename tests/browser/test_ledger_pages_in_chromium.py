"""A ledger's public pages in a real Chromium: contrast and width, which only a browser knows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livret_core.words import LANGUAGES
from livret_ledger.pages.rendering import render
from tests.browsing import axe, chromium, context_of
from tests.ledger_pages import surveyed, told_scene
from tests.ledger_scene import Scene

pytestmark = pytest.mark.slow

EACH = 21
_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium(1) as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every page: of a ledger with all there is, of one just founded, of one that a single town keeps."""
    told = surveyed(told_scene())
    alone = replace(told.behind, operators=("be-nis:92094",))
    root, found = tmp_path_factory.mktemp("pages"), []
    for name, survey in (
        ("told", told),
        ("founded", surveyed(Scene.founded())),
        ("alone", replace(told, behind=alone)),
    ):
        for path, raw in render(survey):
            file = root / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(raw)
            found += [file] if path.endswith(".html") else []
    return found


@pytest.mark.parametrize(
    ("scheme", "width", "ledgers"),
    [("light", 1280, 3), ("dark", 1280, 1), ("light", 320, 1)],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Any, pages: list[Path], scheme: str, width: int, ledgers: int
) -> None:
    # From a folder a page is of no origin, and its policy would leave its own style out.
    context = context_of(
        browser, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page, found = context.new_page(), dict[str, list[str]]()
    try:
        for file in pages[: ledgers * EACH]:
            page.goto(file.as_uri())
            assert page.evaluate("document.styleSheets.length") > 0
            said = axe(page) + (["too wide"] if page.evaluate(_TOO_WIDE) else [])
            found |= {file.as_posix(): said} if said else {}
    finally:
        context.close()
    assert found == {}
    assert len(pages) == 3 * EACH
    assert {each.parent.name for each in pages} >= set(LANGUAGES)


def test_contrast_is_looked_at(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "pale.html").write_text(
        "<!doctype html><html lang=en><title>p</title><main><h1 style='color:#bbb'>pale</h1></main>"
    )
    context = context_of(browser)
    try:
        page = context.new_page()
        page.goto((tmp_path / "pale.html").as_uri())
        assert any(each.startswith("color-contrast") for each in axe(page))
    finally:
        context.close()
