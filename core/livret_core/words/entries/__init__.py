"""What each type of entry says, and by which rule it is taken, one module a language."""

import importlib
from collections.abc import Mapping
from typing import cast

from livret_core.errors import Fact
from livret_core.words.figures import day
from livret_core.words.language import Language
from livret_core.words.printable import printable


def entries(language: Language) -> Mapping[str, str]:
    """Read the sentences of *language*; only the one that is asked for is imported."""
    module = importlib.import_module(f"livret_core.words.entries.{language}")
    return cast("Mapping[str, str]", module.ENTRIES)


def sentence_of(name: str, facts: Mapping[str, Fact], language: Language) -> str:
    """Say one entry in words.

    Args:
        name: of the sentence, as :func:`livret_core.ledger.explaining.tell` gives it.
        facts: for it; those that end in ``_s`` are seconds since 1970, said as days.
        language: of the reader.
    """
    shown = {
        each: day(int(value), language) if each.endswith("_s") else printable(str(value))
        for each, value in facts.items()
    }
    return entries(language)[name].format(**shown)
