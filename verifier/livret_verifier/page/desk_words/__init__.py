"""What the page of the desk's staff says, in four languages."""

import importlib
from collections.abc import Mapping

from livret_core.words import Language
from livret_core.words.counting import Phrases


def texts(language: Language) -> Mapping[str, str]:
    """Read the texts of *language*."""
    module = importlib.import_module(f"livret_verifier.page.desk_words.{language}")
    return Phrases(module.TEXTS, language)
