import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_town import VERSION, command

ROOT = Path(__file__).parents[3]
Install = Callable[[Callable[[list[str]], int]], None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a made-up command `probe` into the table."""

    def put(run: Callable[[list[str]], int]) -> None:
        module = ModuleType("livret_probe")
        module.__dict__["run"] = run
        monkeypatch.setitem(sys.modules, "livret_probe", module)
        monkeypatch.setitem(command.COMMANDS, "probe", ("livret_probe:run", "a probe"))

    return put


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIVRET_LANG", "LIVRET_PLAIN", "LIVRET_DEBUG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("asked", [[], ["--help"], ["-h"], ["help"]])
def test_help_names_every_command(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(asked) == 0
    shown = capsys.readouterr().out
    assert [name for name in command.COMMANDS if f"\n  {name} " not in shown] == []


def test_help_fits_one_screen() -> None:
    lines = command.help_text().splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_the_version_is_the_one_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--version"]) == 0
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert capsys.readouterr().out == f"livret {VERSION}\n" == f"livret {project['version']}\n"


@pytest.mark.parametrize(
    ("language", "asks"),
    [
        ("en", "Did you mean verify"),
        ("fr", "Vouliez-vous dire verify"),
        ("nl", "Bedoelde u verify"),
        ("de", "Meinten Sie verify"),
    ],
)
def test_a_mistyped_command_is_a_usage_error_with_the_nearest_in_the_readers_words(
    capsys: pytest.CaptureFixture[str], language: str, asks: str
) -> None:
    assert command.main(["verfy", "--lang", language]) == 2
    shown = " ".join(capsys.readouterr().err.split())
    assert "usage.command" in shown
    assert asks in shown


def test_a_mistyped_command_is_told_to_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["verfy", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["facts"]["near"]) == ("usage.command", "verify")
    assert "wallet" in told["facts"]["known"].split(", ")


def test_an_unknown_command_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["\x1b[2J"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_help_of_a_command_is_asked_of_the_command(install: Install) -> None:
    seen: list[list[str]] = []

    def run(argv: list[str]) -> int:
        seen.append(argv)
        return 0

    install(run)
    assert command.main(["help", "probe"]) == 0
    assert seen == [["--help"]]


@pytest.mark.parametrize("status", [0, 1, 2, 3])
def test_a_command_says_its_own_exit_status(install: Install, status: int) -> None:
    install(lambda _: status)
    assert command.main(["probe"]) == status


@pytest.mark.parametrize(
    ("error", "status", "verdict"),
    [
        (Refused("status.revoked"), 1, "REFUSED"),
        (MalformedInput("input.malformed"), 2, "UNREADABLE"),
        (Unavailable("status.unavailable"), 3, "COULD NOT CHECK"),
    ],
)
def test_each_branch_of_error_has_its_status_and_its_word(
    install: Install,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    status: int,
    verdict: str,
) -> None:
    def run(argv: list[str]) -> int:
        raise error

    install(run)
    assert command.main(["probe"]) == status
    shown = capsys.readouterr()
    assert verdict in shown.err.splitlines()[0]
    assert shown.out == ""


def test_a_refusal_is_said_in_the_language_asked_for(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(argv: list[str]) -> int:
        raise Refused("status.revoked")

    install(run)
    assert command.main(["probe", "--lang", "fr"]) == 1
    assert "REFUSÉ" in capsys.readouterr().err


def test_json_puts_one_event_on_stdout_and_the_words_on_stderr(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(argv: list[str]) -> int:
        raise Refused("validity.expired", expired_at_s=1_803_168_000, now_s=1_803_168_001)

    install(run)
    assert command.main(["probe", "--json"]) == 1
    shown = capsys.readouterr()
    [line] = shown.out.splitlines()
    event = json.loads(line)
    assert (event["event"], event["outcome"], event["code"]) == (
        "error",
        "refused",
        "validity.expired",
    )
    assert event["what"] == "Ended on 21 February 2027. The holder can ask for a new one."
    assert "REFUSED" in shown.err


def test_plain_lines_have_no_drawing_and_at_most_72_columns(
    install: Install, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(argv: list[str]) -> int:
        raise Refused("status.revoked", listed_at_s=1_000_000_000)

    install(run)
    monkeypatch.setenv("LIVRET_PLAIN", "1")
    assert command.main(["probe"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("refused: Withdrawn")
    assert max(map(len, lines)) <= 72


def test_our_own_fault_is_70_and_says_nothing_of_what_it_held(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(argv: list[str]) -> int:
        raise KeyError("Camille Arnould")

    install(run)
    assert command.main(["probe"]) == 70
    shown = capsys.readouterr().err
    assert "KeyError" in shown
    assert "Camille" not in shown
    assert "Traceback" not in shown


def test_a_traceback_is_shown_to_who_asks_for_it(
    install: Install, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(argv: list[str]) -> int:
        raise KeyError("x")

    install(run)
    monkeypatch.setenv("LIVRET_DEBUG", "1")
    assert command.main(["probe"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_not_a_refusal(install: Install) -> None:
    def run(argv: list[str]) -> int:
        raise KeyboardInterrupt

    install(run)
    assert command.main(["probe"]) == 130


@pytest.mark.parametrize(
    ("env", "lang"),
    [
        ({}, "en"),
        ({"LANG": "de_BE.UTF-8"}, "de"),
        ({"LANG": "fr_FR", "LIVRET_LANG": "nl"}, "nl"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "fr", "LANG": "de"}, "fr"),
    ],
)
def test_the_language_comes_from_livret_first_then_the_locale(
    env: dict[str, str], lang: str
) -> None:
    from livret_core.words.manner import Manner as Settings

    assert Settings.from_env(env).lang == lang
