"""`livret demo --play ledger`: six scenes, each as it should be, in four languages."""

import re
from pathlib import Path

import pytest

from livret_core.ledger.operation import Operation
from livret_core.words import LANGUAGES, Language
from livret_ledger.client.reading import Folder, Reader
from livret_town.words import ledger
from tests.cheap_words import cheap_words
from tests.playing import Play

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

TYPES = [
    "ledger.genesis", *["did.create"] * 4, "schema.publish", "state.commit",
    "did.create", "state.commit",
    "member.propose", "member.endorse", "member.endorse", "member.admit", "accredit.grant",
    "state.commit",
    "state.commit", "commit", "state.commit",
    "did.update", "state.commit",
    "did.update", "key.compromise", "state.commit",
]  # fmt: skip


def test_six_scenes_go_as_they_should(play: Play) -> None:
    *scenes, last = play.livret("demo", "--play", "ledger", "--json").events
    assert [scene["number"] for scene in scenes] == [1, 2, 3, 4, 5, 6]
    assert all(scene["as_expected"] for scene in scenes)
    assert (last["as_expected"], last["scenes"], last["refusals"]) == (6, 6, 2)
    founding, admission, outage, rewriting, stolen, offline = scenes
    assert [founding[name] for name in "nqak"] == [4, 3, 2, 2]
    assert len(founding["words"].split()) == 6
    assert admission["admitted"] < admission["accredited"]
    assert (outage["without"], outage["again"]) == (3, 4)
    assert (rewriting["refused"], rewriting["code"]) == (8, "log.fork")
    assert stolen["alerts"] == [stolen["entry"]]
    assert (stolen["code"], stolen["undone"]) == ("webvh.key_not_committed", 20)
    assert (offline["outcome"], offline["age_s"]) == ("accepted", 6 * 3_600)
    assert (offline["later"], offline["later_code"]) == ("unavailable", "ledger.stale")


def test_what_is_kept_is_the_ledger_that_was_told(play: Play, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    events = play.livret("demo", "--play", "ledger", "--json", "--keep", kept).events
    reader = Reader(Folder(kept / "ledger" / "public"))
    size = reader.checkpoint().checkpoint.size
    entries = [Operation.parse(leaf) for leaf in reader.entries(0, size, size)]
    assert [each.type for each in entries] == TYPES
    assert (kept / "passed-on" / events[3]["file"]).is_file()


def test_a_folder_that_holds_a_ledger_is_left_alone(play: Play, tmp_path: Path) -> None:
    (tmp_path / "kept" / "ledger").mkdir(parents=True)
    (tmp_path / "kept" / "ledger" / "ledger.db").write_bytes(b"somebody's")
    ended = play.livret("demo", "--play", "ledger", "--json", "--keep", tmp_path / "kept", status=2)
    assert ended.events[-1]["code"] == "usage.folder_used"
    assert (tmp_path / "kept" / "ledger" / "ledger.db").read_bytes() == b"somebody's"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plain", [False, True])
def test_it_is_told_on_a_small_terminal_in_every_language(
    play: Play, monkeypatch: pytest.MonkeyPatch, language: Language, plain: bool
) -> None:
    if plain:
        monkeypatch.setenv("LIVRET_PLAIN", "1")
    told = play.livret("demo", "--play", "ledger", "--lang", language).out
    assert re.findall(r"\{\w*\}", told) == []
    assert max(map(len, told.splitlines())) <= 80
    # What one machine does not show is said in each of them.
    one_machine = ledger.texts(language)["l1_one_machine"].format(n=4)
    assert " ".join(one_machine.split()) in " ".join(told.split())


def test_every_language_says_the_same_things() -> None:
    places = {
        language: {
            key: sorted(re.findall(r"\{\w*\}", text))
            for key, text in ledger.texts(language).items()
        }
        for language in LANGUAGES
    }
    assert all(found == places["en"] for found in places.values())
