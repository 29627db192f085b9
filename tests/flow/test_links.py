"""A desktop is told that livret opens links, and told no more."""

import os
from pathlib import Path

import pytest

from livret_core.words import LANGUAGES
from livret_wallet import links
from tests.flow.test_wallet_online import Town, town
from tests.playing import Play
from tests.sitting import Terminal, at_terminal

__all__ = ["at_terminal", "town"]


@pytest.fixture
def desktop(play: Play, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and programs of a desktop that note what they are asked."""
    home, programs = play.root / "person", play.root / "bin"
    for folder in (home, programs):
        folder.mkdir()
    for name in ("xdg-mime", "update-desktop-database"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> "{play.root}/called"\n')
        program.chmod(0o700)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setattr("sys.platform", "linux")
    play.wallet("init")
    return home


def entry_of(home: Path) -> Path:
    return home / ".local" / "share" / "applications" / links.ENTRY


def test_links_are_registered_and_forgotten(play: Play, desktop: Path) -> None:
    event = play.wallet("register-links", "--json").event
    entry = entry_of(desktop)
    assert (event["file"], event["left"]) == (str(entry), [])
    assert entry.stat().st_mode & 0o777 == 0o644
    called = (play.root / "called").read_text().splitlines()
    assert called[:4] == [" ".join(each) for each in links.mime_commands()]
    assert called[4] == f"update-desktop-database {entry.parent}"
    play.wallet("register-links")  # again, in its own place
    play.wallet("register-links", "--remove", "--dry-run")
    assert entry.exists()
    assert play.wallet("register-links", "--remove", "--json").event["was_there"] is True
    assert not entry.exists()
    assert play.wallet("register-links", "--remove", "--json").event["was_there"] is False


LISTED = """[Default Applications]
# livret-wallet-links.desktop=of nobody
text/html=firefox.desktop
x-scheme-handler/openid4vp=livret-wallet-links.desktop
x-scheme-handler/haip-vp=other.desktop;livret-wallet-links.desktop;

[Added Associations]
x-scheme-handler/openid4vp=livret-wallet-links.desktop;
"""
LEFT = """[Default Applications]
# livret-wallet-links.desktop=of nobody
text/html=firefox.desktop
x-scheme-handler/haip-vp=other.desktop;

[Added Associations]
"""


@pytest.mark.parametrize("where", [".config", ".local/share/applications", "config of ones own"])
def test_what_the_desktop_wrote_down_goes_with_it(
    play: Play, desktop: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    folder = desktop / where
    if where == "config of ones own":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    play.wallet("register-links")
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "mimeapps.list"
    kept.write_text(LISTED)
    kept.chmod(0o640)
    play.wallet("register-links", "--remove", "--dry-run")
    assert kept.read_text() == LISTED
    play.wallet("register-links", "--remove")
    assert (kept.read_text(), kept.stat().st_mode & 0o777) == (LEFT, 0o640)


def test_a_list_that_is_none_of_ours_stays_as_it_is(play: Play, desktop: Path) -> None:
    kept = desktop / ".config" / "mimeapps.list"
    kept.parent.mkdir()
    for content in (b"\xff\xfe livret-wallet-links.desktop", b"[Default Applications]\r\na=b\r\n"):
        kept.write_bytes(content)
        play.wallet("register-links", "--remove")
        assert kept.read_bytes() == content


def test_where_no_wallet_is_no_link_opens_it(play: Play, desktop: Path) -> None:
    ended = play.livret(
        "wallet", "register-links", "--home", play.root / "none", "--json", status=3
    )
    assert ended.event["code"] == "vault.missing"
    assert list(desktop.iterdir()) == []


def test_a_wallet_in_another_place_is_named(play: Play, desktop: Path) -> None:
    assert "take it back before you go" in " ".join(play.wallet("register-links").out.split())


def test_a_look_writes_nothing(play: Play, desktop: Path) -> None:
    told = play.wallet("register-links", "--dry-run").out
    assert "xdg-mime default" in told
    assert list(desktop.iterdir()) == []
    assert not (play.root / "called").exists()


def test_where_the_desktop_has_no_programs_it_says_what_to_type(
    play: Play, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    told = play.wallet("register-links").out
    assert "xdg-mime default livret-wallet-links.desktop" in told
    assert entry_of(desktop).exists()


def test_somebody_elses_entry_is_left_alone(play: Play, desktop: Path) -> None:
    entry = entry_of(desktop)
    entry.parent.mkdir(parents=True)
    entry.write_text("[Desktop Entry]\n")
    for more in ((), ("--remove",)):
        ended = play.wallet("register-links", *more, "--json", status=2)
        assert ended.event["code"] == "usage.file_exists"
    assert entry.read_text() == "[Desktop Entry]\n"


def test_a_data_folder_of_ones_own_is_used(
    play: Play, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(play.root / "data"))
    play.wallet("register-links")
    assert (play.root / "data" / "applications" / links.ENTRY).exists()
    assert list(desktop.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_words_that_fit(play: Play, desktop: Path, language: str) -> None:
    told = [
        play.wallet("register-links", *more, "--lang", language).out
        for more in ((), ("--remove",), ("--remove",))
    ]
    lines = [line for text in told for line in text.splitlines() if str(play.root) not in line]
    assert [line for line in lines if "{" in line or len(line) > 80] == []


def test_on_another_system_it_says_that_it_cannot(
    play: Play, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "cygwin")
    assert play.wallet("register-links", "--json", status=3).event["code"] == "links.system"


def test_an_offer_that_is_opened_is_received(town: Town, at_terminal: Terminal) -> None:
    town.believe()
    at_terminal.answers(lambda _: "402 719")
    place = f"https%3A%2F%2Fverneuil.test%3A{town.wire.port}%2Fverneuil%2Fo%2F2222-2224"
    link = f"openid-credential-offer://?credential_offer_uri={place}"
    told = town.wallet("open", link)
    assert "The link offers a proof. It leads to verneuil.test" in told.out
    assert "received" in told.out
