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
