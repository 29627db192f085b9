"""The guides of residents: what they quote is what the wallet says, and what they type runs."""

import importlib
import re
from pathlib import Path

import pytest

from livret_core.words import Language
from livret_wallet import screens
from livret_wallet.words import first_run, screen_texts, warning_texts
from tests.guides import livret, type_in
from tests.playing import PASSPHRASE
from tests.scene import NOW_S

ROOT = Path(__file__).parents[2]
TRANSCRIPTS = ROOT / "tests" / "unit" / "wallet" / "plain" / "transcripts"
GUIDES: list[tuple[str, Language]] = [("wallet.md", "en"), ("wallet.fr.md", "fr")]


def guide(name: str) -> str:
    return (ROOT / "docs" / "guides" / name).read_text("utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def plain(text: str) -> str:
    """One line, every space the same."""
    return " ".join(text.split())


def quoted(page: str) -> list[str]:
    prose = re.sub(r"^```.*?^```$|`[^`]*`", "", page, flags=re.MULTILINE | re.DOTALL)
    return [plain(said) for said in re.findall(r"(?<!\w)_([^_]+)_(?!\w)", prose)]


def transcripts(language: str) -> str:
    pages = sorted(TRANSCRIPTS.glob(f"*{language}.txt"))
    return " ".join(plain(page.read_text("utf-8")) for page in pages)


@pytest.mark.parametrize(("name", "language"), GUIDES)
def test_what_the_guide_quotes_is_what_the_wallet_says(name: str, language: Language) -> None:
    tables = (screen_texts(language), first_run(language), warning_texts(language))
    said = [plain(text) for table in tables for text in table.values()]
    said.append(transcripts(language))
    quotes = quoted(guide(name))
    assert len(quotes) > 20
    assert [quote for quote in quotes if not any(quote in text for text in said)] == []


@pytest.mark.parametrize(("name", "language"), GUIDES)
def test_what_the_guide_shows_was_seen(name: str, language: str) -> None:
    shown = blocks(guide(name), "text")
    assert shown
    assert [block for block in shown if plain(block) not in transcripts(language)] == []


@pytest.mark.parametrize(("name", "language"), GUIDES)
def test_the_guide_names_every_key_of_the_cards_and_of_the_consent(
    name: str, language: Language
) -> None:
    page, said = guide(name), screen_texts(language)
    for screen in ("cards", "consent"):
        keys = importlib.import_module(f"{screens.__name__}.{screen}").KEYS
        named = [key.name_in(said) for key in keys if not key.is_move]
        assert [key for key in named if f"`{key}`" not in page] == []


@pytest.mark.parametrize(("name", "language"), GUIDES)
def test_the_guide_is_typed_in_an_empty_folder(
    tmp_path: Path, name: str, language: Language
) -> None:
    [block] = blocks(guide(name), "sh")
    assert block == blocks(guide("wallet.md"), "sh")[0]
    (tmp_path / "secret").write_text(f"{PASSPHRASE}\n")
    command = livret(tmp_path / "bin", at_once=True)
    # Whoever types it is asked for the passphrase; here nobody is.
    lines = [f"{line} --passphrase-file secret --lang {language}" for line in block.splitlines()]
    said = type_in(tmp_path, command, lines, now_s=NOW_S)
    assert plain(first_run(language)["ready"].partition(".")[0]) in plain(said)
    assert {path.name for path in tmp_path.iterdir()} == {"bin", "home", "secret", "site"}


def words_of_the_sheet(page: str) -> str:
    """What stands on the sheet that was printed, as somebody would read it off."""
    words = re.findall(r"</span>([a-z]+)</li>", page)
    assert len(words) == 12
    return " ".join(words)


def test_the_guide_of_keeping_is_typed_in_an_empty_folder(tmp_path: Path) -> None:
    """Each line that stands alone in it, in its order; what it asks for is in files here."""
    typed = re.findall(r"^    (livret .*)$", guide("keep-a-wallet.md"), re.MULTILINE)
    assert typed.pop(0) == "livret wallet"  # three questions: tests/flow/test_first_run.py
    assert len(typed) == 11
    (tmp_path / "secret").write_text(f"{PASSPHRASE}\n")
    command, told = livret(tmp_path / "bin", at_once=True), dict[str, str]()
    type_in(tmp_path, command, ["livret wallet init --passphrase-file secret"], now_s=NOW_S)
    for line in typed:
        asks = "" if "register-links" in line else " --passphrase-file secret"
        if "restore" in line:
            sheet = (tmp_path / "recovery-sheet.html").read_text("utf-8")
            (tmp_path / "words").write_text(words_of_the_sheet(sheet) + "\n")
            asks += " --recovery-secret words"
            if "--dry-run" not in line:  # on another computer
                (tmp_path / "home").rename(tmp_path / "lost")
        if "/media/stick" in line:
            (tmp_path / "stick").mkdir()
            made = f"livret wallet init --home stick/wallet{asks}"
            type_in(tmp_path, command, [made], now_s=NOW_S)
        here = line.replace("/media/stick", "stick") + asks
        told[line] = plain(type_in(tmp_path, command, [here], now_s=NOW_S))
    assert "recovery-sheet.html" in told["livret wallet backup --sheet recovery-sheet.html"]
    assert "nothing was made of it" in told["livret wallet restore wallet.backup --dry-run"]
    assert (tmp_path / "home" / ".local" / "share" / "livret" / "wallet" / "wallet.vault").exists()
    assert "No proof yet" in told["livret wallet list --home /media/stick/wallet"]
    assert "Everything in the wallet opens" in told["livret wallet doctor"]
    assert "livret" in told["livret wallet register-links --dry-run"]
    assert list((tmp_path / "home").rglob("*.desktop")) == []
