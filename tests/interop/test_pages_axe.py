"""The public pages, looked through by axe-core for what bars people from reading them."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from livret_ledger.pages.rendering import render
from tests.ledger_pages import surveyed, told_scene

pytestmark = pytest.mark.interop

HERE: Final = Path(__file__).parent
Look: TypeAlias = Callable[[Path, list[str]], dict[str, Any]]


@pytest.fixture(scope="session")
def look(require_program: Callable[[str], str]) -> Look:
    program = require_program("node")
    if not all((HERE / "node_modules" / name).is_dir() for name in ("axe-core", "jsdom")):
        pytest.skip("axe-core is not installed; run `make interop`")

    def run(folder: Path, paths: list[str]) -> dict[str, Any]:
        done = subprocess.run(
            [program, str(HERE / "pages.mjs"), str(folder)],
            input=json.dumps(paths),
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return run


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page_in_any_language(look: Look, tmp_path: Path) -> None:
    paths = []
    for path, raw in render(surveyed(told_scene())):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(raw)
        paths += [path] if path.endswith(".html") else []
    found = look(tmp_path, paths)
    assert len(found) == 21
    assert {path: each["violations"] for path, each in found.items() if each["violations"]} == {}


def test_axe_finds_what_is_wrong(look: Look, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<html><body><img src=x><a href=y></a></body></html>")
    found = look(tmp_path, ["bad.html"])["bad.html"]["violations"]
    assert {"html-has-lang", "image-alt", "link-name"} <= set(found)
