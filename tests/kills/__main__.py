"""Switch off one check at a time, and show that a test notices.

    python -m tests.kills [--list] [--only NAME]... [--jobs N] [--passed]

Each ``tests/kills/<area>.toml`` holds entries like this one:

    [[kill]]
    name = "jws.signature_length"     # the check that is switched off
    file = "core/livret_core/jws.py"
    find = '''if len(self.signature) != bytes_of(key):'''    # exactly once in file
    replace = '''if False:'''
    tests = ["tests/attacks/test_attack_01_signature_length.py"]
    raises = ["IndexError"]           # optional: a crash that the check prevented

    [[kill.also]]                     # optional: a second line of defence, off as well
    file = "…"
    find = '''…'''
    replace = '''…'''

A kill is caught when a test fails because of what it asserts, and every twin (the
same input without the attack) still passes. Nothing on disk changes: the module's
text is replaced while it is imported, in a child forked from this warm process.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.kills.child import Outcome, Sources, is_twin, run_forked
from tests.kills.entry import Kill, WrongKill, load
from tests.kills.warm import Warm

ROOT: Final = Path(__file__).resolve().parents[2]
CHILD_SECONDS: Final = 120


def main(argv: Sequence[str] | None = None) -> int:
    """Run the kills; 0 when each is caught, 1 when one survives, 2 for a wrong entry."""
    parser = argparse.ArgumentParser(description="Switch off one check at a time.")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument(
        "--passed",
        action="store_true",
        help="all tests have just passed on this tree: do not run them untouched first",
    )
    parser.add_argument("--cold", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    try:
        kills = [kill for kill in load(asked.root) if not asked.only or kill.name in asked.only]
    except WrongKill as error:
        print(f"kills: {error}", file=sys.stderr)
        return 2
    if not kills and not asked.only:
        print(f"kills: no entry in {asked.root / 'tests/kills'}", file=sys.stderr)
        return 2
    if missing := sorted(set(asked.only) - {kill.name for kill in kills}):
        print(f"kills: no kill is named {', '.join(missing)}", file=sys.stderr)
        return 2
    if asked.list:
        for kill in kills:
            print(f"{kill.name:44} {' '.join(kill.tests)}")
        return 0
    with tempfile.TemporaryDirectory(
        prefix="livret-kills-", ignore_cleanup_errors=True
    ) as compiled:
        warm = None if asked.cold else Warm.up(asked.root, Path(compiled))
        os.chdir(asked.root)
        return _run_all(kills, asked.root, asked.jobs, warm, passed=asked.passed)


def _run_all(
    kills: Sequence[Kill], root: Path, jobs: int, warm: Warm | None, *, passed: bool
) -> int:
    wrong: dict[str, str] = {}
    ready = list(_ready(kills, root, wrong))
    for name, why in wrong.items():
        print(f"✗ {name:44} wrong entry: {why}", flush=True)

    if not passed:
        for before in _untouched(ready, jobs, warm):
            if before.failed or before.broken or not before.passed:
                print(f"kills: the tests must pass first\n{before.output}", file=sys.stderr)
                return 2

    caught = 0
    for kill, outcome in run_forked(ready, jobs=jobs, seconds=CHILD_SECONDS, warm=warm):
        fault = _fault(outcome)
        caught += fault is None
        sign = "✓" if fault is None else "✗"
        print(f"{sign} {kill.name:44} {fault or 'caught'}  {outcome.seconds:.1f} s", flush=True)
        if fault is not None:
            print(outcome.output, file=sys.stderr)
    print(f"{caught}/{len(kills)} kills caught")
    return 0 if caught == len(kills) else 1


def _untouched(
    ready: Sequence[tuple[Kill, Sources]], jobs: int, warm: Warm | None
) -> Iterator[Outcome]:
    """Run each test with nothing switched off, in as many parts as there are jobs."""
    every_test = tuple(dict.fromkeys(test for kill, _ in ready for test in kill.tests))
    parts = [part for at in range(jobs) if (part := every_test[at::jobs])]
    nothing: list[tuple[Kill, Sources]] = [
        (Kill("(nothing switched off)", (), part, ()), {}) for part in parts
    ]
    for _, before in run_forked(nothing, jobs=jobs, seconds=10 * CHILD_SECONDS, warm=warm):
        yield before


def _ready(
    kills: Iterable[Kill], root: Path, wrong: dict[str, str]
) -> Iterator[tuple[Kill, Sources]]:
    for kill in kills:
        try:
            yield kill, kill.sources(root)
        except WrongKill as error:
            wrong[kill.name] = str(error)


def _fault(outcome: Outcome) -> str | None:
    """Say why a kill does not count as caught, or None when it does."""
    if not outcome.ended:
        return "fell over" if outcome.output else f"did not end within {CHILD_SECONDS} s"
    if outcome.broken:
        return f"a test broke instead of failing: {outcome.broken[0]}"
    if twins := [test for test in outcome.failed if is_twin(test)]:
        return f"the twin fails too: {twins[0]}"
    if outcome.not_loaded:
        return f"the tests never import {', '.join(outcome.not_loaded)}"
    if not outcome.failed:
        return f"SURVIVED {len(outcome.passed)} tests"
    return None


if __name__ == "__main__":
    sys.exit(main())
