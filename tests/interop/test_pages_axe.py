"""The public pages, looked through by axe-core for what bars people from reading them."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.words import LANGUAGES
from livret_ledger.pages.rendering import render
from livret_verifier.page.rendering import asking, asset, choosing, notice, refusing, telling
from livret_verifier.policy_file import parse as parse_policy
from tests.ledger_pages import surveyed, told_scene
from tests.windows import POLICY

pytestmark = pytest.mark.interop

HERE: Final = Path(__file__).parent
Look: TypeAlias = Callable[[Path, list[str]], dict[str, Any]]


@pytest.fixture(scope="session")
def look(require_program: Callable[[str], str]) -> Look:
    program = require_program("node")
    if not all((HERE / "node_modules" / name).is_dir() for name in ("axe-core", "jsdom")):
        pytest.skip("axe-core is not installed; run `make peers`")

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


def visitors_pages() -> Iterator[tuple[str, bytes]]:
    """Every page of a desk's visitors, in every language; staff's are looked at in a browser."""
    policy, root = parse_policy(POLICY), "/pool"
    yes: JsonObject = {
        "type": "urn:livret:residency:1",
        "facts": {"issuer": "Verneuil"},
        "outcome": "accepted",
        "code": None,
        "claims": {"commune": "Verneuil"},
    }
    link = "openid4vp://?client_id=x"
    for lang in LANGUAGES:
        yield f"choose-{lang}.html", choosing(policy, lang, root=root)
        yield f"asking-{lang}.html", asking(policy, lang, root=root, link=link, stand="open")
        yield f"back-{lang}.html", telling(policy, lang, root=root, said=yes)
        yield f"over-{lang}.html", notice(policy, lang, root=root, key="over")
    yield "refused.html", refusing("Pool", Refused("request.unknown"), root=root)


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


def test_axe_finds_nothing_on_the_visitors_pages_in_any_language(
    look: Look, tmp_path: Path
) -> None:
    paths = []
    for name, raw in visitors_pages():
        (tmp_path / name).write_bytes(raw)
        paths.append(name)
    (tmp_path / "style.css").write_bytes(asset("style.css"))
    found = look(tmp_path, paths)
    assert len(found) == len(LANGUAGES) * 4 + 1
    assert {path: each["violations"] for path, each in found.items() if each["violations"]} == {}


def test_axe_finds_what_is_wrong(look: Look, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<html><body><img src=x><a href=y></a></body></html>")
    found = look(tmp_path, ["bad.html"])["bad.html"]["violations"]
    assert {"html-has-lang", "image-alt", "link-name"} <= set(found)
