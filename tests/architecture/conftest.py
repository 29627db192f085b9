from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("core", "edge", "issuer", "ledger", "schemas", "town", "verifier", "wallet")
_NOT_OURS = {"__pycache__", "build", "dist", "node_modules"}


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sources() -> list[Path]:
    """Every module that is shipped."""
    return sorted(path for part in PARTS for path in (ROOT / part).rglob("*.py"))


@pytest.fixture(scope="session")
def all_text_files() -> list[Path]:
    """Every file that is ours and is text, wherever it lies; what git ignores left out."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in {".ci", ".gitignore"} for part in inside)
        if hidden or _NOT_OURS & set(inside) or not path.is_file():
            continue
        if path.name in {"uv.lock", "results.json"} or inside[0] == "demo-town":
            continue
        try:
            path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found.append(path)
    return found
