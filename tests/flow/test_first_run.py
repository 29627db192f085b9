"""`livret wallet` where there is no wallet yet, as somebody types it at a terminal."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_town.command import main
from livret_wallet import settings
from livret_wallet.settings import Settings
from tests.playing import PASSPHRASE, Play
from tests.sitting import Terminal, at_terminal

__all__ = ["at_terminal"]

INTERRUPTED = 130
SIGNALS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


@pytest.fixture
def computer(play: Play, at_terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer that nobody used livret on; somebody sits at its terminal."""
    root = play.root / "computer"
    (root / "here").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(root))
    monkeypatch.setenv("XDG_DATA_HOME", str(root / "data"))
    monkeypatch.chdir(root / "here")
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    return root


def start(*more: str) -> int:
    """Type `livret wallet` at a terminal."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys.stdout, "isatty", lambda: True)
        return main(["wallet", *more])


def answering(*typed: str, at_end: Callable[[], str]) -> Callable[[str], str]:
    """Type these, and then do something else."""
    left = list(typed)
    return lambda _: left.pop(0) if left else at_end()


def interrupt() -> str:
    raise KeyboardInterrupt


def hang_up() -> str:
    os.kill(os.getpid(), signal.SIGHUP)
    return ""


def end() -> str:
    raise EOFError


def seen(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def test_a_wallet_is_made_and_is_there_for_every_command(
    computer: Path, at_terminal: Terminal, play: Play
) -> None:
    at_terminal.answers(answering("2", "1", "1", "", "3", "q", at_end=interrupt))
    assert start() == 0
    home = computer / "data" / "livret" / "wallet"
    assert settings.read(home) == Settings("fr", "screen")
    assert play.livret("wallet", "list", "--passphrase-file", play.root / "passphrase").status == 0
    assert list((computer / "here").iterdir()) == []


def test_a_terminal_that_cannot_move_its_cursor_gets_lines_in_the_language_of_the_wallet(
    computer: Path,
    at_terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    at_terminal.answers(answering("2", "1", "1", "", "3", "q", at_end=interrupt))
    assert start() == 0
    capsys.readouterr()
    asked: list[str] = []

    def passphrase(question: str) -> str:
        asked.append(question)
        return PASSPHRASE

    monkeypatch.setattr("getpass.getpass", passphrase)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("LIVRET_LANG", "en")
    typed, keyboard = os.pipe()
    os.write(keyboard, b"quitter\n")
    monkeypatch.setattr(at_terminal, "fileno", lambda: typed)
    assert start() == 0
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "Votre portefeuille est verrouillé." in told
    assert "".join(asked).startswith("Phrase secrète")


@pytest.mark.parametrize("leaves", [interrupt, hang_up, end])
@pytest.mark.parametrize("typed", [(), ("1", "1", "1"), ("1", "1", "1", "", "1")])
def test_who_leaves_before_the_end_leaves_no_trace(
    computer: Path,
    at_terminal: Terminal,
    capsys: pytest.CaptureFixture[str],
    typed: tuple[str, ...],
    leaves: Callable[[], str],
) -> None:
    before, handlers = seen(computer), [signal.getsignal(each) for each in SIGNALS]
    at_terminal.answers(answering(*typed, at_end=leaves))
    assert start() == INTERRUPTED
    assert seen(computer) == before
    assert "Nothing was saved." in capsys.readouterr().err
    assert [signal.getsignal(each) for each in SIGNALS] == handlers


@pytest.mark.parametrize("comes", SIGNALS)
def test_an_interruption_in_the_midst_of_a_write_leaves_no_half_of_a_file(
    computer: Path, at_terminal: Terminal, monkeypatch: pytest.MonkeyPatch, comes: signal.Signals
) -> None:
    before, unlink, told = seen(computer), Path.unlink, []

    def disturbed(path: Path, missing_ok: bool = False) -> None:
        told.append(path.name.startswith(".recovery-sheet.html."))
        os.kill(os.getpid(), comes)
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", disturbed)
    at_terminal.answers(answering("1", "1", "1", "", "1", at_end=lambda: "not asked any more"))
    assert start() == INTERRUPTED
    assert told == [True, False]
    assert seen(computer) == before


@pytest.mark.parametrize("second", SIGNALS)
@pytest.mark.parametrize("leaves", [interrupt, hang_up, end])
def test_a_second_interruption_does_not_stop_the_removal(
    computer: Path,
    at_terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    leaves: Callable[[], str],
    second: signal.Signals,
) -> None:
    before, unlink, removed = seen(computer), Path.unlink, []

    def disturbed(path: Path, missing_ok: bool = False) -> None:
        os.kill(os.getpid(), second)
        removed.append(path.name)
        unlink(path, missing_ok=missing_ok)

    def leave() -> str:
        monkeypatch.setattr(Path, "unlink", disturbed)
        return leaves()

    at_terminal.answers(answering("1", "1", "1", "", "1", at_end=leave))
    assert start() == INTERRUPTED
    assert removed == ["recovery-sheet.html"]
    assert seen(computer) == before


def test_who_named_language_place_and_manner_is_not_asked_for_them(
    computer: Path, at_terminal: Terminal, play: Play
) -> None:
    at_terminal.answers(answering("", "3", "q", at_end=interrupt))
    home = play.root / "elsewhere" / "wallet"
    assert start("--plain", "--lang", "de", "--home", str(home)) == 0
    assert settings.read(home) == Settings("de", "lines")
    assert len(at_terminal.asked) == 3


def test_without_a_terminal_nothing_is_asked(play: Play) -> None:
    for more in ((), ("--json",)):
        ended = play.livret("wallet", "--home", play.root / "none", *more, status=2)
        assert "usage.terminal" in ended.out + ended.err
    assert not (play.root / "none").exists()
