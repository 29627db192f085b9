"""The accounts of a desk, and its counts, in four languages."""

import importlib
from collections.abc import Mapping

from livret_core.words import Language
from livret_core.words.counting import Phrases


def texts(language: Language) -> Mapping[str, str]:
    """Read the texts of *language*."""
    module = importlib.import_module(f"livret_verifier.words.staff.{language}")
    return Phrases(module.TEXTS, language)
