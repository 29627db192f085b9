"""Each refusal names what is wrong and what would be right: the option, the file, the form."""

import shutil
from pathlib import Path

import pytest

from livret_core.words import LANGUAGES
from tests.playing import Ended, Play


def init(play: Play, *changes: str, status: int = 2) -> Ended:
    told = {"--name": "Verneuil", "--territory": "fr-insee:80999", "--at": "ledger.example/v"}
    told |= dict(zip(changes[::2], changes[1::2], strict=True))
    flat = [part for option in told.items() for part in option]
    return play.issuer("init", *flat, "--json", status=status)


@pytest.mark.parametrize(
    ("option", "typed", "code"),
    [
        ("--name", "", "usage.text"),
        ("--name", "   ", "usage.text"),
        ("--name", "V" * 129, "usage.text"),
        ("--name", "Ver\u200bneuil", "usage.text"),
        ("--authority", "", "usage.text"),
        ("--commune", "", "usage.text"),
        ("--commune", "/".join(["Verneuil"] * 17), "usage.names"),
        ("--commune", "Verneuil//Verneuil-sur-Lys", "usage.text"),
        ("--at", "h:99999/x", "usage.address"),
        ("--at", "h:x/x", "usage.address"),
        ("--at", "../../x", "usage.address"),
        ("--at", "ledger.example/../x", "usage.address"),
        ("--at", "https://ledger.example/x", "usage.address"),
        ("--at", "127.0.0.1/x", "usage.address"),
        ("--at", "ledger.example/\u00fc", "usage.address"),
        ("--at", "\udcff\udcfe/v", "usage.address"),
        ("--at", "ledger.example/\udcff", "usage.address"),
        ("--language", "de", "usage.choice"),
        ("--territory", "de-ags:11", "usage.territory"),
        ("--territory", "Verneuil", "usage.territory"),
    ],
)
def test_what_founds_no_town_hall_is_named_by_its_option(
    play: Play, option: str, typed: str, code: str
) -> None:
    event = init(play, option, typed).event
    assert (event["code"], event["facts"]["option"]) == (code, option)
    assert option in event["what"]
    assert not any(play.root.glob("hall*"))


def test_where_a_town_hall_is_nothing_else_is_asked_first(play: Play) -> None:
    """Not for a passphrase, nor for another place of the recovery keys."""
    (play.root / "hall").mkdir()
    (play.root / "hall" / "town-hall.json").write_bytes(b"{}")
    (play.root / "hall-recovery").mkdir()
    (play.root / "hall-recovery" / "recovery-1.sealed").write_bytes(b"")
    assert init(play, status=1).event["code"] == "home.exists"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("option", "typed", "right"),
    [
        ("--at", "../../x", "ledger.example/"),
        ("--territory", "de-ags:11", ":"),
        ("--name", "", "128"),
        ("--commune", "/".join(["Verneuil"] * 17), "16"),
    ],
)
def test_what_would_be_right_is_said(
    play: Play, option: str, typed: str, right: str, language: str
) -> None:
    event = init(play, option, typed, "--lang", language).event
    assert right in event["what"]


def test_a_town_hall_of_right_names_is_founded(play: Play) -> None:
    init(play, "--at", "ledger.example:8443/v", "--commune", "Verneuil / Sankt Verneuil", status=0)


@pytest.mark.parametrize(
    ("name", "keep"),
    [
        ("town-hall.json", 0),
        ("town-hall.json", 40),
        ("keys.sealed", 0),
        ("keys.sealed", 30),
        ("issuer.db", 0),
        ("issuer.db", 40),
        ("issuer.db", 5_000),
    ],
)
def test_a_damaged_file_of_the_home_is_named_with_its_remedy(
    play: Play, name: str, keep: int
) -> None:
    play.found()
    play.issuer("publish")
    shutil.copytree(play.root / "hall", play.root / "copy")
    for beside in (play.root / "copy").glob("issuer.db-*"):
        beside.unlink()
    file = play.root / "copy" / name
    file.write_bytes(file.read_bytes()[:keep])
    event = play.issuer("show", "--json", hall="copy", status=2).event
    assert (event["code"], event["facts"]["file"]) == ("home.malformed", str(file))
    assert str(file) in event["what"]
    assert "backup" in event["step"]


def test_an_empty_wallet_says_that_it_is_empty(play: Play) -> None:
    play.wallet("init")
    for typed in ([], ["1"]):
        assert play.wallet("show", *typed, "--json", status=1).event["code"] == "vault.empty"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "not found"),
        ("fr", "introuvable"),
        ("nl", "niet gevonden"),
        ("de", "nicht gefunden"),
    ],
)
def test_what_is_not_there_is_not_found(play: Play, language: str, said: str) -> None:
    """The same words say it of a file and of a body's keys."""
    told = play.wallet("request", Path("none.json"), "--to", "x", "--lang", language, status=2)
    assert said in " ".join(told.err.split())


def test_recovery_keys_that_are_there_stay_and_are_named(play: Play) -> None:
    kept = play.root / "safe" / "recovery-2.sealed"
    kept.parent.mkdir()
    kept.write_text("of another town hall")
    event = init(play, "--recovery-to", str(kept.parent)).event
    assert (event["code"], event["facts"]["option"]) == ("usage.file_exists", "--recovery-to")
    assert str(kept) in event["what"]
    assert (kept.read_text(), (play.root / "hall").exists()) == ("of another town hall", False)
