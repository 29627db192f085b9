"""`livret procedures`: who may ask for what, in the words of whoever wants to know."""

import json
from pathlib import Path

import pytest

from livret_core.words import LANGUAGES
from livret_town.command import main
from tests.at_the_desk import HOME, Stand
from tests.typed import Run, run

__all__ = ["run"]

OF = {"en": "Proof of residence", "fr": "Attestation de domicile", "nl": "Bewijs van verblijfplaats",
      "de": "Meldebescheinigung"}  # fmt: skip


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Stand:
    made = Stand(tmp_path)
    made.set_clocks(monkeypatch)
    (tmp_path / "notice.html").write_text("<p>Why we ask.</p>")
    asks = ("--ask", "residency:commune,address.locality", "--purpose", "sport")
    text = ("--text", "notice.html", "--until", "2028-01-01")
    run("verifier", "register", made.fifth.who, *asks, *text, "--to", "v.json", *HOME)
    made.hand_in(run, "v.json", made.scene.towns[2])
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_ask_for_what_is_listed_in_words_and_as_of_when(
    language: str, stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["procedures", *HOME, "--lang", language]) == 0
    said = capsys.readouterr().out
    assert stand.fifth.who in said
    assert OF[language] in said
    assert stand.scene.towns[2].who in said
    assert "2027" in said
    assert {"en": "As of", "fr": "État au", "nl": "Stand", "de": "Stand"}[language] in said


@pytest.mark.parametrize(
    ("asked", "count"),
    [("residency", 1), ("urn:livret:residency:1", 1), ("birth", 0), ("library", 0)],
)
def test_those_of_one_type_are_listed(
    asked: str, count: int, stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["procedures", asked, *HOME, "--json"]) == 0
    *found, listed = map(json.loads, capsys.readouterr().out.splitlines())
    assert (len(found), listed["event"], listed["services"]) == (count, "listed", count)
    for each in found:
        assert (each["purpose"], each["sponsor"]) == ("sport", stand.scene.towns[2].who)


def test_one_that_may_ask_no_more_is_not_listed(
    run: Run, stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    run("verifier", "end", stand.fifth.who, "--to", "end.json", *HOME)
    stand.hand_in(run, "end.json", stand.fifth)
    capsys.readouterr()
    assert main(["procedures", *HOME, "--json"]) == 0
    [listed] = map(json.loads, capsys.readouterr().out.splitlines())
    assert listed["services"] == 0
