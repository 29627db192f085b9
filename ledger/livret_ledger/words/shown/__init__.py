"""What the records of a ledger say: one module a language, the same names in each."""

import importlib
from collections.abc import Mapping

from livret_core.words.counting import Phrases
from livret_core.words.language import Language


def table(language: Language) -> Mapping[str, str]:
    """Read the sentences of *language*; only the one that is asked for is imported."""
    module = importlib.import_module(f"livret_ledger.words.shown.{language}")
    return Phrases(module.SENTENCES, language)
