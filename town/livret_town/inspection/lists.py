"""A list of people: its columns and how many rows, never a cell."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from livret_core import limits
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_town.inspection.found import MAX_LISTED, Inspection, Parts, Said

_DELIMITERS: Final = ",;\t"
_UNNAMED: Final = (
    "{count}, not shown: livret knows none of them, and without a header the first line is a person"
)

_STRANGE: Final = Said("(a column livret does not know)")


def people(text: str) -> Inspection | None:
    """Describe a list with a delimiter; None when *text* is none.

    Raises:
        MalformedInput: ``input.too_large`` for a line that is too long.
    """
    first, _, rest = text.partition("\n")
    if not rest or max(map(first.count, _DELIMITERS)) == 0:
        return None
    delimiter = max(_DELIMITERS, key=first.count)
    counted = _count(text, delimiter)
    if counted is None:
        return None
    header, rows, uneven = counted
    names = [name.strip(" ").lower() for name in header]
    columns, fits = _columns(names)
    parts: Parts = [
        ("columns", columns),
        ("rows", rows),
        *([("rows with cells missing or left over", uneven)] if uneven else []),
        ("a list for", fits),
    ]
    return Inspection("list of people, as the town hall reads it", parts)


def _count(text: str, delimiter: str) -> tuple[Sequence[str], int, int] | None:
    """Give the header, how many rows there are, and how many are not as wide; None for no list."""
    rows = uneven = 0
    header: Sequence[str] = ()
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if not header:
                header = cells
            elif any(cells):
                rows += 1
                uneven += len(cells) != len(header)
            if rows > limits.INTAKE_ROWS:
                raise MalformedInput("input.too_large", max_rows=limits.INTAKE_ROWS)
    except csv.Error:
        return None
    # Prose has commas too, and never the same number on each line.
    return None if not rows or uneven * 2 > rows else (header, rows, uneven)


def _columns(names: Sequence[str]) -> tuple[JsonValue, JsonValue]:
    """Name the columns that some type knows, and say for which types they would do."""
    from livret_core.credential import catalogue
    from livret_issuer.columns import columns

    known: set[str] = set()
    fits: list[JsonValue] = []
    missing: dict[str, JsonValue] = {}
    for kind in catalogue.all_types():
        theirs = columns(kind)
        known |= theirs.keys()
        unknown = [name for name in names if name not in theirs]
        wanting = [name for name, one in theirs.items() if one.required and name not in names]
        if not unknown and not wanting and len(set(names)) == len(names):
            fits.append(kind.name)
        elif not theirs.keys().isdisjoint(names):
            missing[kind.name] = {
                Said("lacks"): list[JsonValue](wanting[:MAX_LISTED]),
                Said("columns it has not"): len(unknown),
            }
    if known.isdisjoint(names):
        return Said(_UNNAMED, count=len(names)), Said("no type livret knows")
    shown: list[JsonValue] = [name if name in known else _STRANGE for name in names[:MAX_LISTED]]
    return shown, fits or {Said("no type as it is"): missing}
