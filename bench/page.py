"""What a long run found, kept in pages: the command writes what stands between two marks, alone."""

import datetime as dt
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.measure import Row, number

PAGE: Final = Path(__file__).parents[1] / "docs" / "figures.md"
#: What stands where nothing was measured by these rules.
NOT_YET: Final = "Not measured yet."


def put(page: Path, mark: str, text: str) -> None:
    """Put *text* between the marks of a page, in place of what is there; at the end if none are."""
    said = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    if begin not in said:
        said = said.rstrip("\n") + f"\n\n{begin}{end}\n"
    between = re.compile(f"({re.escape(begin)}).*?({re.escape(end)})", re.DOTALL)
    page.write_text(
        between.sub(lambda found: f"{found[1]}{text}\n{found[2]}", said), encoding="utf-8"
    )


def between(page: Path, mark: str) -> str:
    """Give what stands between the marks of a page."""
    _, begin, rest = page.read_text(encoding="utf-8").partition(f"<!-- {mark} -->\n")
    text, end, _ = rest.partition(f"\n<!-- /{mark} -->")
    if not begin or not end:
        raise ValueError(f"{page.name} has no marks for {mark}")
    return text


def machine() -> str:
    """Say when and on what this is measured."""
    day = dt.datetime.now(dt.UTC).date()
    name = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Measured on {day}: {name}, Python {platform.python_version()}."


def marked(value: float, target: float, unit: str) -> str:
    """Write a figure that is to be no larger than *target*, and say where it is."""
    shown = f"{value:,} {unit}"
    return shown if value <= target else f"**{shown}** (missed: ≤ {target:,})"


def keep(module: str, rows: Sequence[Row]) -> None:
    """Keep the rows of one module in its section of the page."""
    put(PAGE, f"measured: {module}", section(module, rows))


def section(module: str, rows: Sequence[Row]) -> str:
    """Write the section of one module."""
    lines = [f"## {module}", "", machine(), "", "| row | value | target | n |", "|---|---|---|---|"]
    return "\n".join([*lines, *map(_line, rows)])


def _line(row: Row) -> str:
    value, target, ok = row["value"], row["target"], row["ok"]
    shown = number(value)
    figure = f"{shown} {row['unit']}".rstrip()
    bound = ""
    if isinstance(value, int | float) and isinstance(target, int | float):
        bound = f"{'≤' if (value <= target) is bool(ok) else '≥'} {target:,}"
    if ok is False:
        figure, bound = f"**{figure}**", f"missed: {bound}"
    return f"| `{row['name']}` | {figure} | {bound} | {row['n']:,} |"
