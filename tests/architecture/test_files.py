"""What a file may be: short, finished, and of this project alone."""

import ast
import re
from pathlib import Path

# A letter in brackets keeps each pattern from finding itself.
_UNFINISHED = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|NotImplemented[E]rror)\b")
_MACHINES = re.compile(r"(?:^|[\s\"'(=])/(?:w[o]rk|r[o]ot|h[o]me/\w+)/")
_REGISTRIES = re.compile(r"py[p]i\.(?:org|python)|python[h]osted|registry\.[n]pmjs|crates\.[i]o")
_VAGUE = {"utils", "helpers", "common", "manager", "misc", "service_impl"}


def lines_that_match(pattern: re.Pattern[str], paths: list[Path], root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_module_is_longer_than_a_room(root: Path, sources: list[Path]) -> None:
    long = {
        str(path.relative_to(root)): count
        for path in [*sources, *(root / "tests").rglob("*.py"), *(root / "bench").rglob("*.py")]
        if (count := len(path.read_text("utf-8").splitlines())) > 500
    }
    assert long == {}


def test_nothing_is_left_to_be_done(root: Path, all_text_files: list[Path]) -> None:
    assert lines_that_match(_UNFINISHED, all_text_files, root) == []


def test_no_file_knows_the_machine_it_was_written_on(
    root: Path, all_text_files: list[Path]
) -> None:
    assert lines_that_match(_MACHINES, all_text_files, root) == []


def test_no_file_names_a_package_registry(root: Path, all_text_files: list[Path]) -> None:
    assert lines_that_match(_REGISTRIES, all_text_files, root) == []


def test_every_module_has_a_name_that_says_something(root: Path, sources: list[Path]) -> None:
    vague = [
        str(path.relative_to(root)) for path in sources if _VAGUE & set(path.with_suffix("").parts)
    ]
    assert vague == []


def test_every_module_says_what_it_is(root: Path, sources: list[Path]) -> None:
    silent = [
        str(path.relative_to(root))
        for path in sources
        if ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None
    ]
    assert silent == []


def test_tests_are_no_package(root: Path) -> None:
    assert list((root / "tests").rglob("__init__.py")) == []
