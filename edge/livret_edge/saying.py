"""How a command tells a person what it did, and a program the same as events."""

import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, final

from livret_core.errors import LivretError
from livret_core.words import (
    Language,
    explain_error,
    harmless,
    labelled_lines,
    printable_json,
    sentence_lines,
    stated,
)
from livret_core.words.figures import moment
from livret_core.words.instants import dated
from livret_core.words.manner import Manner

#: The colours that a verdict, and a code to scan, are drawn in.
_OURS: Final = re.compile("(\x1b\\[(?:0|1;3[1-3]|30;107)m)")


def local_zone(at_s: int) -> tuple[int, str]:
    """Say how far this machine's clock is from UTC at an instant, and what that is called.

    Returns:
        Seconds east of Greenwich, and the zone's short name.
    """
    local = time.localtime(at_s)
    return local.tm_gmtoff, local.tm_zone


def now_s() -> int:
    """The time, in whole seconds since 1970."""
    return int(time.time())


@final
@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks to whoever started a command: in words, or with ``--json`` in events.

    Attributes:
        manner: language, plainness, colour.
        json: one JSON object a line, and nothing for people, on standard output.
    """

    manner: Manner
    json: bool = False

    @property
    def lang(self) -> Language:
        """The reader's language."""
        return self.manner.lang

    def in_language(self, language: Language) -> "Voice":
        """Speak another language from now on."""
        return replace(self, manner=replace(self.manner, lang=language))

    @property
    def plain(self) -> bool:
        """Whether to write line by line, without drawing."""
        return self.manner.plain

    @property
    def colour(self) -> bool:
        """Whether colour may stand beside sign and word on standard output."""
        return self.manner.colour and sys.stdout.isatty()

    def event(self, event: str, **members: Any) -> None:
        """Write one event."""
        print(printable_json(dated({"event": event, **members}), indent=None))

    def tell(self, *sentences: str) -> None:
        """Write sentences, each wrapped for this reader."""
        for sentence in sentences:
            self.lines(sentence_lines(sentence, plain=self.plain))

    def rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write labels and values, under each other or line by line."""
        self.lines(labelled_lines(rows, self.lang, plain=self.plain))

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines as they are, but for what would act on a terminal: a file's name may."""
        for line in lines:
            print(harmless(line))

    def drawn(self, lines: Iterable[str]) -> None:
        """Write lines that our own colours may be in; in line mode there are none."""
        for line in lines:
            pieces = [line] if self.plain else _OURS.split(line)
            print("".join(each if at % 2 else harmless(each) for at, each in enumerate(pieces)))

    def complain(self, sentence: str) -> None:
        """Write a sentence to standard error."""
        for line in sentence_lines(sentence, plain=self.plain):
            print(harmless(line), file=sys.stderr)

    def complain_of(self, what: str, error: LivretError) -> None:
        """Say on standard error why one thing of several was not done."""
        said = explain_error(error, self.lang, zone=local_zone).what
        self.complain(f"{stated(f'✗ {what}', said, self.lang)}  {error.code}")

    @contextmanager
    def naming(self, file: str) -> Iterator[None]:
        """Name the file, of several, that is the reason why a command was not done.

        Raises:
            LivretError: what was raised inside, with the name among its facts.
        """
        try:
            yield
        except LivretError as error:
            if not self.json:
                self.complain_of(file, error)
            raise type(error)(error.code, error.detail, **{**error.facts, "file": file}) from None

    def moment(self, at_s: int) -> str:
        """Write an instant in words, by this machine's clock: ``21 November 2026, 14:05 (CET)``."""
        return moment(at_s, self.lang, zone=local_zone)
