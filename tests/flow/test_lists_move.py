"""A town's status lists get another address, and what it signed under the old one stays good."""

import json

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.ledger.daily import DayCommit
from livret_core.words import LANGUAGES
from tests.cheap_words import cheap_words
from tests.ledger_scene import DAY_S
from tests.ledger_story import Story
from tests.playing import Play
from tests.town_on_ledger import URL, begin, on_ledger, register

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

NEW = "https://verneuil.example/status/"
OLD = "https://ledger.example/meuse/fr-insee/80999/status/"


@pytest.fixture
def story(play: Play, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(register(begin(play, monkeypatch)))


def move(story: Story, to: str = NEW) -> None:
    on_ledger(story.play, "update", "--lists-at", to, "--submit", URL)


def commit(story: Story) -> DayCommit:
    on_ledger(story.play, "commit", "--submit", URL)
    newest = max(story.play.public().rglob("commit/*.json"), key=lambda path: path.name)
    return DayCommit.parse(newest.read_bytes())


def lists_of(play: Play) -> set[str]:
    """Where the status of the copies that were answered last lies."""
    newest = max((play.root / "proofs").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    found = set()
    for each in json.loads(newest.read_bytes())["credentials"]:
        status = Presentation.parse(each["credential"]).registered.status
        assert status is not None
        found.add(str(status["status_list"]["uri"]))  # type: ignore[index,call-overload]
    return found


def test_lists_lie_from_the_first_on_where_it_was_said_when_it_was_founded(play: Play) -> None:
    play.issuer(
        "init", "--name", "Verneuil", "--territory", "fr-insee:80999", "--at",
        "ledger.livret.test/hall", "--lists-at", "verneuil.example/status",
    )  # fmt: skip
    play.hold()
    assert lists_of(play) == {NEW + "1.jwt"}
    assert (play.public() / "verneuil.example/status/1.jwt").is_file()


def test_what_was_signed_before_and_after_a_move_is_good_and_can_be_withdrawn(
    story: Story,
) -> None:
    play = story.play
    story.publish()
    before = story.hold()
    assert lists_of(play) == {OLD + "1.jwt"}
    commit(story)
    story.publish(seconds=DAY_S)
    play.issuer("publish")
    assert story.verdict()["outcome"] == "accepted"

    move(story)
    story.publish()
    play.issuer("publish")
    commit(story)
    story.publish()
    assert story.verdict()["outcome"] == "accepted"

    story.publish(seconds=DAY_S)
    story.open_wallet("zoe")
    after = story.hold(of="zoe")
    assert lists_of(play) == {NEW + "2.jwt"}
    assert (play.public() / "verneuil.example/status/2.jwt").is_file()
    play.issuer("publish")
    named = commit(story)
    assert {each.name for each in named.digests} >= {"status/1", "status/2"}
    story.publish()
    assert before != after
    assert story.verdict()["outcome"] == "accepted"
    assert story.verdict(of="zoe")["outcome"] == "accepted"
    for code, of in ((before, "camille"), (after, "zoe")):
        play.issuer("revoke", code, "--now")
        assert story.verdict(of=of, status=1)["code"] == "status.revoked"

    [shown, *_] = play.issuer("show", "--json").events
    assert [each["at"] for each in shown["lists"]] == [OLD, NEW]
    drop = ("update", "--drop-lists", OLD, "--submit", URL)
    [error] = on_ledger(play, *drop, status=1)
    assert error["code"] == "home.lists_needed"
    # Once the last of them has ended.
    story.publish(seconds=400 * DAY_S)
    on_ledger(play, *drop)
    play.issuer("publish")
    assert [each.name for each in commit(story).digests if each.name[0] == "s"] == ["status/2"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--lists-at", "http://verneuil.example"), "usage.address"),
        (("--lists-at", NEW, "--drop-lists", OLD), "usage.contradiction"),
    ],
)
def test_what_cannot_be_meant_is_told_first(
    play: Play, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: str
) -> None:
    begin(play, monkeypatch)
    [error] = on_ledger(play, "update", *words, "--to", play.root / "x.json", status=2)
    assert error["code"] == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_move_is_told_in_every_language_on_a_small_screen(
    play: Play, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    ledger = register(begin(play, monkeypatch))
    where = ("--home", play.root / "hall", "--passphrase-file", play.root / "passphrase")
    told = ("--lang", language)
    to = ("--lists-at", "verneuil.example/status", "--to", play.root / "m.json")
    outs = [play.livret("issuer", "ledger", "update", *to, *where, *told)]
    on_ledger(play, "settle", play.root / "m.json", "--proof", ledger.take(play.root / "m.json"))
    outs.append(play.livret("issuer", "show", *where, *told))
    root = str(play.root)
    lines = [
        line
        for ended in outs
        for line in ended.out.splitlines()
        if root not in line and "did:webvh:" not in line
    ]
    assert [line for line in lines if len(line) > 80 or "{" in line] == []
    assert any("verneuil.example" in line for line in lines)
