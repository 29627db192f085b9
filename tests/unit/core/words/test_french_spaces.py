"""French sets ``; ! ? : »`` and ``«`` apart from a word by a space at which no line is broken."""

import ast
import re
from pathlib import Path

import pytest

import livret_core.words

#: A space that a line may be broken at, where French wants one that holds.
LOOSE = re.compile(r"(?<=[^\s]) (?=[;!?»])|« |(?<=[^\s]) :(?=\s|$)")
FILES = sorted(Path(livret_core.words.__file__).parent.rglob("fr*.py"))


def loose(source: str) -> list[str]:
    """The texts in a module that have such a space."""
    strings = [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [text for text in strings if LOOSE.search(text)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_french_marks_hold_to_their_word(file: Path) -> None:
    assert loose(file.read_text("utf-8")) == []


@pytest.mark.parametrize("text", ["Quoi ?", "oui ; non", "« non", "non »", "dit : oui", "dit :"])
def test_a_space_that_breaks_is_found(text: str) -> None:
    assert loose(repr(text)) == [text]
    held = text.replace(" ?", "\u202f?").replace(" ;", "\u202f;").replace("« ", "«\u202f")
    held = held.replace(" »", "\u202f»").replace(" :", "\u202f:")
    assert loose(repr(held)) == []
