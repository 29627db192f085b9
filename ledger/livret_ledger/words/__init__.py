"""What those who keep a ledger read, in four languages."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core.words import Language
from livret_core.words.counting import Phrases

_UNITS: Final = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


@final
@dataclass(frozen=True, slots=True)
class Span:
    """A span of time in the largest unit that it fills twice."""

    count: int
    unit: str


def span(seconds: int) -> Span:
    """Say a span of time in words' units."""
    for unit, length_s in _UNITS:
        if seconds >= 2 * length_s:
            return Span(seconds // length_s, unit)
    return Span(seconds, "seconds")


def texts(language: Language) -> Mapping[str, str]:
    """Read the texts of *language*; only the one that is asked for is imported."""
    module = importlib.import_module(f"livret_ledger.words.{language}")
    return Phrases(module.TEXTS, language)
