"""Progress: for a terminal in words, for a program as events, for a job at night not at all."""

import json
import sys
import time
from collections.abc import Iterator

import pytest

from livret_core.words import LANGUAGES
from livret_core.words.manner import Manner
from livret_edge.arguments import Asked
from livret_edge.pacing import paced
from livret_edge.saying import Voice


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second passes whenever somebody looks."""
    ticks: Iterator[int] = iter(range(10_000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(ticks)))


def asked(language: str = "en", *, as_json: bool = False) -> Asked:
    return Asked({}, {}, Voice(Manner.from_env({"LIVRET_LANG": language}), json=as_json))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_terminal_is_told_every_two_seconds_and_not_at_the_end(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    told = paced(asked(language))
    for done in (1, 2, 3, 4, 100):
        told(done, 100)
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    assert len(lines) == 2
    assert "2" in lines[0]
    assert all("100" in line and len(line) <= 80 for line in lines)


def test_where_nobody_watches_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    told = paced(asked())
    for done in range(10):
        told(done, 100)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_a_program_is_told_by_events(capsys: pytest.CaptureFixture[str]) -> None:
    told = paced(asked(as_json=True), "evidence")
    for done in (1, 2, 3):
        told(done, 100)
    [event] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert event == {"event": "progress", "work": "evidence", "done": 2, "of": 100}
