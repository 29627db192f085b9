"""A wallet on a stick, used on somebody else's computer: nothing of it stays there.

Home, temporary and XDG folders are the same to the byte before and after a whole life, and so is
the time at which each of them was changed last: a file that was made and removed would show.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.at_a_pty import talked
from tests.flow.test_wallet_online import Town, town
from tests.playing import PASSPHRASE, Play

__all__ = ["town"]

FOLDERS = (
    "HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR", "XDG_STATE_HOME",
)  # fmt: skip

LIVRET = (sys.executable, "-m", "livret_town")
Seen = dict[str, tuple[int, int, bytes]]


@pytest.fixture
def computer(play: Play, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Seen]:
    """A shared computer: its folders, with something in each; what is in them now."""
    root = play.root / "computer"
    for name in FOLDERS:
        folder = root / name
        (folder / ".local" / "share").mkdir(parents=True)
        (folder / ".profile").write_text(f"of {name}\n")
        monkeypatch.setenv(name, str(folder))
    monkeypatch.chdir(root / "HOME")
    monkeypatch.setattr(tempfile, "tempdir", None)

    def seen() -> Seen:
        return {
            str(path.relative_to(root)): (
                path.stat().st_mode,
                path.stat().st_mtime_ns,
                path.read_bytes() if path.is_file() else b"",
            )
            for path in [root, *sorted(root.rglob("*"))]
        }

    return seen


def test_a_whole_life_over_the_network_leaves_nothing(
    town: Town, computer: Callable[[], Seen]
) -> None:
    play, before = town.play, computer()
    words = play.root / "words.txt"
    (play.root / "next").write_text("another five words\n")
    (play.root / "own").write_text("its own passphrase\n")
    own = ("--recovery-secret", str(play.root / "own"))
    town.believe()
    town.receive()
    pool = town.asks("commune")
    sheet = town.wallet("present", pool.link, "--dry-run", "--json").event
    town.wallet("present", pool.link, "--consent", str(sheet["digest"]))
    town.wallet("refuse", town.asks("commune").link)
    town.wallet("open", town.asks("commune").link, "--json", status=2)  # nobody says yes
    town.hall.has_newer = True
    town.wallet("renew", "2", status=2)
    town.wallet("renew")
    town.wallet("renew", "--due")
    for verb in ("list", "show", "history"):
        play.wallet(verb)
    play.wallet("trust", "list")
    play.wallet("backup", "--sheet", play.root / "sheet.html")
    play.wallet("backup", "--to", play.root / "one.backup", *own)
    play.wallet("backup", "--to", play.root / "two.backup", "--with-keys", *own)
    play.wallet("restore", play.root / "two.backup", *own, of="other-stick")
    play.wallet("restore", play.root / "one.backup", *own, "--dry-run", of="third")
    play.wallet("passphrase", "--new-passphrase-file", play.root / "next")
    play.wallet("list", status=1)  # the passphrase is another now
    assert computer() == before
    assert words.exists()


def test_a_whole_life_on_files_leaves_nothing(play: Play, computer: Callable[[], Seen]) -> None:
    before = computer()
    did = play.found()
    play.wallet("init")
    first, second = play.offer()
    play.receive(play.answer(play.ask(first)))
    play.open_desk(did)
    play.show()
    for verb in ("list", "show", "history", "doctor"):
        play.wallet(verb, "--lang", "de")
    play.ask(second)
    play.wallet("forget", second.name.partition(".")[0])
    assert computer() == before
    (Path.home() / "trace").touch()
    (Path.home() / "trace").unlink()
    assert computer() != before  # what was there for a moment is seen


def test_a_process_of_its_own_leaves_nothing_either(
    play: Play, computer: Callable[[], Seen]
) -> None:
    before = computer()
    home = ("--home", str(play.root / "stick"))
    secret = ("--passphrase-file", str(play.root / "passphrase"))
    for verb in ("init", "list"):
        subprocess.run(
            [sys.executable, "-m", "livret_town", "wallet", verb, *home, *secret],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    assert computer() == before
    assert {path.name for path in (play.root / "stick").iterdir()} == {
        "wallet.vault",
        "wallet.vault.lock",
    }


SITS: dict[str, tuple[tuple[str, ...], list[tuple[str, str]]]] = {
    "full screen": (
        ("--home", "{stick}/wallet"),
        [
            ("Passphrase", f"{PASSPHRASE}\r"),
            ("No proof yet", "a"),
            ("Activity", "\x1b"),
            ("No proof yet", "e"),
            ("Settings", "\x1b"),
            ("No proof yet", "q"),
        ],
    ),
    "line by line": (
        ("--home", "{stick}/wallet", "--plain"),
        [
            ("Passphrase", f"{PASSPHRASE}\n"),
            ("leave, list:", "settings\n"),
            ("The wallet lies in", "back\n"),
            ("leave, list:", "activity\n"),
            ("back, leave", "back\n"),
            ("leave, list:", "leave\n"),
        ],
    ),
    "the first run": (
        (),
        [
            ("How do you read", "2\n"),
            ("Whose computer", "2\n"),
            ("Which folder", "{stick}\n"),
            ("(yes/no)", "yes\n"),
            ("suggests five words", f"{PASSPHRASE}\n"),
            ("Again", f"{PASSPHRASE}\n"),
            ("Address or file", "\n"),
            ("3", "3\n"),
            ("leave", "leave\n"),
        ],
    ),
}


@pytest.mark.parametrize("how", SITS)
def test_who_sits_at_its_terminal_leaves_nothing(
    play: Play, computer: Callable[[], Seen], how: str
) -> None:
    stick = play.root / "stick"
    stick.mkdir()
    options, story = SITS[how]
    if options:
        init = ["wallet", "init", "--home", str(stick / "wallet")]
        # Of its own process: what is made within these tests costs less than livret takes.
        subprocess.run(
            [*LIVRET, *init, "--passphrase-file", str(play.root / "passphrase")],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    before = computer()
    status, said = talked(
        [*LIVRET, "wallet", "--lang", "en", *(each.format(stick=stick) for each in options)],
        [(seen, typed.format(stick=stick)) for seen, typed in story],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "TERM": "xterm-256color"},
    )
    assert (status, said.count("Traceback")) == (0, 0)
    assert computer() == before
    assert (stick / "wallet" / "wallet.vault").exists()
