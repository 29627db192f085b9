"""One table of codes: whatever is raised is in it, whatever is in it is raised."""

import ast
from collections.abc import Iterator
from pathlib import Path

from livret_core.codes import CODES

BRANCHES = {"MalformedInput": "malformed", "Refused": "refused", "Unavailable": "unavailable"}


def is_where_codes_are_told(path: Path, root: Path) -> bool:
    return path.name.startswith("codes") or "words" in path.relative_to(root).parts


def raised(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, branch and code of each error made in *path* with a literal code."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in BRANCHES
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.lineno, BRANCHES[node.func.id], str(node.args[0].value)


def test_every_code_raised_is_in_the_table_under_its_branch(
    root: Path, sources: list[Path]
) -> None:
    wrong = [
        f"{path.relative_to(root)}:{line} {branch} {code}"
        for path in sources
        for line, branch, code in raised(path)
        if code not in CODES or CODES[code].branch != branch
    ]
    assert wrong == []


def test_every_code_in_the_table_is_used_somewhere(root: Path, sources: list[Path]) -> None:
    said = {
        node.value
        for path in sources
        if not is_where_codes_are_told(path, root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(CODES.keys() - said) == []


def test_every_code_has_a_group_and_a_plain_name() -> None:
    assert [code for code in CODES if not code.replace("_", "").replace(".", "").isalnum()] == []
    assert [code for code in CODES if code.count(".") != 1] == []
