"""Attack 56: a file is named so that saying where it lies acts on the terminal."""

from pathlib import Path

import pytest

from livret_core.words.manner import Manner
from livret_edge.saying import Voice
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.playing import Play

NAMED = "b\x1b[31mevil\x1b[0m\u202e\x07"


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
def test_attack_56_what_is_told_of_a_file_acts(
    capsys: pytest.CaptureFixture[str], text: str, *, plain: bool
) -> None:
    voice = Voice(Manner(plain=plain))
    voice.tell(f"✓ Written to {text}.")
    voice.rows([("File", text)])
    voice.lines([text])
    voice.drawn([f"{text} ✓"] if plain else [])
    voice.complain(text)
    said = capsys.readouterr()
    seen = set(said.out.replace("\n", "") + said.err.replace("\n", ""))
    assert not seen & set(UNSEEN)
    assert "\x1b" not in seen


def test_attack_56_twin_a_name_is_told_as_it_is_and_our_own_colours_are_drawn(
    capsys: pytest.CaptureFixture[str],
) -> None:
    voice = Voice(Manner(colour=True))
    lines = ["\x1b[1;31m✗ REFUSED\x1b[0m", "Élodie's fiche (1).html", "\x1b[30;107m█▀\x1b[0m"]
    voice.drawn(lines)
    assert capsys.readouterr().out.splitlines() == lines


def test_attack_56_a_colour_of_ours_is_drawn_line_by_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Voice(Manner(plain=True)).drawn(["\x1b[1;32m✓ ACCEPTED\x1b[0m"])
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("mode", ["", "1"])
def test_attack_56_a_command_writes_to_a_file_with_such_a_name(
    town: Play, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("LIVRET_PLAIN", mode)
    to, secret = town.root / NAMED, ("--passphrase-file", town.root / "passphrase")
    own = ("--recovery-secret", town.root / "passphrase")
    for typed in (
        ("wallet", "backup", "--home", town.root / "camille", "--to", to, *secret, *own),
        ("verify", "init", "--home", town.root / f"{NAMED}desk", "--service", "Pool"),
    ):
        ended = town.livret(*typed, status=None)
        assert "evil" in ended.out + ended.err
        assert not set(ended.out + ended.err) & {"\x1b", "\u202e", "\x07"}
    assert Path(to).exists()
