"""Somebody sits at the terminal and answers.

from tests.sitting import Terminal, at_terminal
__all__ = ["at_terminal"]          # a fixture, found by its name

at_terminal.answers(lambda question: "yes")
"""

import builtins
import io
import sys
from collections.abc import Callable

import pytest


class Terminal(io.StringIO):
    """A terminal, and whoever answers at it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._answer: Callable[[str], str] = lambda _: ""

    def isatty(self) -> bool:
        return True

    def answers(self, answer: Callable[[str], str]) -> None:
        """Answer every question so."""
        self._answer = answer

    def input(self, question: str = "") -> str:
        """What is typed after a question."""
        self.asked.append(question)
        return self._answer(question)


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr(builtins, "input", terminal.input)
    return terminal
