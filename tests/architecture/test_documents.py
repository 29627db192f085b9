"""What the documents tell somebody to type or to read is there."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_town.command import COMMANDS

LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
FENCE = re.compile(r"^(?:```|~~~)")


def documents(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")])


def typed(path: Path) -> Iterator[str]:
    """Lines of shell: fenced or indented blocks, and code in a sentence."""
    fenced = False
    for line in path.read_text("utf-8").splitlines():
        if FENCE.match(line):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield line.strip().removeprefix("$ ")
        else:
            yield from re.findall(r"`((?:livret|make) [^`]+)`", line)


def test_every_make_target_that_is_told_exists(root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))
    told = {
        (path.name, target)
        for path in documents(root)
        for line in typed(path)
        for target in re.findall(r"^make ([a-z-]+)", line)
    }
    assert {entry for entry in told if entry[1] not in targets} == set()
    assert ("README.md", "test") in told


def test_every_command_that_is_told_exists(root: Path) -> None:
    told = {
        (path.name, command)
        for path in documents(root)
        for line in typed(path)
        for command in re.findall(r"^livret ([a-z]+)", line)
    }
    assert {entry for entry in told if entry[1] not in {*COMMANDS, "help"}} == set()


def runnable(root: Path) -> list[str]:
    """The lines of README that start with `livret` and need nothing of the reader's."""
    lines = [line.partition("#")[0].strip() for line in typed(root / "README.md")]
    given = [line for line in lines if line.startswith("livret ") and line == line.lower()]
    return [line for line in given if line.split()[1] != "demo"]  # `make check` plays it


def test_every_command_of_the_readme_runs(root: Path, tmp_path: Path) -> None:
    told = runnable(root)
    assert told
    for line in told:
        done = subprocess.run(
            [sys.executable, "-m", "livret_town", *shlex.split(line)[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (line, done.returncode, done.stderr) == (line, 0, "")


def test_every_link_leads_somewhere(root: Path) -> None:
    dead = [
        f"{path.relative_to(root)}: {target}"
        for path in documents(root)
        for target in LINK.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []


@pytest.mark.parametrize(
    "name",
    ["README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs/attacks.md"],
)
def test_what_a_visitor_looks_for_is_there(root: Path, name: str) -> None:
    assert (root / name).stat().st_size > 200
