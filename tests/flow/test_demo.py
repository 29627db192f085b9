"""`livret demo --play files`: seven scenes, each as it should be, in four languages, and nothing left."""

import re
import tempfile
from pathlib import Path

import pytest

from livret_core.words import LANGUAGES
from tests.playing import Play

CODES = {6: "status.revoked", 7: "issuer.key_not_listed"}


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made, and are looked for afterwards."""
    where = tmp_path / "temporary"
    where.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(where))
    return where


@pytest.mark.parametrize("language", LANGUAGES)
def test_seven_scenes_go_as_they_should(play: Play, nowhere: Path, language: str) -> None:
    *scenes, last = play.livret("demo", "--play", "files", "--json", "--lang", language).events
    assert [scene["event"] for scene in scenes] == ["scene"] * 7
    assert [scene["number"] for scene in scenes] == [1, 2, 3, 4, 5, 6, 7]
    assert all(scene["as_expected"] for scene in scenes)
    assert {scene["number"]: scene["code"] for scene in scenes[5:]} == CODES
    assert (last["as_expected"], last["scenes"], last["refusals"]) == (7, 7, 2)


def test_what_left_is_the_commune_alone(play: Play, nowhere: Path) -> None:
    scene = play.livret("demo", "--play", "files", "--json").events[4]
    assert (scene["left"], scene["outcome"]) == (["commune"], "accepted")
    assert scene["passed"] == scene["checks"] == 15


def test_nothing_is_left_behind(play: Play, nowhere: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    play.livret("demo", "--play", "files", "--json")
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_kept_is_a_town_that_goes_on(play: Play, nowhere: Path) -> None:
    kept = play.root / "town"
    play.livret("demo", "--play", "files", "--keep", kept)
    assert list(nowhere.iterdir()) == []
    assert {"hall", "camille", "pool"} <= {path.name for path in kept.iterdir()}
    [listed] = (kept / "hall" / "public").rglob("1.jwt")
    assert play.livret("inspect", listed).status == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_in_the_telling_was_left_unfilled(
    play: Play, nowhere: Path, language: str
) -> None:
    told = play.livret("demo", "--play", "files", "--lang", language).out
    assert re.findall(r"\{\w*\}", told) == []
