"""What is typed wrongly is said like any other reason, whichever command it is."""

import json

import pytest

from livret_core.words import LANGUAGES
from livret_town.command import main

VERDICTS = {"en": "NOT DONE", "fr": "NON FAIT", "nl": "NIET GEDAAN", "de": "NICHT AUSGEFÜHRT"}


@pytest.mark.parametrize(
    "argv",
    [
        ("issuer", "offer"),
        ("wallet", "request"),
        ("verify", "request", "--nonsense"),
        ("types", "--nonsense"),
        ("inspect",),
        ("explain", "--json=1"),
        ("doctor", "--lang"),
        ("demo", "--keep"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_usage_error_is_said_in_the_language_and_as_an_event(
    argv: tuple[str, ...], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = [argv[0], *argv[1:2], "--json", f"--lang={language}", *argv[2:]]
    if len(argv) == 2 and argv[1].startswith("--"):
        line = [argv[0], "--json", f"--lang={language}", argv[1]]
    assert main(line) == 2
    captured = capsys.readouterr()
    [event] = [json.loads(one) for one in captured.out.splitlines()]
    assert (event["event"], event["outcome"]) == ("error", "malformed")
    assert event["code"].startswith("usage.")
    assert captured.err.startswith(f"✗ {VERDICTS[language]}")
    assert "option" in event["facts"]


@pytest.mark.parametrize("role", ["issuer", "wallet", "verify"])
@pytest.mark.parametrize("typed", [[], ["nonsense"], ["--json"]])
def test_a_part_that_is_not_there_is_told_the_parts_there_are(
    role: str, typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([role, *typed]) == 2
    shown = capsys.readouterr().err
    assert "usage.command" in shown
    assert "init, " in shown


def test_an_option_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["types", "--\x1b[2J"]) == 2
    assert "\x1b" not in capsys.readouterr().err
