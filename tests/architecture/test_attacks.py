"""Each attack has a test, the test a twin, the check a kill, and the page names them all."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from livret_core.codes import CODES
from tests.kills.entry import load

FILE = re.compile(r"test_attack_(\d{2})_[a-z0-9_]+\.py")


def attack_files(root: Path) -> list[Path]:
    return sorted((root / "tests/attacks").glob("test_*.py"))


def functions(path: Path) -> list[str]:
    return [
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def test_every_attack_file_is_named_for_its_attack(root: Path) -> None:
    assert [path.name for path in attack_files(root) if not FILE.fullmatch(path.name)] == []


def test_every_attack_has_a_test_and_a_positive_twin(root: Path) -> None:
    without = []
    for path in attack_files(root):
        numbers = Counter(
            (match[1], bool(match[2]))
            for name in functions(path)
            if (match := re.match(r"test_attack_(\d{2})_(twin_)?", name))
        )
        own = FILE.fullmatch(path.name)
        assert own is not None
        if not numbers[own[1], False] or not numbers[own[1], True]:
            without.append(path.name)
    assert without == []


def test_every_test_in_an_attack_file_is_named_for_it(root: Path) -> None:
    strays = [
        f"{path.name}::{name}"
        for path in attack_files(root)
        for name in functions(path)
        if not name.startswith(path.name[: len("test_attack_NN_")])
    ]
    assert strays == []


def test_every_attack_is_answered_by_a_check_that_a_kill_switches_off(root: Path) -> None:
    killed = {Path(test.partition("::")[0]).name for kill in load(root) for test in kill.tests}
    assert [path.name for path in attack_files(root) if path.name not in killed] == []


def test_the_page_of_attacks_names_each_file(root: Path) -> None:
    page = (root / "docs/attacks.md").read_text("utf-8")
    assert [path.name for path in attack_files(root) if path.name not in page] == []


def test_the_page_of_attacks_names_no_test_and_no_kill_that_is_gone(root: Path) -> None:
    page = (root / "docs/attacks.md").read_text("utf-8")
    told = set(re.findall(r"`(test_attack_\d{2}_\w+\.py)`", page))
    assert told - {path.name for path in attack_files(root)} == set()
    rows = [line for line in page.splitlines() if re.match(r"\| \d+ \|", line)]
    kills = {
        name
        for row in rows
        for name in re.findall(r"`([a-z0-9_]+\.[a-z0-9_]+)`", row.rsplit("|", 2)[1])
    }
    assert kills - {kill.name for kill in load(root)} == set()


def test_each_row_names_a_test_that_each_of_its_switches_runs(root: Path) -> None:
    """Else it is another test than the attack's that shows a check to be needed, and nobody is told."""
    page = (root / "docs/attacks.md").read_text("utf-8")
    runs = {kill.name: {test.partition("::")[0] for test in kill.tests} for kill in load(root)}
    silent = []
    for row in (line for line in page.splitlines() if re.match(r"\| \d+ \|", line)):
        *_, told, switches = row.rstrip(" |").split(" | ")
        named = {Path(name).name for name in re.findall(r"`([\w/]+\.py)`", told)}
        silent += [
            name
            for name in re.findall(r"`([a-z0-9_]+(?:\.[a-z0-9_]+)+)`", switches)
            if named.isdisjoint(Path(test).name for test in runs[name])
        ]
    assert silent == []


def test_each_row_names_reasons_that_its_own_tests_assert(root: Path) -> None:
    page = (root / "docs/attacks.md").read_text("utf-8")
    texts = {path.name: path.read_text("utf-8") for path in (root / "tests").rglob("test_*.py")}
    silent = []
    for row in (line for line in page.splitlines() if re.match(r"\| \d+ \|", line)):
        told = row.rstrip(" |").split(" | ")
        asserted = "".join(texts[name] for name in re.findall(r"`(?:\w+/)*(test_\w+\.py)`", row))
        codes = re.findall(r"`([a-z0-9_]+\.[a-z0-9_]+)`", " ".join(told[:4]))
        silent += [code for code in codes if code in CODES and code not in asserted]
    assert silent == []


@pytest.mark.parametrize("number", [*range(1, 19), 41])
def test_the_attacks_that_this_release_answers_are_all_there(root: Path, number: int) -> None:
    assert list((root / "tests/attacks").glob(f"test_attack_{number:02}_*.py"))


@pytest.mark.parametrize("number", [15, *range(19, 27), *range(30, 41), 56, 57, 58, 61])
def test_the_page_says_where_each_attack_on_the_protocols_is_played(
    root: Path, number: int
) -> None:
    page = (root / "docs/attacks.md").read_text("utf-8")
    [row] = re.findall(rf"^\| {number} [a-zA-Z].*$", page, re.MULTILINE)
    *_, alone = row.rstrip(" |").split("|")
    named = re.findall(r"`(\w+)`", row.removesuffix(alone))
    there = {path.stem.removeprefix("test_attack_") for path in attack_files(root)}
    assert named
    assert set(named) <= there
