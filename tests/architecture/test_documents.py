"""What the documents tell somebody to type or to read is there."""

import importlib
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.words.manner import Manner
from livret_edge.arguments import parse
from livret_town.command import COMMANDS

LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
FENCE = re.compile(r"^(?:```|~~~)")


def documents(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")])


def typed(path: Path) -> Iterator[str]:
    """Lines of shell: fenced or indented blocks, and code in a sentence."""
    fenced = False
    for line in path.read_text("utf-8").replace("\\\n", " ").splitlines():
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


def blocks(path: Path, language: str) -> list[str]:
    text = path.read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_every_example_of_a_file_is_one_of_its_kind(root: Path) -> None:
    tried = 0
    for path in documents(root):
        for text in blocks(path, "json"):
            tried += isinstance(json_encoding.parse_object(text), dict)
        for text in blocks(path, "toml"):
            tried += isinstance(tomllib.loads(text), dict)
    assert tried >= 7


def told_lines(path: Path) -> Iterator[tuple[list[str], bool]]:
    """What is typed after `livret`, and whether it is all there is to type.

    It is not when it stands in a sentence, or a variable of the shell fills something in.
    """
    in_blocks = {
        line.strip() for text in blocks(path, "(?:sh|console)?") for line in text.splitlines()
    }
    for line in typed(path):
        for told in re.findall(r"(?:^|[=(] *)livret ([a-z][^#|)]*)", line):
            words = shlex.split(re.split(r" (?:2?>|<|\|\||&$)", told)[0])
            plain = [word for word in words if not word.startswith("$")]
            yield plain, line.strip() in in_blocks and plain == words


# What is only named, or has a variable of the shell in it, lacks a word.
_NOT_ALL_THERE = {"usage.missing", "usage.command", "usage.no_value", "usage.choice"}


def test_every_option_that_is_told_is_one(root: Path) -> None:
    """In a sentence a command may lack what it needs, or have TYPE for it; in a block it may not."""
    wrong = []
    tried = 0
    for path in documents(root):
        for (name, *argv), is_whole in told_lines(path):
            if name == "help" or not (is_whole or argv):
                continue
            module, _, function = COMMANDS[name][0].partition(":")
            program = getattr(importlib.import_module(module), function).__self__
            while argv and argv[0] in program.groups:
                program, argv = program.groups[argv[0]](), argv[1:]  # noqa: PLW2901
            try:
                command, rest = program.find(argv)
                parse(program.arguments(command), rest, Manner())
                tried += 1
            except MalformedInput as error:
                if is_whole or error.code not in _NOT_ALL_THERE:
                    wrong.append(f"{path.name}: livret {name} {shlex.join(argv)}: {error.code}")
    assert wrong == []
    assert tried > 20


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


def test_decisions_are_numbered_without_gap_or_twin(root: Path) -> None:
    decisions = sorted((root / "docs/adr").glob("*.md"))
    assert [each.name[:5] for each in decisions] == [
        f"{number:04}-" for number in range(1, len(decisions) + 1)
    ]
    for each in decisions:
        assert each.read_text(encoding="utf-8").startswith(f"# {each.name[:4]} ")
