"""French sets ``; ! ? : »`` and ``«`` apart from a word by a space at which no line is broken."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
ROOMS = ("core", "edge", "issuer", "ledger", "town", "verifier", "wallet")
#: A space that a line may be broken at, where French wants one that holds.
LOOSE = re.compile(r"(?<=[^\s]) (?=[;!?»])|« |(?<=[^\s]) :(?=\s|$)")
FILES = sorted(
    path
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if re.search(r"(^|_)fr(_|$)", path.stem)
)


def loose(source: str) -> list[str]:
    """The texts in a module that have such a space."""
    strings = [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [text for text in strings if LOOSE.search(text)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_french_marks_hold_to_their_word(file: Path) -> None:
    assert loose(file.read_text("utf-8")) == []


def test_the_tables_of_all_rooms_are_looked_at() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in FILES} == set(ROOMS)
    assert len(FILES) > 30


@pytest.mark.parametrize("text", ["Quoi ?", "oui ; non", "« non", "non »", "dit : oui", "dit :"])
def test_a_space_that_breaks_is_found(text: str) -> None:
    assert loose(repr(text)) == [text]
    held = text.replace(" ?", "\u202f?").replace(" ;", "\u202f;").replace("« ", "«\u202f")
    held = held.replace(" »", "\u202f»").replace(" :", "\u202f:")
    assert loose(repr(held)) == []
