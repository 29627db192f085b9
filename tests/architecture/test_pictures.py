"""The pictures in the documents are what the programs show today."""

import importlib.util
import re
from html import unescape
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


def _said(drawn: str) -> list[str]:
    """Every word that a picture says, in its order, whatever its fonts and colours."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", drawn, flags=re.DOTALL)
    return " ".join(unescape(text).replace("\u00a0", " ") for text in texts).split()


def test_the_consent_picture_says_what_the_wallet_shows() -> None:
    kept = (IMAGES / "consent.svg").read_text(encoding="utf-8")
    assert _said(_generator().draw_consent()) == _said(kept)
    text = " ".join(_said(kept))
    for fact in ("Piscine des Saules asks you", "WILL LEAVE", "Commune: Verneuil", "Refuse"):
        assert fact in text


def test_a_picture_fetches_nothing_and_says_what_it_shows() -> None:
    for path in IMAGES.glob("*.svg"):
        drawn = path.read_text(encoding="utf-8")
        assert "<title>" in drawn
        assert drawn.count("http") == drawn.count("http://www.w3.org/2000/svg")
