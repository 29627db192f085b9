"""Lines of ``label value``: in two columns on a terminal, one fact a line for a reader."""

import re
import textwrap
from collections.abc import Sequence
from typing import Final

from livret_core.words.language import Language

COLUMNS: Final = 80
PLAIN_COLUMNS: Final = 72

_WIDEST_LABEL: Final = 30
_UNDER_LABEL: Final = 4

#: Stands for a space at which no line is broken, while lines are broken; one column wide.
GLUE: Final = "\ue000"
_APART: Final = re.compile(r"(?<=\S) (?=[:;?!»](?:\s|$))|(?<=«) ")


def keep_marks(text: str) -> str:
    """Tie what French sets apart from a word (``:``, ``?``, ``»``) to it by :data:`GLUE`."""
    return _APART.sub(GLUE, text)


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    # Names of towns and identifiers hold hyphens; neither reads well in two halves.
    lines = textwrap.wrap(
        keep_marks(text),
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(GLUE, " ") for line in lines]


def colon(language: Language) -> str:
    """Give a colon; French sets a space, never broken, before it."""
    return "\u202f:" if language == "fr" else ":"


def stated(label: str, value: str, language: Language) -> str:
    """Join a label and what it says."""
    return f"{label}{colon(language)} {value}"


def sentence_lines(text: str, *, plain: bool = False) -> list[str]:
    """Write a sentence, a sign ahead of it or not; its further lines hang under the first."""
    width, indent = (PLAIN_COLUMNS, "") if plain else (COLUMNS, "  ")
    return _wrapped(text, width, indent)


def labelled_lines(
    rows: Sequence[tuple[str, str]], language: Language, *, plain: bool = False
) -> list[str]:
    """Write rows of label and value.

    Values stand under each other, as far right as the longest label needs. A word longer
    than its line (a DID, a path) stays one word, on a line of its own: it is there to be
    copied.
    """
    if plain:
        return [
            line
            for label, value in rows
            for line in _wrapped(stated(label, value, language), PLAIN_COLUMNS)
        ]
    width = min(max((len(label) for label, _ in rows), default=0), _WIDEST_LABEL) + 2
    lines: list[str] = []
    room = COLUMNS - 2 - width
    for label, value in rows:
        wrapped, indent = _wrapped(value, room) or [""], 2 + width
        if any(len(line) > room for line in wrapped):
            # All of it: of several identifiers, one that just fits would stand apart.
            wrapped, indent = _wrapped(value, COLUMNS - _UNDER_LABEL), _UNDER_LABEL
        if len(label) > width - 2 or indent == _UNDER_LABEL:
            lines.append(f"  {label}".rstrip())
        else:
            lines.append(f"  {label:<{width}}{wrapped.pop(0)}".rstrip())
        lines += [" " * indent + line for line in wrapped]
    return lines
