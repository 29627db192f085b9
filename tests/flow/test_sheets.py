"""A ledger whose trust root was renewed: the newest sheet, an old one, and versions that are forged."""

from pathlib import Path

import pytest

from livret_core.ledger.six_words import words_of
from livret_core.ledger.trust_root import TrustRoot, format_versions
from livret_core.words import LANGUAGES, Language
from tests.cheap_words import cheap_words
from tests.flow.test_believing import Story, at_a_terminal
from tests.forged_roots import ForgedRoots
from tests.ledger_scene import ORIGIN
from tests.playing import Ended, Play

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")


class Renewed(Story):
    """Version 2 is in force; `true.jsonl` and `forged.jsonl` begin with the same version 1."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        desk = self.files.desk
        self.roots = ForgedRoots(desk.scene, desk.seen)
        self.true = self.files.write("true.jsonl", format_versions(self.roots.true))
        self.forged = self.files.write("forged.jsonl", format_versions(self.roots.forged))
        self.open_desk()

    def sheet(self, root: TrustRoot, language: Language = "en") -> Path:
        words = " ".join(words_of(root.digest, language))
        return self.files.write(f"words-{root.version}.txt", words)

    def add(self, role: str, file: Path, sheet: int, *more: str, status: int = 0) -> Ended:
        words = ("--words-file", self.sheet(self.roots.true[sheet - 1]))
        return self.trust(role, "add", file, *words, *more, status=status)


@pytest.fixture
def story(play: Play) -> Renewed:
    return Renewed(play)


@pytest.mark.parametrize("role", ["wallet", "verify"])
def test_the_newest_sheet_confirms_the_newest_version(story: Renewed, role: str) -> None:
    added = story.add(role, story.true, 2, "--json").event
    assert (added["version"], added["confirmed"], added["sheet_version"]) == (2, True, 2)


def test_a_sheet_from_before_the_last_change_will_do_and_that_is_said(story: Renewed) -> None:
    added = story.add("wallet", story.true, 1, "--json").event
    assert (added["version"], added["sheet_version"]) == (2, 1)
    told = " ".join(story.add("verify", story.true, 1).out.split())
    assert "The sheet is of version 1. Those after it, up to 2, are believed" in told


def test_a_sheet_that_is_named_is_the_only_one_tried(story: Renewed) -> None:
    named = ("--sheet-version", "2", "--json")
    assert story.add("wallet", story.true, 1, *named, status=1).event["code"] == "trust.words"
    assert story.add("wallet", story.true, 2, *named).event["sheet_version"] == 2


def test_a_sheet_newer_than_the_file_asks_for_a_newer_file(story: Renewed) -> None:
    """Not a forgery, and not said as one."""
    named = ("--sheet-version", "2", "--json")
    ended = story.add("wallet", story.root, 2, *named, status=3)
    assert (ended.event["code"], ended.event["facts"]["newest"]) == ("trust.sheet_newer", 1)
    assert "newest file" in ended.event["step"]
    # Where nobody says which sheet it is, the words only differ.
    told = story.add("wallet", story.root, 2, status=1)
    assert "take a newer file" in " ".join(told.err.split())


@pytest.mark.parametrize("role", ["wallet", "verify"])
@pytest.mark.parametrize("known", [False, True], ids=["new", "two years old"])
def test_years_later_a_forged_version_is_not_what_the_sheet_says(
    story: Renewed, role: str, *, known: bool
) -> None:
    if known:
        story.believe(role)
    story.play.clock.now_s = story.roots.late_s
    before = story.trust(role, "list", "--json").out
    assert story.add(role, story.forged, 2, "--json", status=1).event["code"] == "trust.words"
    old = story.add(role, story.forged, 1, "--json", status=3).event
    assert (old["code"], old["facts"]["version"]) == ("trust.sheet_old", 1)
    assert "counter for the newest sheet" in old["step"]
    assert story.trust(role, "list", "--json").out == before
    # The words have to be asked for: without them nothing is taken in.
    assert "usage.words" in story.trust(role, "add", story.forged, status=2).err
    assert story.add(role, story.true, 2, "--json").event["version"] == 2


def test_a_file_that_ended_long_ago_is_too_old_whatever_the_sheet_says(story: Renewed) -> None:
    story.play.clock.now_s = story.roots.late_s
    ended = story.add("wallet", story.root, 1, "--json", status=3)
    assert ended.event["code"] == "trust.file_old"


def test_words_at_hand_are_compared_where_none_are_asked_for(story: Renewed) -> None:
    story.believe()
    refused = story.add("wallet", story.forged, 2, "--json", status=1)
    assert refused.event["code"] == "trust.words"
    assert story.trust("wallet", "list", "--json").event["version"] == 1
    assert story.add("wallet", story.true, 2, "--json").event["confirmed"] is True


def test_newer_versions_are_followed_without_words(story: Renewed) -> None:
    story.believe()
    added = story.trust("wallet", "add", story.true, "--json").event
    assert (added["version"], added["confirmed"], added["sheet_version"]) == (2, False, None)


def test_whoever_was_deceived_within_the_year_finds_out_and_begins_anew(story: Renewed) -> None:
    """Keys of version 1 were stolen while it lasted, and nobody asks a reader of it for words."""
    story.believe()
    assert story.trust("wallet", "add", story.forged, "--json").event["version"] == 2
    ended = story.add("wallet", story.true, 2, "--json", status=1)
    assert ended.event["code"] == "trust.other_text"
    sheet = ("--words-file", story.sheet(story.roots.true[1]))
    for file, status in ((story.true, 0), (story.forged, 1)):
        story.play.livret("ledger", "trust", "check", file, *sheet, status=status)
    story.trust("wallet", "remove", ORIGIN)
    added = story.add("wallet", story.true, 2, "--json").event
    assert (added["version"], added["sheet_version"]) == (2, 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_asked_sees_which_sheet_is_meant(
    story: Renewed, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    words = " ".join(words_of(story.roots.seen.first.digest, language))
    told = ("--lang", language)
    at_a_terminal(monkeypatch, words)
    asked = story.trust("wallet", "add", story.true, *told)
    at_a_terminal(monkeypatch, words)
    named = story.trust("verify", "add", story.true, "--sheet-version", "1", *told)
    story.trust("wallet", "remove", ORIGIN)
    story.play.clock.now_s = story.roots.late_s
    late = [
        story.add("wallet", story.forged, 2, *told, status=1),
        story.add("wallet", story.forged, 1, *told, status=3),
        story.add("wallet", story.root, 1, *told, status=3),
        story.add("wallet", story.true, 2, "--sheet-version", "9", *told, status=3),
    ]
    version = {"en": "version 2", "fr": "version 2", "nl": "versie 2", "de": "Fassung 2"}[language]
    assert asked.out.index(version) < asked.out.index("✓")
    assert version.replace("2", "1") in named.out
    outs = [asked.out, named.out, *(ended.err for ended in late)]
    root = str(story.play.root)
    lines = [line for out in outs for line in out.splitlines() if root not in line]
    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines if "{" in line or "None" in line] == []
    assert ORIGIN in asked.out


def test_after_more_than_a_year_it_is_said_why_the_words_are_asked_for(
    story: Renewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.believe()
    story.play.clock.now_s = story.roots.late_s
    at_a_terminal(monkeypatch, " ".join(words_of(story.roots.true[1].digest, "en")))
    told = " ".join(story.trust("wallet", "add", story.true).out.split())
    assert "It was believed here before" in told
    # Only one sheet is left that would do.
    assert "Its sheet says version 2." in told
