"""The public pages as a browser gets them."""

import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser
from string import Formatter
from typing import cast

import pytest

from livret_core.ledger.bodies import Asked
from livret_core.words.figures import day
from livret_core.words.language import LANGUAGES, Language
from livret_ledger.pages import rendering
from livret_ledger.pages.naming import claims_of, words
from livret_ledger.pages.rendering import POLICY, path_of, render
from livret_ledger.pages.survey import Survey
from tests.ledger_pages import surveyed, told_scene
from tests.ledger_scene import DAY_S, NAMES, Scene


class Page(HTMLParser):
    """Elements of a page, and its text."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(raw.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [str(attrs[name]) for _, attrs in self.elements if name in attrs]


@pytest.fixture(scope="module")
def found() -> Survey:
    return surveyed(told_scene())


@pytest.fixture(scope="module")
def files(found: Survey) -> dict[str, bytes]:
    return dict(render(found))


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes]) -> dict[str, Page]:
    return {path: Page(raw) for path, raw in files.items() if path.endswith(".html")}


def test_there_is_a_page_of_each_kind_in_each_language(pages: dict[str, Page]) -> None:
    assert len(pages) == 1 + 4 * 5
    for path, page in pages.items():
        language = path.split("/")[0] if "/" in path else "en"
        assert page.elements[0] == ("html", {"lang": language})


def test_no_page_has_a_script_or_loads_anything_but_the_stylesheet(
    files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    for path, page in pages.items():
        assert b"<script" not in files[path].lower()
        assert page.values("src") == []
        assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)
        assert page.values("style") == []
        [policy] = [
            attrs["content"]
            for tag, attrs in page.elements
            if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy == POLICY
    assert b"url(" not in files["style.css"]
    assert b"@import" not in files["style.css"]
    assert "unsafe" not in POLICY
    assert "script-src" not in POLICY  # nothing is allowed but what is named


def test_every_link_leads_to_a_file_beside_it_and_to_a_place_on_it(
    files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    count = 0
    for path, page in pages.items():
        for link in page.values("href"):
            assert not re.match(r"[a-z]+:|/", link)
            target, _, mark = link.partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            there = path if target == "" else there
            assert there in files
            if mark:
                assert pages[there].values("id").count(mark) == 1
            count += 1
    assert count > 200


def test_every_page_says_as_of_when_and_that_it_is_not_signed(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        if "/" in path:
            language, _ = path.split("/")
            said = words(cast("Language", language))
            assert said["unsigned"] in page.text
            name = "not_after" if path.endswith("index.html") else "made_anew"
            assert said[name] in page.text
            assert "2026-12-01T00:55:50Z" in page.values("datetime")


def test_the_first_page_says_how_many_stand_behind_it_and_what_is_not_promised(
    pages: dict[str, Page],
) -> None:
    said = pages["en/index.html"].text
    assert re.search(r"Independent operators\s*4", said)
    assert "at most 1 of them lies." in said
    assert "It does not promise that writing goes on" in said
    assert words("en")["alone"] not in said


def test_one_operator_behind_all_is_said_plainly(found: Survey) -> None:
    lone = replace(found, behind=replace(found.behind, operators=(NAMES["namur"],)))
    pages = dict(render(lone, {"index"}))
    for language in LANGUAGES:
        assert words(language)["alone"] in Page(pages[path_of(language, "index")]).text


def test_members_and_rights_are_told_in_words(pages: dict[str, Page]) -> None:
    members = pages["fr/members.html"].text
    assert "suspendu" in members
    assert "AGS 05334002 (Allemagne)" in members
    rights = pages["fr/accreditations.html"].text
    assert "Attestation de domicile" in rights
    assert "toute la France" in rights
    assert "Rien de ce qui a été délivré depuis ne compte" in rights
    services = pages["nl/services.html"].text
    assert "Bewijs van verblijfplaats: Gemeente" in services
    assert "mag niet meer vragen" in services


def test_a_term_is_told_with_its_last_day() -> None:
    scene = Scene.founded()
    scene.apply(scene.publish())
    midnight_s = scene.at_s // DAY_S * DAY_S + 30 * DAY_S
    granted = scene.grant(scene.towns[1], scene.towns[0])
    body = {**granted.body, "until": midnight_s}
    record = f"accr/{granted.subject}/residency/{scene.towns[1].who}"
    draft = scene.draft("accredit.grant", granted.subject, body, record=record)
    scene.apply(scene.sign(draft, scene.towns[0]))
    said = Page(dict(render(surveyed(scene)))["en/accreditations.html"]).text
    assert f"until {day(midnight_s - 1, 'en')}" in said
    assert day(midnight_s, "en") not in said


def test_a_policy_that_was_voted_is_told_before_it_counts() -> None:
    scene = Scene.founded()
    before = dict(render(surveyed(scene)))
    scene.apply(scene.policy_change(scene.towns, *scene.towns, k=3))
    from_s = scene.at_s + 7 * DAY_S
    after = dict(render(surveyed(scene)))
    for language in LANGUAGES:
        path, coming = path_of(language, "index"), words(language)["coming"]
        assert coming not in Page(before[path]).text
        assert coming in Page(after[path]).text
        assert day(from_s, language) in Page(after[path]).text
    scene.tick(7 * DAY_S)
    assert words("en")["coming"] not in Page(dict(render(surveyed(scene)))["en/index.html"]).text


def test_a_ledger_with_nothing_on_it_yet_says_so() -> None:
    pages = dict(render(surveyed(Scene.founded())))
    for language in LANGUAGES:
        for page in ("accreditations", "services"):
            assert words(language)["none_yet"] in pages[f"{language}/{page}.html"].decode()


def test_whatever_a_ledger_is_called_is_escaped(found: Survey) -> None:
    evil = replace(found, origin='"><script>alert(1)</script>', candidates=("<img src=x>",))
    for path, raw in render(evil):
        if path.endswith(".html"):
            assert b"<script" not in raw
            assert b"<img" not in raw


def test_a_page_in_many_pieces_is_the_same(found: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dict(render(found))
    monkeypatch.setattr(rendering, "_PIECES", 1)
    assert dict(render(found)) == whole


def test_only_the_pages_that_are_asked_for_are_made(found: Survey) -> None:
    assert {path for path, _ in render(found, {"services"})} == {
        "style.css",
        "checkpoint.txt",
        "index.html",
        *(f"{language}/services.html" for language in LANGUAGES),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_facts(language: Language) -> None:
    def facts(table: dict[str, str]) -> dict[str, set[str | None]]:
        return {name: {each[1] for each in Formatter().parse(text)} for name, text in table.items()}

    own = facts(dict(words(language)))
    assert {k: v - {None} for k, v in own.items()} == {
        k: v - {None} for k, v in facts(dict(words("en"))).items()
    }


def test_each_of_a_list_is_called_as_its_type_calls_it() -> None:
    asked = Asked("birth", ("parents.*.given_name", "no_such_claim"))
    named = claims_of(asked, "en")
    assert "*" not in named[0]
    assert named[1] == "no_such_claim"
