"""Each time that an event or an error tells is known as an instant or as a length of time."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.words.instants import DURATIONS, INSTANTS
from tests.times_told import SAYING, times

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "edge", "issuer", "ledger", "town", "verifier", "wallet")
SAYS = frozenset({"event", "MalformedInput", "Refused", "Unavailable"})
WRITES = frozenset({"dumps", "printable_json"})
NO_TIMES = {
    "town/livret_town/demo/telling.py": 2,  # how it went in all, and that it is being closed
    "town/livret_town/explain_command.py": 1,
    "town/livret_town/failure.py": 1,  # our own fault, which has a kind and nothing else
    "town/livret_town/inspect_command.py": 1,  # what stands in a file, as it stands there
    "town/livret_town/types_command.py": 2,
}
"""Prints of objects without a time of ours, by file."""


def said() -> dict[str, str]:
    """Names ending in ``_s`` given by keyword to an event or an error, and where."""
    found: dict[str, str] = {}
    for file, tree in trees():
        for call in calls(tree):
            for keyword in call.keywords if called(call) in SAYS else ():
                if keyword.arg is not None and keyword.arg.endswith("_s"):
                    found[keyword.arg] = f"{file}:{call.lineno}"
    return found


def trees() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text())


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def test_each_time_that_is_told_is_in_exactly_one_list() -> None:
    assert not INSTANTS & DURATIONS
    found = said()
    assert len(found) > 20
    assert {name: at for name, at in found.items() if name not in INSTANTS | DURATIONS} == {}


def test_what_is_printed_for_programs_has_its_times_written() -> None:
    bare: Counter[str] = Counter()
    for file, tree in trees():
        for call in calls(tree):
            if called(call) == "print":
                inside = {called(each) for each in calls(call)}
                bare[file] += bool(inside & WRITES) and "dated" not in inside
    assert +bare == NO_TIMES


def test_tests_listen_wherever_times_are_written() -> None:
    """Or `tests/times_told.py` would hear nothing of a command that says them anew."""
    home = "livret_core.words.instants"
    imports = {
        ".".join(Path(file).with_suffix("").parts[1:])
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == home
    }
    assert imports == set(SAYING)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"a": 1_796_000_100}, ["a"]),
        ({"a": {"b": [{"c": 1_796_000_100.5}]}, "d": [1, 1_796_000_100]}, ["c", "d"]),
        ({"a": "2026-11-30T00:55:00Z", "size": 1_000_000, "good": True, "b": None}, []),
        ({"claims": {"since": 1_796_000_100}}, []),
    ],
)
def test_a_time_that_goes_out_as_a_number_is_heard(said: object, found: list[str]) -> None:
    assert list(times(said)) == found
