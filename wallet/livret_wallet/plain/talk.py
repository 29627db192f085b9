"""Facts said and questions asked, line by line. What is written holds no control character."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final, final

from livret_core.words import PLAIN_COLUMNS, Language, harmless, stated
from livret_core.words.lines import GLUE, keep_marks
from livret_wallet.screens.facts import Fact


@final
class Talk:
    """One conversation."""

    def __init__(
        self, write: Callable[[str], None], read: Callable[[float | None], str | None]
    ) -> None:
        """Begin.

        Args:
            write: writes one line, without its end.
            read: reads one line without its end, and waits so many seconds at most (None for
                as long as it takes); None where nobody typed. Raises ``EOFError`` at the end.
        """
        self._write: Final = write
        self._read: Final = read

    def say(self, *texts: str) -> None:
        """Say sentences, each wrapped."""
        for text in texts:
            for line in wrapped(harmless(text)):
                self._write(line)

    def facts(self, facts: Sequence[Fact], language: Language) -> None:
        """Say facts, one a line: ``label: value``."""
        for fact in facts:
            text = f"{fact.told}; {fact.beside}" if fact.beside else fact.told
            self.say(stated(fact.label, text, language) if fact.label else text)

    def ask(self, question: str, *, wait_s: float | None = None) -> str | None:
        """Ask, and give the answer without white space around it.

        Returns:
            None where nobody typed anything in *wait_s*.

        Raises:
            EOFError: nobody is there any more.
        """
        self.say(question)
        return self.listen(wait_s)

    def listen(self, wait_s: float | None = None) -> str | None:
        """Wait for an answer to what was asked; as :meth:`ask`."""
        typed = self._read(wait_s)
        return None if typed is None else typed.strip()


def wrapped(text: str, width: int = PLAIN_COLUMNS) -> list[str]:
    """Break *text* at spaces into lines of at most *width* columns; a longer word is broken too.

    French colons and their like stay with the word before them.
    """
    lines: list[str] = [""]
    for glued in keep_marks(" ".join(text.split())).split(" "):
        word = glued.replace(GLUE, " ")
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if columns(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if columns(lines[-1] + char) > width:
                lines.append("")
            lines[-1] += char
    return lines


def columns(text: str) -> int:
    """Say how many columns a text takes: two for each wide character, none for a mark on one."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
