"""`python -m bench [--only NAME] [--long]`: measure, print a table, write bench/results.json.

With `--long` each module's rows are kept in docs/figures.md as well, in a section of its own.

Each module beside this one that has `rows()` is asked for its rows. A row is a dict:
name, value, unit, target (or None), ok (None without a target), n.
"""

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
import traceback
from pathlib import Path

import bench
from bench.measure import Row, number
from bench.page import keep

RESULTS = Path(__file__).with_name("results.json")
_NOT_ROWS = {"__main__", "measure"}


def main(argv: list[str] | None = None) -> int:
    """0 when every target is met, 1 when one is missed, 70 when a measurement broke."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure what livret costs.")
    parser.add_argument(
        "--only", metavar="MODULE", action="append", help="a module of bench, such as `start`"
    )
    parser.add_argument(
        "--long",
        action="store_true",
        help="go on to 10^6 entries, measure the sizing table, keep all in docs/figures.md: "
        "a quarter of an hour",
    )
    asked = parser.parse_args(argv)
    if asked.long:
        os.environ.setdefault("LIVRET_BENCH_ENTRIES", "1000000")
        os.environ.setdefault("LIVRET_BENCH_SIZING", "35000")
        os.environ.setdefault("LIVRET_BENCH_OFFERS", "1000000")
    names = [info.name for info in pkgutil.iter_modules(bench.__path__)]
    names = [name for name in names if name not in _NOT_ROWS]
    if unknown := sorted(set(asked.only or ()) - set(names)):
        parser.error(f"no module {', '.join(unknown)}; there is {', '.join(names)}")

    rows: list[Row] = []
    broken = 0
    print(f"{'row':38} {'value':>12} {'unit':9} {'target':>12}   n", flush=True)
    for name in asked.only or names:
        module = importlib.import_module(f"bench.{name}")
        if not hasattr(module, "rows"):
            continue
        try:
            begun = len(rows)
            for found in module.rows():
                rows.append(found)
                print(line(found), flush=True)
            if asked.long and rows[begun:]:
                keep(name, rows[begun:])
        except Exception:  # noqa: BLE001  # one broken measurement must not hide the others
            broken += 1
            print(f"✗ {name}: broke", flush=True)
            traceback.print_exc()
    if asked.only is None:
        machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
        RESULTS.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n")
    missed = [row["name"] for row in rows if row["ok"] is False]
    judged = [row for row in rows if row["ok"] is not None]
    print(f"{len(judged) - len(missed)} of {len(judged)} targets met")
    return 70 if broken else 1 if missed else 0


def line(row: Row) -> str:
    """One row as text; the sign says whether the target is met."""
    value, target, ok = row["value"], row["target"], row["ok"]
    sign = " " if ok is None else "✓" if ok else "✗"
    bound = ""
    if isinstance(value, int | float) and isinstance(target, int | float):
        bound = f"{'≤' if (value <= target) is bool(ok) else '≥'} {target:,}"
    shown = number(value)
    return f"{sign} {row['name']!s:36} {shown:>12} {row['unit']!s:9} {bound:>12}   {row['n']}"


if __name__ == "__main__":
    sys.exit(main())
