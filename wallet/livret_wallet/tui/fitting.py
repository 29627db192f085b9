"""Text in so many columns of a terminal, whatever the width of its characters."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len, chop_cells, set_cell_size
from textual.content import Content

from livret_core.words.lines import GLUE, keep_marks
from livret_wallet.screens.facts import Fact

_CUT: Final = "…"
_SIGNS: Final = {"✓": "$success", "!": "$warning", "?": "$warning", "✗": "$error"}


def fit(text: str, width: int, *, to_right: bool = False) -> str:
    """Write *text* in exactly *width* columns; what does not fit ends in an ellipsis."""
    if width <= 0:
        return ""
    length = cell_len(text)
    if length > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + _CUT, width)
    return " " * (width - length) + text if to_right else text + " " * (width - length)


def widest(texts: Iterable[str]) -> int:
    """Say how many columns the widest of some texts needs."""
    return max((cell_len(text) for text in texts), default=0)


def share(room: int, wanted: Sequence[int]) -> list[int]:
    """Share *room* columns among texts that want some: all that they want, or the most of it.

    Those that want less than an equal share get it; the others share what is left.
    """
    given, left, open_ones = [0] * len(wanted), max(room, 0), set(range(len(wanted)))
    while open_ones:
        equal = left // len(open_ones)
        small = {at for at in open_ones if wanted[at] <= equal}
        for at in small or set(open_ones):
            given[at] = wanted[at] if small else equal
            left -= given[at]
        open_ones -= small or open_ones
    return given


def wrapped(text: str, width: int) -> list[str]:
    """Break *text* at spaces into lines of at most so many columns.

    A long word is broken too, a path behind a slash if it has one in reach. French colons and
    their like stay with the word before them.
    """
    lines = [""]
    for glued in keep_marks(text).split(" "):
        word = glued.replace(GLUE, " ")
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        lines[-1:] = _chopped(word, max(width, 2))
    return lines


def _chopped(word: str, width: int) -> list[str]:
    """Break one word into lines, behind a slash where that leaves no line less than half full."""
    pieces = []
    while cell_len(word) > width:
        [piece, *_] = chop_cells(word, width)
        at = piece.rfind("/") + 1
        if at > len(piece) // 2:
            piece = piece[:at]
        pieces.append(piece)
        word = word[len(piece) :]
    return [*pieces, word]


def facts_content(facts: Sequence[Fact], width: int) -> Content:
    """Write facts under each other in so many columns, labels in a column of their own."""
    labels = widest(fact.label for fact in facts if fact.label)
    lines = []
    for fact in facts:
        indent = labels + 2 if fact.label else 0
        hanging = indent + (2 if fact.sign else 0)
        parts: list[Content | str | tuple[str, str]] = []
        if fact.label:
            parts.append((fit(fact.label, labels) + "  ", "$dim"))
        if fact.sign:
            parts.append((fact.sign + " ", _SIGNS[fact.sign] + " bold"))
        first, *others = wrapped(fact.text, width - hanging)
        lines.append(Content.assemble(*parts, first))
        lines += [Content(" " * hanging + other) for other in others]
    return Content("\n").join(lines)


def broken(text: str, width: int) -> list[str]:
    """Break a line anywhere: it is read character by character, and copied."""
    return [text[at : at + width] for at in range(0, len(text), width)] or [""]
