"""Lines of ``label value``: in two columns on a terminal, one fact a line for a reader."""

import textwrap
from collections.abc import Sequence
from typing import Final

from livret_core.words.explanation import Language

COLUMNS: Final = 80
PLAIN_COLUMNS: Final = 72

_WIDEST_LABEL: Final = 30


def stated(label: str, value: str, language: Language) -> str:
    """Join a label and what it says; French sets a space, never broken, before the colon."""
    return f"{label}\u00a0: {value}" if language == "fr" else f"{label}: {value}"


def labelled_lines(
    rows: Sequence[tuple[str, str]], language: Language, *, plain: bool = False
) -> list[str]:
    """Write rows of label and value.

    Values stand under each other, as far right as the longest label needs. A word that
    is longer than a line (a DID) is cut rather than run past the edge, but not in line
    mode, where it would be read aloud in pieces.
    """
    if plain:
        return [
            line
            for label, value in rows
            for line in textwrap.wrap(
                stated(label, value, language), PLAIN_COLUMNS, break_long_words=False
            )
        ]
    width = min(max((len(label) for label, _ in rows), default=0), _WIDEST_LABEL) + 2
    lines: list[str] = []
    for label, value in rows:
        first, *rest = textwrap.wrap(value, COLUMNS - 2 - width) or [""]
        if len(label) > width - 2:
            lines += [f"  {label}", " " * (2 + width) + first]
        else:
            lines.append(f"  {label:<{width}}{first}".rstrip())
        lines += [" " * (2 + width) + line for line in rest]
    return lines
