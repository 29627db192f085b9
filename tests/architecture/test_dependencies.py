"""What is imported is declared: what comes along with something else today may not tomorrow."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path


def imported(sources: list[Path]) -> dict[str, str]:
    """Each module from outside, top level, with one file that imports it."""
    found: dict[str, str] = {}
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found |= {name.partition(".")[0]: path.name for name in names}
    return {
        name: where
        for name, where in found.items()
        if name not in sys.stdlib_module_names and not name.startswith("livret_")
    }


def declared(root: Path) -> set[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    optional = [
        line for lines in project.get("optional-dependencies", {}).values() for line in lines
    ]
    wanted = [*project["dependencies"], *optional]
    return {_plain(re.split(r"[<>=!~;\[ ]", line)[0]) for line in wanted}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_that_is_imported_is_declared(root: Path, sources: list[Path]) -> None:
    owners = packages_distributions()
    known = declared(root)
    undeclared = {
        name: where
        for name, where in imported(sources).items()
        if not known & {_plain(owner) for owner in owners.get(name, ())}
    }
    assert undeclared == {}


def test_every_declared_package_is_locked(root: Path) -> None:
    lock = (root / "requirements.lock").read_text("utf-8")
    locked = {_plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert declared(root) - locked == set()
