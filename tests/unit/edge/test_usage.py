"""What is typed wrongly is said like any other reason, whichever command it is."""

import json
from itertools import product
from pathlib import Path

import pytest

from livret_core.words import LANGUAGES, explain
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
    assert captured.err.startswith(f"! {VERDICTS[language]}")
    assert "option" in event["facts"]


@pytest.mark.parametrize("typed", [[], ["--json"]])
def test_the_wallet_alone_says_that_it_needs_a_terminal(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["wallet", *typed]) == 2
    assert "usage.terminal" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("role", "typed"),
    [
        *product(["issuer", "verify"], [[], ["nonsense"], ["--json"]]),
        ("wallet", ["nonsense"]),
    ],
)
def test_a_part_that_is_not_there_is_told_the_parts_there_are(
    role: str, typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([role, *typed]) == 2
    shown = capsys.readouterr().err
    assert "usage.command" in shown
    assert "init, " in shown


NEAR = [
    (("verify", "requst"), "request"),
    (("wallet", "recieve"), "receive"),
    (("issuer", "offer", "residncy"), "residency"),
    (("verify", "request", "--type", "birht", "--claims", "sex"), "birth"),
    (("issuer", "offer", "--skip-refusd"), "--skip-refused"),
    (("issuer", "offer", "--claims", "x", "birth", "--capacity", "gardian"), "guardian"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("argv", "meant"), NEAR, ids=lambda each: str(each)[:24])
def test_what_may_have_been_meant_is_asked_about(
    argv: tuple[str, ...], meant: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*argv[:1], f"--lang={language}", "--json", *argv[1:]]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["facts"]["near"] == meant
    assert f"{meant}?" in "".join(captured.err.split())


def test_nothing_is_asked_about_where_nothing_is_like_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["verify", "zzzz", "--json"]) == 2
    captured = capsys.readouterr()
    assert "near" not in json.loads(captured.out)["facts"]
    assert "?" not in captured.err


def test_the_parts_there_are_are_named_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "nonsense"]) == 2
    shown = capsys.readouterr().err
    assert "…" not in shown
    assert "verify-fraud." in shown


def test_a_list_without_end_ends_behind_a_name() -> None:
    names = ", ".join(f"procedure-{number}" for number in range(200))
    said = explain("usage.command", "en", {"known": names}).what
    assert len(said) < 1_100
    assert said.endswith(" ….")
    assert set(said.partition(": ")[2].removesuffix(" ….").split(", ")) < set(names.split(", "))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "line",
    [
        "--lang {0} ledger --help",
        "--lang={0} --json ledger --help",
        "ledger --lang {0} --help",
        "help ledger --lang {0}",
        "--lang {0} help ledger",
    ],
)
def test_what_every_command_takes_may_stand_before_it(
    line: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", "--help", "--lang", language]) == 0
    asked_last = capsys.readouterr().out
    assert main(line.format(language).split()) == 0
    assert capsys.readouterr().out == asked_last


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_group_and_its_command_hear_what_stands_before(
    before: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["ledger", "member", "list", "--home", str(tmp_path / "nowhere")]
    line[before:before] = ["--lang", "nl", "--json"]
    assert main(line) == 3
    [event] = [json.loads(each) for each in capsys.readouterr().out.splitlines()]
    assert event["code"] == "home.unavailable"
    assert event["what"].startswith("livret kon")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("line", "command"),
    [("--home=x ledger status", "livret "), ("ledger --home x status", "livret ledger ")],
)
def test_an_option_of_a_command_before_it_is_told_its_place(
    line: str, command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*line.split(), "--lang", language]) == 2
    shown = capsys.readouterr().err
    assert "usage.option_place" in shown
    assert f": {command}" in shown
    assert " --home." in shown


def test_an_option_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["types", "--\x1b[2J"]) == 2
    assert "\x1b" not in capsys.readouterr().err
