"""An entry of tests/kills/*.toml: which text is replaced, and by what."""

import ast
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

#: What says nothing of the check that is off: a slip in the entry raises it as well.
_SAYS_NOTHING: Final = frozenset(
    {"BaseException", "Exception", "ImportError", "NameError", "SyntaxError", "UnboundLocalError"}
)


class WrongKill(Exception):
    """An entry that cannot be run as it stands."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in the text of one module."""

    file: str
    find: str
    replace: str

    @property
    def module(self) -> str:
        """The dotted name: the first folder only says whose part it is."""
        parts = Path(self.file).with_suffix("").parts[1:]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def applied(self, source: str) -> str:
        """Replace in *source*.

        Raises:
            WrongKill: the text does not occur exactly once, or the result is not Python.
        """
        count = source.count(self.find)
        if count != 1:
            raise WrongKill(f"`find` occurs {count} times in {self.file}")
        changed = source.replace(self.find, self.replace)
        if changed == source:
            raise WrongKill(f"`replace` changes nothing in {self.file}")
        if any(isinstance(each, ast.Assert) for each in _statements(self.replace)):
            # It would say no in the test's own voice.
            raise WrongKill(f"`replace` asserts in {self.file}")
        try:
            compile(changed, self.file, "exec", dont_inherit=True)
        except SyntaxError as error:
            raise WrongKill(f"{self.file} would not compile: {error}") from None
        return changed


def _statements(text: str) -> Iterator[ast.AST]:
    """What stands in *text* that is Python by itself, as many a replacement is."""
    try:
        tree = ast.parse(textwrap.dedent(text))
    except SyntaxError:
        return iter(())
    return ast.walk(tree)


@dataclass(frozen=True, slots=True)
class Kill:
    """One check, how to switch it off, and the tests that must notice."""

    name: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    raises: tuple[str, ...]

    @classmethod
    def parse(cls, entry: Mapping[str, Any]) -> Self:
        """Read one ``[[kill]]`` table.

        Raises:
            WrongKill: a member is missing or not known.
        """
        known = {"name", "file", "find", "replace", "tests", "raises", "also"}
        name = entry.get("name", "(no name)")
        if unknown := entry.keys() - known:
            raise WrongKill(f"{name}: unknown {', '.join(sorted(unknown))}")
        try:
            edits = [(entry["file"], entry["find"], entry["replace"])]
            edits += [
                (more["file"], more["find"], more["replace"]) for more in entry.get("also", ())
            ]
            tests = tuple(entry["tests"])
        except KeyError as missing:
            raise WrongKill(f"{name}: no {missing}") from None
        if not tests:
            raise WrongKill(f"{name}: names no test")
        raises = tuple(entry.get("raises", ()))
        if empty := sorted(_SAYS_NOTHING.intersection(raises)):
            raise WrongKill(f"{name}: {', '.join(empty)} would be raised by a slip as well")
        return cls(name, tuple(Edit(*edit) for edit in edits), tests, raises)

    def sources(self, root: Path) -> dict[str, tuple[Path, str]]:
        """The changed text of each module, by its dotted name."""
        changed: dict[str, tuple[Path, str]] = {}
        for edit in self.edits:
            path = root / edit.file
            if not path.is_file():
                raise WrongKill(f"no such file: {edit.file}")
            _, before = changed.get(edit.module, (path, path.read_text("utf-8")))
            changed[edit.module] = (path, edit.applied(before))
        for test in self.tests:
            if not (root / test.partition("::")[0]).exists():
                raise WrongKill(f"no such test: {test}")
            if "::" in test and test.partition("::")[0] in self.tests:
                # pytest would not look whether it is there.
                raise WrongKill(f"the whole file is named beside {test}")
        return changed


def load(root: Path) -> list[Kill]:
    """Read every entry, in the order of file names; names are unique.

    Raises:
        WrongKill: an entry is malformed or named twice.
    """
    kills: list[Kill] = []
    for path in sorted((root / "tests/kills").glob("*.toml")):
        with path.open("rb") as file:
            kills += [Kill.parse(entry) for entry in tomllib.load(file).get("kill", ())]
    names = [kill.name for kill in kills]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise WrongKill(f"named twice: {', '.join(twice)}")
    return kills
