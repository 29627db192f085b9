"""Questions asked before there is a wallet: in columns for the eye, or line by line."""

import textwrap
from collections.abc import Callable, Sequence
from typing import Final, final

from livret_core.words import COLUMNS, Language, harmless, stated
from livret_core.words.lines import colon
from livret_wallet.plain.talk import Talk, columns
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.first_run import chosen

_LABEL: Final = 21
_TYPED_AT: Final = 72
_UNDER: Final = "  "
_MARK: Final = "> "


@final
class Asking:
    """One conversation, in whichever of the two ways somebody reads."""

    def __init__(
        self,
        write: Callable[[str], None],
        read: Callable[[str], str],
        read_hidden: Callable[[str], str],
        *,
        is_plain: bool,
    ) -> None:
        """Begin.

        Args:
            write: writes one line, without its end.
            read: reads one line, behind a question that it writes where that is not empty;
                raises ``EOFError`` at the end.
            read_hidden: the same, and shows nothing of what is typed.
            is_plain: whether to write line by line.
        """
        self._write: Final = write
        self._read: Final = read
        self._read_hidden: Final = read_hidden
        self._talk: Final = Talk(write, lambda _: read(""))
        self.is_plain = is_plain

    def blank(self) -> None:
        """Leave a line empty, where somebody looks."""
        if not self.is_plain:
            self._write("")

    def head(self, *texts: str) -> None:
        """Say what stands above the rest."""
        self._say(texts, "")

    def say(self, *texts: str) -> None:
        """Say what belongs to a step."""
        self._say(texts, _UNDER)

    def facts(self, facts: Sequence[Fact], language: Language) -> None:
        """Say facts."""
        if self.is_plain:
            self._talk.facts(facts, language)
            return
        width = max((columns(fact.label) for fact in facts), default=0)
        for fact in facts:
            if not fact.label:
                self.say(fact.told)
                continue
            label = f"{fact.label}{colon(language)}"
            room = width + 4
            first, *others = _wrapped(fact.told, COLUMNS - len(_UNDER) - room) or [""]
            self._write(f"{_UNDER}{label:<{room}}{first}".rstrip())
            for other in others:
                self._write(" " * (len(_UNDER) + room) + other)

    def choose(
        self, label: str, answers: Sequence[str], *, ask: str, again: str, under: bool
    ) -> int:
        """Have one of some answers; Enter alone is none.

        Args:
            label: what is asked.
            answers: in their order.
            ask: asks for a number, where lines are read one by one.
            again: said when something else was typed.
            under: whether it belongs to a step.

        Returns:
            Its place, from 0.
        """
        numbered = [f"{at} {each}" for at, each in enumerate(answers, 1)]
        while True:
            typed = self._choice(label, numbered, ask, under=under)
            if (found := chosen(typed, answers)) is not None:
                return found
            self.say(again)

    def ask(self, question: str) -> str:
        """Have a line; white space around it is left out."""
        if not self.is_plain:
            return self._read(f"{_UNDER}{question} ").strip()
        self._talk.say(question)
        return self._read("").strip()

    def ask_next(self, answers: Sequence[str]) -> str:
        """Have one of some keys; white space around it is left out."""
        if not self.is_plain:
            return self._read("   ".join(answers) + f"  {_MARK}").strip()
        self._talk.say(", ".join(answers) + ":")
        return self._read("").strip()

    def ask_hidden(self, question: str, language: Language) -> str:
        """Have a line that is not shown."""
        under = "" if self.is_plain else _UNDER
        return self._read_hidden(under + stated(question, "", language))

    def _say(self, texts: Sequence[str], under: str) -> None:
        if self.is_plain:
            self._talk.say(*texts)
            return
        for text in texts:
            for line in _wrapped(harmless(text), COLUMNS - len(under)):
                self._write(under + line)

    def _choice(self, label: str, numbered: Sequence[str], ask: str, *, under: bool) -> str:
        if self.is_plain:
            self._talk.say(f"{label} {', '.join(numbered)}. {ask}")
            return self._read("").strip()
        head = _UNDER if under else f"{label:<{_LABEL}}"
        line = head + "  ".join(numbered)
        if columns(line) < _TYPED_AT:
            return self._read(f"{line:<{_TYPED_AT}}{_MARK}").strip()
        self._write(head.rstrip())
        for each in numbered:
            self._write(f"{_UNDER}{each}")
        return self._read(_MARK).strip()


def _wrapped(text: str, width: int) -> list[str]:
    # A path or an address that is longer stays one word: it is there to be copied.
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
