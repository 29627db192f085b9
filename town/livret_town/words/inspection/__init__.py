"""What `livret inspect` says, one module a language.

Each has ``NAMES``: from what is found, as :mod:`livret_town.inspection` says it in English,
to the words of the language. What is not in it is a standard's name, and stays.
"""

import importlib
from collections.abc import Mapping
from typing import Protocol, cast

from livret_core.words import Language


class Texts(Protocol):
    """Everything `livret inspect` says in one language.

    Attributes:
        NOTHING_CHECKED: the first line.
        MORE_LINES: the last one, where there is more than a person reads.
        NAMES: of kinds, of titles, and of what is ours in the values.
    """

    NOTHING_CHECKED: str
    MORE_LINES: str
    NAMES: Mapping[str, str]


def texts(language: Language) -> Texts:
    """Read the texts of *language*; only the one that is asked for is imported."""
    return cast("Texts", importlib.import_module(f"livret_town.words.inspection.{language}"))
