"""What somebody names to be written is never written over: one rule, in one place."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("issuer", "ledger", "wallet", "verifier")
COMMANDS = sorted(
    path
    for part in PARTS
    for path in (ROOT / part).rglob("*.py")
    if "cli" in path.parts or path.name == "cli.py"
)


def names(path: Path) -> set[str]:
    """What a module calls or imports."""
    tree = ast.parse(path.read_text())
    found = {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute)}
    return found | {
        alias.name
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
    }


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_command_writes_what_somebody_named_by_the_rule_for_that(path: Path) -> None:
    assert names(path) & {"write_file", "write_bytes", "write_text", "write_new"} == set()


def test_there_are_commands_that_write() -> None:
    writers = [path for path in COMMANDS if names(path) & {"write_named", "write_into"}]
    assert len(writers) > 10
