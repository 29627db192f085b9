"""What a file may be: short, finished, and of this project alone."""

import ast
import os
import re
from pathlib import Path

# A letter in brackets keeps each pattern from finding itself.
_UNFINISHED = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|NotImplemented[E]rror)\b")
_MACHINES = re.compile(r"(?:^|[\s\"'(=])/(?:w[o]rk|r[o]ot|h[o]me/\w+)/")
_REGISTRIES = re.compile(r"py[p]i\.(?:org|python)|python[h]osted|registry\.[n]pmjs|crates\.[i]o")
# What is installed beside the project, and no part of it (.gitignore).
_INSTALLED = {".git", ".venv", "node_modules"}
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


def links(root: Path) -> list[str]:
    """Links that lead elsewhere: on another machine nothing is there, or something else."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _INSTALLED]
        for name in (*folders, *files):
            path = Path(folder, name)
            if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
                found.append(str(path.relative_to(root)))
    return found


def test_no_link_leads_out_of_the_project(root: Path, tmp_path: Path) -> None:
    assert links(root) == []
    (tmp_path / "inside").symlink_to(tmp_path / "kept")
    assert links(tmp_path) == []
    (tmp_path / "outside").symlink_to(root)
    assert links(tmp_path) == ["outside"]


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
