"""The pictures in the documents are what the programs print today."""

import importlib.util
from pathlib import Path
from types import ModuleType

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", IMAGES / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_consent_picture_is_what_the_wallet_prints() -> None:
    drawn = _generator().draw_consent()
    assert drawn == (IMAGES / "consent.svg").read_text(encoding="utf-8")


def test_a_picture_fetches_nothing_and_says_what_it_shows() -> None:
    for path in IMAGES.glob("*.svg"):
        drawn = path.read_text(encoding="utf-8")
        assert "<title>" in drawn
        assert drawn.count("http") == drawn.count("http://www.w3.org/2000/svg")
